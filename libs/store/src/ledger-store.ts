import { and, asc, desc, eq, getTableColumns, inArray, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import { Decimal, FacteurError, type LocalDate } from '#kernel';
import type {
  AccountRow,
  LedgerEntry,
  LedgerStore,
  OpenClaim,
  OpenInvoice,
  OpenSearch,
  Page,
  PageQuery,
  PayerRow,
  PaymentRow,
} from '#ports';
import { rowsOf } from './database.js';
import { insertRows } from './insert-rows.js';
import { isOneOf } from './is-one-of.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { accountBalances, ledger, numberShapes, payerAccounts, paymentBalances } from './schema/index.js';
import { openClaims } from './open-claims.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(ledger);

const { tenantId: _paymentTenant, ...PAYMENT_COLUMNS } = getTableColumns(paymentBalances);
/** Documents of one amount that matching compares by number at most. */
const MAX_ALIKE = 1000;
const MAX_PAYMENTS = 1000;

/**
 * The customers' accounts, append-only, within a tenant's transaction.
 *
 * The open amount of a document is derived from its bookings as `LedgerEntry` defines it (view `invoice_open_amounts`): the
 * amount due at issue (BT-115, negative for a credit note), plus what else is booked on it with the sign it has on the account
 * (write-off, refund), minus the allocations that pay it, plus the allocations that use its credit. A trigger carries the sums
 * forward, of documents, payments, claims and accounts, so that reading them does not add up the past.
 */
export class SqlLedgerStore implements LedgerStore {
  constructor(private readonly scope: TenantScope) {}

  /** The first booking of this transaction that may be bank cash of a document. */
  cashBooking: LedgerEntry | undefined;

  async post(bookings: readonly LedgerEntry[]): Promise<void> {
    if (bookings.length === 0) return;
    const { tenantId, queries, evidence } = this.scope;
    for (const booking of bookings) evidence.add('ledger', booking.id, booking);
    this.cashBooking ??= bookings.find(isCash);
    await insertRows(
      queries,
      ledger,
      bookings.map((booking) => ({ ...booking, tenantId })),
    );
  }

  async openInvoices(filter: { customerRef?: string; currency?: string } = {}): Promise<readonly OpenInvoice[]> {
    const customer = filter.customerRef === undefined ? sql`` : sql`AND b.customer_ref = ${filter.customerRef}`;
    const currency = filter.currency === undefined ? sql`` : sql`AND b.currency = ${filter.currency}`;
    return this.openWhere(sql`${customer} ${currency}`);
  }

  async findOpen({ keys, customerRefs, amounts }: OpenSearch): Promise<readonly OpenInvoice[]> {
    const { tenantId } = this.scope;
    if (keys.length + customerRefs.length + amounts.length === 0) return [];
    const list = (values: readonly string[]) =>
      sql`(SELECT jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
    const sums = amounts.map((amount) => amount.toString());
    return this.openWhere(sql`AND b.invoice_id IN (
      SELECT id FROM invoices WHERE tenant_id = ${tenantId} AND facteur_document_key(number) IN ${list(keys)}
      UNION SELECT id FROM invoices WHERE tenant_id = ${tenantId} AND creditor_reference IN ${list(keys)}
      UNION SELECT id FROM invoices
             WHERE tenant_id = ${tenantId} AND order_ref IS NOT NULL AND facteur_document_key(order_ref) IN ${list(keys)}
      UNION SELECT invoice_id FROM invoice_balances
             WHERE tenant_id = ${tenantId} AND open_amount <> 0 AND customer_ref IN ${list(customerRefs)}
      UNION SELECT a.invoice_id FROM jsonb_array_elements_text(${JSON.stringify(sums)}::jsonb) AS wanted
             CROSS JOIN LATERAL (
               SELECT invoice_id FROM invoice_balances
                WHERE tenant_id = ${tenantId} AND open_amount <> 0 AND abs(open_amount) = wanted.value::numeric
                ORDER BY invoice_id LIMIT ${MAX_ALIKE}) AS a)`);
  }

  openClaims(search?: OpenSearch): Promise<readonly OpenClaim[]> {
    return openClaims(this.scope, search);
  }

  async openCount(): Promise<number> {
    const { tenantId, queries } = this.scope;
    const [row] = await rowsOf<{ count: string }>(
      queries,
      sql`SELECT coalesce(sum(amount), 0)::text AS count FROM kpi_levels
           WHERE tenant_id = ${tenantId} AND measure = 'open.count'`,
    );
    return Number(row?.count ?? 0);
  }

  async settledByKeys(keys: readonly string[]) {
    if (keys.length === 0) return [];
    const { tenantId, queries } = this.scope;
    return rowsOf<{ key: string; invoiceId: string; number: string; customerRef: string }>(
      queries,
      // Two look-ups rather than one with OR: each is a plain join on its own index, however many keys there are.
      sql`WITH w AS MATERIALIZED (SELECT value FROM jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)),
               found AS (
                 SELECT w.value, i.id, i.number, i.customer_ref FROM w
                   JOIN invoices i ON i.tenant_id = ${tenantId} AND facteur_document_key(i.number) = w.value
                 UNION
                 SELECT w.value, i.id, i.number, i.customer_ref FROM w
                   JOIN invoices i ON i.tenant_id = ${tenantId} AND i.creditor_reference = w.value)
          SELECT f.value AS key, f.id AS "invoiceId", f.number, f.customer_ref AS "customerRef" FROM found f
            JOIN invoice_balances b ON b.tenant_id = ${tenantId} AND b.invoice_id = f.id AND b.open_amount = 0
          UNION ALL
          SELECT w.value, c.id, c.number, c.customer_ref FROM w
            JOIN claims c ON c.tenant_id = ${tenantId} AND facteur_document_key(c.number) = w.value
            JOIN claim_balances b ON b.tenant_id = ${tenantId} AND b.claim_id = c.id AND b.open_amount = 0`,
    );
  }

  async knownShapes(): Promise<ReadonlySet<string>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select({ shape: numberShapes.shape })
      .from(numberShapes)
      .where(eq(numberShapes.tenantId, tenantId));
    return new Set(rows.map((row) => row.shape));
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

  async freeAmountForUpdate(paymentId: string): Promise<Decimal | undefined> {
    return this.lock(sql`facteur_lock_payment(${paymentId})`);
  }

  async claimAmountForUpdate(claimId: string): Promise<Decimal | undefined> {
    return this.lock(sql`facteur_lock_claim(${claimId})`);
  }

  async find(id: string): Promise<LedgerEntry | undefined> {
    return (await this.bookings(eq(ledger.id, id)))[0];
  }

  async ofInvoice(invoiceId: string): Promise<readonly LedgerEntry[]> {
    return this.bookings(or(eq(ledger.invoiceId, invoiceId), eq(ledger.creditInvoiceId, invoiceId)));
  }

  async ofPayment(paymentId: string): Promise<readonly LedgerEntry[]> {
    return this.bookings(eq(ledger.paymentId, paymentId));
  }

  async ofClaim(claimId: string): Promise<readonly LedgerEntry[]> {
    return this.bookings(eq(ledger.claimId, claimId));
  }

  async ofEntry(entryId: string): Promise<readonly LedgerEntry[]> {
    return this.bookings(eq(ledger.entryId, entryId));
  }

  async history(customerRef: string, currency: string, upTo: LocalDate): Promise<readonly LedgerEntry[]> {
    return this.bookings(
      and(eq(ledger.customerRef, customerRef), eq(ledger.currency, currency), lte(ledger.bookedOn, upTo)),
    );
  }

  async payment(paymentId: string): Promise<PaymentRow | undefined> {
    return (await this.paymentsWhere(eq(paymentBalances.paymentId, paymentId), 1))[0];
  }

  async payments(filter: Parameters<LedgerStore['payments']>[0]): Promise<readonly PaymentRow[]> {
    if (filter.entryIds?.length === 0) return [];
    return this.paymentsWhere(
      and(
        filter.customerRef === undefined ? undefined : eq(paymentBalances.customerRef, filter.customerRef),
        filter.entryIds === undefined ? undefined : inArray(paymentBalances.entryId, [...filter.entryIds]),
        filter.free === true ? ne(paymentBalances.unallocatedAmount, Decimal.ZERO) : undefined,
      ),
      filter.limit ?? MAX_PAYMENTS,
    );
  }

  async accounts(customerRef: string): Promise<readonly AccountRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select()
      .from(accountBalances)
      .where(and(eq(accountBalances.tenantId, tenantId), eq(accountBalances.customerRef, customerRef)))
      .orderBy(asc(accountBalances.currency));
    return rows.map(({ currency, balance, openAmount }) => ({
      customerRef,
      currency,
      balanceAmount: balance,
      openAmount,
    }));
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

  async knownPayers(ibans?: readonly string[]): Promise<readonly PayerRow[]> {
    if (ibans?.length === 0) return [];
    const { tenantId, queries } = this.scope;
    return queries
      .select({
        iban: payerAccounts.iban,
        customerRef: payerAccounts.customerRef,
        count: payerAccounts.allocationCount,
        contradictions: payerAccounts.contradictionCount,
      })
      .from(payerAccounts)
      .where(
        and(
          eq(payerAccounts.tenantId, tenantId),
          sql`(${payerAccounts.allocationCount} > 0 OR ${payerAccounts.contradictionCount} > 0)`,
          ibans === undefined ? undefined : isOneOf(payerAccounts.iban, ibans),
        ),
      )
      .orderBy(asc(payerAccounts.iban), desc(payerAccounts.allocationCount));
  }

  async contradictPayer(iban: string, customerRef: string): Promise<void> {
    await this.scope.queries.execute(sql`SELECT facteur_contradict_payer(${iban}, ${customerRef})`);
  }

  private async openWhere(condition: SQL): Promise<readonly OpenInvoice[]> {
    const { tenantId, queries } = this.scope;
    const rows = await rowsOf<OpenInvoiceRow>(
      queries,
      sql`
        SELECT i.id, i.number, i.kind, i.customer_ref, i.customer_name, i.seller_ref, i.currency, i.issue_date, i.due_date,
               i.total_with_vat::text, b.open_amount::text, d.amount::text AS disputed_amount, i.creditor_reference, i.order_ref,
               i.correlation_id
          FROM invoice_balances b
          JOIN invoices i ON i.tenant_id = b.tenant_id AND i.id = b.invoice_id
          LEFT JOIN (
            SELECT invoice_id, sum(amount) AS amount FROM disputes
             WHERE tenant_id = ${tenantId} AND resolved_at IS NULL GROUP BY invoice_id
          ) AS d ON d.invoice_id = b.invoice_id
         WHERE b.tenant_id = ${tenantId} AND b.open_amount <> 0 ${condition}
         ORDER BY i.id`,
    );
    return rows.map(toOpenInvoice);
  }

  private async lock(call: SQL): Promise<Decimal | undefined> {
    const [row] = await rowsOf<{ amount: string | null }>(this.scope.queries, sql`SELECT ${call}::text AS amount`);
    return typeof row?.amount === 'string' ? Decimal.of(row.amount) : undefined;
  }

  private async bookings(condition: SQL | undefined): Promise<readonly LedgerEntry[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(ledger)
      .where(and(eq(ledger.tenantId, tenantId), condition))
      .orderBy(asc(ledger.id));
    return rows.map(present);
  }

  private async paymentsWhere(condition: SQL | undefined, limit: number): Promise<readonly PaymentRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(PAYMENT_COLUMNS)
      .from(paymentBalances)
      .where(and(eq(paymentBalances.tenantId, tenantId), condition))
      .orderBy(desc(paymentBalances.paymentId))
      .limit(limit);
    return rows.map(present);
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
  readonly correlation_id: string;
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
    correlationId: row.correlation_id,
  };
}

/** Wider than the database's own view `cash_bookings`, which decides. */
function isCash(booking: LedgerEntry): boolean {
  if (booking.invoiceId === undefined) return false;
  return booking.kind === 'allocation' ? booking.creditInvoiceId === undefined : booking.kind === 'refund';
}
