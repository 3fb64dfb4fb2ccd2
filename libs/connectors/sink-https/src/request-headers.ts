import { createHmac } from 'node:crypto';
import type { Clock } from '#kernel';
import type { HttpsRoute, OutgoingDocument, Secrets } from '#ports';

/** Headers that say how the bytes travel: a route's own headers cannot touch them. */
const KEPT_BY_US = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade', 'te']);

/**
 * The request's headers. Those of the route come first and lose against ours.
 * @throws FacteurError `SECRET.MISSING` (precondition).
 */
export function requestHeaders(
  document: OutgoingDocument,
  route: HttpsRoute,
  secrets: Secrets,
  clock: Clock,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(route.headers)) {
    if (!KEPT_BY_US.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  Object.assign(headers, {
    'content-type': document.mediaType,
    'content-disposition': `attachment; filename="${document.fileName}"`,
    // RFC 9530: a structured-field byte sequence.
    'content-digest': `sha-256=:${Buffer.from(document.sha256, 'hex').toString('base64')}:`,
    'idempotency-key': visible(document.idempotencyKey),
    'x-facteur-invoice': visible(document.invoiceNumber),
    'x-correlation-id': visible(document.correlationId),
    accept: 'application/json, text/plain;q=0.5, */*;q=0.1',
    'user-agent': 'facteur',
  });
  if (route.bearerSecret !== undefined) headers['authorization'] = `Bearer ${secrets.get(route.bearerSecret)}`;
  if (route.apiKey !== undefined) headers[route.apiKey.header.toLowerCase()] = secrets.get(route.apiKey.secret);
  if (route.hmacSecret !== undefined) {
    headers['x-facteur-signature'] = signatureOf(document.bytes, secrets.get(route.hmacSecret), clock.now());
  }
  return headers;
}

/**
 * `t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA-256 over `<t>.` followed by the body's bytes. The time is part of
 * what is signed, so that a receiver can turn an old request away.
 */
export function signatureOf(body: Uint8Array, secret: string, at: Date): string {
  const time = Math.floor(at.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
  return `t=${time},v1=${digest}`;
}

/** Header values are visible ASCII; anything else, and `%` itself, is percent-encoded as UTF-8. */
function visible(text: string): string {
  return text.replace(/[^!-$&-~]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
