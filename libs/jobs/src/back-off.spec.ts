import { describe, expect, it } from '@jest/globals';
import { pauseBefore } from './back-off.js';

const POLICY = { maxAttempts: 9, baseMs: 100, capMs: 1000 };

describe('pauseBefore', () => {
  it('grows with the attempts up to the cap', () => {
    const longest = [1, 2, 3, 4, 5, 60].map((attempts) => pauseBefore(POLICY, attempts, undefined, () => 1));
    expect(longest).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('spreads over the whole range', () => {
    expect(pauseBefore(POLICY, 3, undefined, () => 0)).toBe(0);
    expect(pauseBefore(POLICY, 3, undefined, () => 0.5)).toBe(200);
  });

  it('waits as long as the partner asked for, a day at most', () => {
    expect(pauseBefore(POLICY, 1, 30_000)).toBe(30_000);
    expect(pauseBefore(POLICY, 1, 1e12)).toBe(86_400_000);
    expect(pauseBefore(POLICY, 1, -5)).toBe(0);
  });
});
