import { daysBetween, type Decimal, type LocalDate } from '#kernel';
import type { BankEntry } from '#remittance';
import { documentKey } from './document-key.js';
import { payerKeyOf } from './match-payer.js';

/** A payment received earlier, as far as a return can be recognised by it. */
export interface ReceivedPayment {
  readonly paymentId: string;
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  readonly endToEndId?: string;
  readonly mandateRef?: string;
  readonly payerKey?: string;
}

/** `certain`: exactly one payment can be meant, by its own reference; its allocations may be undone by the machine. */
export type ReturnOutcome =
  | { readonly kind: 'certain'; readonly paymentId: string; readonly reason?: string }
  | { readonly kind: 'proposed'; readonly paymentIds: readonly string[]; readonly reason?: string }
  | { readonly kind: 'none' };

/** A core direct debit may be asked back for 13 months when it was not authorised. */
const MAX_DAYS = 400;

/**
 * Which earlier receipt a debit takes back: a returned direct debit, a bounced cheque, a reversed booking. Same amount and
 * currency, not before the payment. The end-to-end id or mandate decides; the account alone only proposes.
 */
export function matchReturn(entry: BankEntry, received: readonly ReceivedPayment[]): ReturnOutcome {
  const takesBack = entry.isReversal || entry.returnReason !== undefined;
  if (!entry.amount.isNegative() || entry.status !== 'booked' || !takesBack) return { kind: 'none' };
  const reason = entry.returnReason?.code;
  const said = reason === undefined ? {} : { reason };
  const alike = received.filter((one) => isAlike(entry, one));
  const id = entry.endToEndId === undefined ? undefined : documentKey(entry.endToEndId);
  const byId = alike.filter((one) => id !== undefined && documentKey(one.endToEndId ?? '') === id);
  const [only] = byId;
  if (byId.length === 1 && only !== undefined) return { kind: 'certain', paymentId: only.paymentId, ...said };
  const key = payerKeyOf(entry);
  const byPayer = alike.filter(
    (one) =>
      (key !== undefined && one.payerKey === key) ||
      (entry.mandateRef !== undefined && one.mandateRef === entry.mandateRef),
  );
  const candidates = byId.length > 0 ? byId : byPayer;
  if (candidates.length === 0) return { kind: 'none' };
  return { kind: 'proposed', paymentIds: candidates.map((one) => one.paymentId), ...said };
}

function isAlike(entry: BankEntry, one: ReceivedPayment): boolean {
  const days = daysBetween(one.bookedOn, entry.bookedOn);
  return one.currency === entry.currency && one.amount.equals(entry.amount.abs()) && days >= 0 && days <= MAX_DAYS;
}
