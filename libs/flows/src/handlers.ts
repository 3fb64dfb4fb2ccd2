import type { JobHandler, JobHandlers, JobRow } from '#ports';
import type { FlowContext } from './context.js';
import { deliverDocument } from './deliver-document.js';
import { issueInvoice } from './issue-invoice.js';
import { readOrders } from './read-orders.js';
import { readStatement } from './read-statement.js';

/** Which use case does which kind of job. */
export function jobHandlers(context: FlowContext): JobHandlers {
  return {
    'read-orders': done((job) => readOrders(context, job.tenantId, required(job, 'parcelId'))),
    'issue-invoice': done((job) => issueInvoice(context, job.tenantId, required(job, 'orderId'))),
    'read-statement': done((job) => readStatement(context, job.tenantId, required(job, 'parcelId'))),
    'deliver-document': (job, attempt) => deliverDocument(context, job.tenantId, required(job, 'deliveryId'), attempt),
  };
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
