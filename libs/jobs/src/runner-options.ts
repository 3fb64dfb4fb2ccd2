import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '#kernel';
import type { JobHandlers, JobQueue, Log, Signals } from '#ports';
import { RETRY_POLICIES, type RetryPolicies } from './retry.table.js';

export interface RunnerOptions {
  readonly queue: JobQueue;
  readonly handlers: JobHandlers;
  /** Jobs at the same time in this process. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly signals?: Pick<Signals, 'jobFinished'>;
  readonly policies?: RetryPolicies;
  /** How long a job stays ours without a sign of life, in milliseconds; renewed at a third of it. */
  readonly leaseMs?: number;
  /** How often the database is asked for jobs that nobody in this process has announced. */
  readonly pollMs?: number;
  /**
   * Unique among all processes that run at the same time; made up unless given. Under a name that is always the same, what a
   * killed process left is taken up at the next start instead of when its lease ends.
   */
  readonly worker?: string;
}

export interface RunnerContext extends Required<Omit<RunnerOptions, 'signals'>> {
  readonly signals: RunnerOptions['signals'];
}

const LEASE_MS = 20_000;
const POLL_MS = 400;

export function withDefaults(options: RunnerOptions): RunnerContext {
  return {
    queue: options.queue,
    handlers: options.handlers,
    concurrency: options.concurrency,
    clock: options.clock,
    log: options.log,
    policies: options.policies ?? RETRY_POLICIES,
    leaseMs: options.leaseMs ?? LEASE_MS,
    pollMs: options.pollMs ?? POLL_MS,
    worker: options.worker ?? `${hostname()}:${process.pid}:${randomUUID()}`,
    signals: options.signals,
  };
}
