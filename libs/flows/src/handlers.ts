import { Coalescer } from '#kernel';
import type { JobHandler, JobHandlers, JobRow } from '#ports';
import type { FlowContext } from './context.js';
import { deliverDocument } from './deliver-document.js';
import { openDeliveryDesk } from './delivery-desk.js';
import { fetchFlow } from './fetch-flow.js';
import { withFreshDocuments } from './fresh-documents.js';
import { cancelInvoice } from './lifecycle/cancel-invoice.js';
import { readStatus } from './lifecycle/read-status.js';
import { reportCollections } from './lifecycle/report-collections.js';
import { sendMessage } from './lifecycle/send-message.js';
import { issueInvoices } from './issue-invoice.js';
import { takeOrders } from './read-orders.js';
import { readRemittanceAdvice } from './read-remittance-advice.js';
import { readStatement } from './read-statement.js';
import { awaitAcknowledgement } from './await-acknowledgement.js';
import { sendWebhook } from './send-webhook.js';

/** Which use case does which kind of job. */
export function jobHandlers(outside: FlowContext): JobHandlers {
  const context: FlowContext = { ...outside, documents: withFreshDocuments(outside.documents) };
  const issuing = openIssuingDesk(context);
  const deliveries = openDeliveryDesk(context);
  return {
    'read-orders': done((job) => takeOrders(context, job.tenantId, required(job, 'parcelId'))),
    'issue-invoice': done((job) => issuing.add({ tenantId: job.tenantId, orderId: required(job, 'orderId') })),
    'read-statement': done((job) => readStatement(context, job.tenantId, required(job, 'parcelId'))),
    'read-remittance-advice': done((job) => readRemittanceAdvice(context, job.tenantId, required(job, 'parcelId'))),
    'deliver-document': (job, attempt) =>
      deliverDocument(context, job.tenantId, required(job, 'deliveryId'), attempt, deliveries),
    'fetch-flow': (job, { signal }) => fetchFlow(context, job.tenantId, required(job, 'flowId'), signal),
    'await-acknowledgement': (job, { signal }) =>
      awaitAcknowledgement(context, job.tenantId, required(job, 'deliveryId'), signal),
    'read-status': done((job) => readStatus(context, job.tenantId, required(job, 'parcelId'))),
    'report-collections': done((job) => reportCollections(context, job.tenantId)),
    'cancel-invoice': done((job) =>
      cancelInvoice(context, job.tenantId, required(job, 'invoiceId'), required(job, 'statusId')),
    ),
    'send-message': (job, attempt) => sendMessage(context, job.tenantId, required(job, 'messageId'), attempt),
    'send-webhook': (job, attempt) => sendWebhook(context, job.tenantId, required(job, 'messageId'), attempt),
  };
}

/**
 * Orders that come together are billed together. Two batches at a time: one is written while the other is flushed to disk or
 * waits for its turn.
 */
function openIssuingDesk(context: FlowContext) {
  interface Order {
    readonly tenantId: string;
    readonly orderId: string;
  }
  return new Coalescer<Order, void>({ maxItems: 48, maxAtOnce: 2, waitMs: 10 }, async (orders) => {
    for (const tenantId of new Set(orders.map((order) => order.tenantId))) {
      const ids = orders.filter((order) => order.tenantId === tenantId).map(({ orderId }) => orderId);
      await issueInvoices(context, tenantId, ids);
    }
    return orders.map(() => undefined);
  });
}

function done(work: (job: JobRow) => Promise<unknown>): JobHandler {
  return async (job) => {
    await work(job);
    return { kind: 'done' };
  };
}

function required(job: JobRow, name: string): string {
  const value = job.payload[name];
  if (value === undefined) throw new TypeError(`Job ${job.id} has no ${name}`);
  return value;
}
