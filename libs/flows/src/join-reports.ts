import { addDays, Decimal, type LocalDate } from '#kernel';
import type { EntryRow, Transaction } from '#ports';
import { bookingReport, pairReports, type BankEntry, type BankStatement, type BookingReport } from '#remittance';
import type { ToldBefore } from './told-before.js';

/** An entry that may be money another message told already, and the entries that may be that money. */
export interface HeldEntry {
  readonly entry: BankEntry;
  readonly candidates: readonly EntryRow[];
}

export interface JoinedReports {
  /** Nothing told of them before. */
  readonly own: readonly BankEntry[];
  readonly held: readonly HeldEntry[];
}

interface Known extends BookingReport {
  /** The booking's entry, or the payments of its batch. */
  readonly rows: readonly EntryRow[];
}

/** As far apart as `pairReports` lets one bank reference be dated. */
const MARGIN_DAYS = 5;

/**
 * Finds the bookings of a statement that a message of another format told before under another reference (no bank reference, or one
 * of the two without), and completes them. What may be one of several is held; the rest is new.
 */
export async function joinReports(
  tx: Transaction,
  statement: BankStatement,
  told: ToldBefore,
  entries: readonly BankEntry[],
): Promise<JoinedReports> {
  if (entries.length === 0) return { own: [], held: [] };
  const known = await knownBookings(tx, statement, entries);
  const { pairs, doubtful } = pairReports(
    entries.map((entry) => ({ ...bookingReport(entry), entry })),
    known,
  );
  const settled = new Set<BankEntry>();
  for (const [{ entry }, booking] of pairs) {
    settled.add(entry);
    await join(told, booking.rows, entry);
  }
  const held: HeldEntry[] = [...doubtful].map(([{ entry }, bookings]) => ({
    entry,
    candidates: bookings.flatMap((b) => b.rows),
  }));
  for (const { entry } of held) settled.add(entry);
  const sums = new DaySums(tx, statement, told);
  held.push(...(await sums.join(entries.filter((entry) => !settled.has(entry)))));
  const isOwn = (entry: BankEntry): boolean => !settled.has(entry) && !sums.settled.has(entry);
  return { own: entries.filter(isOwn), held };
}

async function join(told: ToldBefore, rows: readonly EntryRow[], entry: BankEntry): Promise<void> {
  told.note(entry.reference, ...rows);
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) await told.complete(only, entry);
}

async function knownBookings(
  tx: Transaction,
  { account, format }: BankStatement,
  entries: readonly BankEntry[],
): Promise<Known[]> {
  const days = entries.map((entry) => entry.bookedOn).sort();
  const span = {
    from: addDays(days[0] as LocalDate, -MARGIN_DAYS),
    to: addDays(days.at(-1) as LocalDate, MARGIN_DAYS),
  };
  const amounts = [...new Map(entries.map(({ amount }) => [amount.normalized().toString(), amount])).values()];
  return bookingsOf(await tx.cash.reportedOtherwise({ account: account.ref, format, ...span, amounts }));
}

/** Payments of one batch are one booking. */
function bookingsOf(rows: readonly EntryRow[]): Known[] {
  const groups = new Map<string, EntryRow[]>();
  for (const row of rows) {
    const key = `${row.currency}|${row.entryRef.replace(/#\d+$/, '')}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const parts = group.length === 1 ? group : group.filter((row) => row.entryRef.includes('#'));
    const entries = parts.map((row) => row.entry);
    return { ...bookingReport(entries[0] as BankEntry, entries), rows: parts };
  });
}

/** A batch booked in one sum whose payments are notified each as an entry of its own, in either order. */
class DaySums {
  readonly settled = new Set<BankEntry>();
  private readonly held: HeldEntry[] = [];

  constructor(
    private readonly tx: Transaction,
    private readonly statement: BankStatement,
    private readonly told: ToldBefore,
  ) {}

  async join(entries: readonly BankEntry[]): Promise<HeldEntry[]> {
    for (const entry of entries.filter((each) => bookingReport(each).isBare)) await this.asBatch(entry);
    const byDay = new Map<string, BankEntry[]>();
    for (const entry of entries.filter((each) => !this.settled.has(each))) {
      const key = `${entry.bookedOn}|${entry.currency}`;
      byDay.set(key, [...(byDay.get(key) ?? []), entry]);
    }
    for (const group of byDay.values()) if (group.length > 1) await this.asPayments(group);
    return this.held;
  }

  /** The bare booking of a sum after the notification of its payments. */
  private async asBatch(entry: BankEntry): Promise<void> {
    const rows = (await this.ofDay(entry.bookedOn)).filter((row) => row.currency === entry.currency);
    const groups = new Map<string, EntryRow[]>();
    for (const row of rows) groups.set(row.statementId, [...(groups.get(row.statementId) ?? []), row]);
    const fitting = [...groups.values()].filter(
      (group) => group.length > 1 && sum(group).equals(entry.amount) && hasCount(entry, group.length),
    );
    const [only] = fitting;
    if (only === undefined) return;
    this.settled.add(entry);
    if (fitting.length === 1 && entry.batch?.count !== undefined) this.told.note(entry.reference, ...only);
    else this.held.push({ entry, candidates: fitting.flat() });
  }

  /** The payments of a sum that was booked before. */
  private async asPayments(group: readonly BankEntry[]): Promise<void> {
    const { bookedOn, currency } = group[0] as BankEntry;
    const rows = (await this.ofDay(bookedOn, sum(group))).filter(
      (row) => row.currency === currency && bookingReport(row.entry).isBare && hasCount(row.entry, group.length),
    );
    const [only] = rows.filter((row) => !row.entryRef.includes('#'));
    if (only === undefined) return;
    for (const entry of group) this.settled.add(entry);
    if (rows.length === 1 && only.entry.batch?.count !== undefined) {
      await this.told.takePlace(only, group);
      return;
    }
    this.held.push(...group.map((entry) => ({ entry, candidates: rows })));
  }

  private ofDay(day: LocalDate, amount?: Decimal): Promise<readonly EntryRow[]> {
    const { account, format } = this.statement;
    const amounts = amount === undefined ? {} : { amounts: [amount] };
    return this.tx.cash.reportedOtherwise({ account: account.ref, format, from: day, to: day, ...amounts });
  }
}

/** The batch does not say how many payments it has, or it has this many. */
function hasCount({ batch }: BankEntry, count: number): boolean {
  return batch?.count === undefined || batch.count === count;
}

function sum(entries: readonly { readonly amount: Decimal }[]): Decimal {
  return Decimal.sum(entries.map((each) => each.amount));
}
