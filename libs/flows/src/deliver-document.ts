import { unreachable } from '#kernel';
import type { DeliveryOutcome, DeliveryState, Errand, JobOutcome } from '#ports';
import { acknowledgementTime } from './await-acknowledgement.js';
import type { FlowContext } from './context.js';
import { openDeliveryDesk, type DeliveryDesk } from './delivery-desk.js';
import { deliverThroughPlatform } from './deliver-through-platform.js';
import type { GateAnswer } from './destination-gate.js';

/** An attempt may take this long in all; a connector's own time-outs are shorter. */
const DEADLINE_MS = 120_000;
/** A paused partner is looked at again after this long, or at once when it is resumed. */
const PAUSED_MS = 300_000;

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
  const started = context.clock.now().getTime();
  const outcome = await sendInTurn(context, tenantId, errand, attempt.signal);
  if (outcome.kind === 'wait') return { kind: 'postponed', reason: outcome.reason, afterMs: outcome.afterMs };
  const seconds = Math.max(0, context.clock.now().getTime() - started) / 1000;
  context.signals.deliveryAttempted(errand.delivery.channel, outcome.kind, seconds);
  const job = jobOutcomeOf(outcome);
  const gaveUp = job.kind === 'dead' || (job.kind === 'retry' && attempt.isLastAttempt);
  await record(context, desk, tenantId, errand, outcome, stateAfter(outcome, gaveUp));
  return job;
}

/** Sends when the destination has a turn for it; a pause, an open circuit or a used-up rate is no attempt. */
async function sendInTurn(
  context: FlowContext,
  tenantId: string,
  errand: Errand,
  signal: AbortSignal,
): Promise<DeliveryOutcome | Extract<GateAnswer, { kind: 'wait' }>> {
  const { delivery } = errand;
  if (delivery.isPaused) return { kind: 'wait', reason: `${delivery.partner} is paused`, afterMs: PAUSED_MS };
  const limits = context.profiles(tenantId).customer(delivery.partner)?.delivery.limits;
  const turn = context.destinations.enter(`${tenantId}/${delivery.partner}`, limits);
  if (turn.kind === 'wait') return turn;
  let ended: DeliveryOutcome['kind'] | 'thrown' = 'thrown';
  try {
    const outcome = await send(context, tenantId, errand, signal);
    ended = outcome.kind;
    return outcome;
  } finally {
    turn.done(ended);
  }
}

async function send(
  context: FlowContext,
  tenantId: string,
  errand: Errand,
  attemptSignal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { delivery, document, invoiceNumber } = errand;
  const signal = AbortSignal.any([attemptSignal, AbortSignal.timeout(DEADLINE_MS)]);
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
