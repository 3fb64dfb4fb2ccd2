import type { Decimal, LocalDate } from '#kernel';

/**
 * The kinds of ledger entry. All but `allocation` change what the customer owes; an allocation ties money or credit to a document
 * and leaves the account as it is.
 */
export type LedgerKind =
  'invoice' | 'debit-note' | 'credit-note' | 'payment' | 'payment-return' | 'refund' | 'write-off' | 'allocation';

/**
 * One immutable entry. Nothing is changed or deleted: a correction is a further entry of the same kind and the opposite amount
 * that names in `reverses` what it takes back, once.
 */
export interface LedgerEntry {
  readonly id: string;
  readonly kind: LedgerKind;
  readonly customerRef: string;
  readonly currency: string;
  /**
   * What it adds to the receivable: an invoice, a debit note, a refund and a returned payment add; a credit note, a payment and
   * a write-off take away. An allocation: the amount that is tied, positive.
   */
  readonly amount: Decimal;
  /** The invoice or credit note that the entry creates or acts on; of an allocation the invoice that is paid. */
  readonly invoiceId?: string;
  /** The late-payment claim that a debit note creates, or that an allocation or write-off acts on. */
  readonly claimId?: string;
  /** The payment: its own id on a payment; otherwise the one the money is from. */
  readonly paymentId?: string;
  /** The credit note whose credit an allocation uses instead of a payment. */
  readonly creditInvoiceId?: string;
  /** The bank entry that is the evidence; absent for what was done by hand. */
  readonly entryId?: string;
  readonly reverses?: string;
  readonly bookedOn: LocalDate;
  readonly at: Date;
  /** Why: `code`, who decided (`by` machine or person, `person`), level and evidence of a match, note … */
  readonly cause: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}
