import { createHash, randomBytes } from 'node:crypto';

let lastMillisecond = 0;
let sequence = 0;

/**
 * A version 7 UUID (RFC 9562): ordered by creation time, so that indexes grow at their end; within one process each is greater
 * than the one before, also in the same millisecond (a counter in the place of `rand_a`, section 6.2 method 1).
 */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  const isSame = now <= lastMillisecond && lastMillisecond - now < 1000;
  sequence = isSame ? sequence + 1 : bytes.readUInt16BE(6) & 0x3ff;
  // The counter is used up within the millisecond: the next one is borrowed.
  lastMillisecond = isSame ? lastMillisecond + (sequence > 0xfff ? 1 : 0) : now;
  if (sequence > 0xfff) sequence = 0;
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Lower-case hexadecimal SHA-256. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
