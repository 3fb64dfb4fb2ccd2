import type { Decimal, LocalDate } from '#kernel';

/** A claim asks for money; a credit note gives some back and can be netted by the payer. */
export type OpenItemKind = 'invoice' | 'credit-note' | 'debit-note';

/** Early payment discount (escompte) printed on the invoice: `amount` off the total when paid by `until`. */
export interface DiscountTerm {
  readonly amount: Decimal;
  readonly until: LocalDate;
}

/** One document with something left on it. Amounts are positive for every kind. */
export interface OpenItem {
  readonly itemId: string;
  readonly kind: OpenItemKind;
  readonly number: string;
  readonly customerId: string;
  readonly currency: string;
  readonly originalAmount: Decimal;
  /** What is left: to be paid (invoice, debit note) or to be used (credit note). */
  readonly openAmount: Decimal;
  /** The part under dispute; never above `openAmount`. */
  readonly disputedAmount?: Decimal;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  /** ISO 11649 reference printed on the document, electronic form. */
  readonly creditorReference?: string;
  /** End-to-end ids of our own collections and other numbers the payer was told to quote. */
  readonly paymentRefs?: readonly string[];
  /** Other numbers of the same business, such as the buyer's order: evidence, never enough alone. */
  readonly orderRefs?: readonly string[];
  readonly discounts?: readonly DiscountTerm[];
}

/** A customer as matching knows it. */
export interface MatchCustomer {
  readonly customerId: string;
  readonly names: readonly string[];
  /** Accounts from the customer file, as opposed to learned ones. */
  readonly ibans?: readonly string[];
  /** Numbers the customer's payments are recognised by (SIREN, VAT number, our customer number). */
  readonly refs?: readonly string[];
}
