import { FacteurError, unreachable } from '#kernel';
import type { DeliveryOutcome, DeliveryRow, DeliveryState, DocumentRow, InvoiceRow, JobOutcome } from '#ports';
import type { FlowContext } from './context.js';

interface Errand {
  readonly delivery: DeliveryRow;
  readonly document: DocumentRow;
  readonly invoice: InvoiceRow;
}

/** An attempt may take this long in all; a connector's own time-outs are shorter. */
const DEADLINE_MS = 120_000;

/**
 * Hands one document to the customer's system. May run twice: the idempotency key and the stored bytes are the same at every
 * attempt, and a delivery that is settled is left alone.
 */
export async function deliverDocument(
  context: FlowContext,
  tenantId: string,
  deliveryId: string,
  attempt: { isLastAttempt: boolean; signal: AbortSignal },
): Promise<JobOutcome> {
  const errand = await context.store.transaction(tenantId, async (tx): Promise<Errand> => {
    const delivery = await tx.deliveries.find(deliveryId);
    const document = delivery && (await tx.documents.find(delivery.documentId));
    const invoice = delivery && (await tx.invoices.find(delivery.invoiceId));
    if (!delivery || !document || !invoice) {
      throw new FacteurError('DELIVERY.UNKNOWN', 'not-found', 'No such delivery', { deliveryId });
    }
    return { delivery, document, invoice };
  });
  if (errand.delivery.state !== 'waiting') return { kind: 'done' };
  const started = context.clock.now().getTime();
  const outcome = await send(context, tenantId, errand, attempt.signal);
  const seconds = Math.max(0, context.clock.now().getTime() - started) / 1000;
  context.signals.deliveryAttempted(errand.delivery.channel, outcome.kind, seconds);
  const job = jobOutcomeOf(outcome);
  const gaveUp = job.kind === 'dead' || (job.kind === 'retry' && attempt.isLastAttempt);
  await record(context, tenantId, errand, outcome, stateAfter(outcome, gaveUp));
  return job;
}

async function send(
  context: FlowContext,
  tenantId: string,
  { delivery, document, invoice }: Errand,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const route = context.profiles(tenantId).customer(delivery.partner)?.delivery;
  if (!route) return { kind: 'misconfigured', reason: `No customer profile is named ${delivery.partner}` };
  const sink = context.sinks[route.channel];
  if (!sink) return { kind: 'misconfigured', reason: `No connector is wired for the channel ${route.channel}` };
  const bytes = await context.documents.get(document.sha256);
  return sink.deliver(
    {
      bytes,
      sha256: document.sha256,
      mediaType: document.mediaType,
      fileName: delivery.fileName,
      invoiceNumber: invoice.number,
      idempotencyKey: delivery.idempotencyKey,
      correlationId: delivery.correlationId,
    },
    route,
    AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
  );
}

function jobOutcomeOf(outcome: DeliveryOutcome): JobOutcome {
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
      return { kind: 'done' };
    case 'unavailable':
      return { kind: 'retry', reason: outcome.reason, afterMs: outcome.retryAfterMs };
    case 'unknown':
      return { kind: 'retry', reason: outcome.reason };
    case 'misconfigured':
      return { kind: 'dead', reason: outcome.reason };
    default:
      return unreachable(outcome);
  }
}

function stateAfter(outcome: DeliveryOutcome, gaveUp: boolean): DeliveryState {
  if (outcome.kind === 'accepted') return 'delivered';
  if (outcome.kind === 'refused') return 'refused';
  return gaveUp ? 'dead' : 'waiting';
}

async function record(
  context: FlowContext,
  tenantId: string,
  { delivery, invoice, document }: Errand,
  outcome: DeliveryOutcome,
  state: DeliveryState,
): Promise<void> {
  const at = context.clock.now();
  const detail = outcome.kind === 'accepted' ? outcome.receipt : outcome.reason;
  await context.store.transaction(tenantId, async (tx) => {
    await tx.deliveries.record(delivery.id, { state, detail, at });
    await tx.timeline.append({
      subject: 'delivery',
      subjectId: delivery.id,
      type: EVENT_TYPES[state],
      at,
      correlationId: delivery.correlationId,
      data: {
        number: invoice.number,
        partner: delivery.partner,
        channel: delivery.channel,
        fileName: delivery.fileName,
        sha256: document.sha256,
        outcome: outcome.kind,
        detail,
      },
    });
  });
}

const EVENT_TYPES: Readonly<Record<DeliveryState, string>> = {
  delivered: 'delivery.accepted',
  refused: 'delivery.refused',
  dead: 'delivery.given-up',
  waiting: 'delivery.postponed',
};
