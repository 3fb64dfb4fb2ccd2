import { setTimeout as pause } from 'node:timers/promises';
import { asFacteurError } from '#kernel';
import type { JobOutcome, JobQueue, JobRow } from '#ports';
import { pauseBefore } from './back-off.js';
import { keepLease } from './lease.js';
import { IS_RETRIED } from './retry.table.js';
import type { RunnerContext } from './runner-options.js';

type Settlement = Parameters<JobQueue['settle']>[2];

const MAX_REASON = 2000;
const UNKNOWN_KIND_PAUSE_MS = 30_000;
const SETTLE_PAUSES_MS = [0, 100, 1000];

/**
 * Runs one claimed job and settles it: done, waiting for its next attempt, or dead with the reason. What a handler throws counts
 * as an outcome by its category. When `stopping`, the job's own signal, aborts, a job that is not done is left to be released.
 * Never throws.
 */
export async function executeJob(job: JobRow, context: RunnerContext, stopping: AbortSignal): Promise<void> {
  if (!Object.hasOwn(context.handlers, job.kind)) {
    // Enqueued by a newer version, during an upgrade: left for a process that knows it.
    const runAt = new Date(context.clock.now().getTime() + UNKNOWN_KIND_PAUSE_MS);
    await settle(job, context, { state: 'waiting', runAt, error: 'This version does not know this kind of job' });
    return;
  }
  const policy = context.policies[job.kind];
  if (job.attempts > policy.maxAttempts) {
    // Its last attempt took the process with it, or was cut off: the settlement never came.
    await settle(job, context, { state: 'dead', error: 'The process ended during the last attempt' });
    return;
  }
  const aborting = new AbortController();
  const abort = () => aborting.abort();
  stopping.addEventListener('abort', abort, { once: true });
  const lease = keepLease(job, context, abort);
  const startedAt = performance.now();
  const outcome = await attempt(job, context, aborting.signal);
  lease.end();
  if (lease.isLost) {
    context.log.warn('job.lease-lost', { jobId: job.id, kind: job.kind });
    return;
  }
  if (stopping.aborted && outcome.kind !== 'done') return;
  const settlement = settlementOf(job, context, outcome);
  if (!(await settle(job, context, settlement))) return;
  if (outcome.kind === 'postponed') return;
  const result = settlement.state === 'waiting' ? 'retry' : settlement.state;
  context.signals?.jobFinished(job.kind, result, (performance.now() - startedAt) / 1000);
}

async function attempt(job: JobRow, context: RunnerContext, signal: AbortSignal): Promise<JobOutcome> {
  const isLastAttempt = job.attempts >= context.policies[job.kind].maxAttempts;
  try {
    return await context.handlers[job.kind](job, { isLastAttempt, signal });
  } catch (thrown) {
    const error = asFacteurError(thrown);
    if (error.category === 'defect' && !signal.aborted)
      context.log.error('job.failed', { jobId: job.id, kind: job.kind, code: error.code, reason: error.message });
    const reason = `${error.code}: ${error.message}`;
    return { kind: IS_RETRIED[error.category] ? 'retry' : 'dead', reason };
  }
}

function settlementOf(job: JobRow, context: RunnerContext, outcome: JobOutcome): Settlement {
  if (outcome.kind === 'done') return { state: 'done' };
  const error = outcome.reason.slice(0, MAX_REASON);
  const now = context.clock.now().getTime();
  if (outcome.kind === 'postponed')
    return { state: 'waiting', runAt: new Date(now + outcome.afterMs), error, isUncounted: true };
  const policy = context.policies[job.kind];
  if (outcome.kind === 'dead' || job.attempts >= policy.maxAttempts) return { state: 'dead', error };
  const pauseMs = pauseBefore(policy, job.attempts, outcome.afterMs);
  return { state: 'waiting', runAt: new Date(now + pauseMs), error };
}

/** False when the job was taken over meanwhile, or the database stayed away: then the lease runs out and it runs again. */
async function settle(job: JobRow, { queue, worker, log }: RunnerContext, result: Settlement): Promise<boolean> {
  const facts = { jobId: job.id, kind: job.kind };
  for (const pauseMs of SETTLE_PAUSES_MS) {
    if (pauseMs > 0) await pause(pauseMs);
    try {
      const isOurs = await queue.settle(job.id, worker, result);
      if (!isOurs) log.warn('job.lease-lost', facts);
      else if (result.state === 'dead')
        log.warn('job.dead', { ...facts, attempts: job.attempts, reason: result.error });
      return isOurs;
    } catch (thrown) {
      log.warn('job.not-settled', { ...facts, reason: String(thrown) });
    }
  }
  return false;
}
