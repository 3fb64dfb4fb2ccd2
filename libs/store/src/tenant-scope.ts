import type { Clock } from '#kernel';
import type { Queries } from './database.js';
import type { Evidence } from './evidence.js';
import type { JobBell } from './job-bell.js';

/** What every repository of a transaction works with. */
export interface TenantScope {
  readonly tenantId: string;
  readonly queries: Queries;
  readonly clock: Clock;
  /** What this transaction adds that the timeline must bind. */
  readonly evidence: Evidence;
  /** Says whether a runner of this process takes what is enqueued here. */
  readonly bell: JobBell;
}
