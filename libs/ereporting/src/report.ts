import type { Decimal, LocalDate } from '#kernel';
import type { LocalDateTime, RateAmount } from '#lifecycle';

/** An e-report (Flux 10, annex 6 of the French specification); TT-n are its terms. Without XML. */
export interface EReport {
  readonly document: ReportDocument;
  /** TB-2; a report has this or `payments`, never both (G6.29). */
  readonly transactions?: TransactionsReport;
  /** TB-3. */
  readonly payments?: PaymentsReport;
}

export interface ReportDocument {
  /** TT-1, at most 50 characters, unique for period and declarant. */
  readonly id: string;
  /** TT-2. */
  readonly name?: string;
  /** TT-3. */
  readonly issuedAt: LocalDateTime;
  /** TT-4: IN first for the period, RE replaces all sent for it before. */
  readonly typeCode: 'IN' | 'RE';
  /** TT-7 to TT-11: the platform. */
  readonly sender: ReportParty;
  /** TT-12 to TT-16: the declarant. */
  readonly issuer: ReportParty;
}

export interface ReportParty {
  readonly id: string;
  readonly scheme: string;
  readonly name: string;
  readonly roleCode: string;
  readonly uri?: string;
}

export interface ReportPeriod {
  readonly start: LocalDate;
  /** Included; strictly after the start (G6.25). */
  readonly end: LocalDate;
}

export interface TransactionsReport {
  readonly period: ReportPeriod;
  /** 10.1, one an invoice. */
  readonly invoices: readonly ReportedInvoice[];
  /** 10.3, one a day, currency and category. */
  readonly days: readonly ReportedDay[];
}

export interface PaymentsReport {
  readonly period: ReportPeriod;
  /** 10.2, one an invoice and day. */
  readonly invoices: readonly ReportedInvoicePayment[];
  /** 10.4, one a day. */
  readonly days: readonly ReportedPayment[];
}

/** An invoice between taxable persons across the border (10.1). */
export interface ReportedInvoice {
  /** TT-19 to TT-22. */
  readonly number: string;
  readonly issueDate: LocalDate;
  readonly typeCode: string;
  readonly currency: string;
  /** TT-201. */
  readonly dueDate?: LocalDate;
  /** TT-24. */
  readonly taxPointDateCode?: string;
  readonly notes: readonly { readonly subjectCode?: string; readonly text: string }[];
  /** TT-28. */
  readonly businessProcess: string;
  readonly precedingInvoices: readonly { readonly number: string; readonly issueDate?: LocalDate }[];
  readonly seller: ReportedCompany;
  readonly buyer?: ReportedCompany;
  /** TT-122. */
  readonly taxRepresentativeVatId?: string;
  readonly deliveries: readonly ReportedDelivery[];
  readonly period?: Partial<ReportPeriod>;
  readonly allowances: readonly ReportedAllowance[];
  readonly charges: readonly ReportedAllowance[];
  /** TT-51. */
  readonly taxExclusiveAmount: Decimal;
  /** TT-52, in EUR (TT-202). */
  readonly taxAmount: Decimal;
  readonly taxCurrency: string;
  readonly vatBreakdown: readonly ReportedVat[];
  /** In the full set alone. */
  readonly lines: readonly ReportedLine[];
}

export interface ReportedCompany {
  readonly id?: string;
  readonly scheme?: string;
  readonly vatId?: string;
  readonly country?: string;
}

export interface ReportedDelivery {
  readonly date?: LocalDate;
  readonly line1?: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly city?: string;
  readonly postCode?: string;
  readonly subdivision?: string;
  readonly country?: string;
}

export interface ReportedAllowance {
  readonly amount: Decimal;
  readonly vatCategory?: string;
  readonly vatRate?: Decimal;
}

export interface ReportedVat {
  readonly taxableAmount: Decimal;
  readonly taxAmount: Decimal;
  readonly category?: string;
  readonly rate: Decimal;
  readonly exemptionReason?: string;
  readonly exemptionReasonCode?: string;
}

export interface ReportedLine {
  readonly notes: readonly { readonly code?: string; readonly text?: string }[];
  readonly quantity?: Decimal;
  readonly unitCode?: string;
  readonly period?: Partial<ReportPeriod>;
  readonly allowances: readonly { readonly amount: Decimal }[];
  readonly charges: readonly { readonly amount: Decimal }[];
  readonly netPrice?: Decimal;
  readonly discount?: Decimal;
  readonly grossPrice?: Decimal;
  readonly name?: string;
}

/** TLB1 goods taxed, TPS1 services taxed, TNT1 not taxed in France, TMA1 margin scheme (G1.68). */
export const REPORT_CATEGORIES = ['TLB1', 'TPS1', 'TNT1', 'TMA1'] as const;
export type ReportCategory = (typeof REPORT_CATEGORIES)[number];

/** What was sold to consumers on a day (10.3). */
export interface ReportedDay {
  readonly date: LocalDate;
  readonly currency: string;
  /** TT-80, mandatory for services with the option for debits (G1.67). */
  readonly taxPointDateCode?: string;
  readonly category: ReportCategory;
  readonly taxExclusiveAmount: Decimal;
  readonly taxTotal: Decimal;
  readonly count?: number;
  readonly vatBreakdown: readonly {
    readonly rate: Decimal;
    readonly taxableAmount: Decimal;
    readonly taxAmount: Decimal;
  }[];
}

export interface ReportedPayment {
  readonly date: LocalDate;
  readonly subTotals: readonly (RateAmount & { readonly currency?: string })[];
}

export interface ReportedInvoicePayment extends ReportedPayment {
  readonly number: string;
  readonly issueDate: LocalDate;
}
