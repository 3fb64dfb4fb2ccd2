import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * The signature of a webhook as Standard Webhooks 1.0 defines it: `v1,` and the Base64 of HMAC-SHA-256 over `id.timestamp.body`.
 * A secret that begins with `whsec_` holds its key in Base64; any other is taken as it is, in UTF-8. `timestamp` in unix seconds.
 */
export function signWebhook(id: string, timestamp: number, body: Uint8Array, secret: string): string {
  const key = secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}
