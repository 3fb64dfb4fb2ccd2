import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { PartnerPause, PartnerPauseStore } from '#ports';
import { deliveries, jobs, partnerPauses } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(partnerPauses);

/** Which partners a person has paused. */
export class SqlPartnerPauseStore implements PartnerPauseStore {
  constructor(private readonly scope: TenantScope) {}

  async pause(pause: PartnerPause): Promise<boolean> {
    const { tenantId, queries } = this.scope;
    const paused = await queries
      .insert(partnerPauses)
      .values({ ...pause, tenantId })
      .onConflictDoNothing()
      .returning({ partner: partnerPauses.partner });
    return paused.length > 0;
  }

  async resume(partner: string): Promise<boolean> {
    const { tenantId, queries, clock } = this.scope;
    const resumed = await queries
      .delete(partnerPauses)
      .where(and(eq(partnerPauses.tenantId, tenantId), eq(partnerPauses.partner, partner)))
      .returning({ partner: partnerPauses.partner });
    if (resumed.length === 0) return false;
    const waiting = queries
      .select({ key: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.partner, partner), eq(deliveries.state, 'waiting')));
    const now = clock.now();
    await queries
      .update(jobs)
      .set({ runAt: now, dueAt: now, carryAt: now, setAt: now })
      .where(
        and(
          eq(jobs.tenantId, tenantId),
          eq(jobs.kind, 'deliver-document'),
          eq(jobs.state, 'waiting'),
          inArray(sql`${jobs.payload} ->> 'deliveryId'`, waiting),
        ),
      );
    return true;
  }

  async list(): Promise<readonly PartnerPause[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(partnerPauses)
      .where(eq(partnerPauses.tenantId, tenantId))
      .orderBy(asc(partnerPauses.partner));
  }
}
