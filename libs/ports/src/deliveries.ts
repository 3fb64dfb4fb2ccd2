import type { DeliveryChannel } from '#billing';
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
  readonly attempts: number;
  /** What the receiver said, or why it has not worked yet. */
  readonly detail?: string;
  readonly createdAt: Date;
  readonly settledAt?: Date;
  readonly correlationId: string;
}

export interface DeliveryStore {
  add(delivery: DeliveryRow): Promise<void>;
  find(id: string): Promise<DeliveryRow | undefined>;
  /** Records an attempt and the state after it. */
  record(id: string, update: { state: DeliveryState; detail: string; at: Date }): Promise<void>;
  /** Back to waiting, for a replay; attempts are kept. */
  reopen(id: string): Promise<void>;
  byInvoice(invoiceId: string): Promise<readonly DeliveryRow[]>;
  list(query: PageQuery & { state?: DeliveryState; partner?: string }): Promise<Page<DeliveryRow>>;
}
