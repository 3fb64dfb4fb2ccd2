import { Decimal } from '#kernel';
import type { BankEntry } from './entry.js';
import type { BankStatement } from './statement.js';

/**
 * Completes a camt.053 statement with the detail that the bank sends apart as camt.054: a batch without members, or a
 * booking without any reference, takes over what the one notification of the same account says under the same bank
 * reference, amount and currency. References, amounts and balances of the statement stay as they are.
 */
export function joinNotifications(statement: BankStatement, notifications: readonly BankStatement[]): BankStatement {
  const byRef = new Map<string, BankEntry[]>();
  for (const notification of notifications) {
    if (notification.account.ref !== statement.account.ref) continue;
    for (const entry of notification.entries) {
      const key = joinKey(entry);
      if (key !== undefined) byRef.set(key, [...(byRef.get(key) ?? []), entry]);
    }
  }
  return { ...statement, entries: statement.entries.map((entry) => joined(entry, byRef.get(joinKey(entry) ?? ''))) };
}

function joinKey(entry: BankEntry): string | undefined {
  const amount = entry.amount.normalized().toString();
  return entry.bankRef === undefined ? undefined : `${entry.bankRef}|${amount}|${entry.currency}`;
}

function joined(entry: BankEntry, found: readonly BankEntry[] | undefined): BankEntry {
  const [notified] = found ?? [];
  if (found?.length !== 1 || notified === undefined || !isBare(entry)) return entry;
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
