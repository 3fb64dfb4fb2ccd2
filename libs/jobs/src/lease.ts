import type { JobRow } from '#ports';
import type { RunnerContext } from './runner-options.js';

/** A lease that is renewed while the job runs. */
export interface KeptLease {
  readonly isLost: boolean;
  end(): void;
}

/**
 * Renews the job's lease at a third of its length and calls `onLost` when another worker may have the job: the queue says so, or
 * it could not be renewed before it ran out, as in an outage of the database.
 */
export function keepLease(job: JobRow, { queue, leaseMs, worker, log }: RunnerContext, onLost: () => void): KeptLease {
  let isLost = false;
  let lastsUntil = performance.now() + leaseMs;
  const lose = () => {
    isLost = true;
    clearInterval(timer);
    onLost();
  };
  const renew = async () => {
    const from = performance.now();
    try {
      if (await queue.renew(job.id, { leaseMs, worker })) lastsUntil = from + leaseMs;
      else lose();
    } catch (thrown) {
      log.warn('job.lease-not-renewed', { jobId: job.id, kind: job.kind, reason: String(thrown) });
      if (performance.now() >= lastsUntil) lose();
    }
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  return {
    get isLost() {
      return isLost;
    },
    end: () => clearInterval(timer),
  };
}
