import type { Decimal, LocalDate } from '#kernel';
import type { Invoice } from '#invoice';
import type { Finding, PackRef } from '#rules';
import type { Page, PageQuery } from './page.js';

export type DocumentFormat = 'ubl' | 'cii' | 'facturx';

export interface InvoiceRow {
  readonly id: string;
  /** The order it bills; absent for a credit note made in Facteur. */
  readonly orderId?: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly typeCode: string;
  readonly number: string;
  readonly sellerRef: string;
  readonly customerRef: string;
  readonly customerName: string;
  readonly currency: string;
  readonly issueDate: LocalDate;
  readonly dueDate?: LocalDate;
  /** BT-109, BT-112 and BT-115, as printed: positive also for credit notes. */
  readonly totalWithoutVat: Decimal;
  readonly totalWithVat: Decimal;
  readonly amountDue: Decimal;
  /** ISO 11649 reference printed as BT-83, when one is. */
  readonly creditorReference?: string;
  readonly format: DocumentFormat;
  readonly model: Invoice;
  readonly findings: readonly Finding[];
  readonly packs: readonly PackRef[];
  /** The invoice that this credit note corrects. */
  readonly correctsInvoiceId?: string;
  readonly issuedAt: Date;
  readonly correlationId: string;
}

/** An invoice with what is still to be paid, derived from the ledger. */
export interface InvoiceSummary extends Omit<InvoiceRow, 'model' | 'findings'> {
  /** Positive: still to pay. Negative on a credit note: still to use. */
  readonly openAmount: Decimal;
  readonly disputedAmount: Decimal;
  readonly deliveryState: 'none' | 'waiting' | 'delivered' | 'refused' | 'dead';
}

export interface InvoiceStore {
  add(invoice: InvoiceRow): Promise<void>;
  addAll(invoices: readonly InvoiceRow[]): Promise<void>;
  find(id: string): Promise<InvoiceRow | undefined>;
  /** Sellers of a tenant may use the same number: where the seller is known, say it. */
  findByNumber(number: string, sellerRef?: string): Promise<InvoiceRow | undefined>;
  /** The invoices of all sellers that bear this number. */
  allByNumber(number: string): Promise<readonly InvoiceRow[]>;
  findByOrder(orderId: string): Promise<InvoiceRow | undefined>;
  /** Invoices of these orders, in no order. */
  findByOrders(orderIds: readonly string[]): Promise<readonly InvoiceRow[]>;
  summary(id: string): Promise<InvoiceSummary | undefined>;
  list(query: PageQuery & { customerRef?: string; open?: boolean; number?: string }): Promise<Page<InvoiceSummary>>;
  /** The printed numbers of these invoices; those that do not exist are left out. */
  numbersOf(ids: readonly string[]): Promise<readonly { readonly id: string; readonly number: string }[]>;
  /** Credit notes that correct this invoice. */
  creditNotesOf(invoiceId: string): Promise<readonly InvoiceRow[]>;
}

/** A file made for an invoice; the bytes are in the document store under `sha256`. */
export interface DocumentRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly format: DocumentFormat;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly createdAt: Date;
}

export interface DocumentIndex {
  add(document: DocumentRow): Promise<void>;
  addAll(documents: readonly DocumentRow[]): Promise<void>;
  find(id: string): Promise<DocumentRow | undefined>;
  byInvoice(invoiceId: string): Promise<readonly DocumentRow[]>;
}

/** A row of numbers without gaps. */
export interface NumberSeries {
  readonly sellerRef: string;
  readonly series: string;
  readonly fiscalYear: number;
}

/** Numbers first … first + count - 1, to write documents with; void as soon as its epoch is over. */
export interface NumberPromise extends NumberSeries {
  readonly first: number;
  readonly count: number;
  readonly epoch: number;
}

export interface IssuedNumber extends NumberSeries {
  readonly sequence: number;
  readonly number: string;
  readonly invoiceId: string;
}

/** A number that stands for no invoice, with the reason. */
export interface VoidedNumber extends NumberSeries {
  readonly sequence: number;
  readonly number: string;
  readonly reason: string;
  readonly person: string;
  readonly voidedAt: Date;
}

/** Gapless numbers: the counter's row is locked until the transaction ends, so a roll-back gives the number back. */
export interface NumberStore {
  /** The next sequence number, 1-based, of a seller's series in a fiscal year. */
  next(sellerRef: string, series: string, fiscalYear: number): Promise<number>;
  /** Takes so many numbers at once, whatever was promised; answers the first. */
  takeNow(of: NumberSeries, count: number): Promise<number>;
  /**
   * Says which numbers will be ours if everybody before us issues what it was promised, so that documents can be written outside
   * the issuing transaction. Nothing is taken.
   */
  promise(of: NumberSeries, count: number): Promise<NumberPromise>;
  /** Takes what was promised if its turn has come; `not-yet` while others are before us, `void` when it never will. */
  takePromised(promise: NumberPromise): Promise<'taken' | 'not-yet' | 'void'>;
  /** Whether `takePromised` would succeed now; locks nothing. */
  turn(promise: NumberPromise): Promise<'now' | 'not-yet' | 'void'>;
  /** Makes this and every other open promise of the series void: somebody before us did not come, or we cannot use ours. */
  breakPromises(promise: NumberPromise): Promise<void>;
  /** Records that a number was given, in the same transaction. */
  record(entry: IssuedNumber): Promise<void>;
  recordAll(entries: readonly IssuedNumber[]): Promise<void>;
  /** Records that a number was taken for nothing, in the transaction that took it. */
  recordVoid(entry: VoidedNumber): Promise<void>;
}
