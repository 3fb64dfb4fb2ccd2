import type { Decimal, LocalDate } from '#kernel';
import type { LedgerEntry } from '#receivables';
import type { OpenClaim, OpenInvoice } from './cash.js';
import type { Page, PageQuery } from './page.js';

export type { LedgerEntry, LedgerKind } from '#receivables';

/** A payment with what of it is still free. */
export interface PaymentRow {
  readonly paymentId: string;
  readonly customerRef: string;
  readonly currency: string;
  /** The bank entry it is; absent for a payment recorded by hand. */
  readonly entryId?: string;
  readonly bookedOn: LocalDate;
  readonly amount: Decimal;
  /** Not tied to a document, not given back, not returned: on account. */
  readonly unallocatedAmount: Decimal;
}

/** What a customer owes in one currency. `balanceAmount` = open invoices + claims − open credits − cash on account. */
export interface AccountRow {
  readonly customerRef: string;
  readonly currency: string;
  readonly balanceAmount: Decimal;
  readonly openAmount: Decimal;
}

export interface PayerRow {
  readonly iban: string;
  readonly customerRef: string;
  readonly count: number;
  readonly contradictions: number;
}

export interface LedgerStore {
  post(entries: readonly LedgerEntry[]): Promise<void>;
  /** Everything not settled, of a customer or of all, in one query. */
  openInvoices(filter?: { customerRef?: string; currency?: string }): Promise<readonly OpenInvoice[]>;
  /** What of the open documents the keys can lead to; see `OpenSearch`. */
  findOpen(search: OpenSearch): Promise<readonly OpenInvoice[]>;
  /** Open late-payment claims, all or those that the keys can lead to. */
  openClaims(search?: OpenSearch): Promise<readonly OpenClaim[]>;
  /** How many documents have something open: tells whether a search pays. */
  openCount(): Promise<number>;
  /** Settled documents and claims by normalised number or creditor reference. */
  settledByKeys(
    keys: readonly string[],
  ): Promise<readonly { key: string; invoiceId: string; number: string; customerRef: string }[]>;
  /** Which of these shapes (`shapeOf` of a number) some document of ours has. */
  knownShapes(): Promise<ReadonlySet<string>>;
  /** Locks the invoice's row first, so that two allocations cannot both take the last euro. */
  openAmountForUpdate(invoiceId: string): Promise<Decimal>;
  /** Locks the payment and answers what of it is free; undefined when there is none. */
  freeAmountForUpdate(paymentId: string): Promise<Decimal | undefined>;
  /** Locks the claim and answers what of it is open; undefined when there is none. */
  claimAmountForUpdate(claimId: string): Promise<Decimal | undefined>;
  find(id: string): Promise<LedgerEntry | undefined>;
  ofInvoice(invoiceId: string): Promise<readonly LedgerEntry[]>;
  ofPayment(paymentId: string): Promise<readonly LedgerEntry[]>;
  ofClaim(claimId: string): Promise<readonly LedgerEntry[]>;
  ofEntry(entryId: string): Promise<readonly LedgerEntry[]>;
  ofCustomer(customerRef: string, query: PageQuery): Promise<Page<LedgerEntry>>;
  /** All bookings of a customer in a currency up to a day, oldest first: for the statement of account. */
  history(customerRef: string, currency: string, upTo: LocalDate): Promise<readonly LedgerEntry[]>;
  payment(paymentId: string): Promise<PaymentRow | undefined>;
  payments(filter: {
    customerRef?: string;
    entryIds?: readonly string[];
    free?: boolean;
    limit?: number;
  }): Promise<readonly PaymentRow[]>;
  accounts(customerRef: string): Promise<readonly AccountRow[]>;
  /** Counterparty accounts (IBAN) that earlier allocations tied to customers. */
  knownPayers(ibans?: readonly string[]): Promise<readonly PayerRow[]>;
  /** A person corrected a match of this account for this customer: it proves nothing any more. */
  contradictPayer(iban: string, customerRef: string): Promise<void>;
}

/** What a statement's entries can lead to: normalised numbers and references, payers' customers, amounts. */
export interface OpenSearch {
  readonly keys: readonly string[];
  readonly customerRefs: readonly string[];
  readonly amounts: readonly Decimal[];
}
