import { and, asc, desc, eq, getTableColumns, gt, or, sql } from 'drizzle-orm';
import { Decimal, FacteurError } from '#kernel';
import type { LedgerEntry, LedgerStore, OpenInvoice, Page, PageQuery } from '#ports';
import { rowsOf } from './database.js';
import { DISPUTED_AMOUNT } from './invoice-store.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { invoiceBalances, invoices, ledger, payerAccounts } from './schema/index.js';
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
    const rows = await queries
      .select({
        invoiceId: invoices.id,
        number: invoices.number,
        kind: invoices.kind,
        customerRef: invoices.customerRef,
        customerName: invoices.customerName,
        sellerRef: invoices.sellerRef,
        currency: invoices.currency,
        issueDate: invoices.issueDate,
        dueDate: invoices.dueDate,
        totalWithVat: invoices.totalWithVat,
        openAmount: invoiceBalances.openAmount,
        disputedAmount: DISPUTED_AMOUNT,
        creditorReference: invoices.creditorReference,
        orderRef: invoices.orderRef,
      })
      .from(invoiceBalances)
      .innerJoin(
        invoices,
        and(eq(invoices.tenantId, invoiceBalances.tenantId), eq(invoices.id, invoiceBalances.invoiceId)),
      )
      .where(
        and(
          eq(invoiceBalances.tenantId, tenantId),
          sql`${invoiceBalances.openAmount} <> 0`,
          filter.customerRef === undefined ? undefined : eq(invoiceBalances.customerRef, filter.customerRef),
          filter.currency === undefined ? undefined : eq(invoiceBalances.currency, filter.currency),
        ),
      )
      .orderBy(asc(invoices.id));
    return rows.map(present);
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
