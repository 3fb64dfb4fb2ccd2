import { newId, type Problem } from '#kernel';
import type { EntryRow, Parcel, Transaction } from '#ports';
import {
  joinDetails,
  joinNotifications,
  paymentsOf,
  statementGap,
  type BankEntry,
  type BankStatement,
} from '#remittance';
import type { FlowContext } from './context.js';

export interface KeptStatements {
  /** New entries, and known ones whose detail came only now and which nobody has allocated: all to be matched. */
  readonly entries: readonly EntryRow[];
  readonly problems: readonly Problem[];
}

/**
 * Keeps what is new of a file's statements. A notification (camt.054) and the booking it belongs to are one entry, whichever
 * comes first and in whichever file: the detail is joined to the bare booking. Gaps towards the account's earlier statements
 * are findings.
 */
export async function keepStatements(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  statements: readonly BankStatement[],
): Promise<KeptStatements> {
  const notifications = statements.filter((statement) => statement.format === 'camt.054');
  const used = new Set<BankEntry>();
  const bookings = statements
    .filter((statement) => statement.format !== 'camt.054')
    .map((statement) => {
      const complete = joinDetails(statement, notifications);
      for (const entry of complete.used) used.add(entry);
      return complete.statement;
    });
  // Bookings before notifications: a notified entry then finds its booking and is no entry of its own.
  const notices = notifications.map((each) => ({ ...each, entries: each.entries.filter((entry) => !used.has(entry)) }));
  const order = [...bookings, ...notices];
  const entries = new Map<string, EntryRow>();
  const problems: Problem[] = [];
  for (const statement of order) {
    const kept = await keep(context, tx, parcel, statement);
    problems.push(...kept.problems);
    for (const entry of kept.entries) entries.set(entry.id, entry);
  }
  return { entries: [...entries.values()], problems };
}

async function keep(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  statement: BankStatement,
): Promise<KeptStatements> {
  const at = context.clock.now();
  // A repeated statement may bring entries of its own: they belong to the one that stands.
  const { id, isNew } = await tx.cash.addStatement(newId(), parcel.id, statement, at);
  const gap = isNew ? await gapBefore(tx, id, statement) : [];
  const problems = [...statement.findings, ...gap];
  if (isNew && gap.length > 0) await tx.cash.setFindings(id, problems);
  const completed = await completeEarlier(tx, statement);
  // A batch is matched payment by payment. A repeated statement may still report an entry that the first one did not.
  const fresh = await tx.cash.addEntries(
    id,
    statement.account.ref,
    statement.entries
      .filter((entry) => !completed.references.has(entry.reference))
      .flatMap(paymentsOf)
      .map((entry) => ({ id: newId(), entry, correlationId: parcel.correlationId })),
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
      completed: completed.rows.length,
      findings: problems.map((finding) => finding.code),
    },
  });
  return { entries: [...fresh, ...completed.rows], problems };
}

/** Whether the bank's numbers or balances leave a hole between this statement and the one before it on the account. */
async function gapBefore(tx: Transaction, id: string, statement: BankStatement): Promise<readonly Problem[]> {
  const startsOn = statement.fromOn ?? statement.opening?.on ?? statement.toOn ?? statement.closing?.on;
  if (startsOn === undefined || statement.opening === undefined) return [];
  const endsOn = statement.toOn ?? statement.closing?.on ?? startsOn;
  const before = await tx.cash.statementBefore(statement.account.ref, statement.currency, endsOn, id);
  return before === undefined ? [] : statementGap(before, statement);
}

const MAX_REFERENCES = 5000;

interface Completed {
  /** Entries of this file that are known and need no row of their own. */
  readonly references: ReadonlySet<string>;
  /** Known rows that say more now and that nobody has allocated: to be matched again. */
  readonly rows: readonly EntryRow[];
}

/**
 * Entries that an earlier file brought, completed by what this one says: a pending booking that is booked now, a bare booking
 * whose detail a notification gives, a batch whose payments come apart. No money is counted twice, whichever came first.
 */
async function completeEarlier(tx: Transaction, statement: BankStatement): Promise<Completed> {
  const references = new Set<string>();
  const rows: EntryRow[] = [];
  for (let start = 0; start < statement.entries.length; start += MAX_REFERENCES) {
    const entries = statement.entries.slice(start, start + MAX_REFERENCES);
    const wanted = entries.flatMap(({ reference }) => [reference, `${reference}#1`]);
    const known = new Map(
      (await tx.cash.byReferences(statement.account.ref, wanted)).map((row) => [row.entryRef, row]),
    );
    for (const entry of entries) {
      const row = known.get(entry.reference);
      if (row) await completeRow(tx, statement, row, entry, { references, rows });
      // Its payments came before as a notification: the booking itself is no further money.
      else if (known.has(`${entry.reference}#1`) && entry.members.length === 0) references.add(entry.reference);
    }
  }
  return { references, rows };
}

async function completeRow(
  tx: Transaction,
  statement: BankStatement,
  row: EntryRow,
  entry: BankEntry,
  found: { references: Set<string>; rows: EntryRow[] },
): Promise<void> {
  const isFree = row.state !== 'allocated' && row.state !== 'proposed';
  const isBookedNow = row.entry.status !== 'booked' && entry.status === 'booked';
  const [joined = row.entry] = isBookedNow
    ? [entry]
    : joinNotifications({ ...statement, entries: [row.entry] }, [{ ...statement, entries: [entry] }]).entries;
  if (joined.members.length > 0 && row.entry.members.length === 0) {
    const parts = paymentsOf(joined);
    // The payments take the place of the batch, unless somebody has allocated it as a whole.
    if (isFree && parts.length > 1) await tx.cash.setEntryState(row.id, 'ignored');
    else found.references.add(row.entryRef);
    return;
  }
  found.references.add(row.entryRef);
  if (joined === row.entry) return;
  await tx.cash.replaceDetail(row.id, joined);
  if (isFree) found.rows.push({ ...row, entry: joined, counterparty: joined.counterparty.name ?? '' });
}
