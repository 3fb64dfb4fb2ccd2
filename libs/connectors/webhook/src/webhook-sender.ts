import { boundedText, createAgentPool, postOnce, retryAfter, type HttpAnswer } from '#http';
import { asFacteurError, systemClock, type Clock } from '#kernel';
import type { DeliveryOutcome, Log, OutgoingWebhook, Secrets, WebhookEndpoint, WebhookSender } from '#ports';
import { signWebhook } from './signature.js';

export interface WebhookSenderOptions {
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly clock?: Clock;
}

const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** A webhook's answer is its status; of its body only a few words are kept for the log. */
const MAX_ANSWER_BYTES = 4096;
const CONNECTIONS = 8;

/** Tells endpoints of events by HTTPS POST, signed as Standard Webhooks 1.0 says. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { secrets, log, clock = systemClock } = options;
  const agents = createAgentPool();

  async function send(
    webhook: OutgoingWebhook,
    endpoint: WebhookEndpoint,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    if (!URL.canParse(endpoint.url)) return { kind: 'misconfigured', reason: 'The URL cannot be read' };
    const url = new URL(endpoint.url);
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '')
      return { kind: 'misconfigured', reason: 'The URL must be https, without user and password in it' };
    let headers: Record<string, string>;
    try {
      headers = headersOf(webhook, secrets.get(endpoint.secretName), clock.now());
    } catch (thrown) {
      return { kind: 'misconfigured', reason: `${asFacteurError(thrown).message} (${endpoint.secretName})` };
    }
    const posted = await postOnce({
      ...{ url, headers, signal, body: webhook.body },
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      dispatcher: agents.for({
        allowPrivateNetwork: endpoint.allowPrivateNetwork,
        trustedFingerprint: endpoint.trustedCertificate?.replaceAll(':', '').toLowerCase(),
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        connections: CONNECTIONS,
      }),
    });
    const outcome = posted.kind === 'failed' ? posted.outcome : outcomeOf(posted.answer, clock.now());
    if (outcome.kind !== 'accepted') log?.warn('webhook.not-accepted', { webhook: endpoint.name, ...outcome });
    return outcome;
  }

  return { send, close: () => agents.close() };
}

function headersOf(webhook: OutgoingWebhook, secret: string, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1000);
  return {
    'content-type': 'application/json',
    'webhook-id': webhook.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(webhook.id, timestamp, webhook.body, secret),
    'user-agent': 'facteur',
  };
}

/**
 * An event is no document that a receiver could refuse: whatever is not 2xx is tried again, except 410 (RFC 9110, section
 * 15.5.11: gone for good) and redirects, which our own settings have to follow.
 */
function outcomeOf(answer: HttpAnswer, now: Date): DeliveryOutcome {
  const { status } = answer;
  const words = boundedText(`HTTP ${status} ${answer.body}`);
  if (status >= 200 && status < 300) return { kind: 'accepted', receipt: words };
  if (status === 410) return { kind: 'refused', reason: words };
  if (status >= 300 && status < 400)
    return { kind: 'misconfigured', reason: `HTTP ${status}: the endpoint redirects; register its final address` };
  const wait = answer.headers['retry-after'];
  const retryAfterMs = retryAfter(Array.isArray(wait) ? wait[0] : wait, now);
  return { kind: 'unavailable', reason: words, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
