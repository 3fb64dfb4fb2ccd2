import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import type { Clock } from '#kernel';
import { boundedText, outcomeOfFailure, readBounded, retryAfter, type TokenClient } from '#http';
import type { DeliveryOutcome } from '#ports';

/** One request to a service of the platform. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly body?: { readonly mediaType: string; readonly bytes: Uint8Array };
  readonly organization?: string;
  /** Of the answer no more than this is taken. */
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
}

export interface ServiceAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** No answer came. `unknown` only where the request had gone out. */
export type NoAnswer = Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'unknown' | 'misconfigured' }>;

/** Makes a call below one of the platform's services. */
export type Call = (
  base: string,
  path: string,
  over: Pick<ServiceRequest, 'method' | 'signal'> & Partial<ServiceRequest>,
) => Promise<ServiceAnswer | NoAnswer>;

/** A JSON request body. */
export function jsonBody(value: unknown): Pick<ServiceRequest, 'body'> {
  return { body: { mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(value)) } };
}

export interface ServiceOptions {
  readonly tokens: TokenClient;
  readonly dispatcher: () => Dispatcher;
  readonly timeoutMs: number;
}

/**
 * Sends with the bearer token in force. 401 says that nothing was done: the token is renewed and the request sent once more.
 * Any other repetition is the caller's decision.
 */
export async function callService(call: ServiceRequest, options: ServiceOptions): Promise<ServiceAnswer | NoAnswer> {
  const first = await callOnce(call, options);
  if (first.kind !== 'answer' || first.status !== 401) return first;
  return callOnce(call, options);
}

async function callOnce(call: ServiceRequest, options: ServiceOptions): Promise<ServiceAnswer | NoAnswer> {
  const token = await options.tokens.token();
  if (token.kind !== 'token') return token;
  if (call.signal.aborted) return { kind: 'unavailable', reason: 'Given up before the request' };
  let wasSent = false;
  // The body is asked for when the connection stands: from then on the platform may act.
  async function* body(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    wasSent = true;
    yield bytes;
  }
  const patience = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await request(call.url, {
      method: call.method,
      headers: headersOf(call, token.value),
      body: call.body ? Readable.from(body(call.body.bytes), { objectMode: false }) : null,
      dispatcher: options.dispatcher(),
      signal: AbortSignal.any([call.signal, patience]),
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
    });
    const { bytes, isCut } = await readBounded(response.body, call.maxAnswerBytes);
    if (response.statusCode === 401) options.tokens.forget(token.value);
    return { kind: 'answer', status: response.statusCode, headers: response.headers, bytes, isCut };
  } catch (thrown) {
    const cause = patience.aborted ? new Error(`no answer within ${options.timeoutMs} ms`) : thrown;
    return outcomeOfFailure(cause, wasSent) as NoAnswer;
  }
}

function headersOf(call: ServiceRequest, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json, application/octet-stream;q=0.9, */*;q=0.1',
    'user-agent': 'facteur',
    'request-id': randomUUID(),
    ...(call.organization === undefined ? {} : { 'organization-id': call.organization }),
    ...(call.body ? { 'content-type': call.body.mediaType, 'content-length': String(call.body.bytes.byteLength) } : {}),
  };
}

/** The JSON of an answer; undefined when it is none or came cut. */
export function jsonOf(answer: ServiceAnswer): unknown {
  if (answer.isCut) return undefined;
  try {
    return JSON.parse(answer.bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The platform's own words: `Error {errorCode, errorMessage, details}`, or RFC 9457 members where it answers such. */
export function reasonOf(answer: ServiceAnswer): string {
  const body = jsonOf(answer);
  const members: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const words = ['errorCode', 'errorMessage', 'title', 'detail', 'details']
    .map((name) => members[name])
    .filter((word): word is string => typeof word === 'string' && word !== '');
  return boundedText(`HTTP ${answer.status} ${words.join(': ')}`);
}

/** What a status other than a success means where the flow itself is not judged: outage, or something a person must mend. */
export function failureOf(
  answer: ServiceAnswer,
  clock: Clock,
): Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }> {
  const { status } = answer;
  const reason = reasonOf(answer);
  if (status !== 408 && status !== 425 && status !== 429 && status < 500) return { kind: 'misconfigured', reason };
  if (status === 501) return { kind: 'misconfigured', reason };
  const wait = answer.headers['retry-after'];
  const retryAfterMs = retryAfter(Array.isArray(wait) ? wait[0] : wait, clock.now());
  return { kind: 'unavailable', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** For questions, which may be asked again at will, silence is an outage whenever it began. */
export function asOutage(
  outcome: NoAnswer,
): Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }> {
  return outcome.kind === 'unknown' ? { kind: 'unavailable', reason: outcome.reason } : outcome;
}
