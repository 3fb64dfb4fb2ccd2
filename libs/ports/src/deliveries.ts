import type { DeliveryChannel } from '#billing';
import type { DocumentRow } from './invoices.js';
import type { Page, PageQuery } from './page.js';

/** waiting → delivered | refused (by the receiver's own verdict) | dead (gave up: replay sends again under the same key). */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'dead';

export interface DeliveryRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly documentId: string;
  /** The customer profile's name; its route is read from the settings at send time. */
  readonly partner: string;
  readonly channel: DeliveryChannel;
  readonly fileName: string;
  /** The same at every attempt, so that the receiver can recognise a repetition. */
  readonly idempotencyKey: string;
  readonly state: DeliveryState;
  /** Whether a person has paused its partner; read only. */
  readonly isPaused?: boolean;
  readonly attempts: number;
  /** What the receiver said, or why it has not worked yet. */
  readonly detail?: string;
  readonly createdAt: Date;
  readonly settledAt?: Date;
  readonly correlationId: string;
}

/** A delivery with what has to be known to make it. */
export interface Errand {
  readonly delivery: DeliveryRow;
  readonly document: DocumentRow;
  readonly invoiceNumber: string;
}

export interface DeliveryUpdate {
  readonly id: string;
  readonly state: DeliveryState;
  readonly detail: string;
  readonly at: Date;
}

export interface DeliveryStore {
  add(delivery: DeliveryRow): Promise<void>;
  addAll(deliveries: readonly DeliveryRow[]): Promise<void>;
  /** These deliveries, each with its document; in no order. */
  errands(ids: readonly string[]): Promise<readonly Errand[]>;
  find(id: string): Promise<DeliveryRow | undefined>;
  /**
   * Records an attempt and the state after it. One that came to no end (`waiting`, `dead`) changes nothing where another attempt
   * has settled the delivery meanwhile: a worker that lost its lease tells late.
   */
  record(id: string, update: { state: DeliveryState; detail: string; at: Date }): Promise<void>;
  /** As `record`, for attempts at different deliveries. */
  recordAll(updates: readonly DeliveryUpdate[]): Promise<void>;
  /** What the receiver said after the attempt; counts as no attempt. */
  settleLater(id: string, update: { state: DeliveryState; detail: string; at: Date }): Promise<void>;
  /** Back to waiting, for a replay; attempts are kept. */
  reopen(id: string): Promise<void>;
  byInvoice(invoiceId: string): Promise<readonly DeliveryRow[]>;
  list(query: PageQuery & { state?: DeliveryState; partner?: string }): Promise<Page<DeliveryRow>>;
}
