import { FacteurError } from '#kernel';
import type { DeliveryOutcome, JobOutcome, RecordedEvent, WebhookErrand, WebhookState } from '#ports';
import type { FlowContext } from './context.js';

const DEADLINE_MS = 60_000;
const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/**
 * Tells an endpoint of one event. May run twice: id and body are the same at every attempt. While an earlier message of the same
 * thread waits, this one waits, too, so that an endpoint hears of an invoice in the order in which things happened.
 */
export async function sendWebhook(
  context: FlowContext,
  tenantId: string,
  messageId: string,
  attempt: { isLastAttempt: boolean; signal: AbortSignal },
): Promise<JobOutcome> {
  const errand = await context.store.transaction(tenantId, (tx) => tx.webhooks.errand(messageId));
  if (!errand) throw new FacteurError('WEBHOOK.UNKNOWN', 'not-found', 'No such webhook message', { messageId });
  if (errand.message.state !== 'waiting') return { kind: 'done' };
  if (errand.endpoint.removedAt) return abandon(context, tenantId, messageId, 'The endpoint was removed');
  if (errand.blockedSince) return behind(context, errand.blockedSince);
  const turn = context.destinations.enter(`${tenantId}/webhook/${errand.endpoint.name}`);
  if (turn.kind === 'wait') return { kind: 'postponed', reason: turn.reason, afterMs: turn.afterMs };
  let ended: DeliveryOutcome['kind'] | 'thrown' = 'thrown';
  try {
    const startedAt = context.clock.now();
    const outcome = await send(context, tenantId, errand, attempt.signal);
    ended = outcome.kind;
    const job = jobOutcomeOf(outcome);
    const gaveUp = job.kind === 'dead' || (job.kind === 'retry' && attempt.isLastAttempt);
    await record(context, tenantId, messageId, outcome, stateAfter(outcome, gaveUp), startedAt);
    return job;
  } finally {
    turn.done(ended);
  }
}

/** The body of a webhook: compact JSON, members always in this order. */
export function webhookBody(tenantId: string, event: RecordedEvent): Uint8Array {
  return Buffer.from(
    JSON.stringify({
      type: event.type,
      timestamp: event.at.toISOString(),
      sequence: event.sequence,
      tenant: tenantId,
      subject: event.subject,
      subjectId: event.subjectId,
      correlationId: event.correlationId,
      data: event.data,
    }),
  );
}

function send(
  context: FlowContext,
  tenantId: string,
  { message, endpoint, event }: WebhookErrand,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  return context.webhookSender.send(
    { id: message.id, body: webhookBody(tenantId, event) },
    endpoint,
    AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
  );
}

/** Looks again soon at first, seldom when the one before has been waiting for long. */
function behind(context: FlowContext, since: Date): JobOutcome {
  const age = context.clock.now().getTime() - since.getTime();
  const afterMs = Math.min(Math.max(age / 4, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
  return { kind: 'postponed', reason: 'An earlier message of the same thread still waits', afterMs };
}

function jobOutcomeOf(outcome: DeliveryOutcome): JobOutcome {
  if (outcome.kind === 'accepted') return { kind: 'done' };
  if (outcome.kind === 'refused' || outcome.kind === 'misconfigured') return { kind: 'dead', reason: outcome.reason };
  const afterMs = outcome.kind === 'unavailable' ? outcome.retryAfterMs : undefined;
  return { kind: 'retry', reason: outcome.reason, afterMs };
}

function stateAfter(outcome: DeliveryOutcome, gaveUp: boolean): WebhookState {
  if (outcome.kind === 'accepted') return 'delivered';
  return gaveUp ? 'dead' : 'waiting';
}

async function record(
  context: FlowContext,
  tenantId: string,
  messageId: string,
  outcome: DeliveryOutcome,
  state: WebhookState,
  startedAt: Date,
): Promise<void> {
  const at = context.clock.now();
  const detail = outcome.kind === 'accepted' ? outcome.receipt : outcome.reason;
  const milliseconds = Math.max(0, at.getTime() - startedAt.getTime());
  await context.store.transaction(tenantId, (tx) =>
    tx.webhooks.record(messageId, state, { at, outcome: outcome.kind, detail, milliseconds }),
  );
}

async function abandon(context: FlowContext, tenantId: string, messageId: string, reason: string): Promise<JobOutcome> {
  await context.store.transaction(tenantId, (tx) => tx.webhooks.abandon(messageId, reason, context.clock.now()));
  return { kind: 'dead', reason };
}
