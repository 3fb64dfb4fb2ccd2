import { and, asc, desc, eq, getTableColumns, gt, or, sql } from 'drizzle-orm';
import { Decimal, FacteurError, type LocalDate } from '#kernel';
import type { LedgerEntry, LedgerStore, OpenInvoice, Page, PageQuery } from '#ports';
import { rowsOf } from './database.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { ledger, payerAccounts } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(ledger);

/**
 * The customers' accounts, append-only, within a tenant's transaction.
 *
 * The open amount of a document is derived from its bookings as `LedgerEntry` defines it (view `invoice_open_amounts`): the
 * amount due at issue (BT-115, negative for a credit note), plus what else is booked on it with the sign it has on the account
 * (write-off, refund, reversal), minus the allocations that pay it, plus the allocations that use its credit. A reversal with
 * invoice and entry takes back a payment together with its allocation; with an entry alone, a payment not yet allocated. A
 * trigger carries the sums forward, so that reading them does not add up the past.
 *
 * Cash on account is what is left: open invoices plus open credits (negative) minus the account's balance.
 */
export class SqlLedgerStore implements LedgerStore {
  constructor(private readonly scope: TenantScope) {}

  async post(bookings: readonly LedgerEntry[]): Promise<void> {
    if (bookings.length === 0) return;
    const { tenantId, queries } = this.scope;
    await queries.insert(ledger).values(bookings.map((booking) => ({ ...booking, tenantId })));
  }

  async openInvoices(filter: { customerRef?: string; currency?: string } = {}): Promise<readonly OpenInvoice[]> {
    const { tenantId, queries } = this.scope;
    const customer = filter.customerRef === undefined ? sql`` : sql`AND b.customer_ref = ${filter.customerRef}`;
    const currency = filter.currency === undefined ? sql`` : sql`AND b.currency = ${filter.currency}`;
    const rows = await rowsOf<OpenInvoiceRow>(
      queries,
      sql`
        SELECT i.id, i.number, i.kind, i.customer_ref, i.customer_name, i.seller_ref, i.currency, i.issue_date, i.due_date,
               i.total_with_vat::text, b.open_amount::text, d.amount::text AS disputed_amount, i.creditor_reference, i.order_ref
          FROM invoice_balances b
          JOIN invoices i ON i.tenant_id = b.tenant_id AND i.id = b.invoice_id
          LEFT JOIN (
            SELECT invoice_id, sum(amount) AS amount FROM disputes
             WHERE tenant_id = ${tenantId} AND resolved_at IS NULL GROUP BY invoice_id
          ) AS d ON d.invoice_id = b.invoice_id
         WHERE b.tenant_id = ${tenantId} AND b.open_amount <> 0 ${customer} ${currency}
         ORDER BY i.id`,
    );
    return rows.map(toOpenInvoice);
  }

  async openAmountForUpdate(invoiceId: string): Promise<Decimal> {
    const [row] = await rowsOf<{ amount: string | null }>(
      this.scope.queries,
      sql`SELECT facteur_lock_open_amount(${invoiceId})::text AS amount`,
    );
    if (typeof row?.amount !== 'string')
      throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'Nothing was booked for this invoice', { invoiceId });
    return Decimal.of(row.amount);
  }

  async ofInvoice(invoiceId: string): Promise<readonly LedgerEntry[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(ledger)
      .where(
        and(eq(ledger.tenantId, tenantId), or(eq(ledger.invoiceId, invoiceId), eq(ledger.creditInvoiceId, invoiceId))),
      )
      .orderBy(asc(ledger.id));
    return rows.map(present);
  }

  async ofCustomer(customerRef: string, query: PageQuery): Promise<Page<LedgerEntry>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(ledger)
      .where(and(eq(ledger.tenantId, tenantId), eq(ledger.customerRef, customerRef), beforeCursor(ledger.id, query)))
      .orderBy(desc(ledger.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }

  async knownPayers(): Promise<readonly { iban: string; customerRef: string; count: number }[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select({
        iban: payerAccounts.iban,
        customerRef: payerAccounts.customerRef,
        count: payerAccounts.allocationCount,
      })
      .from(payerAccounts)
      .where(and(eq(payerAccounts.tenantId, tenantId), gt(payerAccounts.allocationCount, 0)))
      .orderBy(asc(payerAccounts.iban), desc(payerAccounts.allocationCount));
  }
}

interface OpenInvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly kind: OpenInvoice['kind'];
  readonly customer_ref: string;
  readonly customer_name: string;
  readonly seller_ref: string;
  readonly currency: string;
  readonly issue_date: LocalDate;
  readonly due_date: LocalDate | null;
  readonly total_with_vat: string;
  readonly open_amount: string;
  readonly disputed_amount: string | null;
  readonly creditor_reference: string | null;
  readonly order_ref: string | null;
}

/** Written out: at 100,000 rows a generic mapping costs more than the query. */
function toOpenInvoice(row: OpenInvoiceRow): OpenInvoice {
  return {
    invoiceId: row.id,
    number: row.number,
    kind: row.kind,
    customerRef: row.customer_ref,
    customerName: row.customer_name,
    sellerRef: row.seller_ref,
    currency: row.currency,
    issueDate: row.issue_date,
    dueDate: row.due_date ?? undefined,
    totalWithVat: Decimal.of(row.total_with_vat),
    openAmount: Decimal.of(row.open_amount),
    disputedAmount: row.disputed_amount === null ? Decimal.ZERO : Decimal.of(row.disputed_amount),
    creditorReference: row.creditor_reference ?? undefined,
    orderRef: row.order_ref ?? undefined,
  };
}
