import { FacteurError, newId } from '#kernel';
import type { Transaction, WebhookEndpoint, WebhookMessage } from '#ports';
import type { FlowContext } from './context.js';

export type NewWebhookEndpoint = Omit<WebhookEndpoint, 'id' | 'createdAt' | 'removedAt'>;

/** How many messages one replay takes up; a longer one goes on from the sequence it answers. */
const REPLAY_LIMIT = 1000;

/**
 * Registers an endpoint; it hears what happens from now on.
 * @throws FacteurError `WEBHOOK.NAME_TAKEN` (conflict).
 */
export async function addWebhook(
  context: FlowContext,
  tenantId: string,
  wanted: NewWebhookEndpoint,
): Promise<WebhookEndpoint> {
  const endpoint: WebhookEndpoint = { ...wanted, id: newId(), createdAt: context.clock.now() };
  const isAdded = await context.store.transaction(tenantId, (tx) => tx.webhooks.addEndpoint(endpoint));
  if (!isAdded)
    throw new FacteurError('WEBHOOK.NAME_TAKEN', 'conflict', 'A webhook of this name exists', { name: wanted.name });
  return endpoint;
}

/**
 * Stops telling an endpoint. Its log stays; what still waits for it is abandoned when its turn comes.
 * @throws FacteurError `WEBHOOK.NO_SUCH_ENDPOINT` (not-found).
 */
export function removeWebhook(context: FlowContext, tenantId: string, idOrName: string): Promise<boolean> {
  return context.store.transaction(tenantId, async (tx) => {
    const endpoint = await requireEndpoint(tx, idOrName);
    return tx.webhooks.removeEndpoint(endpoint.id, context.clock.now());
  });
}

/**
 * Sends one settled message again, with the same id and body.
 * @throws FacteurError `WEBHOOK.UNKNOWN` (not-found).
 */
export function replayWebhook(context: FlowContext, tenantId: string, messageId: string): Promise<boolean> {
  return context.store.transaction(tenantId, async (tx) => {
    const errand = await tx.webhooks.errand(messageId);
    if (!errand) throw new FacteurError('WEBHOOK.UNKNOWN', 'not-found', 'No such webhook message', { messageId });
    return again(tx, errand.message);
  });
}

/**
 * Sends an endpoint again what it was told from a place in the timeline on: for a receiver that lost its own data. Answers how
 * many messages wait now, and where to go on if there are more.
 * @throws FacteurError `WEBHOOK.NO_SUCH_ENDPOINT` (not-found).
 */
export function replayWebhooksFrom(
  context: FlowContext,
  tenantId: string,
  idOrName: string,
  sequence: number,
): Promise<{ readonly replayed: number; readonly nextSequence?: number }> {
  return context.store.transaction(tenantId, async (tx) => {
    const endpoint = await requireEndpoint(tx, idOrName);
    const settled = await tx.webhooks.settledFrom(endpoint.id, sequence, REPLAY_LIMIT + 1);
    for (const message of settled.slice(0, REPLAY_LIMIT)) await again(tx, message);
    const next = settled[REPLAY_LIMIT];
    return { replayed: Math.min(settled.length, REPLAY_LIMIT), ...(next ? { nextSequence: next.sequence } : {}) };
  });
}

async function again(tx: Transaction, message: WebhookMessage): Promise<boolean> {
  const reopened = await tx.webhooks.reopen(message.id);
  if (!reopened) return false;
  await tx.jobs.enqueue(
    {
      kind: 'send-webhook',
      key: message.id,
      payload: { messageId: message.id },
      correlationId: message.id,
    },
    { again: true },
  );
  return true;
}

async function requireEndpoint(tx: Transaction, idOrName: string): Promise<WebhookEndpoint> {
  const endpoint = await tx.webhooks.findEndpoint(idOrName);
  if (endpoint) return endpoint;
  throw new FacteurError('WEBHOOK.NO_SUCH_ENDPOINT', 'not-found', 'No such webhook', { webhook: idOrName });
}
