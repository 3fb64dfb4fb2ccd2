import { and, asc, desc, eq, getTableColumns, inArray, sql, type SQL } from 'drizzle-orm';
import { FacteurError, type Problem } from '#kernel';
import type { NewOrder, OrderRow, OrderState, OrderStore, Page, PageQuery } from '#ports';
import { asStored } from './canonical-row.js';
import { insertRows } from './insert-rows.js';
import { beforeCursor, pageSize, toPage } from './page.js';
import { orders } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(orders);
const LIVE: OrderState[] = ['accepted', 'held', 'invoiced'];
/** Spelled as the partial index `orders_live` is, so that the database recognises it. */
const LIVE_CONDITION = sql`state IN ('accepted', 'held', 'invoiced')`;
const MAX_TRIES = 5;

/** Orders of one tenant, within its transaction. */
export class SqlOrderStore implements OrderStore {
  constructor(private readonly scope: TenantScope) {}

  async add(order: NewOrder): Promise<{ kind: 'added' } | { kind: 'duplicate' | 'conflict'; existing: OrderRow }> {
    // The live order that stood in the way may leave its state between the two statements: then the way is free.
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if ((await this.insertAll([order])).length > 0) return { kind: 'added' };
      const existing = await this.findLive(order.sellerRef, order.orderRef);
      if (existing) return { kind: existing.contentHash === order.contentHash ? 'duplicate' : 'conflict', existing };
    }
    throw new FacteurError('STORE.FAILED', 'unavailable', 'An order keeps changing while it is added', {
      orderRef: order.orderRef,
    });
  }

  async addAll(added: readonly NewOrder[]): Promise<ReadonlySet<string>> {
    return new Set(await this.insertAll(added));
  }

  async findAll(ids: readonly string[]): Promise<readonly OrderRow[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(orders)
      .where(and(eq(orders.tenantId, tenantId), inArray(orders.id, [...ids])));
  }

  async lockAll(ids: readonly string[]): Promise<readonly Pick<OrderRow, 'id' | 'state'>[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select({ id: orders.id, state: orders.state })
      .from(orders)
      .where(and(eq(orders.tenantId, tenantId), inArray(orders.id, [...ids])))
      .orderBy(asc(orders.id))
      .for('no key update');
  }

  async find(id: string): Promise<OrderRow | undefined> {
    return this.one(eq(orders.id, id));
  }

  async findForUpdate(id: string): Promise<OrderRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(orders)
      .where(and(eq(orders.tenantId, tenantId), eq(orders.id, id)))
      .for('no key update');
    return row;
  }

  async setState(id: string, state: OrderState, problems: readonly Problem[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(orders)
      .set({ state, problems })
      .where(and(eq(orders.tenantId, tenantId), eq(orders.id, id)));
  }

  async setStateOfAll(ids: readonly string[], state: OrderState): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(orders)
      .set({ state, problems: [] })
      .where(and(eq(orders.tenantId, tenantId), inArray(orders.id, [...ids])));
  }

  async supersedeRejected(sellerRef: string, orderRef: string): Promise<number> {
    return this.supersedeAllRejected(sellerRef, [orderRef]);
  }

  async supersedeAllRejected(sellerRef: string, orderRefs: readonly string[]): Promise<number> {
    const { tenantId, queries } = this.scope;
    const changed = await queries
      .update(orders)
      .set({ state: 'superseded' })
      .where(
        and(
          eq(orders.tenantId, tenantId),
          // An order that was rejected before its seller could be read has none.
          inArray(orders.sellerRef, [sellerRef, '']),
          inArray(orders.orderRef, [...orderRefs]),
          eq(orders.state, 'rejected'),
        ),
      )
      .returning({ id: orders.id });
    return changed.length;
  }

  async byParcel(parcelId: string): Promise<readonly OrderRow[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(orders)
      .where(and(eq(orders.tenantId, tenantId), eq(orders.parcelId, parcelId)))
      .orderBy(asc(orders.position), asc(orders.id));
  }

  async list(query: PageQuery & { state?: OrderState; orderRef?: string }): Promise<Page<OrderRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(orders)
      .where(
        and(
          eq(orders.tenantId, tenantId),
          query.state && eq(orders.state, query.state),
          query.orderRef === undefined ? undefined : eq(orders.orderRef, query.orderRef),
          beforeCursor(orders.id, query),
        ),
      )
      .orderBy(desc(orders.id))
      .limit(pageSize(query) + 1);
    return toPage(rows, query, (row) => row.id);
  }

  private async insertAll(added: readonly NewOrder[]): Promise<readonly string[]> {
    const { tenantId, queries, evidence } = this.scope;
    if (added.length === 0) return [];
    const rows = added.map((order) => ({ ...order, body: asStored(order.body), tenantId }));
    const inserted = await insertRows(
      queries,
      orders,
      rows,
      sql`ON CONFLICT (tenant_id, seller_ref, order_ref) WHERE ${LIVE_CONDITION} DO NOTHING RETURNING id`,
    );
    const ids = new Set(inserted.map(({ id }) => String(id)));
    for (const row of rows) if (ids.has(row.id)) evidence.add('orders', row.id, receivedPart(row));
    return [...ids];
  }

  private findLive(sellerRef: string, orderRef: string): Promise<OrderRow | undefined> {
    return this.one(and(eq(orders.sellerRef, sellerRef), eq(orders.orderRef, orderRef), inArray(orders.state, LIVE)));
  }

  private async one(condition: SQL | undefined): Promise<OrderRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(orders)
      .where(and(eq(orders.tenantId, tenantId), condition))
      .limit(1);
    return row;
  }
}

/** What never changes about an order, whatever becomes of it. */
export function receivedPart(order: Omit<OrderRow, 'state' | 'problems'>): object {
  const { id, parcelId, position, orderRef, sellerRef, customerRef, body, contentHash, receivedAt, correlationId } =
    order;
  return { id, parcelId, position, orderRef, sellerRef, customerRef, body, contentHash, receivedAt, correlationId };
}
