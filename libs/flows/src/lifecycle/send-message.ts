import { FacteurError } from '#kernel';
import type { DeliveryOutcome, JobOutcome, OutgoingMessage, OutgoingState } from '#ports';
import { attemptSending, type Destination } from '../attempt-sending.js';
import type { FlowContext } from '../context.js';
import { sendThroughPlatform, type PlatformErrand } from '../send-through-platform.js';
import { enqueueMessage, messageRoute } from './queue-status.js';
import { rewriteMessage } from './rewrite-message.js';

/**
 * Hands a lifecycle message or an e-report to the platform, or to the server that the seller's route names. May run twice: bytes
 * and key are the same at every attempt, and what is settled is left alone.
 */
export async function sendMessage(
  context: FlowContext,
  tenantId: string,
  messageId: string,
  attempt: { isLastAttempt: boolean; signal: AbortSignal },
): Promise<JobOutcome> {
  const { message, paused } = await context.store.transaction(tenantId, async (tx) => ({
    message: await tx.outgoing.find(messageId),
    paused: (await tx.partnerPauses.list()).map(({ partner }) => partner),
  }));
  if (!message) throw new FacteurError('MESSAGE.UNKNOWN', 'not-found', 'No such message', { messageId });
  if (message.state !== 'waiting') return { kind: 'done' };
  const destination = destinationOf(context, tenantId, message, paused);
  const { job, attempted } = await attemptSending(context, destination, attempt, (signal) =>
    send(context, tenantId, message, signal),
  );
  if (attempted) await record(context, tenantId, message, attempted.outcome, attempted.state);
  return job;
}

/** A customer's own route shares pause, circuit and limits with its documents; a seller's route has its own. */
function destinationOf(
  context: FlowContext,
  tenantId: string,
  { subject, sellerRef, customerRef }: OutgoingMessage,
  paused: readonly string[],
): Destination {
  const profiles = context.profiles(tenantId);
  const profile = profiles.seller(sellerRef);
  const own = subject === 'status' ? profile?.lifecycle.route : profile?.ereporting?.route;
  if (own || subject !== 'status' || customerRef === undefined)
    return { name: `${tenantId}/seller/${sellerRef}`, partner: sellerRef, isPaused: false, limits: own?.limits };
  const limits = profiles.customer(customerRef)?.delivery.limits;
  return { name: `${tenantId}/${customerRef}`, partner: customerRef, isPaused: paused.includes(customerRef), limits };
}

async function send(
  context: FlowContext,
  tenantId: string,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const route = routeOf(context, tenantId, message);
  if (!route) return { kind: 'misconfigured', reason: `No route is set for messages of ${message.sellerRef}` };
  const { sha256, fileName, syntax, sellerRef, correlationId, id } = message;
  const bytes = await context.documents.get(sha256);
  if (route.channel === 'platform') {
    const errand: PlatformErrand = {
      ...{ bytes, sha256, fileName, syntax, sellerRef, correlationId, trackingId: id, subjectId: id },
      processingRule: 'NotApplicable',
      subject: 'message',
    };
    return sendThroughPlatform(context, tenantId, route, errand, signal);
  }
  const sink = context.sinks[route.channel];
  if (!sink) return { kind: 'misconfigured', reason: `No connector is wired for the channel ${route.channel}` };
  const file = { bytes, sha256, fileName, correlationId, mediaType: 'application/xml' };
  return sink.deliver({ ...file, invoiceNumber: message.subjectId, idempotencyKey: id }, route, signal);
}

/** The way a message takes, read from the settings when it is sent. */
function routeOf(context: FlowContext, tenantId: string, message: OutgoingMessage) {
  if (message.subject === 'status') return messageRoute(context, tenantId, message.sellerRef, message.customerRef);
  return context.profiles(tenantId).seller(message.sellerRef)?.ereporting?.route;
}

async function record(
  context: FlowContext,
  tenantId: string,
  message: OutgoingMessage,
  outcome: DeliveryOutcome,
  state: OutgoingState,
): Promise<void> {
  const at = context.clock.now();
  const detail = (outcome.kind === 'accepted' ? outcome.receipt : outcome.reason).slice(0, 1000);
  await context.store.transaction(tenantId, async (tx) => {
    await tx.outgoing.record(message.id, { state, detail, at });
    const status = message.subject === 'status' ? await tx.lifecycle.find(message.subjectId) : undefined;
    await tx.timeline.append({
      subject: status ? 'invoice' : 'report',
      subjectId: status?.invoiceId ?? message.subjectId,
      type: `${status ? 'invoice.status-' : 'report.'}${EVENTS[state]}`,
      at,
      correlationId: message.correlationId,
      data: { messageId: message.id, status: status?.code, outcome: outcome.kind, detail, sha256: message.sha256 },
    });
  });
}

const EVENTS: Readonly<Record<OutgoingState, string>> = {
  delivered: 'sent',
  refused: 'refused',
  dead: 'given-up',
  waiting: 'postponed',
  kept: 'kept',
};

export type MessageReplay =
  /** `messageId`: the message on its way, a new one where the rules had refused the old one. */
  | { readonly kind: 'replayed'; readonly messageId: string }
  /** Written anew it would still not be valid: `detail` says why. */
  | { readonly kind: 'invalid'; readonly detail: string }
  | { readonly kind: 'not-needed'; readonly state: string };

/**
 * Sends a message again that was given up, refused or kept for want of a route: the same bytes under the same key. One that the
 * rules had refused is written anew with the parties as their profiles have them now.
 * @throws FacteurError `MESSAGE.UNKNOWN` (not-found).
 */
export function replayMessage(context: FlowContext, tenantId: string, messageId: string): Promise<MessageReplay> {
  return context.store.transaction(tenantId, async (tx): Promise<MessageReplay> => {
    const message = await tx.outgoing.find(messageId);
    if (!message) throw new FacteurError('MESSAGE.UNKNOWN', 'not-found', 'No such message', { messageId });
    if (message.state === 'delivered' || message.state === 'waiting')
      return { kind: 'not-needed', state: message.state };
    const newer = (await tx.outgoing.bySubject(message.subjectId)).find(({ id }) => id > message.id);
    if (newer) return { kind: 'not-needed', state: `replaced by ${newer.id}` };
    const again = await rewriteMessage(context, tx, message);
    if (again?.kind === 'invalid') return again;
    if (!again) await tx.outgoing.reopen(messageId);
    const sent = again?.message ?? message;
    if (sent.state !== 'kept' || !again) await enqueueMessage(tx, sent, { again: true });
    return { kind: 'replayed', messageId: sent.id };
  });
}
