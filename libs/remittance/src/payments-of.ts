import { Decimal } from '#kernel';
import type { BankEntry } from './entry.js';

/**
 * The payments of a booking, each as an entry of its own: the members of a batch under `<reference>#n`, or the entry
 * itself. A batch whose members lack amounts, or do not add up to the booking, stays whole: then money would be lost or made.
 */
export function paymentsOf(entry: BankEntry): BankEntry[] {
  if (entry.members.length === 0) return [entry];
  const amounts = entry.members.map((member) => (member.currency === entry.currency ? member.amount : undefined));
  if (amounts.some((amount) => amount === undefined)) return [entry];
  if (!Decimal.sum(amounts.map((amount) => amount ?? Decimal.ZERO)).equals(entry.amount)) return [entry];
  const { batch: _batch, members, ...booking } = entry;
  return members.map((member, at) => ({
    ...booking,
    ...member,
    amount: member.amount ?? Decimal.ZERO,
    reference: `${entry.reference}#${at + 1}`,
    endToEndId: member.endToEndId,
    members: [],
  }));
}
