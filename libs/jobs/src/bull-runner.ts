import type Bull from 'bull';
import { newId, sha256 } from '#kernel';
import type { JobRunner } from '#ports';
import { Hands } from './hands.js';
import { untilIdle } from './idle.js';
import { Pulse } from './pulse.js';
import { withDefaults, type RunnerContext, type RunnerOptions } from './runner-options.js';

/** What travels through Redis: ids alone, several at a time; the rows in the database are the truth. */
export interface CarriedJobs {
  readonly ids: readonly string[];
}

export interface BullRunnerOptions extends RunnerOptions {
  /** Whether this process runs jobs, too; without it, it only publishes them. */
  readonly processes?: boolean;
  /** After how long a job that was published and not taken is published again: Redis may have lost it. */
  readonly republishMs?: number;
}

const REPUBLISH_MS = 20_000;
const BATCH = 500;
/** Jobs that travel together: enough to share transactions, few enough that two workers get their part each. */
const LOAD = 48;
/** Loads that a worker unpacks at the same time; how many jobs run is bounded by the hands. */
const LOADS_AT_ONCE = 4;
/**
 * What a job enqueues when it ends well, the process that ran it takes itself: the delivery of an invoice it has just written.
 * For so long nobody else looks at it; if this process ends meanwhile, any publisher hands it to Redis afterwards.
 */
const HEAD_START_MS = 3000;
/** Follow-ups that wait in this process for a free hand; what comes above that travels through Redis. */
const MAX_FOLLOW_UPS = 256;
const GRACE_MS = 10_000;
/** How long Redis may take to let go of us. */
const CLOSE_MS = 2000;

/**
 * A runner whose jobs travel through Bull. The publisher hands due jobs to Redis; a worker takes the rows in the database under a
 * lease before it runs them, so that a job carried twice runs once, and one that Redis lost is published again.
 */
export class BullRunner implements JobRunner {
  private readonly context: RunnerContext;
  private readonly hands: Hands;
  private readonly pulse: Pulse;
  private readonly republishMs: number;
  private readonly processes: boolean;
  private unsent: readonly { id: string; attempts: number }[] = [];
  private unsubscribe: () => void = () => undefined;
  private followUps = 0;
  private isStopped = false;

  constructor(
    private readonly carrier: Bull.Queue<CarriedJobs>,
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
        .process(LOADS_AT_ONCE, (load) => this.unpack(load.data.ids))
        .catch((thrown: unknown) => this.context.log.error('jobs.carrier-failed', { reason: String(thrown) }));
    }
    this.unsubscribe = this.context.queue.onEnqueued(
      (ids) => this.onEnqueued(ids),
      this.processes ? HEAD_START_MS : undefined,
    );
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

  private onEnqueued(ids: readonly string[]): void {
    if (ids.length === 0) return this.pulse.poke();
    if (this.isStopped || this.followUps + ids.length > MAX_FOLLOW_UPS) return;
    this.followUps += ids.length;
    this.take(ids, true)
      .catch((thrown: unknown) => this.context.log.warn('jobs.not-taken', { reason: String(thrown) }))
      .finally(() => (this.followUps -= ids.length));
  }

  /**
   * Starts the jobs of a load as hands become free. The load is done once all are in hand: a job that is slow, because its
   * partner is, keeps a hand busy and nothing else.
   */
  private async unpack(ids: readonly string[]): Promise<void> {
    const left = await this.take(ids, false);
    // Taken off Redis while stopping: back it goes, under an id that is not folded into this one.
    if (left.length > 0) await this.carrier.add({ ids: left }, { jobId: newId() });
  }

  /** Answers what is left when the runner stops. Follow-ups come before what Redis brings. */
  private async take(ids: readonly string[], isFollowUp: boolean): Promise<readonly string[]> {
    let left = ids;
    while (left.length > 0 && !this.isStopped) {
      const room = await this.hands.room(left.length, isFollowUp);
      if (room === 0) continue;
      const { queue, leaseMs, worker } = this.context;
      try {
        const jobs = await queue.claimThese(left.slice(0, room), { leaseMs, worker });
        for (const job of jobs) void this.hands.run(job);
      } finally {
        this.hands.vacate(room);
      }
      left = left.slice(room);
    }
    return left;
  }

  private async publish(): Promise<void> {
    for (;;) {
      if (this.unsent.length === 0)
        this.unsent = await this.context.queue.publishDue({ limit: BATCH, republishMs: this.republishMs });
      const batch = this.unsent;
      if (batch.length === 0) return;
      await this.carrier.addBulk(loadsOf(batch));
      this.unsent = [];
      if (batch.length < BATCH || this.isStopped) return;
    }
  }
}

/** The same jobs at the same attempt have the same id in Redis, where a repetition is folded into the first. */
function loadsOf(jobs: readonly { id: string; attempts: number }[]) {
  const loads = [];
  for (let at = 0; at < jobs.length; at += LOAD) {
    const load = jobs.slice(at, at + LOAD);
    const jobId = sha256(load.map(({ id, attempts }) => `${id}:${attempts}`).join(' '));
    loads.push({ data: { ids: load.map(({ id }) => id) }, opts: { jobId } });
  }
  return loads;
}

function timeUp(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
