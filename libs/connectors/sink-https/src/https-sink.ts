import { setMaxListeners } from 'node:events';
import { createAgentPool, postOnce, type HttpAnswer } from '#http';
import { isSafeFileName, systemClock, type Clock } from '#kernel';
import type { DeliveryOutcome, DeliverySink, HttpsRoute, Log, OutgoingDocument, Secrets } from '#ports';
import { outcomeOfAnswer } from './answer-outcome.js';
import { requestHeaders } from './request-headers.js';
import { CredentialBook, misconfigured, type RouteCredentials } from './route-credentials.js';

export interface HttpsSinkOptions {
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Connections at the same time to one destination; more deliveries wait their turn. */
  readonly connections?: number;
  /** Of an answer's body no more than this is read. */
  readonly maxAnswerBytes?: number;
}

type Answered = { readonly kind: 'answered'; readonly answer: HttpAnswer };
type Ended = { readonly kind: 'failed'; readonly outcome: DeliveryOutcome };

/**
 * Delivers by HTTPS POST of the document's bytes. One call is one request; it is never repeated here, but for a token that the
 * receiver no longer takes. A connection that cannot be made is unavailable, silence after the request went out is unknown.
 */
export function createHttpsSink(options: HttpsSinkOptions): DeliverySink<HttpsRoute> {
  const { secrets, log, clock = systemClock, connections = 8, maxAnswerBytes = 64 * 1024 } = options;
  const agents = createAgentPool();
  const credentials = new CredentialBook({ secrets, agents, clock, connections });

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
    const known = credentials.of(route, fingerprint);
    if (!known.ok) return known.error;
    setMaxListeners(0, signal);
    const outcome = await authorized(document, route, url, known.value, signal);
    if (outcome.kind !== 'accepted') {
      log?.warn('https.not-accepted', { host: url.host, correlationId: document.correlationId, ...outcome });
    }
    return outcome;
  }

  /** A token may be revoked before its time: 401 to a token means that nothing was taken, so one fresh token is tried. */
  async function authorized(
    document: OutgoingDocument,
    route: HttpsRoute,
    url: URL,
    { agent, tokens }: RouteCredentials,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    for (const isLast of [false, true]) {
      const granted = await tokens?.token();
      if (granted && granted.kind !== 'token') return granted;
      const posted = await post(document, route, url, agent, granted?.value, signal);
      if (posted.kind === 'failed') return posted.outcome;
      if (granted && posted.answer.status === 401) tokens?.forget(granted.value);
      if (!granted || posted.answer.status !== 401 || isLast) return outcomeOf(posted.answer, document, route);
    }
    return { kind: 'misconfigured', reason: 'No token was taken' };
  }

  async function post(
    document: OutgoingDocument,
    route: HttpsRoute,
    url: URL,
    dispatcher: RouteCredentials['agent'],
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<Answered | Ended> {
    try {
      const headers = requestHeaders(document, route, secrets, clock);
      if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
      const { timeoutMs } = route;
      return await postOnce({ url, headers, dispatcher, timeoutMs, signal, maxAnswerBytes, body: document.bytes });
    } catch (thrown) {
      return { kind: 'failed', outcome: misconfigured(thrown) };
    }
  }

  function outcomeOf(answer: HttpAnswer, document: OutgoingDocument, route: HttpsRoute): DeliveryOutcome {
    const outcome = outcomeOfAnswer(answer, document.idempotencyKey, clock.now());
    if (outcome.kind !== 'accepted' || !route.hashReceipt || namesHash(answer, document.sha256)) return outcome;
    return { kind: 'unknown', reason: `HTTP ${answer.status} without the SHA-256 of the document as its receipt` };
  }

  return {
    channel: 'https',
    deliver,
    close: () => agents.close(),
  };
}

/** Whether the receiver says which bytes it took. */
function namesHash({ headers, body }: HttpAnswer, sha256: string): boolean {
  const header = headers['x-facteur-sha256'];
  const said = Array.isArray(header) ? header[0] : header;
  return said?.toLowerCase() === sha256 || new RegExp(`"sha256"\\s*:\\s*"${sha256}"`, 'i').test(body);
}

function addressOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
}
