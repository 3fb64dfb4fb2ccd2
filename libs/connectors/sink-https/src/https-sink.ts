import { setMaxListeners } from 'node:events';
import type { Agent } from 'undici';
import { createAgentPool, postOnce, type AgentPool } from '#http';
import { asFacteurError, isSafeFileName, systemClock, type Clock } from '#kernel';
import type { DeliveryOutcome, DeliverySink, HttpsRoute, Log, OutgoingDocument, Secrets } from '#ports';
import { outcomeOfAnswer } from './answer-outcome.js';
import { requestHeaders } from './request-headers.js';

export interface HttpsSinkOptions {
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Connections at the same time to one destination; more deliveries wait their turn. */
  readonly connections?: number;
  /** Of an answer's body no more than this is read. */
  readonly maxAnswerBytes?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Delivers by HTTPS POST of the document's bytes. One call is one request; it is never repeated here. A connection that
 * cannot be made is unavailable, silence after the request went out is unknown.
 */
export function createHttpsSink(options: HttpsSinkOptions): DeliverySink<HttpsRoute> {
  const { secrets, log, clock = systemClock, connections = 8, maxAnswerBytes = 64 * 1024 } = options;
  const agents: AgentPool = createAgentPool();

  function agentFor(route: HttpsRoute, trustedFingerprint: string | undefined): Agent {
    const connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, route.timeoutMs);
    const { allowPrivateNetwork } = route;
    return agents.for({ allowPrivateNetwork, trustedFingerprint, connectTimeoutMs, connections });
  }

  async function deliver(document: OutgoingDocument, route: HttpsRoute, signal: AbortSignal): Promise<DeliveryOutcome> {
    const url = addressOf(route.url);
    if (!url) return { kind: 'misconfigured', reason: 'The URL must be https, without user and password in it' };
    if (!isSafeFileName(document.fileName))
      return { kind: 'misconfigured', reason: 'The file name is not a plain name' };
    // Empty as a placeholder without value leaves it: none.
    const fingerprint = (route.trustedCertificate ?? '').replaceAll(':', '').toLowerCase() || undefined;
    if (fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(fingerprint)) {
      return { kind: 'misconfigured', reason: 'trustedCertificate is not a SHA-256 fingerprint in hexadecimal' };
    }
    let headers: Record<string, string>;
    try {
      headers = requestHeaders(document, route, secrets, clock);
    } catch (thrown) {
      const { message, facts } = asFacteurError(thrown);
      return {
        kind: 'misconfigured',
        reason: typeof facts['name'] === 'string' ? `${message} (${facts['name']})` : message,
      };
    }
    setMaxListeners(0, signal);
    const outcome = await post(document, url, headers, agentFor(route, fingerprint), route.timeoutMs, signal);
    if (outcome.kind !== 'accepted') {
      log?.warn('https.not-accepted', { host: url.host, correlationId: document.correlationId, ...outcome });
    }
    return outcome;
  }

  async function post(
    document: OutgoingDocument,
    url: URL,
    headers: Record<string, string>,
    dispatcher: Agent,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    const posted = await postOnce({
      ...{ url, headers, dispatcher, timeoutMs, signal, maxAnswerBytes },
      body: document.bytes,
    });
    if (posted.kind === 'failed') return posted.outcome;
    return outcomeOfAnswer(posted.answer, document.idempotencyKey, clock.now());
  }

  return {
    channel: 'https',
    deliver,
    close: () => agents.close(),
  };
}

function addressOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
}
