import { setTimeout as pause } from 'node:timers/promises';
import type { JobQueue } from '#ports';

const LOOK_EVERY_MS = 10;

/** Resolves when no job runs anywhere and none that waits is due. */
export async function untilIdle(queue: JobQueue): Promise<void> {
  while (await queue.isBusy()) await pause(LOOK_EVERY_MS);
}
