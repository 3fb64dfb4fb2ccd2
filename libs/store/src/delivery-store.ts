import { and, asc, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { DeliveryRow, DeliveryState, DeliveryStore, DeliveryUpdate, Errand, Page, PageQuery } from '#ports';
import { insertRows } from './insert-rows.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { deliveries, documents, invoices, partnerPauses } from './schema/index.js';
import { storableText } from './storable-json.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(deliveries);
const { tenantId: _documentTenant, ...DOCUMENT_COLUMNS } = getTableColumns(documents);

const WITH_PAUSE = {
  ...COLUMNS,
  isPaused: sql<boolean>`EXISTS (SELECT FROM ${partnerPauses}
     WHERE ${partnerPauses.tenantId} = ${deliveries.tenantId} AND ${partnerPauses.partner} = ${deliveries.partner})`,
};

/** Deliveries of one tenant, within its transaction. */
export class SqlDeliveryStore implements DeliveryStore {
  constructor(private readonly scope: TenantScope) {}

  async add(delivery: DeliveryRow): Promise<void> {
    return this.addAll([delivery]);
  }

  async addAll(added: readonly DeliveryRow[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    if (added.length === 0) return;
    await insertRows(
      queries,
      deliveries,
      added.map((delivery) => ({ ...delivery, tenantId })),
    );
  }

  async errands(ids: readonly string[]): Promise<readonly Errand[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select({ delivery: WITH_PAUSE, document: DOCUMENT_COLUMNS, invoiceNumber: invoices.number })
      .from(deliveries)
      .innerJoin(documents, and(eq(documents.tenantId, deliveries.tenantId), eq(documents.id, deliveries.documentId)))
      .innerJoin(invoices, and(eq(invoices.tenantId, deliveries.tenantId), eq(invoices.id, deliveries.invoiceId)))
      .where(and(eq(deliveries.tenantId, tenantId), inArray(deliveries.id, [...ids])));
    return rows.map((row) => ({ ...row, delivery: present(row.delivery) }));
  }

  async recordAll(updates: readonly DeliveryUpdate[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    if (updates.length === 0) return;
    const rows = updates.map(({ id, state, detail, at }) => {
      const settledAt = state === 'waiting' ? null : at.toISOString();
      return sql`(${id}, ${state}, ${storableText(detail)}, ${settledAt})`;
    });
    // An attempt that lost its lease and gave up must not undo what another one has brought to its end meanwhile.
    await queries.execute(sql`
      UPDATE deliveries AS d
         SET state = u.state, detail = u.detail, settled_at = u.settled_at::timestamptz, attempts = d.attempts + 1
        FROM (VALUES ${sql.join(rows, sql`, `)}) AS u (id, state, detail, settled_at)
       WHERE d.tenant_id = ${tenantId} AND d.id = u.id
         AND (d.state = 'waiting' OR u.state IN ('delivered', 'refused'))`);
  }

  async find(id: string): Promise<DeliveryRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(WITH_PAUSE)
      .from(deliveries)
      .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.id, id)));
    return row && present(row);
  }

  async record(id: string, update: { state: DeliveryState; detail: string; at: Date }): Promise<void> {
    return this.recordAll([{ id, ...update }]);
  }

  async settleLater(id: string, update: { state: DeliveryState; detail: string; at: Date }): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(deliveries)
      .set({ state: update.state, detail: update.detail, settledAt: update.at })
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
