import { Decimal } from '#kernel';
import type { BankEntry } from './entry.js';
import type { BankStatement } from './statement.js';

/** A statement with the detail of notifications, and the notified entries that are its own and no further money. */
export interface Joined {
  readonly statement: BankStatement;
  readonly used: ReadonlySet<BankEntry>;
}

/**
 * Completes a camt.053 statement with the detail that the bank sends apart as camt.054: a batch without members, or a booking
 * without any reference, takes over what the one notification of the same account says under the same bank reference, amount and
 * currency. Where one of the two has no bank reference, the booking day decides with amount and currency, if on both sides only one
 * entry is meant. References, amounts and balances of the statement stay as they are.
 */
export function joinDetails(statement: BankStatement, notifications: readonly BankStatement[]): Joined {
  const own = notifications.filter((each) => each.account.ref === statement.account.ref);
  const notified = own.flatMap((each) => each.entries);
  const byRef = grouped(notified, refKey);
  const byDay = grouped(notified, dayKey);
  const twins = grouped(statement.entries, dayKey);
  const used = new Set<BankEntry>();
  const entries = statement.entries.map((entry) => {
    const named = byRef.get(refKey(entry) ?? '') ?? [];
    const alike = (byDay.get(dayKey(entry)) ?? []).filter(
      (other) => entry.bankRef === undefined || other.bankRef === undefined,
    );
    const isOnlyOne = alike.length === 1 && twins.get(dayKey(entry))?.length === 1;
    const found = named.length > 0 ? named : isOnlyOne ? alike : [];
    const complete = joined(entry, found);
    if (complete !== entry && found[0] !== undefined) used.add(found[0]);
    return complete;
  });
  return { statement: { ...statement, entries }, used };
}

/** As `joinDetails`, the statement alone. */
export function joinNotifications(statement: BankStatement, notifications: readonly BankStatement[]): BankStatement {
  return joinDetails(statement, notifications).statement;
}

function grouped(entries: readonly BankEntry[], keyOf: (entry: BankEntry) => string | undefined) {
  const groups = new Map<string, BankEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return groups;
}

function refKey(entry: BankEntry): string | undefined {
  return entry.bankRef === undefined ? undefined : `${entry.bankRef}|${moneyKey(entry)}`;
}

function dayKey(entry: BankEntry): string {
  return `${entry.bookedOn}|${moneyKey(entry)}`;
}

function moneyKey({ amount, currency }: BankEntry): string {
  return `${amount.normalized().toString()}|${currency}`;
}

function joined(entry: BankEntry, found: readonly BankEntry[]): BankEntry {
  const [notified] = found;
  if (found.length !== 1 || notified === undefined || !isBare(entry)) return entry;
  if (notified.members.length > 0) return addsUp(notified) ? { ...entry, members: notified.members } : entry;
  const { reference, bookedOn, valueOn, status, batch, raw, ...rest } = entry;
  const own = { reference, bookedOn, valueOn, status, batch, raw: { ...notified.raw, ...raw } };
  return {
    ...rest,
    ...notified,
    ...own,
    amount: entry.amount,
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
