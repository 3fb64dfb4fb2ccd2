import type { DeliveryChannel, DeliveryRoute } from '#billing';

/** A document on its way out. */
export interface OutgoingDocument {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly mediaType: string;
  /** Safe: made by us from the route's template. */
  readonly fileName: string;
  readonly invoiceNumber: string;
  /** The same at every attempt. */
  readonly idempotencyKey: string;
  readonly correlationId: string;
}

/**
 * How an attempt ended. An outage is never a refusal: `refused` is the receiver's own verdict on this document.
 * `unknown`: it may have arrived (a time-out after sending); the same key is sent again.
 */
export type DeliveryOutcome =
  | { readonly kind: 'accepted'; readonly receipt: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Our own settings prevent it (missing secret, host key mismatch): a person has to act. */
  | { readonly kind: 'misconfigured'; readonly reason: string };

/** What a receiver has said about a document after it took it. */
export type ReceiverAnswer =
  | { readonly kind: 'accepted'; readonly receipt: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'none' }
  | Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }>;

/** What is looked for: the document's name and hash. */
export interface AwaitedDocument {
  readonly fileName: string;
  readonly sha256: string;
}

/** A connector that hands documents to a customer's system. Translates; never decides. */
export interface DeliverySink<R extends DeliveryRoute = DeliveryRoute> {
  readonly channel: DeliveryChannel;
  /** Never throws for what the receiver or the network causes. */
  deliver(document: OutgoingDocument, route: R, signal: AbortSignal): Promise<DeliveryOutcome>;
  /** Looks for the acknowledgement that the route declares; absent where the channel has none. Never throws. */
  acknowledgement?(document: AwaitedDocument, route: R, signal: AbortSignal): Promise<ReceiverAnswer>;
  close(): Promise<void>;
}
