import type { Decimal, LocalDate, Problem } from '#kernel';
import type { BankEntry, BankStatement, RemittanceAdvice } from '#remittance';
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
  readonly format?: string;
  readonly sequenceNumber?: string;
  readonly startedOn?: LocalDate;
  /** What was doubtful in it, gaps towards the statement before included. */
  readonly findings: readonly Problem[];
}

/**
 * new → allocated (wholly, by machine or person) | proposed | unmatched | ignored (not ours to allocate, e.g. a debit) | held
 * (perhaps money that another message told already: never matched until a person says that it is not).
 */
export type EntryState = 'new' | 'allocated' | 'proposed' | 'unmatched' | 'ignored' | 'held';

/** The same booking in another message: the reference it has there, and the entry that stands for it. */
export interface EntryReport {
  readonly account: string;
  readonly entryRef: string;
  readonly entryId: string;
  /** Of the message. */
  readonly format: string;
}

/** Where entries that another message told may be looked for. */
export interface ReportSearch {
  readonly account: string;
  /** Of the message at hand: entries that it, or one like it, told are no candidates. */
  readonly format: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Of a whole booking; without them every entry of these days. */
  readonly amounts?: readonly Decimal[];
}

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
  /** Who allocated it first; absent while nobody has. */
  readonly firstMatch?: 'machine' | 'person';
  /** Whether a person took back what was first allocated. */
  readonly isUndone: boolean;
}

export interface CashStore {
  /** Inserts unless account + statement reference is known. */
  addStatement(
    id: string,
    parcelId: string,
    statement: BankStatement,
    at: Date,
  ): Promise<{ id: string; isNew: boolean }>;
  setFindings(id: string, findings: readonly Problem[]): Promise<void>;
  /** Inserts the entries whose account + reference is not known yet; answers the new ones. */
  addEntries(
    statementId: string,
    account: string,
    entries: readonly { id: string; entry: BankEntry; correlationId: string }[],
  ): Promise<readonly EntryRow[]>;
  findEntry(id: string): Promise<EntryRow | undefined>;
  findEntryForUpdate(id: string): Promise<EntryRow | undefined>;
  setEntryState(id: string, state: EntryState): Promise<void>;
  /** Notes who allocated it; the first one stays. */
  setAllocated(id: string, by: 'machine' | 'person'): Promise<void>;
  /** What matching made of many entries at once; `by` where it allocated one. */
  settle(outcomes: readonly { id: string; state: EntryState; by?: 'machine' }[]): Promise<void>;
  /** Notes that a person took the allocation back. */
  setUndone(id: string, state: EntryState): Promise<void>;
  /** Puts the detail that a notification (camt.054) gives in place of the bare entry. */
  replaceDetail(id: string, entry: BankEntry): Promise<void>;
  /** Entries of the account with these references. */
  byReferences(account: string, refs: readonly string[]): Promise<readonly EntryRow[]>;
  /** Notes that an entry was reported under further references. */
  addReports(reports: readonly EntryReport[]): Promise<void>;
  /** Which of these references are other reports of entries that stand. */
  reportedBefore(account: string, refs: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether messages of another format told of this account. */
  isReportedOtherwise(account: string, format: string): Promise<boolean>;
  /** Entries that messages of other formats told and none of this format yet: whole bookings of these amounts, and parts of any batch. */
  reportedOtherwise(search: ReportSearch): Promise<readonly EntryRow[]>;
  /** Receipts of these payers' accounts (IBAN) booked in the span, newest first, at most 1,000. */
  receiptsOfPayers(ibans: readonly string[], from: LocalDate, to: LocalDate): Promise<readonly EntryRow[]>;
  /** Receipts of this amount booked in the span: what a return can take back; at most 200. */
  receiptsOfAmount(amount: Decimal, currency: string, from: LocalDate, to: LocalDate): Promise<readonly EntryRow[]>;
  /** The statement of the account and currency that ends last before this day (of the same day: the last imported). */
  statementBefore(
    account: string,
    currency: string,
    on: LocalDate,
    exceptId: string,
  ): Promise<StatementRow | undefined>;
  listEntries(query: PageQuery & { state?: EntryState }): Promise<Page<EntryRow>>;
  listStatements(query: PageQuery): Promise<Page<StatementRow>>;
}

/** The share of an invoice or credit note, or of a late-payment claim: one of both. */
export interface ProposalLine {
  readonly invoiceId?: string;
  readonly claimId?: string;
  readonly amount: Decimal;
}

/** One reason, in order of weight, why an entry may pay these invoices. */
export interface ProposalRow {
  readonly id: string;
  readonly entryId: string;
  readonly state: 'open' | 'accepted' | 'rejected';
  readonly rank: number;
  readonly level: string;
  readonly reason: { readonly en: string; readonly fr: string };
  readonly lines: readonly ProposalLine[];
  readonly createdAt: Date;
}

export interface ProposalStore {
  add(proposals: readonly ProposalRow[]): Promise<void>;
  find(id: string): Promise<ProposalRow | undefined>;
  byEntry(entryId: string): Promise<readonly ProposalRow[]>;
  setState(id: string, state: ProposalRow['state']): Promise<void>;
  list(query: PageQuery & { state?: ProposalRow['state'] }): Promise<Page<ProposalRow>>;
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
  readonly correlationId: string;
}

/** A late-payment claim with something open, as matching sees it: a document without credit and dispute. */
export type OpenClaim = Omit<OpenInvoice, 'kind'> & { readonly kind: 'debit-note' };
export type OpenDocument = OpenInvoice | OpenClaim;

/** A remittance advice as it was read; it proposes and moves no money. */
export interface AdviceRow {
  readonly id: string;
  readonly parcelId: string;
  readonly adviceRef: string;
  readonly payerName?: string;
  readonly currency?: string;
  readonly totalAmount?: Decimal;
  readonly paidOn?: LocalDate;
  readonly isPayment: boolean;
  readonly advice: RemittanceAdvice;
  readonly receivedAt: Date;
}

export interface AdviceStore {
  /** Inserts unless the same advice is known (by what it says, whatever file it came in). */
  add(advice: AdviceRow, fingerprint: string, keys: readonly string[]): Promise<{ isNew: boolean }>;
  find(id: string): Promise<AdviceRow | undefined>;
  /** Advices with one of these normalised references. */
  byReferences(keys: readonly string[]): Promise<readonly { key: string; advice: RemittanceAdvice }[]>;
  list(query: PageQuery): Promise<Page<AdviceRow>>;
}
