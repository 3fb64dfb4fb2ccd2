import type { Decimal, LocalDate } from '#kernel';

/** A booking on a customer's account as the ledger has it; `amount` with its sign there. */
export interface Booking {
  readonly id: string;
  readonly kind: string;
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  readonly invoiceId?: string;
  /** The credit note whose credit it uses: then it is no money. */
  readonly creditInvoiceId?: string;
  /** The bank entry behind it: its own, or that of the payment it takes from. */
  readonly bankEntryId?: string;
  /** The booking that it takes back. */
  readonly reverses?: string;
}

declare const PROVEN: unique symbol;

/**
 * Cash of an invoice that a bank entry proves. Made by `bankCash` alone: nothing else can become a status 212 or a payment of
 * Flux 10, whatever a caller passes.
 */
export interface BankCash {
  readonly [PROVEN]: true;
  readonly bookingId: string;
  readonly bankEntryId: string;
  readonly invoiceId: string;
  /** Positive: collected. Negative: returned, taken back or paid out. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  readonly reverses?: string;
}

/**
 * The cash a booking stands for: an allocation of a payment that a bank entry brought, its reversal, or money paid back to the
 * customer through the bank. Undefined for everything else: write-offs, credit notes and their use, bookings by hand.
 */
export function bankCash(booking: Booking): BankCash | undefined {
  const { invoiceId, bankEntryId } = booking;
  if (invoiceId === undefined || bankEntryId === undefined || booking.creditInvoiceId !== undefined) return undefined;
  if (booking.kind !== 'allocation' && booking.kind !== 'refund') return undefined;
  const amount = booking.kind === 'refund' ? booking.amount.negated() : booking.amount;
  if (amount.isZero()) return undefined;
  const cash: Omit<BankCash, typeof PROVEN> = {
    bookingId: booking.id,
    bankEntryId,
    invoiceId,
    amount,
    currency: booking.currency,
    bookedOn: booking.bookedOn,
    ...(booking.reverses === undefined ? {} : { reverses: booking.reverses }),
  };
  return cash as BankCash;
}
