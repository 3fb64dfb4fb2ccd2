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
  if (found.state !== 'received') return { parcel: found, statements: 0, newEntries: 0, problems: found.problems };
  const bytes = await context.documents.get(found.sha256);
  const mapping = context.statementCsvMapping?.(found.source);
  const reading = readStatements(bytes, { fileName: found.fileName, ...(mapping === undefined ? {} : { mapping }) });
  const matched: MatchedEntry[] = [];
  const result = await context.store.transaction(tenantId, async (tx): Promise<StatementRead> => {
    matched.length = 0;
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel || parcel.state !== 'received') {
      return { parcel: parcel ?? found, statements: 0, newEntries: 0, problems: parcel?.problems ?? [] };
    }
    if (!reading.ok) return reject(context, tx, parcel, reading.error);
    const kept = await keepStatements(context, tx, parcel, reading.value.statements);
    matched.push(...(await MatchingRun.over(context, tx, kept.entries)));
    const { problems, entries } = kept;
    const state = problems.length > 0 ? 'partly-read' : 'read';
    await tx.parcels.setState(parcelId, state, problems);
    return {
      parcel: { ...parcel, state, problems },
      statements: reading.value.statements.length,
      newEntries: entries.length,
      problems,
    };
  });
  for (const each of matched) context.signals.entryMatched(each.outcome, each.level);
  return result;
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
