import type { RetryPolicy } from './retry.table.js';

/** A partner that asks for more patience than a day is looked at by us once a day all the same. */
const LONGEST_MS = 86_400_000;

/**
 * Pause before the next attempt in milliseconds, with full jitter, so that what failed together does not come back together.
 * What the partner asked for wins. `attempts` counts those already made, 1 or more.
 */
export function pauseBefore(
  policy: RetryPolicy,
  attempts: number,
  afterMs: number | undefined,
  random: () => number = Math.random,
): number {
  if (afterMs !== undefined) return Math.min(Math.max(afterMs, 0), LONGEST_MS);
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(random() * ceiling);
}
