import { and, desc, eq, getTableColumns, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { Decimal } from '#kernel';
import type { InvoiceRow, InvoiceStore, InvoiceSummary, Page, PageQuery } from '#ports';
import { asStored } from './canonical-row.js';
import { insertRows } from './insert-rows.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { deliveries, disputes, invoiceBalances, invoices } from './schema/index.js';
import { revivedInvoice } from './stored-models.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, orderRef: _orderRef, ...COLUMNS } = getTableColumns(invoices);
const { model: _model, findings: _findings, ...SUMMARY_COLUMNS } = COLUMNS;

/** Sum of the invoice's disputes that are not resolved. */
const DISPUTED_AMOUNT = sql`coalesce((
  SELECT sum(${disputes.amount}) FROM ${disputes}
   WHERE ${disputes.tenantId} = ${invoices.tenantId} AND ${disputes.invoiceId} = ${invoices.id}
     AND ${disputes.resolvedAt} IS NULL), 0)`.mapWith(decimalOf);

/** Of several deliveries, the state that needs attention most. */
const DELIVERY_STATE = sql<InvoiceSummary['deliveryState']>`coalesce((
  SELECT ${deliveries.state} FROM ${deliveries}
   WHERE ${deliveries.tenantId} = ${invoices.tenantId} AND ${deliveries.invoiceId} = ${invoices.id}
   ORDER BY array_position(ARRAY['refused', 'dead', 'waiting', 'delivered'], ${deliveries.state}) LIMIT 1), 'none')`;

const SUMMARY = {
  ...SUMMARY_COLUMNS,
  openAmount: sql`coalesce(${invoiceBalances.openAmount}, 0)`.mapWith(decimalOf),
  disputedAmount: DISPUTED_AMOUNT,
  deliveryState: DELIVERY_STATE,
};

/** Issued invoices and credit notes of one tenant, within its transaction. They never change once they are added. */
export class SqlInvoiceStore implements InvoiceStore {
  constructor(private readonly scope: TenantScope) {}

  async add(invoice: InvoiceRow): Promise<void> {
    return this.addAll([invoice]);
  }

  async addAll(added: readonly InvoiceRow[]): Promise<void> {
    const { tenantId, queries, evidence } = this.scope;
    if (added.length === 0) return;
    const rows = added.map((invoice) => {
      const { purchaseOrderReference, salesOrderReference } = invoice.model;
      const { model, findings, packs } = invoice;
      return {
        ...invoice,
        ...asStored({ model, findings, packs }),
        orderRef: purchaseOrderReference ?? salesOrderReference,
      };
    });
    for (const row of rows) evidence.add('invoices', row.id, row);
    await insertRows(
      queries,
      invoices,
      rows.map((row) => ({ ...row, tenantId })),
    );
  }

  async find(id: string): Promise<InvoiceRow | undefined> {
    return (await this.rows(eq(invoices.id, id)))[0];
  }

  async findByNumber(number: string, sellerRef?: string): Promise<InvoiceRow | undefined> {
    const ofSeller = sellerRef === undefined ? undefined : eq(invoices.sellerRef, sellerRef);
    return (await this.rows(and(eq(invoices.number, number), ofSeller)))[0];
  }

  async allByNumber(number: string): Promise<readonly InvoiceRow[]> {
    return this.rows(eq(invoices.number, number));
  }

  async findByOrder(orderId: string): Promise<InvoiceRow | undefined> {
    return (await this.rows(and(eq(invoices.orderId, orderId), eq(invoices.kind, 'invoice'))))[0];
  }

  async findByOrders(orderIds: readonly string[]): Promise<readonly InvoiceRow[]> {
    if (orderIds.length === 0) return [];
    return this.rows(and(inArray(invoices.orderId, [...orderIds]), eq(invoices.kind, 'invoice')));
  }

  async numbersOf(ids: readonly string[]): Promise<readonly { id: string; number: string }[]> {
    if (ids.length === 0) return [];
    const { tenantId, queries } = this.scope;
    return queries
      .select({ id: invoices.id, number: invoices.number })
      .from(invoices)
      .where(and(eq(invoices.tenantId, tenantId), inArray(invoices.id, [...ids])));
  }

  async creditNotesOf(invoiceId: string): Promise<readonly InvoiceRow[]> {
    return this.rows(and(eq(invoices.correctsInvoiceId, invoiceId), eq(invoices.kind, 'credit-note')));
  }

  async summary(id: string): Promise<InvoiceSummary | undefined> {
    const [row] = await this.summaries(eq(invoices.id, id), 1);
    return row;
  }

  async list(
    query: PageQuery & { customerRef?: string; open?: boolean; number?: string },
  ): Promise<Page<InvoiceSummary>> {
    const condition = and(
      query.customerRef === undefined ? undefined : eq(invoices.customerRef, query.customerRef),
      query.number === undefined ? undefined : eq(invoices.number, query.number),
      openCondition(query.open),
      beforeCursor(invoices.id, query),
    );
    return toPage(await this.summaries(condition, pageSize(query) + 1), query, (row) => row.id);
  }

  private async summaries(condition: SQL | undefined, limit: number): Promise<readonly InvoiceSummary[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(SUMMARY)
      .from(invoices)
      .leftJoin(
        invoiceBalances,
        and(eq(invoiceBalances.tenantId, invoices.tenantId), eq(invoiceBalances.invoiceId, invoices.id)),
      )
      .where(and(eq(invoices.tenantId, tenantId), condition))
      .orderBy(desc(invoices.id))
      .limit(limit);
    return rows.map(present);
  }

  private async rows(condition: SQL | undefined): Promise<readonly InvoiceRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(invoices)
      .where(and(eq(invoices.tenantId, tenantId), condition))
      .orderBy(desc(invoices.id));
    return rows.map((row) => ({ ...present(row), model: revivedInvoice(row.model) }));
  }
}

function openCondition(isOpen: boolean | undefined): SQL | undefined {
  if (isOpen === undefined) return undefined;
  return isOpen ? ne(invoiceBalances.openAmount, Decimal.ZERO) : eq(invoiceBalances.openAmount, Decimal.ZERO);
}

function decimalOf(value: unknown): Decimal {
  return Decimal.of(String(value));
}
