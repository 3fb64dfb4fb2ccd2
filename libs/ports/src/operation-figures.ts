import type { Decimal, LocalDate } from '#kernel';
import type { DeliveryState } from './deliveries.js';

interface OfTenant {
  readonly tenantId: string;
}
interface OfCurrency extends OfTenant {
  readonly currency: string;
}

/** What operations watch besides the open amounts, over all tenants: aggregates of indexes and of carried figures. */
export interface OperationFigures {
  /** What happened in the window, by the measures of docs/kpis.md (`invoice.count`, `collected.amount`, `receipt.count` …). */
  readonly measures: readonly (OfCurrency & { readonly measure: string; readonly amount: Decimal })[];
  readonly disputesOpenedSince: readonly (OfCurrency & {
    readonly cause: string;
    readonly count: number;
    readonly amount: Decimal;
  })[];
  readonly oldestDisputes: readonly (OfTenant & { readonly cause: string; readonly oldestAt: Date })[];
  /** Receipts that no invoice explains yet. */
  readonly unmatched: readonly (OfCurrency & {
    readonly count: number;
    readonly amount: Decimal;
    readonly oldestOn: LocalDate;
  })[];
  /** Not yet due, by days until it is. */
  readonly dueWithin: readonly (OfCurrency & { readonly days: number; readonly amount: Decimal })[];
  readonly orders: readonly (OfTenant & { readonly state: 'accepted' | 'held'; readonly count: number })[];
  readonly deliveries: readonly (OfTenant & {
    readonly state: DeliveryState;
    readonly channel: string;
    readonly count: number;
  })[];
  /** The newest statement of each source. */
  readonly feeds: readonly (OfTenant & { readonly source: string; readonly lastAt: Date })[];
}

/** What is open at customers, by customer: only those that are asked for, and the rest in one sum. */
export interface SegmentFigures extends OfCurrency {
  readonly segment: string;
  readonly notDueAmount: Decimal;
  readonly overdueAmount: Decimal;
}

/** Which customers make a segment. */
export interface SegmentMembers extends OfTenant {
  readonly segment: string;
  readonly customerRefs: readonly string[];
}
