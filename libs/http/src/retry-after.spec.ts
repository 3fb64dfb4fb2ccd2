import { describe, expect, it } from '@jest/globals';
import { retryAfter } from './retry-after.js';

const now = new Date('2026-11-23T12:00:00Z');

describe('Retry-After', () => {
  it('is read as seconds or date, within a day', () => {
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Mon, 23 Nov 2026 12:01:00 GMT', now)).toBe(60_000);
    expect(retryAfter('Mon, 23 Nov 2026 11:00:00 GMT', now)).toBe(0);
    expect(retryAfter('9999999999', now)).toBe(86_400_000);
    expect(retryAfter('Thu, 23 Nov 2056 12:01:00 GMT', now)).toBe(86_400_000);
    for (const bad of ['-1', 'soon', '1e9', '', '2026-11-23', undefined]) expect(retryAfter(bad, now)).toBeUndefined();
  });
});
