import { setTimeout as pause } from 'node:timers/promises';

/** What is waited for happens in seconds; a machine with other work to do may take this long, in milliseconds. */
export const PATIENCE_MS = 180_000;

/**
 * Asks again and again until the answer is neither undefined nor false, and gives that answer.
 * @throws Error naming what was waited for, with the last failure of `probe` if it threw.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { limitMs = PATIENCE_MS, everyMs = 100 } = {},
): Promise<T> {
  let failure: unknown;
  for (const end = Date.now() + limitMs; Date.now() < end; await pause(everyMs)) {
    try {
      const answer = await probe();
      failure = undefined;
      if (answer !== undefined && answer !== false) return answer;
    } catch (thrown) {
      // A process that is starting or stopping answers nobody.
      failure = thrown;
    }
  }
  throw new Error(`Waited ${limitMs / 1000} s in vain: ${what}`, { cause: failure });
}
