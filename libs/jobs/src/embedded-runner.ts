import { JOB_KINDS, type JobRunner } from '#ports';
import { Hands } from './hands.js';
import { untilIdle } from './idle.js';
import { Pulse } from './pulse.js';
import { withDefaults, type RunnerContext, type RunnerOptions } from './runner-options.js';

const GRACE_MS = 10_000;

/**
 * A runner that takes jobs from the database itself: at once when a commit in this process announces them, within `pollMs` when
 * another process enqueued them or they came due. Any number of them may share a queue.
 */
export function createEmbeddedRunner(options: RunnerOptions): JobRunner {
  return new EmbeddedRunner(withDefaults(options));
}

class EmbeddedRunner implements JobRunner {
  private readonly hands: Hands;
  private readonly pulse: Pulse;
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly context: RunnerContext) {
    this.hands = new Hands(context);
    this.pulse = new Pulse(
      context.pollMs,
      () => this.take(),
      (thrown) => context.log.warn('jobs.not-claimed', { reason: String(thrown) }),
    );
  }

  async start(): Promise<void> {
    await this.context.queue.recover(this.context.worker);
    this.unsubscribe = this.context.queue.onEnqueued(() => this.pulse.poke());
    this.pulse.start();
  }

  async stop(graceMs = GRACE_MS): Promise<void> {
    this.unsubscribe();
    await this.pulse.stop();
    await this.hands.empty(graceMs);
  }

  idle(): Promise<void> {
    return untilIdle(this.context.queue);
  }

  /** Fills the free hands; each that becomes free asks again. */
  private async take(): Promise<void> {
    const { queue, leaseMs, worker, concurrency } = this.context;
    const limit = concurrency - this.hands.size;
    if (limit <= 0) return;
    // A newer version may have enqueued kinds that this one does not know.
    const jobs = await queue.claim({ limit, leaseMs, worker, kinds: JOB_KINDS });
    for (const job of jobs) void this.hands.run(job).then(() => this.pulse.poke());
  }
}
