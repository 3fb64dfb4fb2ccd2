import type { DeliveryOutcome } from './delivery-sink.js';
import type { Page, PageQuery } from './page.js';
import type { RecordedEvent } from './timeline.js';

/** Where a tenant's events are told. */
export interface WebhookEndpoint {
  readonly id: string;
  /** Unique among the tenant's endpoints in use. */
  readonly name: string;
  readonly url: string;
  /** Event types, with `*` for any run of characters: `invoice.*`. */
  readonly events: readonly string[];
  /** The NAME of the secret that signs. */
  readonly secretName: string;
  /** SHA-256 fingerprint of a certificate to trust besides the system's authorities. */
  readonly trustedCertificate?: string;
  readonly allowPrivateNetwork: boolean;
  readonly createdAt: Date;
  readonly removedAt?: Date;
}

export type WebhookState = 'waiting' | 'delivered' | 'dead';

/** One event for one endpoint. Messages of one thread go out one after the other. */
export interface WebhookMessage {
  readonly id: string;
  readonly endpointId: string;
  /** The event's place in the timeline. */
  readonly sequence: number;
  readonly thread: string;
  readonly type: string;
  readonly state: WebhookState;
  readonly attempts: number;
  readonly detail?: string;
  readonly createdAt: Date;
  readonly settledAt?: Date;
}

export interface WebhookAttempt {
  readonly attempt: number;
  readonly at: Date;
  readonly outcome: DeliveryOutcome['kind'];
  readonly detail: string;
  readonly milliseconds: number;
}

/** A message with all that sending it needs. */
export interface WebhookErrand {
  readonly message: WebhookMessage;
  readonly endpoint: WebhookEndpoint;
  readonly event: RecordedEvent;
  /** When the oldest message before it in its thread was made, if one still waits. */
  readonly blockedSince?: Date;
}

export interface WebhookStore {
  /** False when an endpoint in use has the name. */
  addEndpoint(endpoint: WebhookEndpoint): Promise<boolean>;
  endpoints(): Promise<readonly WebhookEndpoint[]>;
  /** By id or name, in use or removed. */
  findEndpoint(idOrName: string): Promise<WebhookEndpoint | undefined>;
  removeEndpoint(id: string, at: Date): Promise<boolean>;
  errand(messageId: string): Promise<WebhookErrand | undefined>;
  record(messageId: string, state: WebhookState, attempt: Omit<WebhookAttempt, 'attempt'>): Promise<void>;
  /** Settles without an attempt, e.g. because the endpoint was removed. */
  abandon(messageId: string, detail: string, at: Date): Promise<void>;
  /** Back to waiting; false for an unknown or waiting message. */
  reopen(messageId: string): Promise<WebhookMessage | undefined>;
  /** Settled messages of the endpoint from this place in the timeline on, oldest first. */
  settledFrom(endpointId: string, sequence: number, limit: number): Promise<readonly WebhookMessage[]>;
  messages(
    query: PageQuery & { endpointId?: string; state?: WebhookState; thread?: string },
  ): Promise<Page<WebhookMessage>>;
  attempts(messageId: string): Promise<readonly WebhookAttempt[]>;
}

/** A message as it goes out. */
export interface OutgoingWebhook {
  /** The same at every attempt and every replay. */
  readonly id: string;
  readonly body: Uint8Array;
}

/** The connector that tells an endpoint. Never throws for what the receiver or the network causes. */
export interface WebhookSender {
  send(webhook: OutgoingWebhook, endpoint: WebhookEndpoint, signal: AbortSignal): Promise<DeliveryOutcome>;
  close(): Promise<void>;
}

/** A partner to whom nothing goes until it is resumed. */
export interface PartnerPause {
  readonly partner: string;
  readonly reason: string;
  readonly pausedBy: string;
  readonly pausedAt: Date;
}

export interface PartnerPauseStore {
  /** False when it was paused already. */
  pause(pause: PartnerPause): Promise<boolean>;
  /** Ends the pause and makes its waiting deliveries due at once; false when it was not paused. */
  resume(partner: string): Promise<boolean>;
  list(): Promise<readonly PartnerPause[]>;
}
