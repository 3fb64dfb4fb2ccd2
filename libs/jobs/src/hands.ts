import { setTimeout as pause } from 'node:timers/promises';
import type { JobRow } from '#ports';
import { executeJob } from './execute-job.js';
import type { RunnerContext } from './runner-options.js';

/** How long a handler may take to notice that it is told to stop. */
const AFTER_ABORT_MS = 1000;

interface HeldJob {
  readonly stopping: AbortController;
  readonly settled: Promise<void>;
  readonly leave: () => void;
}

/** The jobs that this process has in hand. */
export class Hands {
  private readonly held = new Set<HeldJob>();

  constructor(private readonly context: RunnerContext) {}

  get size(): number {
    return this.held.size;
  }

  /** Runs the job. Resolves when it is settled, or when `empty` no longer waits for it. */
  async run(job: JobRow): Promise<void> {
    const stopping = new AbortController();
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const item = { stopping, leave, settled: executeJob(job, this.context, stopping.signal) };
    this.held.add(item);
    await Promise.race([item.settled, left]);
    this.held.delete(item);
  }

  /** Lets what is in hand finish for so long, then tells it to stop and gives back what is not done. */
  async empty(graceMs: number): Promise<void> {
    await this.settled(graceMs);
    for (const item of this.held) item.stopping.abort();
    await this.settled(AFTER_ABORT_MS);
    const { queue, worker, log } = this.context;
    // Without a database the leases simply run out.
    await queue.release(worker).catch((thrown: unknown) => log.warn('jobs.not-released', { reason: String(thrown) }));
    for (const item of this.held) item.leave();
  }

  private async settled(atMostMs: number): Promise<void> {
    if (this.held.size === 0) return;
    const patience = new AbortController();
    const timeUp = pause(atMostMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all([...this.held].map((item) => item.settled)), timeUp]);
    patience.abort();
  }
}
