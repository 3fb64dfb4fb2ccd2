import type { DeliveryOutcome, DeliveryState, Errand, JobOutcome } from '#ports';
import { attemptSending } from './attempt-sending.js';
import { acknowledgementTime } from './await-acknowledgement.js';
import type { FlowContext } from './context.js';
import { openDeliveryDesk, type DeliveryDesk } from './delivery-desk.js';
import { deliverThroughPlatform } from './deliver-through-platform.js';

/**
 * Hands one document to the customer's system. May run twice: the idempotency key and the stored bytes are the same at every
 * attempt, and a delivery that is settled is left alone.
 */
export async function deliverDocument(
  context: FlowContext,
  tenantId: string,
  deliveryId: string,
  attempt: { isLastAttempt: boolean; signal: AbortSignal },
  desk: DeliveryDesk = openDeliveryDesk(context),
): Promise<JobOutcome> {
  const errand = await desk.errand(tenantId, deliveryId);
  if (errand.delivery.state !== 'waiting') return { kind: 'done' };
  const { delivery } = errand;
  const destination = {
    name: `${tenantId}/${delivery.partner}`,
    partner: delivery.partner,
    isPaused: delivery.isPaused ?? false,
    limits: context.profiles(tenantId).customer(delivery.partner)?.delivery.limits,
  };
  const { job, attempted } = await attemptSending(context, destination, attempt, (signal) =>
    send(context, tenantId, errand, signal),
  );
  if (!attempted) return job;
  const { outcome, state, seconds } = attempted;
  context.signals.deliveryAttempted(delivery.channel, outcome.kind, seconds);
  await record(context, desk, tenantId, errand, outcome, state);
  return job;
}

async function send(
  context: FlowContext,
  tenantId: string,
  errand: Errand,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { delivery, document, invoiceNumber } = errand;
  const customer = context.profiles(tenantId).customer(delivery.partner);
  const route = customer?.delivery;
  if (!route) return { kind: 'misconfigured', reason: `No customer profile is named ${delivery.partner}` };
  if (route.channel === 'platform') {
    return deliverThroughPlatform(context, tenantId, errand, customer, route, signal);
  }
  const sink = context.sinks[route.channel];
  if (!sink) return { kind: 'misconfigured', reason: `No connector is wired for the channel ${route.channel}` };
  const bytes = await context.documents.get(document.sha256);
  return sink.deliver(
    {
      bytes,
      sha256: document.sha256,
      mediaType: document.mediaType,
      fileName: delivery.fileName,
      invoiceNumber,
      idempotencyKey: delivery.idempotencyKey,
      correlationId: delivery.correlationId,
    },
    route,
    signal,
  );
}

async function record(
  context: FlowContext,
  desk: DeliveryDesk,
  tenantId: string,
  { delivery, invoiceNumber, document }: Errand,
  outcome: DeliveryOutcome,
  state: DeliveryState,
): Promise<void> {
  const at = context.clock.now();
  const detail = outcome.kind === 'accepted' ? outcome.receipt : outcome.reason;
  const route = context.profiles(tenantId).customer(delivery.partner)?.delivery;
  await desk.record(tenantId, {
    update: { id: delivery.id, state, detail, at },
    awaitsAcknowledgement: state === 'delivered' && acknowledgementTime(route) !== undefined,
    event: {
      subject: 'delivery',
      subjectId: delivery.id,
      type: EVENT_TYPES[state],
      at,
      correlationId: delivery.correlationId,
      data: {
        number: invoiceNumber,
        partner: delivery.partner,
        channel: delivery.channel,
        fileName: delivery.fileName,
        sha256: document.sha256,
        outcome: outcome.kind,
        detail,
      },
    },
  });
}

const EVENT_TYPES: Readonly<Record<DeliveryState, string>> = {
  delivered: 'delivery.accepted',
  refused: 'delivery.refused',
  dead: 'delivery.given-up',
  waiting: 'delivery.postponed',
};
