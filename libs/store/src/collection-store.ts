import { and, asc, eq, getTableColumns, gte, inArray, lte, sql } from 'drizzle-orm';
import { Decimal, type LocalDate } from '#kernel';
import type { CashBookingRow, CollectionRow, CollectionStore } from '#ports';
import { rowsOf } from './database.js';
import { present } from './page.js';
import { collectionLines, collections, collectionsPending, invoices } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(collections);

/**
 * Bank cash by VAT rate, within a tenant's transaction. What there is to collect the ledger notes itself (trigger `note_cash`);
 * what may be kept as a collection the database checks (triggers `bank_cash_only`, `lines_add_up`).
 */
export class SqlCollectionStore implements CollectionStore {
  constructor(private readonly scope: TenantScope) {}

  async pendingInvoices(limit: number): Promise<readonly string[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .selectDistinct({ invoiceId: collectionsPending.invoiceId })
      .from(collectionsPending)
      .where(eq(collectionsPending.tenantId, tenantId))
      .orderBy(asc(collectionsPending.invoiceId))
      .limit(limit);
    return rows.map((row) => row.invoiceId);
  }

  async pendingOf(invoiceId: string): Promise<readonly CashBookingRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await rowsOf<Record<string, string | null>>(
      queries,
      sql`
        SELECT b.id, b.kind, b.entry_id, b.invoice_id, b.amount::text, b.currency, b.booked_on::text, b.reverses, b.correlation_id
          FROM collections_pending p
          JOIN cash_bookings b ON b.tenant_id = p.tenant_id AND b.id = p.booking_id
         WHERE p.tenant_id = ${tenantId} AND p.invoice_id = ${invoiceId}
         ORDER BY b.id`,
    );
    return rows.map((row) => ({
      bookingId: row['id'] as string,
      kind: row['kind'] as string,
      entryId: row['entry_id'] as string,
      invoiceId: row['invoice_id'] as string,
      amount: Decimal.of(row['amount'] as string),
      currency: row['currency'] as string,
      bookedOn: row['booked_on'] as LocalDate,
      reverses: row['reverses'] ?? undefined,
      correlationId: row['correlation_id'] as string,
    }));
  }

  async settle(bookingId: string): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .delete(collectionsPending)
      .where(and(eq(collectionsPending.tenantId, tenantId), eq(collectionsPending.bookingId, bookingId)));
  }

  async add(collection: CollectionRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    const { lines, ...row } = collection;
    await queries.insert(collections).values({ ...row, tenantId });
    await queries
      .insert(collectionLines)
      .values(lines.map((line) => ({ ...line, tenantId, bookingId: row.bookingId })));
  }

  async ofInvoice(invoiceId: string): Promise<readonly CollectionRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(collections)
      .where(and(eq(collections.tenantId, tenantId), eq(collections.invoiceId, invoiceId)))
      .orderBy(asc(collections.bookingId));
    return this.withLines(rows.map(present));
  }

  async find(bookingId: string): Promise<CollectionRow | undefined> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(collections)
      .where(and(eq(collections.tenantId, tenantId), eq(collections.bookingId, bookingId)));
    const [row] = await this.withLines(rows.map(present));
    return row;
  }

  async inPeriod(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly CollectionRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(collections)
      .innerJoin(invoices, and(eq(invoices.tenantId, collections.tenantId), eq(invoices.id, collections.invoiceId)))
      .where(
        and(
          eq(collections.tenantId, tenantId),
          eq(invoices.sellerRef, sellerRef),
          gte(collections.bookedOn, from),
          lte(collections.bookedOn, to),
        ),
      )
      .orderBy(asc(collections.bookedOn), asc(collections.bookingId));
    return this.withLines(rows.map(present));
  }

  private async withLines(rows: readonly Omit<CollectionRow, 'lines'>[]): Promise<CollectionRow[]> {
    if (rows.length === 0) return [];
    const { tenantId, queries } = this.scope;
    const lines = await queries
      .select({ bookingId: collectionLines.bookingId, rate: collectionLines.rate, amount: collectionLines.amount })
      .from(collectionLines)
      .where(
        and(
          eq(collectionLines.tenantId, tenantId),
          inArray(
            collectionLines.bookingId,
            rows.map((row) => row.bookingId),
          ),
        ),
      )
      .orderBy(asc(collectionLines.rate));
    const byBooking = new Map<string, typeof lines>();
    for (const line of lines) byBooking.set(line.bookingId, [...(byBooking.get(line.bookingId) ?? []), line]);
    return rows.map((row) => ({
      ...row,
      lines: (byBooking.get(row.bookingId) ?? []).map(({ rate, amount }) => ({ rate, amount })),
    }));
  }
}
