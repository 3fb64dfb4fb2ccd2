import { Decimal, FacteurError, newId } from '#kernel';
import type { EntryRow, Transaction } from '#ports';
import { paymentsOf, withDetail } from '#remittance';
import type { FlowContext } from '../context.js';
import { MatchingRun, type MatchedEntry } from '../match-entries.js';
import { refused, type Refused } from './cash-problem.js';
import { once, type Keyed } from './once.js';

interface HeldRequest extends Keyed {
  readonly entryId: string;
  readonly person: string;
}

export type SameMoneyOutcome =
  { readonly kind: 'same'; readonly entryId: string; readonly sameAs: readonly string[] } | Refused;
export type ReleasedOutcome =
  | { readonly kind: 'released'; readonly entryId: string; readonly entries: readonly { id: string; state: string }[] }
  | Refused;

/** Whether a person may still say that an entry was told twice: nothing is booked on it. */
const UNDECIDED: ReadonlySet<string> = new Set(['held', 'proposed', 'unmatched']);

/**
 * A person says that an entry is money other entries stand for already (a notification and its booking): it is put aside for good, and
 * its detail goes to the bare one.
 * @throws FacteurError `ENTRY.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function sameMoney(
  context: FlowContext,
  tenantId: string,
  request: HeldRequest & { readonly sameAs: readonly string[] },
): Promise<SameMoneyOutcome> {
  const matched: MatchedEntry[] = [];
  const outcome = await context.store.transaction(tenantId, (tx) =>
    once<SameMoneyOutcome>(context, tx, 'same-money', request, async () => {
      const row = await locked(tx, request.entryId);
      const others = await Promise.all([...new Set(request.sameAs)].sort().map((id) => locked(tx, id)));
      if (!UNDECIDED.has(row.state)) return refused('CASH.NOT_HELD', { field: 'entryId', value: row.state });
      const hold = await holdOf(tx, row);
      if (!isSameMoney(row, others, hold.candidates)) return refused('CASH.NOT_THE_SAME', { field: 'sameAs' });
      await rejectProposals(tx, row);
      await tx.cash.setEntryState(row.id, 'ignored');
      const report = { account: row.account, entryRef: row.entryRef, format: hold.format };
      await tx.cash.addReports(others.map(({ id }) => ({ ...report, entryId: id })));
      const told = { person: request.person, sameAs: others.map(({ id }) => id) };
      await tell(context, tx, row, 'entry.same', told);
      matched.push(...(await giveDetail(context, tx, row, others)));
      return { kind: 'same', entryId: row.id, sameAs: told.sameAs };
    }),
  );
  for (const each of matched) context.signals.entryMatched(each.outcome, each.level);
  return outcome;
}

/**
 * A person says that a held entry is money of its own: it is matched now, a batch payment by payment.
 * @throws FacteurError `ENTRY.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function releaseEntry(
  context: FlowContext,
  tenantId: string,
  request: HeldRequest,
): Promise<ReleasedOutcome> {
  const matched: MatchedEntry[] = [];
  const outcome = await context.store.transaction(tenantId, (tx) =>
    once<ReleasedOutcome>(context, tx, 'release-entry', request, async () => {
      const row = await locked(tx, request.entryId);
      if (row.state !== 'held') return refused('CASH.NOT_HELD', { field: 'entryId', value: row.state });
      await tell(context, tx, row, 'entry.released', { person: request.person });
      const rows = await ownRows(tx, row);
      matched.push(...(await MatchingRun.over(context, tx, rows)));
      const entries = rows.map(({ id }, at) => ({ id, state: matched[at]?.outcome ?? 'new' }));
      return { kind: 'released', entryId: row.id, entries };
    }),
  );
  for (const each of matched) context.signals.entryMatched(each.outcome, each.level);
  return outcome;
}

/** For which entries an entry is held, and in which format it came. */
export async function holdOf(
  tx: Transaction,
  row: Pick<EntryRow, 'id'>,
): Promise<{ readonly candidates: readonly string[]; readonly format: string }> {
  const events = await tx.timeline.of('entry', row.id);
  const data = events.find((event) => event.type === 'entry.held')?.data;
  const candidates = Array.isArray(data?.['candidates']) ? data['candidates'].map(String) : [];
  return { candidates, format: typeof data?.['format'] === 'string' ? data['format'] : '' };
}

async function locked(tx: Transaction, entryId: string): Promise<EntryRow> {
  const row = await tx.cash.findEntryForUpdate(entryId);
  if (!row) throw new FacteurError('ENTRY.UNKNOWN', 'not-found', 'No such entry', { entryId });
  return row;
}

function isSameMoney(row: EntryRow, others: readonly EntryRow[], candidates: readonly string[]): boolean {
  const isOther = others.every(
    (other) =>
      other.id !== row.id &&
      other.account === row.account &&
      other.currency === row.currency &&
      other.state !== 'held' &&
      other.amount.isNegative() === row.amount.isNegative(),
  );
  if (!isOther || others.length === 0) return false;
  const total = Decimal.sum(others.map((other) => other.amount));
  // One payment of a batch that was booked as a whole is less than its booking.
  return total.equals(row.amount) || others.every((other) => candidates.includes(other.id));
}

/** What the entry says goes to the one bare entry that stands for it, which is matched again. */
async function giveDetail(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  others: readonly EntryRow[],
): Promise<readonly MatchedEntry[]> {
  const [other] = others;
  if (other === undefined || others.length > 1 || !UNDECIDED.has(other.state)) return [];
  const entry = withDetail(other.entry, row.entry);
  if (!other.amount.equals(row.amount) || entry === other.entry) return [];
  await rejectProposals(tx, other);
  const parts = paymentsOf({ ...entry, reference: other.entryRef });
  if (parts.length > 1) return MatchingRun.over(context, tx, await partsOf(tx, other, parts));
  await tx.cash.replaceDetail(other.id, entry);
  return MatchingRun.over(context, tx, [{ ...other, entry, counterparty: entry.counterparty.name ?? '' }]);
}

async function ownRows(tx: Transaction, row: EntryRow): Promise<readonly EntryRow[]> {
  const parts = paymentsOf(row.entry);
  return parts.length > 1 ? partsOf(tx, row, parts) : [row];
}

async function partsOf(tx: Transaction, row: EntryRow, parts: readonly EntryRow['entry'][]) {
  await tx.cash.setEntryState(row.id, 'ignored');
  const { correlationId } = row;
  const wanted = parts.map((entry) => ({ id: newId(), entry, correlationId }));
  return tx.cash.addEntries(row.statementId, row.account, wanted);
}

async function rejectProposals(tx: Transaction, row: EntryRow): Promise<void> {
  for (const proposal of await tx.proposals.byEntry(row.id)) {
    if (proposal.state === 'open') await tx.proposals.setState(proposal.id, 'rejected');
  }
}

function tell(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { id: subjectId, correlationId } = row;
  return tx.timeline.append({ subject: 'entry', subjectId, type, at: context.clock.now(), correlationId, data });
}
