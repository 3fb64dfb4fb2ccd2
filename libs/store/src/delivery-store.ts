import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { DeliveryRow, DeliveryState, DeliveryStore, Page, PageQuery } from '#ports';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { deliveries } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(deliveries);

/** Deliveries of one tenant, within its transaction. */
export class SqlDeliveryStore implements DeliveryStore {
  constructor(private readonly scope: TenantScope) {}

  async add(delivery: DeliveryRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(deliveries).values({ ...delivery, tenantId });
  }

  async find(id: string): Promise<DeliveryRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(deliveries)
      .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.id, id)));
    return row && present(row);
  }

  async record(id: string, update: { state: DeliveryState; detail: string; at: Date }): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(deliveries)
      .set({
        state: update.state,
        detail: update.detail,
        settledAt: update.state === 'waiting' ? null : update.at,
        attempts: sql`${deliveries.attempts} + 1`,
      })
      .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.id, id)));
  }

  async reopen(id: string): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(deliveries)
      .set({ state: 'waiting', settledAt: null })
      .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.id, id)));
  }

  async byInvoice(invoiceId: string): Promise<readonly DeliveryRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(deliveries)
      .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.invoiceId, invoiceId)))
      .orderBy(asc(deliveries.id));
    return rows.map(present);
  }

  async list(query: PageQuery & { state?: DeliveryState; partner?: string }): Promise<Page<DeliveryRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(deliveries)
      .where(
        and(
          eq(deliveries.tenantId, tenantId),
          query.state && eq(deliveries.state, query.state),
          query.partner === undefined ? undefined : eq(deliveries.partner, query.partner),
          beforeCursor(deliveries.id, query),
        ),
      )
      .orderBy(desc(deliveries.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }
}
