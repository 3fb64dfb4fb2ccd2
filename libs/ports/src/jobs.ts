import type { Page, PageQuery } from './page.js';

export const JOB_KINDS = [
  'read-orders',
  'issue-invoice',
  'deliver-document',
  'read-statement',
  'read-remittance-advice',
  'send-webhook',
  'await-acknowledgement',
  'fetch-flow',
  'read-status',
  'report-collections',
  'send-message',
  'cancel-invoice',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** waiting (or due later) → running under a lease → done | waiting again | dead. */
export type JobState = 'waiting' | 'running' | 'done' | 'dead' | 'cancelled';

export interface JobRequest {
  readonly kind: JobKind;
  /** Unique per tenant and kind: enqueuing the same work twice makes one job. */
  readonly key: string;
  /** Ids only, never documents or secrets. */
  readonly payload: Readonly<Record<string, string>>;
  readonly correlationId: string;
  readonly runAt?: Date;
}

export interface JobRow {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: JobKind;
  readonly key: string;
  readonly payload: Readonly<Record<string, string>>;
  readonly correlationId: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly runAt: Date;
  readonly lastError?: string;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

/** Jobs as a transaction sees them: enqueued with the change that makes them necessary, or not at all. */
export interface JobOutbox {
  /** A job that is done, dead or cancelled under the same key is made to wait again only when `again` is true. */
  enqueue(request: JobRequest, options?: { again?: boolean }): Promise<void>;
  list(query: PageQuery & { kind?: JobKind; state?: JobState }): Promise<Page<JobRow>>;
  find(id: string): Promise<JobRow | undefined>;
  /** Puts a dead or cancelled job back to waiting, with fresh attempts. False when it was in another state. */
  retry(id: string): Promise<boolean>;
  cancel(id: string): Promise<boolean>;
}

/** What a handler answers. It never throws for what a partner can cause. */
export type JobOutcome =
  | { readonly kind: 'done' }
  /** An outage: again after a pause (the runner's back-off with jitter, or what the partner asked for). */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** Not tried: a partner is paused, its circuit open, its rate used up. Does not count as an attempt. */
  | { readonly kind: 'postponed'; readonly reason: string; readonly afterMs: number }
  /** No use in trying again: waits in the dead-letter list for a person. */
  | { readonly kind: 'dead'; readonly reason: string };

/**
 * Does the work of one job. May be called twice for the same job, also at the same time after a lost lease: everything it does
 * must be harmless the second time. `isLastAttempt` tells that a `retry` now would become `dead`.
 */
export type JobHandler = (job: JobRow, context: { isLastAttempt: boolean; signal: AbortSignal }) => Promise<JobOutcome>;

export type JobHandlers = Readonly<Record<JobKind, JobHandler>>;

/** The two carriers (embedded; Bull on Redis) answer this one contract. The database row is the truth, whoever carries. */
export interface JobRunner {
  start(): Promise<void>;
  /** Takes no new work, lets what is in hand finish up to the grace period, returns the rest to the queue. */
  stop(graceMs?: number): Promise<void>;
  /** Resolves when nothing is waiting or running that is due now. For tests and the demo. */
  idle(): Promise<void>;
}

/** The queue as runners see it, across tenants. */
export interface JobQueue {
  /** Takes due jobs under a lease, oldest first, skipping what others hold. */
  claim(options: {
    limit: number;
    leaseMs: number;
    worker: string;
    kinds?: readonly JobKind[];
  }): Promise<readonly JobRow[]>;
  /** Takes this very job, if it is still due and nobody holds it. */
  claimOne(id: string, options: { leaseMs: number; worker: string }): Promise<JobRow | undefined>;
  /** Takes those of these jobs that are due and that nobody holds. */
  claimThese(ids: readonly string[], options: { leaseMs: number; worker: string }): Promise<readonly JobRow[]>;
  /** Ids of due jobs that no carrier holds, marking them as published until `republishMs` have passed. */
  publishDue(options: { limit: number; republishMs: number }): Promise<readonly { id: string; attempts: number }[]>;
  renew(id: string, options: { leaseMs: number; worker: string }): Promise<boolean>;
  /** Settles the job, unless another worker has taken it over meanwhile (answers false). */
  settle(
    id: string,
    worker: string,
    result:
      | { state: 'done' }
      | { state: 'waiting'; runAt: Date; error: string; isUncounted?: boolean }
      | { state: 'dead'; error: string },
  ): Promise<boolean>;
  /** Gives back what a process that went by this name held when it was killed; the attempt counts. */
  recover(worker: string): Promise<void>;
  /** Gives back what this worker holds, e.g. at shutdown. */
  release(worker: string): Promise<void>;
  /** Removes finished jobs that ended before these instants; what waits or runs is never touched. Answers how many. */
  purge(before: { readonly done: Date; readonly dead: Date }): Promise<number>;
  /** When the next waiting job is due, if there is one. */
  nextDueAt(): Promise<Date | undefined>;
  /** Whether a job runs anywhere, or waits and is due now. */
  isBusy(): Promise<boolean>;
  /**
   * Called after each commit that enqueued jobs in this process. With `headStartMs`, the few due jobs of a commit are left to the
   * listener for so long, which is told their ids: carriers see them only afterwards. Answers a function that unsubscribes.
   */
  onEnqueued(listener: (ids: readonly string[]) => void, headStartMs?: number): () => void;
}
