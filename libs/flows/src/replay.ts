import { FacteurError } from '#kernel';
import type { JobKind, JobOutbox, Transaction } from '#ports';
import type { FlowContext } from './context.js';
import { readingJob } from './parcel-job.js';

export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly what: 'parcel' | 'order' | 'delivery' }
  /** Nothing is wrong with it, so there is nothing to do again. */
  | { readonly kind: 'not-needed'; readonly state: string };

/**
 * Reads a parcel again, after the settings it failed on were mended. Orders that were taken stay as they are; rejected ones of
 * this parcel are superseded by the new reading.
 * @throws FacteurError `PARCEL.UNKNOWN` (not-found).
 */
export function replayParcel(context: FlowContext, tenantId: string, parcelId: string): Promise<ReplayOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<ReplayOutcome> => {
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel) throw new FacteurError('PARCEL.UNKNOWN', 'not-found', 'No such parcel', { parcelId });
    if (parcel.state === 'read' || parcel.state === 'received') return { kind: 'not-needed', state: parcel.state };
    const kind = readingJob(parcel.purpose);
    if (!kind) return { kind: 'not-needed', state: parcel.state };
    for (const order of await tx.orders.byParcel(parcelId)) {
      if (order.state === 'rejected') await tx.orders.setState(order.id, 'superseded', order.problems);
    }
    await tx.parcels.setState(parcelId, 'received', []);
    await again(tx.jobs, kind, parcelId, { parcelId }, parcel.correlationId);
    await note(context, tx, 'parcel', parcelId, parcel.correlationId);
    return { kind: 'replayed', what: 'parcel' };
  });
}

/**
 * Bills a held order again, after its profile or master data were mended.
 * @throws FacteurError `ORDER.UNKNOWN` (not-found).
 */
export function replayOrder(context: FlowContext, tenantId: string, orderId: string): Promise<ReplayOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<ReplayOutcome> => {
    const order = await tx.orders.findForUpdate(orderId);
    if (!order) throw new FacteurError('ORDER.UNKNOWN', 'not-found', 'No such order', { orderId });
    if (order.state !== 'held') return { kind: 'not-needed', state: order.state };
    await again(tx.jobs, 'issue-invoice', orderId, { orderId }, order.correlationId);
    await note(context, tx, 'order', orderId, order.correlationId);
    return { kind: 'replayed', what: 'order' };
  });
}

/**
 * Sends a document again that was given up or refused: the same bytes under the same key.
 * @throws FacteurError `DELIVERY.UNKNOWN` (not-found).
 */
export function replayDelivery(context: FlowContext, tenantId: string, deliveryId: string): Promise<ReplayOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<ReplayOutcome> => {
    const delivery = await tx.deliveries.find(deliveryId);
    if (!delivery) throw new FacteurError('DELIVERY.UNKNOWN', 'not-found', 'No such delivery', { deliveryId });
    if (delivery.state === 'delivered' || delivery.state === 'waiting') {
      return { kind: 'not-needed', state: delivery.state };
    }
    await tx.deliveries.reopen(deliveryId);
    await again(tx.jobs, 'deliver-document', deliveryId, { deliveryId }, delivery.correlationId);
    await note(context, tx, 'delivery', deliveryId, delivery.correlationId);
    return { kind: 'replayed', what: 'delivery' };
  });
}

function again(
  jobs: JobOutbox,
  kind: JobKind,
  key: string,
  payload: Record<string, string>,
  correlationId: string,
): Promise<void> {
  return jobs.enqueue({ kind, key, payload, correlationId }, { again: true });
}

function note(
  context: FlowContext,
  tx: Transaction,
  subject: 'parcel' | 'order' | 'delivery',
  subjectId: string,
  correlationId: string,
): Promise<void> {
  const type = `${subject}.replayed`;
  return tx.timeline.append({ subject, subjectId, type, at: context.clock.now(), correlationId, data: {} });
}
