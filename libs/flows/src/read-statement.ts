import { FacteurError, type Problem } from '#kernel';
import type { Parcel, Transaction } from '#ports';
import { readStatements } from '#remittance';
import type { FlowContext } from './context.js';
import { keepStatements } from './keep-statements.js';
import { MatchingRun, type MatchedEntry } from './match-entries.js';

export interface StatementRead {
  readonly parcel: Parcel;
  readonly statements: number;
  readonly newEntries: number;
  readonly problems: readonly Problem[];
}

/**
 * Takes a bank file apart: statements and entries that are new are kept, each new entry is matched. What was reported before,
 * by this file or by an overlapping one, is recognised by account and reference. Harmless when called again.
 * @throws FacteurError `PARCEL.UNKNOWN` (not-found).
 */
export async function readStatement(context: FlowContext, tenantId: string, parcelId: string): Promise<StatementRead> {
  const found = await context.store.transaction(tenantId, (tx) => tx.parcels.find(parcelId));
  if (!found) throw new FacteurError('PARCEL.UNKNOWN', 'not-found', 'No such parcel', { parcelId });
  if (found.state !== 'received') return readBefore(context, tenantId, found);
  const bytes = await context.documents.get(found.sha256);
  const mapping = context.statementCsvMapping?.(found.source);
  const reading = readStatements(bytes, { fileName: found.fileName, ...(mapping === undefined ? {} : { mapping }) });
  const matched: MatchedEntry[] = [];
  const result = await context.store.transaction(tenantId, async (tx): Promise<StatementRead | Parcel> => {
    matched.length = 0;
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel || parcel.state !== 'received') return parcel ?? found;
    if (!reading.ok) return reject(context, tx, parcel, reading.error);
    const kept = await keepStatements(context, tx, parcel, reading.value.statements);
    matched.push(...(await MatchingRun.over(context, tx, kept.entries)));
    const { problems, entries } = kept;
    const state = problems.length > 0 ? 'partly-read' : 'read';
    await tx.parcels.setState(parcelId, state, problems);
    const counts = { statements: reading.value.statements.length, newEntries: entries.length };
    await tx.timeline.append({
      ...{ subject: 'parcel', subjectId: parcelId, type: 'parcel.read', at: context.clock.now() },
      ...{ correlationId: parcel.correlationId, data: counts },
    });
    return { parcel: { ...parcel, state, problems }, ...counts, problems };
  });
  if (!('parcel' in result)) return readBefore(context, tenantId, result);
  for (const each of matched) context.signals.entryMatched(each.outcome, each.level);
  return result;
}

/** What the first reading came to: of an earlier request, or of the job that was faster than this one. */
async function readBefore(context: FlowContext, tenantId: string, parcel: Parcel): Promise<StatementRead> {
  const events = await context.store.transaction(tenantId, (tx) => tx.timeline.of('parcel', parcel.id));
  const data = events.find((event) => event.type === 'parcel.read')?.data;
  const count = (name: string): number => Number(data?.[name] ?? 0);
  return { parcel, statements: count('statements'), newEntries: count('newEntries'), problems: parcel.problems };
}

async function reject(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  problems: readonly Problem[],
): Promise<StatementRead> {
  await tx.parcels.setState(parcel.id, 'rejected', problems);
  await tx.timeline.append({
    subject: 'parcel',
    subjectId: parcel.id,
    type: 'parcel.rejected',
    at: context.clock.now(),
    correlationId: parcel.correlationId,
    data: { problems: problems.map((problem) => problem.code) },
  });
  return { parcel: { ...parcel, state: 'rejected', problems }, statements: 0, newEntries: 0, problems };
}
