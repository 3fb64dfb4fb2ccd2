import type { Decimal, LocalDate } from '#kernel';

/**
 * The kinds of ledger entry. The first group changes what the customer owes; `allocation` only ties money or credit to a
 * document and leaves the customer's balance as it is.
 */
export type LedgerKind =
  'invoice' | 'debit-note' | 'credit-note' | 'payment' | 'payment-return' | 'refund' | 'write-off' | 'allocation';

/** Why the entry exists: a stable code and what it came from (a bank entry, a document, a decision). */
export interface LedgerCause {
  /** For example `issued`, `bank-entry`, `matched`, `confirmed`, `discount`, `bank-charge`, `tolerance`, `undo`. */
  readonly code: string;
  readonly ref?: string;
  /** Who decided: absent for the machine. */
  readonly actor?: string;
  readonly note?: string;
}

/** One immutable entry. Nothing is changed or deleted: `reverses` names the entry that this one takes back. */
export interface LedgerEntry {
  readonly entryId: string;
  readonly kind: LedgerKind;
  readonly customerId: string;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  /** Positive; negative only when `reverses` is set. */
  readonly amount: Decimal;
  /** Document the entry creates (invoice, credit note) or acts on (allocation, write-off). */
  readonly itemId?: string;
  /** Payment the entry creates (payment) or takes from (allocation, refund, payment-return). */
  readonly paymentId?: string;
  /** Credit note that an allocation uses instead of a payment. */
  readonly creditItemId?: string;
  readonly reverses?: string;
  readonly cause: LedgerCause;
}
