import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
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

  /** Places that somebody is about to fill. */
  private promised = 0;
  private readonly waiting: (() => void)[] = [];
  /** Who waits with precedence. */
  private ahead = 0;

  constructor(private readonly context: RunnerContext) {}

  get size(): number {
    return this.held.size;
  }

  /**
   * Sets free places aside, as many as there are up to `wanted`, waiting until there is one; whoever is `first` goes before the
   * others. 0 means: look again, the process may be stopping. Each answer above 0 is given back with `vacate` once the jobs run.
   */
  async room(wanted: number, first = false): Promise<number> {
    const free = this.context.concurrency - this.held.size - this.promised;
    if (free <= 0 || (!first && this.ahead > 0)) {
      await this.turn(first);
      return 0;
    }
    const room = Math.min(free, wanted);
    this.promised += room;
    return room;
  }

  /** Waits for a change. Jobs end in crowds: a moment later there is room for several, and one claim does for all. */
  private async turn(first: boolean): Promise<void> {
    if (first) this.ahead += 1;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    await nextTurn();
    if (!first) return;
    this.ahead -= 1;
    // Those that stood back look again, after us.
    if (this.ahead === 0) void nextTurn().then(() => this.wake());
  }

  vacate(room: number): void {
    this.promised -= room;
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
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
    this.wake();
  }

  /** Lets what is in hand finish for so long, then tells it to stop and gives back what is not done. */
  async empty(graceMs: number): Promise<void> {
    this.wake();
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
