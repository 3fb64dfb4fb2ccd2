import type { Decimal, LocalDate } from '#kernel';
import type { BankEntry, BankStatement } from '#remittance';
import type { Page, PageQuery } from './page.js';

export interface StatementRow {
  readonly id: string;
  readonly parcelId: string;
  readonly account: string;
  readonly statementRef: string;
  readonly currency: string;
  readonly openingBalance?: Decimal;
  readonly closingBalance?: Decimal;
  readonly entryCount: number;
  readonly importedAt: Date;
}

/** new → allocated (wholly, by machine or person) | proposed | unmatched | ignored (not ours to allocate, e.g. a debit). */
export type EntryState = 'new' | 'allocated' | 'proposed' | 'unmatched' | 'ignored';

export interface EntryRow {
  readonly id: string;
  readonly statementId: string;
  readonly account: string;
  /** Unique per account. */
  readonly entryRef: string;
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  readonly counterparty: string;
  readonly state: EntryState;
  readonly entry: BankEntry;
  readonly correlationId: string;
}

export interface CashStore {
  /** Inserts unless account + statement reference is known. */
  addStatement(id: string, parcelId: string, statement: BankStatement, at: Date): Promise<{ isNew: boolean }>;
  /** Inserts the entries whose account + reference is not known yet; answers the new ones. */
  addEntries(
    statementId: string,
    account: string,
    entries: readonly { id: string; entry: BankEntry; correlationId: string }[],
  ): Promise<readonly EntryRow[]>;
  findEntry(id: string): Promise<EntryRow | undefined>;
  findEntryForUpdate(id: string): Promise<EntryRow | undefined>;
  setEntryState(id: string, state: EntryState): Promise<void>;
  listEntries(query: PageQuery & { state?: EntryState }): Promise<Page<EntryRow>>;
  listStatements(query: PageQuery): Promise<Page<StatementRow>>;
}

/** One reason, in order of weight, why an entry may pay these invoices. */
export interface ProposalRow {
  readonly id: string;
  readonly entryId: string;
  readonly state: 'open' | 'accepted' | 'rejected';
  readonly rank: number;
  readonly level: string;
  readonly reason: { readonly en: string; readonly fr: string };
  readonly lines: readonly { readonly invoiceId: string; readonly amount: Decimal }[];
  readonly createdAt: Date;
}

export interface ProposalStore {
  add(proposal: ProposalRow): Promise<void>;
  find(id: string): Promise<ProposalRow | undefined>;
  byEntry(entryId: string): Promise<readonly ProposalRow[]>;
  setState(id: string, state: ProposalRow['state']): Promise<void>;
  list(query: PageQuery & { state?: ProposalRow['state'] }): Promise<Page<ProposalRow>>;
}

export type LedgerKind = 'invoice' | 'credit-note' | 'payment' | 'allocation' | 'write-off' | 'refund' | 'reversal';

/**
 * One immutable booking on a customer's account. `amount` is what it adds to the receivable: an invoice adds; a payment, a
 * credit note, a write-off take away (negative). An allocation moves nothing on the account: it ties money or credit to an
 * invoice. So the open amount of invoice i is always derived:
 *
 *   sum of amounts with invoiceId = i of every kind but allocation
 *   - sum of allocations with invoiceId = i  (positive pays an invoice, negative uses up a credit note)
 *   + sum of allocations with creditInvoiceId = i  (the credit note's side of an allocation of credit)
 *
 * Positive: to pay. Negative on a credit note: still to use.
 */
export interface LedgerEntry {
  readonly id: string;
  readonly customerRef: string;
  readonly currency: string;
  readonly kind: LedgerKind;
  readonly amount: Decimal;
  readonly invoiceId?: string;
  readonly entryId?: string;
  /** The credit note whose credit an allocation uses. */
  readonly creditInvoiceId?: string;
  readonly bookedOn: LocalDate;
  readonly at: Date;
  /** Why: matching level and evidence, the person's name, … */
  readonly cause: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}

/** What can still be matched: an invoice or a credit note with its open amount. */
export interface OpenInvoice {
  readonly invoiceId: string;
  readonly number: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly customerRef: string;
  readonly customerName: string;
  readonly sellerRef: string;
  readonly currency: string;
  readonly issueDate: LocalDate;
  readonly dueDate?: LocalDate;
  readonly totalWithVat: Decimal;
  /** Positive: to pay; negative: a credit to use. */
  readonly openAmount: Decimal;
  readonly disputedAmount: Decimal;
  readonly creditorReference?: string;
  readonly orderRef?: string;
}

export interface LedgerStore {
  post(entries: readonly LedgerEntry[]): Promise<void>;
  /** Everything not settled, of a customer or of all, in one query. */
  openInvoices(filter?: { customerRef?: string; currency?: string }): Promise<readonly OpenInvoice[]>;
  /** Locks the invoice's row first, so that two allocations cannot both take the last euro. */
  openAmountForUpdate(invoiceId: string): Promise<Decimal>;
  ofInvoice(invoiceId: string): Promise<readonly LedgerEntry[]>;
  ofCustomer(customerRef: string, query: PageQuery): Promise<Page<LedgerEntry>>;
  /** Counterparty accounts (IBAN) that earlier allocations tied to customers. */
  knownPayers(): Promise<readonly { iban: string; customerRef: string; count: number }[]>;
}
