import type { Clock } from '#kernel';
import type { Queries } from './database.js';
import type { Evidence } from './evidence.js';

/** What every repository of a transaction works with. */
export interface TenantScope {
  readonly tenantId: string;
  readonly queries: Queries;
  readonly clock: Clock;
  /** What this transaction adds that the timeline must bind. */
  readonly evidence: Evidence;
}
