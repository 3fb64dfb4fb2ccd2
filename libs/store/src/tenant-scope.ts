import type { Clock } from '#kernel';
import type { Queries } from './database.js';

/** What every repository of a transaction works with. */
export interface TenantScope {
  readonly tenantId: string;
  readonly queries: Queries;
  readonly clock: Clock;
}
