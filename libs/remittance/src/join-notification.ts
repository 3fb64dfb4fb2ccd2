import { Decimal } from '#kernel';
import type { BankEntry } from './entry.js';
import { bookingReport, pairReports } from './pair-reports.js';
import type { BankStatement } from './statement.js';

/** A statement with the detail of notifications, and the notified entries that are its own and no further money. */
export interface Joined {
  readonly statement: BankStatement;
  readonly used: ReadonlySet<BankEntry>;
  /** Notified entries that may be one of several bookings of the statement, or of which several may be one. */
  readonly doubtful: ReadonlySet<BankEntry>;
}

/**
 * Completes a camt.053 statement with the detail that the bank sends apart as camt.054: a batch without members, or a booking
 * without any reference, takes over what the notification of the same booking says (`pairReports`). References, amounts and balances
 * of the statement stay as they are.
 */
export function joinDetails(statement: BankStatement, notifications: readonly BankStatement[]): Joined {
  const own = notifications.filter((each) => each.account.ref === statement.account.ref);
  const notified = own.flatMap((each) => each.entries.map(reportOf));
  const { pairs, doubtful } = pairReports(statement.entries.map(reportOf), notified);
  const found = new Map([...pairs].map(([one, other]) => [one.entry, other.entry]));
  const entries = statement.entries.map((entry) => {
    const other = found.get(entry);
    return other === undefined ? entry : withDetail(entry, other);
  });
  const unclear = [...doubtful.values()].flat().map(({ entry }) => entry);
  return { statement: { ...statement, entries }, used: new Set(found.values()), doubtful: new Set(unclear) };
}

function reportOf(entry: BankEntry) {
  return { ...bookingReport(entry), entry };
}

/** A bare booking with the detail of its notification; any other entry as it is. */
export function withDetail(entry: BankEntry, notified: BankEntry): BankEntry {
  const isNews =
    !isBare(notified) || (entry.counterparty.name === undefined && notified.counterparty.name !== undefined);
  if (!isBare(entry) || !isNews) return entry;
  if (notified.members.length > 0) return addsUp(notified) ? { ...entry, members: notified.members } : entry;
  const { reference, bookedOn, valueOn, status, batch, raw, ...rest } = entry;
  const own = { reference, bookedOn, valueOn, status, batch, raw: { ...notified.raw, ...raw } };
  return {
    ...rest,
    ...notified,
    ...own,
    amount: entry.amount,
    bankRef: entry.bankRef ?? notified.bankRef,
    additionalInfo: entry.additionalInfo ?? notified.additionalInfo,
  };
}

/** Nothing in the entry says what the money is for or who sent it. */
function isBare(entry: BankEntry): boolean {
  const hasText = entry.remittanceLines.length + entry.structuredReferences.length + entry.referredDocuments.length > 0;
  return entry.members.length === 0 && !hasText && entry.endToEndId === undefined;
}

function addsUp(entry: BankEntry): boolean {
  if (entry.members.some((member) => member.amount === undefined)) return false;
  return Decimal.sum(entry.members.map((member) => member.amount ?? Decimal.ZERO)).equals(entry.amount);
}
