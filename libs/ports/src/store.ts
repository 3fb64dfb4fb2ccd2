import type { ArchiveStore } from './archive.js';
import type { ApiKeyStore } from './access.js';
import type { AdviceStore, CashStore, ProposalStore } from './cash.js';
import type { DeliveryStore } from './deliveries.js';
import type { DisputeStore } from './disputes.js';
import type { EReportStore } from './e-reports.js';
import type { FigureStore } from './figures.js';
import type { IdempotencyStore } from './idempotency.js';
import type { DocumentIndex, InvoiceStore, NumberStore } from './invoices.js';
import type { JobOutbox, JobQueue } from './jobs.js';
import type { CollectionStore, LifecycleStore, OutgoingMessageStore } from './lifecycle.js';
import type { LedgerStore } from './ledger.js';
import type { OrderStore } from './orders.js';
import type { ParcelStore } from './parcels.js';
import type { PlatformFlowStore } from './platforms.js';
import type { ReceivablesStore } from './receivables.js';
import type { TimelineEvent, TimelineStore } from './timeline.js';
import type { PartnerPauseStore, WebhookStore } from './webhooks.js';

/** Everything one tenant can see and change, bound to one database transaction. */
export interface Transaction {
  readonly tenantId: string;
  readonly parcels: ParcelStore;
  readonly orders: OrderStore;
  readonly invoices: InvoiceStore;
  readonly numbers: NumberStore;
  readonly documents: DocumentIndex;
  readonly deliveries: DeliveryStore;
  readonly timeline: TimelineStore;
  readonly archive: ArchiveStore;
  readonly jobs: JobOutbox;
  readonly cash: CashStore;
  readonly advices: AdviceStore;
  readonly proposals: ProposalStore;
  readonly ledger: LedgerStore;
  readonly disputes: DisputeStore;
  readonly receivables: ReceivablesStore;
  readonly idempotency: IdempotencyStore;
  readonly lifecycle: LifecycleStore;
  readonly collections: CollectionStore;
  readonly outgoing: OutgoingMessageStore;
  readonly eReports: EReportStore;
  readonly platformFlows: PlatformFlowStore;
  readonly webhooks: WebhookStore;
  readonly partnerPauses: PartnerPauseStore;
}

export interface Store {
  /**
   * Runs the work in one transaction as this tenant; row level security hides every other tenant. A throw rolls everything
   * back; serialization failures and deadlocks are tried again, so the work must have no effect outside the transaction
   * (writing content-addressed documents is harmless).
   */
  transaction<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Across tenants, for the process itself; never reachable from a request. */
  readonly queue: JobQueue;
  readonly apiKeys: ApiKeyStore;
  readonly figures: FigureStore;
  ensureTenant(id: string, name: string): Promise<void>;
  tenants(): Promise<readonly { id: string; name: string }[]>;
  /** Called with the timeline events of each transaction that this process committed. Answers a function that unsubscribes. */
  onCommitted(listener: (tenantId: string, events: readonly TimelineEvent[]) => void): () => void;
  /** Resolves when the database answers; used by /health/ready. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
