import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { sha256 } from '#kernel';
import type { Identity } from './identity.js';

const TOLERANCE_SECONDS = 300;

/** Why the customer turns a request away before it looks at the document. */
export interface Rejection {
  readonly status: 400 | 401;
  readonly error: string;
}

/** Checks what the documentation of the HTTPS delivery promises: signature, digest, idempotency key, bearer token. */
export function checkRequest(headers: IncomingHttpHeaders, body: Buffer, identity: Identity): Rejection | undefined {
  if (typeof headers['idempotency-key'] !== 'string') return { status: 400, error: 'Idempotency-Key is missing' };
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  if (headers['content-digest'] !== digest) return { status: 400, error: 'Content-Digest does not match the body' };
  const { authorization } = headers;
  if (authorization !== undefined && !isEqual(authorization, `Bearer ${identity.bearerToken}`)) {
    return { status: 401, error: 'The bearer token is not known' };
  }
  const signature = headers['x-facteur-signature'];
  if (typeof signature !== 'string' || !isSigned(signature, body, identity.hmacSecret)) {
    return { status: 401, error: 'The signature is missing, wrong or too old' };
  }
  return undefined;
}

function isSigned(header: string, body: Buffer, secret: string): boolean {
  const fields = new Map(
    header.split(',').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
  const [time, given] = [fields.get('t'), fields.get('v1')];
  if (time === undefined || given === undefined || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE_SECONDS) return false;
  return isEqual(given, createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex'));
}

/** Equal length by hashing, so that the comparison tells nothing by its time. */
function isEqual(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(expected)));
}
