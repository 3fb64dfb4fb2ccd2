import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PlatformProfile, CallbackVerdict, PlatformCallback } from '#ports';
import { readFlow } from './flow-reading.js';

type WebhookSettings = NonNullable<PlatformProfile['webhook']>;

/**
 * The signature of a callback (XP Z12-013 annex A, `Afnor-Signature`): base64 of HMAC-SHA-256 by the signing key over the
 * fingerprint, and the fingerprint is the SHA-256 of the body's bytes, `@` and the time stamp. Whether the fingerprint enters as
 * bytes or as hexadecimal text, and how the key is written, is told by the settings: the annex leaves both open.
 */
export function callbackSignature(
  body: Uint8Array,
  timestamp: string,
  key: string,
  settings: Pick<WebhookSettings, 'keyEncoding' | 'fingerprint'>,
): string {
  const fingerprint = createHash('sha256').update(body).update(`@${timestamp}`);
  const keyBytes = Buffer.from(key, settings.keyEncoding === 'base64' ? 'base64' : 'utf8');
  return createHmac('sha256', keyBytes)
    .update(settings.fingerprint === 'hex' ? fingerprint.digest('hex') : fingerprint.digest())
    .digest('base64');
}

/** Judges time and signature over the raw bytes; only a genuine body is parsed. */
export function judgeCallback(
  callback: PlatformCallback,
  settings: WebhookSettings,
  key: string,
  now: Date,
): CallbackVerdict {
  const { body, signature, timestamp } = callback;
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) {
    return { kind: 'rejected', reason: 'unsigned' };
  }
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  const expected = Buffer.from(callbackSignature(body, timestamp, key, settings));
  const given = Buffer.from(signature.trim());
  // The signature before the age: who cannot sign learns nothing of our clock.
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    return { kind: 'rejected', reason: 'wrong-signature' };
  }
  if (age > settings.toleranceSeconds) return { kind: 'rejected', reason: 'too-old' };
  const flow = readFlow(parsed(body), now);
  return flow ? { kind: 'genuine', flow } : { kind: 'rejected', reason: 'unreadable' };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
