import type { LocalDate, Problem } from '#kernel';
import type { RetailDay, ReportKind } from '#ereporting';
import type { Invoice } from '#invoice';
import type { CollectionRow } from './lifecycle.js';
import type { Page, PageQuery } from './page.js';

/** An e-report as it was prepared; its bytes are in the document store. */
export interface EReportRow {
  readonly id: string;
  readonly sellerRef: string;
  readonly siren: string;
  readonly role: 'SE' | 'BY';
  readonly kind: ReportKind;
  readonly periodStart: LocalDate;
  /** Included. */
  readonly periodEnd: LocalDate;
  /** IN: first of its period; RE: replaces all before it. */
  readonly typeCode: 'IN' | 'RE';
  readonly revision: number;
  /** TT-1. */
  readonly reportRef: string;
  readonly dueOn: LocalDate;
  readonly contentHash: string;
  readonly sha256: string;
  readonly size: number;
  /** Occurrences of 10.1 or 10.2, and of 10.3 or 10.4. */
  readonly invoiceCount: number;
  readonly dayCount: number;
  readonly problems: readonly Problem[];
  readonly preparedAt: Date;
  readonly correlationId: string;
}

/** A collection with its document and the booking it takes back. */
export interface CashHistoryRow {
  readonly collection: CollectionRow;
  readonly reverses?: string;
  readonly invoice: Invoice;
}

export interface RetailDayRow extends RetailDay {
  readonly id: string;
  readonly sellerRef: string;
  /** The sender's name of the till or channel. */
  readonly source: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export interface EReportStore {
  add(report: EReportRow): Promise<void>;
  find(id: string): Promise<EReportRow | undefined>;
  /** The newest revision for the period, kind and role SE; its series stays locked until the transaction ends. */
  latestForUpdate(
    sellerRef: string,
    kind: ReportKind,
    start: LocalDate,
    end: LocalDate,
  ): Promise<EReportRow | undefined>;
  /** Newest revisions of a seller's periods that end on or after this day. */
  latestSince(sellerRef: string, from: LocalDate): Promise<readonly EReportRow[]>;
  list(query: PageQuery & { sellerRef?: string; kind?: ReportKind }): Promise<Page<EReportRow>>;
  /** Invoices and credit notes of the seller issued in the span. */
  invoicesOf(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly Invoice[]>;
  /** Every collection of the seller's documents that have one booked in the span, with the rest of their history. */
  cashOf(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly CashHistoryRow[]>;
  /** Daily totals; the same source, day, currency and category again replaces the earlier ones. */
  addRetailDays(days: readonly RetailDayRow[]): Promise<void>;
  retailDays(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly RetailDayRow[]>;
}
