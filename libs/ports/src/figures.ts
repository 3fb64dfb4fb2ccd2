import type { Decimal, LocalDate } from '#kernel';
import type { JobKind } from './jobs.js';
import type { OperationFigures, SegmentFigures, SegmentMembers } from './operation-figures.js';

/** What the business gauges are computed from: bounded aggregates, never rows of invoices. */
export interface ReceivablesFigures {
  readonly tenantId: string;
  readonly currency: string;
  /** Sum of what is open on invoices, credits not subtracted. */
  readonly openAmount: Decimal;
  readonly openCount: number;
  /** Credit notes not yet used, and cash on account, as positive amounts. */
  readonly creditAmount: Decimal;
  readonly unallocatedCashAmount: Decimal;
  /** Open invoices by days past due. */
  readonly ageing: readonly { readonly bucket: AgeingBucket; readonly amount: Decimal; readonly count: number }[];
  /** Sales including VAT (invoices less credit notes) by calendar month, newest first, at most 24. */
  readonly salesByMonth: readonly { readonly month: string; readonly amount: Decimal }[];
  /** Sales of the last 90 days, for the simple DSO. */
  readonly sales90Days: Decimal;
  readonly paidCount: number;
}

export const AGEING_BUCKETS = ['not-due', '1-30', '31-60', '61-90', '91-180', '181+'] as const;
export type AgeingBucket = (typeof AGEING_BUCKETS)[number];

export interface DisputeFigures {
  readonly tenantId: string;
  readonly cause: string;
  readonly currency: string;
  readonly count: number;
  readonly amount: Decimal;
}

export interface JobFigures {
  readonly kind: JobKind;
  readonly waiting: number;
  readonly dead: number;
  /** Creation time of the oldest that waits; absent when none does. */
  readonly oldestAt?: Date;
}

/** How many there are by state: for the demo's summary and the operator. */
export interface CountFigures {
  readonly orders: Readonly<Record<string, number>>;
  readonly invoices: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly entries: Readonly<Record<string, number>>;
  readonly disputesOpen: number;
  readonly paidInvoices: number;
}

/** What the key figures of one currency are computed from: sums that are kept with every booking. */
export interface KpiSums {
  readonly currency: string;
  /** Sums of the period by measure; `docs/kpis.md` defines each. */
  readonly measures: Readonly<Record<string, Decimal>>;
  /** How things stand now: `open`, `open.count`, `credit`, `unallocated`. */
  readonly levels: Readonly<Record<string, Decimal>>;
  /** What was added to the receivables after the period. */
  readonly receivableAfter: Decimal;
  /** Open invoices now by days past due, by instalment. */
  readonly ageing: readonly { readonly bucket: AgeingBucket; readonly amount: Decimal; readonly count: number }[];
  /** Sales including VAT less credit notes by calendar month up to the end of the period, newest first, at most 24. */
  readonly salesByMonth: readonly { readonly month: string; readonly amount: Decimal }[];
  /** Open invoices of customers held doubtful. */
  readonly doubtfulAmount: Decimal;
}

/** Open invoices of one currency by days past due, every bucket named; by instalment where a plan stands. */
export interface AgeingFigures {
  readonly currency: string;
  readonly openAmount: Decimal;
  readonly ageing: readonly { readonly bucket: AgeingBucket; readonly amount: Decimal; readonly count: number }[];
}

export interface FigureStore {
  /** As the invoices of a tenant, or of one customer, stood at the end of any day; read from the ledger. */
  ageingOn(
    tenantId: string,
    query: { readonly on: LocalDate; readonly customerRef?: string },
  ): Promise<readonly AgeingFigures[]>;
  /** A tenant's sums for a period (both days included), ageing as of `today`. Costs the same whatever the number of invoices. */
  kpi(
    tenantId: string,
    period: { readonly from: LocalDate; readonly to: LocalDate; readonly today: LocalDate },
  ): Promise<readonly KpiSums[]>;
  /** By tenant and currency; each tenant's own when `tenantId` is given. */
  receivables(asOf: LocalDate, tenantId?: string): Promise<readonly ReceivablesFigures[]>;
  disputes(tenantId?: string): Promise<readonly DisputeFigures[]>;
  jobs(): Promise<readonly JobFigures[]>;
  counts(tenantId: string): Promise<CountFigures>;
  /** Over all tenants; the window is the 30 days up to `asOf`. */
  operations(asOf: LocalDate, since: Date): Promise<OperationFigures>;
  /** Open amounts by segment of customers; empty where no segment has members. */
  segments(asOf: LocalDate, members: readonly SegmentMembers[]): Promise<readonly SegmentFigures[]>;
}
