import type Bull from 'bull';
import { newId } from '#kernel';
import type { JobRunner } from '#ports';
import { Hands } from './hands.js';
import { untilIdle } from './idle.js';
import { Pulse } from './pulse.js';
import { withDefaults, type RunnerContext, type RunnerOptions } from './runner-options.js';

/** What travels through Redis: the id alone; the database row is the truth. */
export interface CarriedJob {
  readonly id: string;
}

export interface BullRunnerOptions extends RunnerOptions {
  /** Whether this process runs jobs, too; without it, it only publishes them. */
  readonly processes?: boolean;
  /** After how long a job that was published and not taken is published again: Redis may have lost it. */
  readonly republishMs?: number;
}

const REPUBLISH_MS = 20_000;
const BATCH = 500;
const GRACE_MS = 10_000;
/** How long Redis may take to let go of us. */
const CLOSE_MS = 2000;

/**
 * A runner whose jobs travel through Bull. The publisher hands due jobs to Redis; a worker takes the row in the database under a
 * lease before it runs it, so that a job carried twice runs once, and one that Redis lost is published again.
 */
export class BullRunner implements JobRunner {
  private readonly context: RunnerContext;
  private readonly hands: Hands;
  private readonly pulse: Pulse;
  private readonly republishMs: number;
  private readonly processes: boolean;
  private unsent: readonly { id: string; attempts: number }[] = [];
  private unsubscribe: () => void = () => undefined;
  private isStopped = false;

  constructor(
    private readonly carrier: Bull.Queue<CarriedJob>,
    options: BullRunnerOptions,
  ) {
    this.context = withDefaults(options);
    this.republishMs = options.republishMs ?? REPUBLISH_MS;
    this.processes = options.processes ?? true;
    this.hands = new Hands(this.context);
    this.pulse = new Pulse(
      this.context.pollMs,
      () => this.publish(),
      (thrown) => this.context.log.warn('jobs.not-published', { reason: String(thrown) }),
    );
    this.carrier.on('error', (error) => this.context.log.warn('jobs.carrier-failed', { reason: error.message }));
  }

  async start(): Promise<void> {
    if (this.processes) {
      // Resolves only when the carrier closes.
      void this.carrier
        .process(this.context.concurrency, (job) => this.run(job.data.id))
        .catch((thrown: unknown) => this.context.log.error('jobs.carrier-failed', { reason: String(thrown) }));
    }
    this.unsubscribe = this.context.queue.onEnqueued(() => this.pulse.poke());
    this.pulse.start();
  }

  async stop(graceMs = GRACE_MS): Promise<void> {
    if (this.isStopped) return;
    this.isStopped = true;
    this.unsubscribe();
    await Promise.race([this.pulse.stop(), timeUp(graceMs)]);
    // Waits for what is in hand. Pausing would not do: a paused worker still takes one more job off Redis.
    const closed = this.carrier.close().catch(() => undefined);
    await this.hands.empty(graceMs);
    await Promise.race([closed, timeUp(CLOSE_MS)]);
  }

  idle(): Promise<void> {
    return untilIdle(this.context.queue);
  }

  private async run(id: string): Promise<void> {
    if (this.isStopped) {
      // Taken off Redis while stopping: back it goes, under an id that is not folded into this one.
      await this.carrier.add({ id }, { jobId: `${id}:${newId()}` });
      return;
    }
    const { queue, leaseMs, worker } = this.context;
    const job = await queue.claimOne(id, { leaseMs, worker });
    if (!job) return;
    await this.hands.run(job);
    // Work that follows, or the same job's next attempt, may be due at once.
    this.pulse.poke();
  }

  private async publish(): Promise<void> {
    for (;;) {
      if (this.unsent.length === 0)
        this.unsent = await this.context.queue.publishDue({ limit: BATCH, republishMs: this.republishMs });
      const batch = this.unsent;
      if (batch.length === 0) return;
      // The same job at the same attempt has the same id in Redis, where a repetition is folded into the first.
      await this.carrier.addBulk(
        batch.map(({ id, attempts }) => ({ data: { id }, opts: { jobId: `${id}:${attempts}` } })),
      );
      this.unsent = [];
      if (batch.length < BATCH || this.isStopped) return;
    }
  }
}

function timeUp(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
