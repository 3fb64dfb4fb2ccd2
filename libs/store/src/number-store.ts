import { sql } from 'drizzle-orm';
import { FacteurError } from '#kernel';
import type { NumberStore } from '#ports';
import { issuedNumbers, numberCounters } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

/** Gapless numbers: the counter's row stays locked until the transaction ends. */
export class SqlNumberStore implements NumberStore {
  constructor(private readonly scope: TenantScope) {}

  async next(sellerRef: string, series: string, fiscalYear: number): Promise<number> {
    const { tenantId, queries } = this.scope;
    const [counter] = await queries
      .insert(numberCounters)
      .values({ tenantId, sellerRef, series, fiscalYear, lastSequence: 1 })
      .onConflictDoUpdate({
        target: [numberCounters.tenantId, numberCounters.sellerRef, numberCounters.series, numberCounters.fiscalYear],
        set: { lastSequence: sql`${numberCounters.lastSequence} + 1` },
      })
      .returning({ sequence: numberCounters.lastSequence });
    if (!counter) throw new FacteurError('STORE.FAILED', 'defect', 'A number counter answered nothing', { series });
    return counter.sequence;
  }

  async record(entry: Parameters<NumberStore['record']>[0]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(issuedNumbers).values({ ...entry, tenantId });
  }
}
