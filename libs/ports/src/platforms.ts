import type { PlatformProfile } from '#billing';
import type { LocalDate } from '#kernel';
import type { DeliveryOutcome } from './delivery-sink.js';
import type { Page, PageQuery } from './page.js';

/** Syntaxes a platform carries (AFNOR XP Z12-013); FRR is the e-reporting file of Flux 10. */
export type FlowSyntax = 'CII' | 'UBL' | 'Factur-X' | 'CDAR' | 'FRR';
export type FlowProfile = 'Basic' | 'CIUS' | 'Extended-CTC-FR';

/** How the platform has to treat a flow; must agree with note BAR of the invoice (BR-FR-20). */
export type ProcessingRule =
  'B2B' | 'B2BInt' | 'B2C' | 'B2G' | 'B2GInt' | 'OutOfScope' | 'B2GOutOfScope' | 'ArchiveOnly' | 'NotApplicable';

/** One invoice, one lifecycle message or one e-report on its way to a platform. */
export interface OutgoingFlow {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** At most 255 characters, made by us. */
  readonly fileName: string;
  readonly syntax: FlowSyntax;
  /** Of invoices alone. */
  readonly profile?: FlowProfile;
  readonly processingRule?: ProcessingRule;
  /** Ours, at most 64 characters, the same at every attempt: what makes sending again harmless. */
  readonly trackingId: string;
  /** Selects the company at the platform. */
  readonly sellerRef: string;
  readonly correlationId: string;
}

/**
 * What the platform says of a flow after its technical checks (antivirus, integrity, schema, doubles). `ok` does not mean that
 * an invoice is deposited: that is told by a lifecycle message (200 or 213).
 */
export interface Acknowledgement {
  readonly state: 'pending' | 'ok' | 'error';
  /** `reasonCode: reasonMessage (item)`, bounded; also warnings. */
  readonly reasons: readonly string[];
}

/** `accepted`: the platform holds the flow under `flowRef`; `wasThere` when an earlier attempt had brought it. */
export type SubmissionOutcome =
  | {
      readonly kind: 'accepted';
      readonly flowRef: string;
      readonly wasThere: boolean;
      readonly submittedAt?: Date;
      readonly acknowledgement: Acknowledgement;
    }
  | Exclude<DeliveryOutcome, { readonly kind: 'accepted' }>;

/** A flow as the platform lists it. Codes are kept as they came: lists are open. */
export interface FlowNews {
  readonly flowRef: string;
  /** `out`: we sent it; `in`: it is for us. */
  readonly direction: 'in' | 'out';
  readonly flowType: string;
  readonly syntax: string;
  readonly name: string;
  readonly trackingId?: string;
  readonly updatedAt: Date;
  readonly acknowledgement: Acknowledgement;
}

/** How far a search has come. Opaque to callers, kept between rounds. */
export interface FlowPosition {
  /** Everything up to here has been noted; the next round starts an overlap before it. */
  readonly since: Date;
  /** In the middle of a round: the platform's cursor, and the newest flow met so far. */
  readonly cursor?: string;
  readonly newest?: Date;
}

export interface FlowBatch {
  /** Oldest first; may repeat what an earlier batch held. */
  readonly flows: readonly FlowNews[];
  readonly position: FlowPosition;
  /** Nothing more for now. */
  readonly isLast: boolean;
}

/** An answer to a question, or why there is none. `absent`: the platform knows no such thing. */
export type PlatformAnswer<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent'; readonly reason: string }
  | Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }>;

export type FlowDocument = 'original' | 'converted' | 'readable';

export interface FlowFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** As the platform named it; for display only. */
  readonly fileName?: string;
}

/** A line of the directory: an address at which a company can be reached, or not. Dates where the platform tells them. */
export interface DirectoryLine {
  readonly address: string;
  /** `enabled`: a platform receives; `disabled`: none does; `upcoming`: one will from `from` on. */
  readonly state: 'enabled' | 'disabled' | 'upcoming' | 'other';
  readonly siren?: string;
  readonly siret?: string;
  readonly routingCode?: string;
  readonly suffix?: string;
  /** Whether a private platform (PA) or the public portal stands behind it. */
  readonly platformKind?: 'private' | 'public';
  readonly from?: LocalDate;
  readonly until?: LocalDate;
}

/**
 * Whether an address receives on a day. `unknown`: the directory did not answer, or does not offer the question; an outage is
 * never taken for an absence.
 */
export type Reachability =
  | { readonly kind: 'reachable'; readonly line: DirectoryLine; readonly checkedAt: Date }
  | {
      readonly kind: 'unreachable';
      readonly cause: 'no-line' | 'disabled' | 'not-yet' | 'ended';
      readonly line?: DirectoryLine;
      readonly checkedAt: Date;
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly retryAfterMs?: number;
      /** A person has to act (credentials, address of the service). */
      readonly isOurs: boolean;
      readonly checkedAt: Date;
    };

export interface PlatformWebhook {
  readonly webhookRef: string;
  readonly callbackUrl: string;
  readonly createdAt?: Date;
}

/** What a callback is judged by: the bytes as they came, before anybody parses them. */
export interface PlatformCallback {
  readonly body: Uint8Array;
  readonly signature?: string;
  readonly timestamp?: string;
}

export type CallbackVerdict =
  | { readonly kind: 'genuine'; readonly flow: FlowNews }
  | {
      readonly kind: 'rejected';
      readonly reason: 'no-key' | 'unsigned' | 'wrong-signature' | 'too-old' | 'unreadable';
    };

/** An accredited platform. Translates; never decides, never repeats by itself, never throws for what the platform causes. */
export interface Platform {
  readonly platformId: string;
  /** The companies polled one by one: their `Organization-Id`, or one undefined where the platform has but one. */
  readonly organizations: readonly (string | undefined)[];
  /** What the look-up of an address before sending decides. */
  readonly directoryCheck: PlatformProfile['directoryCheck'];
  /** Pause between two rounds of news. */
  readonly pollEverySeconds: number;
  /** Whether callbacks can be judged: a signing key is configured. */
  readonly hearsCallbacks: boolean;
  organizationOf(sellerRef: string): string | undefined;
  /**
   * Looks for the tracking id first when `mayBeThere`, so that an earlier attempt that got no answer is not repeated; a flow
   * that was refused for good before (`exceptFlowRef`) does not count as being there.
   */
  submit(
    flow: OutgoingFlow,
    options: { readonly mayBeThere: boolean; readonly exceptFlowRef?: string; readonly signal: AbortSignal },
  ): Promise<SubmissionOutcome>;
  /** Flows we sent under this tracking id, the newest first. */
  findByTracking(
    trackingId: string,
    sellerRef: string,
    signal: AbortSignal,
  ): Promise<PlatformAnswer<readonly FlowNews[]>>;
  /** The next batch of news after this position; undefined starts at the configured number of days before now. */
  news(
    organization: string | undefined,
    position: FlowPosition | undefined,
    signal: AbortSignal,
  ): Promise<PlatformAnswer<FlowBatch>>;
  flow(flowRef: string, organization: string | undefined, signal: AbortSignal): Promise<PlatformAnswer<FlowNews>>;
  document(
    flowRef: string,
    which: FlowDocument,
    organization: string | undefined,
    signal: AbortSignal,
  ): Promise<PlatformAnswer<FlowFile>>;
  /** Whether exactly this address (BT-49 with scheme 0225) receives on that day. */
  lookUp(address: string, on: LocalDate, signal: AbortSignal): Promise<Reachability>;
  /** Every line of a company. */
  linesOf(siren: string, signal: AbortSignal): Promise<PlatformAnswer<readonly DirectoryLine[]>>;
  subscribe(
    callbackUrl: string,
    organization: string | undefined,
    signal: AbortSignal,
  ): Promise<PlatformAnswer<PlatformWebhook & { readonly signingKey: string }>>;
  webhooks(organization: string | undefined, signal: AbortSignal): Promise<PlatformAnswer<readonly PlatformWebhook[]>>;
  unsubscribe(
    webhookRef: string,
    organization: string | undefined,
    signal: AbortSignal,
  ): Promise<PlatformAnswer<undefined>>;
  /** Token and both services, one word each. */
  health(signal: AbortSignal): Promise<{ readonly flows: string; readonly directory: string }>;
  /** Judges signature and time of a callback before reading it. */
  judgeCallback(callback: PlatformCallback): CallbackVerdict;
  close(): Promise<void>;
}

/** The platforms of one tenant by `platformId`. */
export type PlatformsOfTenant = (tenantId: string) => readonly Platform[];

/**
 * waiting (to be sent) → sent → acknowledged | refused | dead. Incoming ones: noted → received (stored as a parcel) | passed over.
 */
export type FlowState = 'waiting' | 'sent' | 'acknowledged' | 'refused' | 'dead' | 'noted' | 'received' | 'passed-over';

/** A flow in our books: one row a flow, in either direction. */
export interface PlatformFlowRow {
  readonly id: string;
  readonly platform: string;
  readonly organization?: string;
  readonly direction: 'in' | 'out';
  /** The platform's id; unknown until it has accepted. */
  readonly flowRef?: string;
  readonly trackingId?: string;
  readonly sellerRef?: string;
  readonly syntax: string;
  readonly profile?: FlowProfile;
  readonly processingRule?: ProcessingRule;
  readonly flowType?: string;
  readonly fileName: string;
  readonly sha256?: string;
  readonly state: FlowState;
  /** The platform's reasons, or why it has not worked yet. */
  readonly reasons: readonly string[];
  /** What it is about, in our books: `invoice`, `status`, `report` … and its id. */
  readonly subject?: string;
  readonly subjectId?: string;
  /** The parcel that holds an incoming flow's bytes. */
  readonly parcelId?: string;
  readonly attempts: number;
  readonly createdAt: Date;
  /** The platform's clock. */
  readonly updatedAt?: Date;
  readonly correlationId: string;
}

export interface PlatformFlowStore {
  /** Inserts unless this tracking id (out) or flow reference (in) is known at the platform; answers the row that stands. */
  add(row: PlatformFlowRow): Promise<{ row: PlatformFlowRow; isNew: boolean }>;
  find(id: string): Promise<PlatformFlowRow | undefined>;
  findForUpdate(id: string): Promise<PlatformFlowRow | undefined>;
  byTracking(platform: string, trackingId: string): Promise<PlatformFlowRow | undefined>;
  byFlowRef(platform: string, flowRef: string): Promise<PlatformFlowRow | undefined>;
  update(
    id: string,
    change: Partial<
      Pick<
        PlatformFlowRow,
        'flowRef' | 'flowType' | 'state' | 'reasons' | 'parcelId' | 'attempts' | 'updatedAt' | 'sha256'
      >
    >,
  ): Promise<void>;
  list(
    query: PageQuery & { platform?: string; direction?: 'in' | 'out'; state?: FlowState; subjectId?: string },
  ): Promise<Page<PlatformFlowRow>>;
  position(platform: string, organization: string | undefined): Promise<FlowPosition | undefined>;
  keepPosition(platform: string, organization: string | undefined, position: FlowPosition, at: Date): Promise<void>;
}
