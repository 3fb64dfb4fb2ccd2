import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { request, type Agent } from 'undici';
import { createAgentPool, outcomeOfFailure, readBounded, type AgentPool } from '#http';
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
    if (signal.aborted) return { kind: 'unavailable', reason: 'Given up before the request' };
    let wasSent = false;
    // The body is asked for when the connection stands and the headers go out: from then on the receiver may act.
    async function* body(): AsyncGenerator<Uint8Array> {
      wasSent = true;
      yield document.bytes;
    }
    const stop = new AbortController();
    let isTooLate = false;
    const onAbort = (): void => stop.abort();
    const timer = setTimeout(() => {
      isTooLate = true;
      stop.abort();
    }, timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await request(url, {
        method: 'POST',
        headers,
        body: Readable.from(body(), { objectMode: false }),
        dispatcher,
        signal: stop.signal,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      // The status line is the verdict: a body that breaks off or is too long only loses words.
      const { bytes } = await readBounded(response.body, maxAnswerBytes);
      const answer = { status: response.statusCode, headers: response.headers, body: bytes.toString('utf8') };
      return outcomeOfAnswer(answer, document.idempotencyKey, clock.now());
    } catch (thrown) {
      return outcomeOfFailure(isTooLate ? new Error(`no answer within ${timeoutMs} ms`) : thrown, wasSent);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
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
