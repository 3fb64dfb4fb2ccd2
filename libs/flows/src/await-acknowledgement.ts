import { unreachable } from '#kernel';
import type { DeliveryRoute, DeliveryState, Errand, JobOutcome, ReceiverAnswer, Transaction } from '#ports';
import type { FlowContext } from './context.js';

/** Between two looks for an acknowledgement. */
const LOOK_EVERY_MS = 60_000;
const DEADLINE_MS = 60_000;
const MINUTE = 60_000;

/** Whether a delivery over this route is followed by an acknowledgement, and how long that may take, in milliseconds. */
export function acknowledgementTime(route: DeliveryRoute | undefined): number | undefined {
  if (route?.channel !== 'sftp' || !route.acknowledgement) return undefined;
  return route.acknowledgement.withinMinutes * MINUTE;
}

/** Has somebody look for the acknowledgement of a delivery that was made. */
export async function expectAcknowledgement(tx: Transaction, deliveryId: string, correlationId: string, at: Date) {
  await tx.jobs.enqueue(
    {
      kind: 'await-acknowledgement',
      key: deliveryId,
      payload: { deliveryId },
      correlationId,
      runAt: new Date(at.getTime() + LOOK_EVERY_MS),
    },
    { again: true },
  );
}

/**
 * Looks whether the receiver has acknowledged a delivery. An upload that went well may turn out a refusal here. Without an
 * acknowledgement in time the job is left dead with an event: a person has to ask the partner.
 */
export async function awaitAcknowledgement(
  context: FlowContext,
  tenantId: string,
  deliveryId: string,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const [errand] = await context.store.transaction(tenantId, (tx) => tx.deliveries.errands([deliveryId]));
  const route = errand && context.profiles(tenantId).customer(errand.delivery.partner)?.delivery;
  const timeMs = acknowledgementTime(route);
  const sink = route && context.sinks[route.channel];
  if (!errand || !route || !sink?.acknowledgement || timeMs === undefined || errand.delivery.state !== 'delivered')
    return { kind: 'done' };
  const { delivery, document } = errand;
  const answer = await sink.acknowledgement(
    { fileName: delivery.fileName, sha256: document.sha256 },
    route,
    AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
  );
  const waitedMs = context.clock.now().getTime() - (delivery.settledAt ?? delivery.createdAt).getTime();
  return outcomeOf(context, tenantId, errand, answer, waitedMs > timeMs);
}

async function outcomeOf(
  context: FlowContext,
  tenantId: string,
  errand: Errand,
  answer: ReceiverAnswer,
  isOverdue: boolean,
): Promise<JobOutcome> {
  switch (answer.kind) {
    case 'accepted':
      await note(context, tenantId, errand, 'delivery.acknowledged', answer.receipt);
      return { kind: 'done' };
    case 'refused':
      await note(context, tenantId, errand, 'delivery.refused', answer.reason, 'refused');
      return { kind: 'done' };
    case 'none':
    case 'unavailable': {
      const reason = answer.kind === 'none' ? 'The receiver has not acknowledged the document yet' : answer.reason;
      if (!isOverdue) return { kind: 'postponed', reason, afterMs: LOOK_EVERY_MS };
      await note(context, tenantId, errand, 'delivery.acknowledgement-overdue', reason);
      return { kind: 'dead', reason };
    }
    case 'misconfigured':
      return { kind: 'dead', reason: answer.reason };
    default:
      return unreachable(answer);
  }
}

/** A verdict on a delivery that came after it: the event, and the state where that changes. */
export async function note(
  context: FlowContext,
  tenantId: string,
  { delivery, document, invoiceNumber }: Errand,
  type: string,
  detail: string,
  state?: DeliveryState,
): Promise<void> {
  const at = context.clock.now();
  await context.store.transaction(tenantId, async (tx) => {
    if (state) await tx.deliveries.settleLater(delivery.id, { state, detail, at });
    await tx.timeline.append({
      subject: 'delivery',
      subjectId: delivery.id,
      type,
      at,
      correlationId: delivery.correlationId,
      data: { number: invoiceNumber, partner: delivery.partner, sha256: document.sha256, detail },
    });
  });
}
