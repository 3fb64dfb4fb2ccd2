import { request, type Dispatcher } from 'undici';
import { systemClock, type Clock } from '#kernel';
import type { DeliveryOutcome } from '#ports';
import { boundedText, outcomeOfFailure } from './outbound-failure.js';
import { readBounded } from './read-bounded.js';
import { retryAfter } from './retry-after.js';

/** Where and how a token is asked for: OAuth 2.0 client credentials (RFC 6749, section 4.4). */
export interface TokenClientOptions {
  readonly tokenUrl: URL;
  readonly clientId: string;
  /** Asked for at each request, so that a rotated secret is taken up. */
  readonly clientSecret: () => string;
  /** How the client shows its secret: HTTP Basic or members of the form (RFC 6749, section 2.3.1). */
  readonly authentication: 'basic' | 'body';
  readonly scope?: string;
  readonly audience?: string;
  readonly dispatcher: () => Dispatcher;
  readonly timeoutMs: number;
  readonly clock?: Clock;
}

export type TokenOutcome =
  | { readonly kind: 'token'; readonly value: string }
  | Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }>;

export interface TokenClient {
  /** The token in force, or a fresh one; callers at the same time share one request. Never throws. */
  token(): Promise<TokenOutcome>;
  /** A server refused this token: it is not used again, even if its time has not come. */
  forget(token: string): void;
}

const MAX_ANSWER = 64 * 1024;
/** RFC 6749 only recommends `expires_in`; without it a token is taken for short-lived. */
const DEFAULT_LIFE_SECONDS = 300;

/** A cache of one access token. */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const { clock = systemClock } = options;
  let held: { value: string; until: number } | undefined;
  let asking: Promise<TokenOutcome> | undefined;

  async function ask(): Promise<TokenOutcome> {
    try {
      const response = await request(options.tokenUrl, {
        method: 'POST',
        ...credentialsOf(options),
        dispatcher: options.dispatcher(),
        headersTimeout: options.timeoutMs,
        bodyTimeout: options.timeoutMs,
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      const text = (await readBounded(response.body, MAX_ANSWER)).bytes.toString('utf8');
      const { statusCode } = response;
      if (statusCode !== 200) return refusalOf(statusCode, text, response.headers['retry-after'], clock);
      const granted = grantOf(text);
      if (!granted) return { kind: 'misconfigured', reason: 'The token address answers 200 without a bearer token' };
      const lifeMs = granted.lifeSeconds * 1000;
      // Renewed a little early: a request under way must not meet the end of its token.
      held = { value: granted.token, until: clock.now().getTime() + lifeMs - Math.min(60_000, lifeMs / 5) };
      return { kind: 'token', value: granted.token };
    } catch (thrown) {
      const { reason, kind } = outcomeOfFailure(thrown, false) as Extract<DeliveryOutcome, { reason: string }>;
      return { kind: kind === 'misconfigured' ? kind : 'unavailable', reason: `No token: ${reason}` };
    }
  }

  return {
    token: async () => {
      if (held && clock.now().getTime() < held.until) return { kind: 'token', value: held.value };
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget: (token) => {
      if (held?.value === token) held = undefined;
    },
  };
}

function credentialsOf(options: TokenClientOptions): { headers: Record<string, string>; body: string } {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (options.scope !== undefined) form.set('scope', options.scope);
  if (options.audience !== undefined) form.set('audience', options.audience);
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    'user-agent': 'facteur',
  };
  if (options.authentication === 'body') {
    form.set('client_id', options.clientId);
    form.set('client_secret', options.clientSecret());
  } else {
    // Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1).
    const pair = [options.clientId, options.clientSecret()].map(formEncoded).join(':');
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return { headers, body: form.toString() };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** RFC 6749, section 5.2: the server's `error` says why; 429 and 5xx are outages. */
function refusalOf(
  status: number,
  text: string,
  wait: string | string[] | undefined,
  clock: Clock,
): Exclude<TokenOutcome, { kind: 'token' }> {
  const { error, error_description: description } = objectOf(text);
  const said = [error, description].filter((each) => typeof each === 'string').join(': ');
  const reason = boundedText(`No token: HTTP ${status} ${said}`);
  if (status !== 408 && status !== 429 && status < 500) return { kind: 'misconfigured', reason };
  const retryAfterMs = retryAfter(Array.isArray(wait) ? wait[0] : wait, clock.now());
  return { kind: 'unavailable', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function grantOf(text: string): { token: string; lifeSeconds: number } | undefined {
  const { access_token: token, token_type: type, expires_in: life } = objectOf(text);
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,16000}$/.test(token)) return undefined;
  if (type !== undefined && (typeof type !== 'string' || type.toLowerCase() !== 'bearer')) return undefined;
  const seconds = typeof life === 'string' ? Number(life) : life;
  const isLife = typeof seconds === 'number' && seconds > 0 && seconds < 10_000_000;
  return { token, lifeSeconds: isLife ? seconds : DEFAULT_LIFE_SECONDS };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
