import { and, asc, desc, eq, exists, getTableColumns, gte, inArray, lte, sql } from 'drizzle-orm';
import type { ReportKind, RetailDay } from '#ereporting';
import type { Invoice } from '#invoice';
import type { LocalDate } from '#kernel';
import type { CashHistoryRow, EReportRow, EReportStore, Page, PageQuery, RetailDayRow } from '#ports';
import { SqlCollectionStore } from './collection-store.js';
import { reviveDecimals } from './json-decimals.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { collections, eReports, invoices, ledger, retailDays } from './schema/index.js';
import { revivedInvoice } from './stored-models.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(eReports);
const { tenantId: _retail, ...RETAIL } = getTableColumns(retailDays);
const LINE_DECIMALS = new Set(['rate', 'taxableAmount', 'taxAmount']);

/** E-reports and what they are made of, of one tenant, within its transaction. */
export class SqlEReportStore implements EReportStore {
  constructor(private readonly scope: TenantScope) {}

  async add(report: EReportRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(eReports).values({ ...report, tenantId });
  }

  async find(id: string): Promise<EReportRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(eReports)
      .where(and(eq(eReports.tenantId, tenantId), eq(eReports.id, id)));
    return row && present(row);
  }

  async latestForUpdate(
    sellerRef: string,
    kind: ReportKind,
    start: LocalDate,
    end: LocalDate,
  ): Promise<EReportRow | undefined> {
    const { tenantId, queries } = this.scope;
    await queries.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${['e-report', tenantId, sellerRef, kind, start].join(' ')}, 0))`,
    );
    const [row] = await queries
      .select(COLUMNS)
      .from(eReports)
      .where(
        and(
          eq(eReports.tenantId, tenantId),
          eq(eReports.sellerRef, sellerRef),
          eq(eReports.role, 'SE'),
          eq(eReports.kind, kind),
          eq(eReports.periodStart, start),
          eq(eReports.periodEnd, end),
        ),
      )
      .orderBy(desc(eReports.revision))
      .limit(1);
    return row && present(row);
  }

  async latestSince(sellerRef: string, from: LocalDate): Promise<readonly EReportRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(eReports)
      .where(and(eq(eReports.tenantId, tenantId), eq(eReports.sellerRef, sellerRef), gte(eReports.periodEnd, from)))
      .orderBy(asc(eReports.periodStart), asc(eReports.kind), asc(eReports.revision));
    const latest = new Map<string, EReportRow>();
    for (const row of rows) latest.set(`${row.kind} ${row.periodStart}`, present(row));
    return [...latest.values()];
  }

  async list(query: PageQuery & { sellerRef?: string; kind?: ReportKind }): Promise<Page<EReportRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(eReports)
      .where(
        and(
          eq(eReports.tenantId, tenantId),
          query.sellerRef === undefined ? undefined : eq(eReports.sellerRef, query.sellerRef),
          query.kind && eq(eReports.kind, query.kind),
          beforeCursor(eReports.id, query),
        ),
      )
      .orderBy(desc(eReports.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }

  async invoicesOf(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly Invoice[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select({ model: invoices.model })
      .from(invoices)
      .where(
        and(
          eq(invoices.tenantId, tenantId),
          eq(invoices.sellerRef, sellerRef),
          gte(invoices.issueDate, from),
          lte(invoices.issueDate, to),
        ),
      )
      .orderBy(asc(invoices.number));
    return rows.map(({ model }) => revivedInvoice(model));
  }

  async cashOf(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly CashHistoryRow[]> {
    const { tenantId, queries } = this.scope;
    const inSpan = queries
      .select({ one: sql`1` })
      .from(collections)
      .where(
        and(
          eq(collections.tenantId, tenantId),
          eq(collections.invoiceId, invoices.id),
          gte(collections.bookedOn, from),
          lte(collections.bookedOn, to),
        ),
      );
    const documents = await queries
      .select({ id: invoices.id, model: invoices.model })
      .from(invoices)
      .where(and(eq(invoices.tenantId, tenantId), eq(invoices.sellerRef, sellerRef), exists(inSpan)))
      .orderBy(asc(invoices.id));
    const history: CashHistoryRow[] = [];
    const store = new SqlCollectionStore(this.scope);
    for (const { id, model } of documents) {
      const invoice = revivedInvoice(model);
      const rows = await store.ofInvoice(id);
      const reverses = await this.reversals(rows.map((row) => row.bookingId));
      history.push(
        ...rows.map((collection) => ({ collection, invoice, reverses: reverses.get(collection.bookingId) })),
      );
    }
    return history;
  }

  async addRetailDays(days: readonly RetailDayRow[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    if (days.length === 0) return;
    await queries.insert(retailDays).values(days.map((day) => ({ ...day, tenantId })));
  }

  async retailDays(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly RetailDayRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(RETAIL)
      .from(retailDays)
      .where(
        and(
          eq(retailDays.tenantId, tenantId),
          eq(retailDays.sellerRef, sellerRef),
          gte(retailDays.day, from),
          lte(retailDays.day, to),
        ),
      )
      .orderBy(asc(retailDays.day), asc(retailDays.id));
    const newest = new Map<string, RetailDayRow>();
    for (const row of rows) {
      const lines = reviveDecimals(row.lines, LINE_DECIMALS) as RetailDay['lines'];
      newest.set([row.day, row.source, row.currency, row.category].join('|'), { ...row, lines });
    }
    return [...newest.values()];
  }

  private async reversals(bookingIds: readonly string[]): Promise<Map<string, string>> {
    if (bookingIds.length === 0) return new Map();
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select({ id: ledger.id, reverses: ledger.reverses })
      .from(ledger)
      .where(and(eq(ledger.tenantId, tenantId), inArray(ledger.id, [...bookingIds])));
    return new Map(rows.flatMap(({ id, reverses }) => (reverses === null ? [] : [[id, reverses] as const])));
  }
}
