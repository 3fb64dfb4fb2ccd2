import type { Problem } from '#kernel';
import type { Page, PageQuery } from './page.js';

/**
 * accepted → invoiced, or held (something in it or its profile must be mended; replay issues it) ;
 * rejected: unreadable or incomplete, kept with every problem; superseded: a corrected order took its place.
 */
export type OrderState = 'accepted' | 'held' | 'invoiced' | 'rejected' | 'superseded' | 'cancelled';

export interface OrderRow {
  readonly id: string;
  readonly parcelId: string;
  /** Position within the parcel, 0-based. */
  readonly position: number;
  /** The ERP's order number; empty when it could not be read. */
  readonly orderRef: string;
  readonly sellerRef: string;
  readonly customerRef: string;
  readonly state: OrderState;
  /** The canonical order as JSON (see schemas/order.schema.json); null when rejected before it could be read. */
  readonly body: unknown;
  /** SHA-256 of the canonical JSON: tells a repetition from a conflict. */
  readonly contentHash: string;
  readonly problems: readonly Problem[];
  readonly receivedAt: Date;
  readonly correlationId: string;
}

export type NewOrder = OrderRow;

export interface OrderStore {
  /**
   * Inserts the order unless a live one (accepted, held, invoiced) has the same seller and order number.
   * `duplicate`: same content; `conflict`: other content; neither inserts. Safe when two callers race.
   */
  add(order: NewOrder): Promise<{ kind: 'added' } | { kind: 'duplicate' | 'conflict'; existing: OrderRow }>;
  /**
   * Inserts those that no live order stands in the way of, in one statement; answers their ids. The others are for `add` to
   * explain. No two of them may have the same seller and number.
   */
  addAll(orders: readonly NewOrder[]): Promise<ReadonlySet<string>>;
  find(id: string): Promise<OrderRow | undefined>;
  findAll(ids: readonly string[]): Promise<readonly OrderRow[]>;
  /** Locks the rows as `findForUpdate` does, in the order of their ids, and answers where they stand. */
  lockAll(ids: readonly string[]): Promise<readonly Pick<OrderRow, 'id' | 'state'>[]>;
  /** Locks the row until the transaction ends, so that an order is issued by one worker only. */
  findForUpdate(id: string): Promise<OrderRow | undefined>;
  setState(id: string, state: OrderState, problems: readonly Problem[]): Promise<void>;
  /** Sets the state of all of them, without problems. */
  setStateOfAll(ids: readonly string[], state: OrderState): Promise<void>;
  /** Marks rejected orders of this number as superseded, if they are of this seller or were too bad to tell; answers how many. */
  supersedeRejected(sellerRef: string, orderRef: string): Promise<number>;
  /** As `supersedeRejected`, for the numbers of one seller. */
  supersedeAllRejected(sellerRef: string, orderRefs: readonly string[]): Promise<number>;
  byParcel(parcelId: string): Promise<readonly OrderRow[]>;
  list(query: PageQuery & { state?: OrderState; orderRef?: string }): Promise<Page<OrderRow>>;
}
