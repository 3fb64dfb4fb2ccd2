import { FacteurError, newId, type Problem } from '#kernel';
import type { EntryRow, Parcel, Transaction } from '#ports';
import { paymentsOf, readStatements, type BankStatement } from '#remittance';
import type { FlowContext } from './context.js';
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
  const reading = readStatements(bytes, { fileName: found.fileName });
  const matched: MatchedEntry[] = [];
  const result = await context.store.transaction(tenantId, async (tx): Promise<StatementRead> => {
    matched.length = 0;
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel || parcel.state !== 'received') {
      return { parcel: parcel ?? found, statements: 0, newEntries: 0, problems: parcel?.problems ?? [] };
    }
    if (!reading.ok) return reject(context, tx, parcel, reading.error);
    const entries: EntryRow[] = [];
    for (const statement of reading.value.statements) entries.push(...(await keep(context, tx, parcel, statement)));
    const run = await MatchingRun.start(context, tx);
    for (const entry of entries) matched.push(await run.match(entry));
    const problems = reading.value.statements.flatMap((statement) => statement.findings);
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

async function keep(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  statement: BankStatement,
): Promise<readonly EntryRow[]> {
  const id = newId();
  const at = context.clock.now();
  const { isNew } = await tx.cash.addStatement(id, parcel.id, statement, at);
  // A repeated statement may still report an entry that the first one did not (an intraday report before the final one).
  const statementId = isNew ? id : undefined;
  const fresh = await tx.cash.addEntries(
    statementId ?? id,
    statement.account.ref,
    // A batch is matched payment by payment.
    statement.entries.flatMap(paymentsOf).map((entry) => ({ id: newId(), entry, correlationId: parcel.correlationId })),
  );
  await tx.timeline.append({
    subject: 'statement',
    subjectId: id,
    type: isNew ? 'statement.imported' : 'statement.repeated',
    at,
    correlationId: parcel.correlationId,
    data: {
      statementRef: statement.statementRef,
      entries: statement.entries.length,
      newEntries: fresh.length,
      findings: statement.findings.map((finding) => finding.code),
    },
  });
  return fresh;
}
