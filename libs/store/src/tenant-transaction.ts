import type { Transaction } from '#ports';
import { SqlAdviceStore } from './advice-store.js';
import { SqlArchiveStore } from './archive-store.js';
import { SqlCashStore } from './cash-store.js';
import { SqlCollectionStore } from './collection-store.js';
import { SqlDeliveryStore } from './delivery-store.js';
import { SqlDisputeStore } from './dispute-store.js';
import { SqlDocumentIndex } from './document-index.js';
import { SqlEReportStore } from './e-report-store.js';
import { SqlIdempotencyStore } from './idempotency-store.js';
import { SqlInvoiceStore } from './invoice-store.js';
import { SqlJobOutbox } from './job-outbox.js';
import { SqlLedgerStore } from './ledger-store.js';
import { SqlLifecycleStore } from './lifecycle-store.js';
import { SqlNumberStore } from './number-store.js';
import { SqlOrderStore } from './order-store.js';
import { SqlOutgoingMessageStore } from './outgoing-message-store.js';
import { SqlParcelStore } from './parcel-store.js';
import { SqlPlatformFlowStore } from './platform-flow-store.js';
import { SqlProposalStore } from './proposal-store.js';
import { SqlReceivablesStore } from './receivables-store.js';
import type { TenantScope } from './tenant-scope.js';
import { SqlTimelineStore } from './timeline-store.js';
import { SqlPartnerPauseStore } from './partner-pause-store.js';
import { SqlWebhookStore } from './webhook-store.js';

/** All repositories of one tenant on one connection. */
export class TenantTransaction implements Transaction {
  readonly tenantId: string;
  readonly parcels: SqlParcelStore;
  readonly orders: SqlOrderStore;
  readonly invoices: SqlInvoiceStore;
  readonly numbers: SqlNumberStore;
  readonly documents: SqlDocumentIndex;
  readonly deliveries: SqlDeliveryStore;
  readonly timeline: SqlTimelineStore;
  readonly archive: SqlArchiveStore;
  readonly jobs: SqlJobOutbox;
  readonly cash: SqlCashStore;
  readonly advices: SqlAdviceStore;
  readonly proposals: SqlProposalStore;
  readonly ledger: SqlLedgerStore;
  readonly disputes: SqlDisputeStore;
  readonly receivables: SqlReceivablesStore;
  readonly idempotency: SqlIdempotencyStore;
  readonly lifecycle: SqlLifecycleStore;
  readonly collections: SqlCollectionStore;
  readonly outgoing: SqlOutgoingMessageStore;
  readonly eReports: SqlEReportStore;
  readonly webhooks: SqlWebhookStore;
  readonly partnerPauses: SqlPartnerPauseStore;
  readonly platformFlows: SqlPlatformFlowStore;

  constructor(scope: TenantScope) {
    this.tenantId = scope.tenantId;
    this.parcels = new SqlParcelStore(scope);
    this.orders = new SqlOrderStore(scope);
    this.invoices = new SqlInvoiceStore(scope);
    this.numbers = new SqlNumberStore(scope);
    this.documents = new SqlDocumentIndex(scope);
    this.deliveries = new SqlDeliveryStore(scope);
    this.timeline = new SqlTimelineStore(scope);
    this.archive = new SqlArchiveStore(scope);
    this.jobs = new SqlJobOutbox(scope);
    this.cash = new SqlCashStore(scope);
    this.advices = new SqlAdviceStore(scope);
    this.proposals = new SqlProposalStore(scope);
    this.ledger = new SqlLedgerStore(scope);
    this.disputes = new SqlDisputeStore(scope);
    this.receivables = new SqlReceivablesStore(scope);
    this.idempotency = new SqlIdempotencyStore(scope);
    this.lifecycle = new SqlLifecycleStore(scope);
    this.collections = new SqlCollectionStore(scope);
    this.outgoing = new SqlOutgoingMessageStore(scope);
    this.eReports = new SqlEReportStore(scope);
    this.webhooks = new SqlWebhookStore(scope);
    this.partnerPauses = new SqlPartnerPauseStore(scope);
    this.platformFlows = new SqlPlatformFlowStore(scope);
  }

  /** Writes what was collected; called right before the commit. */
  async flush(): Promise<void> {
    const { cashBooking } = this.ledger;
    // Whoever books bank cash on a document owes its collection: nobody has to remember it.
    if (cashBooking !== undefined) {
      const { id, correlationId } = cashBooking;
      await this.jobs.enqueue({ kind: 'report-collections', key: id, payload: {}, correlationId });
    }
    await this.jobs.flush();
    // Last: the head of the tenant's chain stays locked from here to the commit.
    await this.timeline.flush();
  }
}
