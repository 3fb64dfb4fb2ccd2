import { newId, type Problem } from '#kernel';
import type { EntryRow, Parcel, Transaction } from '#ports';
import { paymentsOf, statementGap, type BankEntry, type BankStatement } from '#remittance';
import type { FlowContext } from './context.js';
import { holdEntries } from './hold-entries.js';
import { joinReports } from './join-reports.js';
import { ToldBefore } from './told-before.js';

export interface KeptStatements {
  /** New entries, and known ones whose detail came only now and which nobody has allocated: all to be matched. */
  readonly entries: readonly EntryRow[];
  readonly problems: readonly Problem[];
}

interface Kept extends KeptStatements {
  /** Entries whose payments took their place. */
  readonly replaced: ReadonlySet<string>;
}

/**
 * Keeps what is new of a file's statements. A booking that several messages tell (camt.052, 053, 054 …) is one entry, whichever comes
 * first and in whichever file: detail is joined to the bare booking. What may be such a booking, but nobody can say which, is held for
 * a person. Gaps towards the account's earlier statements are findings.
 */
export async function keepStatements(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  statements: readonly BankStatement[],
): Promise<KeptStatements> {
  const isNotice = (statement: BankStatement): boolean => statement.format === 'camt.054';
  // Bookings before notifications: a notified entry then finds its booking and is no entry of its own.
  const order = [...statements.filter((each) => !isNotice(each)), ...statements.filter(isNotice)];
  const entries = new Map<string, EntryRow>();
  const problems: Problem[] = [];
  for (const statement of order) {
    const kept = await keep(context, tx, parcel, statement);
    problems.push(...kept.problems);
    for (const entry of kept.entries) entries.set(entry.id, entry);
    for (const id of kept.replaced) entries.delete(id);
  }
  return { entries: [...entries.values()], problems };
}

async function keep(context: FlowContext, tx: Transaction, parcel: Parcel, statement: BankStatement): Promise<Kept> {
  const at = context.clock.now();
  // A repeated statement may bring entries of its own: they belong to the one that stands.
  const { id, isNew } = await tx.cash.addStatement(newId(), parcel.id, statement, at);
  const gap = isNew ? await gapBefore(tx, id, statement) : [];
  const problems = [...statement.findings, ...gap];
  if (isNew && gap.length > 0) await tx.cash.setFindings(id, problems);
  const isToldOtherwise = await tx.cash.isReportedOtherwise(statement.account.ref, statement.format);
  const told = new ToldBefore(tx, statement, parcel.correlationId);
  const unknown = await told.completeKnown(isToldOtherwise);
  const { own, held } = isToldOtherwise ? await joinReports(tx, statement, told, unknown) : { own: unknown, held: [] };
  const fresh = await addEntries(tx, id, statement, parcel, [...told.repeated, ...own]);
  const doubtful = await holdEntries(context, tx, { statementId: id, statement, parcel }, held);
  await told.write();
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
      completed: told.rows.length,
      held: doubtful,
      findings: problems.map((finding) => finding.code),
    },
  });
  return { entries: [...fresh, ...told.rows], replaced: told.replaced, problems };
}

/** A batch is matched payment by payment. A repeated statement may still report an entry that the first one did not. */
function addEntries(
  tx: Transaction,
  statementId: string,
  { account }: BankStatement,
  { correlationId }: Parcel,
  entries: readonly BankEntry[],
): Promise<readonly EntryRow[]> {
  const rows = entries.flatMap(paymentsOf).map((entry) => ({ id: newId(), entry, correlationId }));
  return tx.cash.addEntries(statementId, account.ref, rows);
}

/** Whether the bank's numbers or balances leave a hole between this statement and the one before it on the account. */
async function gapBefore(tx: Transaction, id: string, statement: BankStatement): Promise<readonly Problem[]> {
  const startsOn = statement.fromOn ?? statement.opening?.on ?? statement.toOn ?? statement.closing?.on;
  if (startsOn === undefined || statement.opening === undefined) return [];
  const endsOn = statement.toOn ?? statement.closing?.on ?? startsOn;
  const before = await tx.cash.statementBefore(statement.account.ref, statement.currency, endsOn, id);
  return before === undefined ? [] : statementGap(before, statement);
}
