import { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import type { DeliveryOutcome } from '#ports';
import { outcomeOfFailure } from './outbound-failure.js';
import { readBounded } from './read-bounded.js';

export interface Posting {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly dispatcher: Dispatcher;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Of the answer's body no more than this is read. */
  readonly maxAnswerBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** At most the bounded part of the body. */
  readonly body: string;
}

export type PostOutcome =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  | { readonly kind: 'failed'; readonly outcome: DeliveryOutcome };

/**
 * One POST, never repeated. Without an answer it says what that means: a connection that could not be made is unavailable,
 * silence after the request went out is unknown. Redirects are answers like any other. Never throws.
 */
export async function postOnce(posting: Posting): Promise<PostOutcome> {
  const { timeoutMs, signal } = posting;
  if (signal.aborted)
    return { kind: 'failed', outcome: { kind: 'unavailable', reason: 'Given up before the request' } };
  let wasSent = false;
  // The body is asked for when the connection stands and the headers go out: from then on the receiver may act.
  async function* body(): AsyncGenerator<Uint8Array> {
    wasSent = true;
    yield posting.body;
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
    const response = await request(posting.url, {
      method: 'POST',
      headers: { ...posting.headers, 'content-length': String(posting.body.byteLength) },
      body: Readable.from(body(), { objectMode: false }),
      dispatcher: posting.dispatcher,
      signal: stop.signal,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    // The status line is the verdict: a body that breaks off or is too long only loses words.
    const { bytes } = await readBounded(response.body, posting.maxAnswerBytes);
    return {
      kind: 'answered',
      answer: { status: response.statusCode, headers: response.headers, body: bytes.toString('utf8') },
    };
  } catch (thrown) {
    const failure = isTooLate ? new Error(`no answer within ${timeoutMs} ms`) : thrown;
    return { kind: 'failed', outcome: outcomeOfFailure(failure, wasSent) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
