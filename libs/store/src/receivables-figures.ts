import { sql, type SQL } from 'drizzle-orm';
import { Decimal, addDays, addMonths, type LocalDate } from '#kernel';
import { AGEING_BUCKETS, type AgeingBucket, type ReceivablesFigures } from '#ports';
import { rowsOf, type Database } from './database.js';

const SALES_MONTHS = 24;

interface Group {
  readonly tenantId: string;
  readonly currency: string;
}
interface OpenRow extends Group {
  readonly bucket: AgeingBucket | 'credit';
  readonly amount: string;
  readonly count: string;
}
interface AccountRow extends Group {
  readonly balance: string;
  readonly invoices: string;
}
interface SalesRow extends Group {
  readonly month: string;
  readonly amount: string;
  readonly recent: string;
}

/**
 * Receivables by tenant and currency as of a date: what is open by days past due (an invoice without a due date counts as not
 * due), credits and cash not used, sales. Reads open documents and 24 months of an index, never the whole ledger.
 */
export async function receivablesFigures(
  database: Database,
  asOf: LocalDate,
  tenantId: string | undefined,
): Promise<readonly ReceivablesFigures[]> {
  const tenant = tenantId === undefined ? sql`` : sql`AND tenant_id = ${tenantId}`;
  const [open, accounts, sales] = await Promise.all([
    rows<OpenRow>(database, openStatement(asOf, tenant)),
    rows<AccountRow>(database, accountStatement(tenant)),
    rows<SalesRow>(database, salesStatement(asOf, tenant)),
  ]);
  const same = (left: Group) => (right: Group) => left.tenantId === right.tenantId && left.currency === right.currency;
  return groupsOf([...accounts, ...open, ...sales]).map((group) =>
    figuresOf(group, open.filter(same(group)), accounts.filter(same(group)), sales.filter(same(group))),
  );
}

function openStatement(asOf: LocalDate, tenant: SQL): SQL {
  return sql`
    SELECT tenant_id AS "tenantId", currency, bucket, sum(open_amount)::text AS amount, count(*)::text AS count
      FROM (
        SELECT tenant_id, currency, open_amount,
               CASE WHEN open_amount < 0 THEN 'credit'
                    WHEN due_date IS NULL OR due_date >= ${asOf}::date THEN 'not-due'
                    WHEN ${asOf}::date - due_date <= 30 THEN '1-30'
                    WHEN ${asOf}::date - due_date <= 60 THEN '31-60'
                    WHEN ${asOf}::date - due_date <= 90 THEN '61-90'
                    WHEN ${asOf}::date - due_date <= 180 THEN '91-180'
                    ELSE '181+' END AS bucket
          FROM invoice_balances WHERE open_amount <> 0 ${tenant}
      ) AS aged
     GROUP BY tenant_id, currency, bucket`;
}

function accountStatement(tenant: SQL): SQL {
  return sql`
    SELECT tenant_id AS "tenantId", currency, sum(balance)::text AS balance, sum(invoice_count)::text AS invoices
      FROM account_balances WHERE true ${tenant} GROUP BY tenant_id, currency`;
}

function salesStatement(asOf: LocalDate, tenant: SQL): SQL {
  const firstMonth = `${addMonths(asOf, 1 - SALES_MONTHS).slice(0, 7)}-01`;
  return sql`
    SELECT tenant_id AS "tenantId", currency, to_char(issue_date, 'YYYY-MM') AS month, sum(signed)::text AS amount,
           coalesce(sum(signed) FILTER (WHERE issue_date > ${addDays(asOf, -90)}::date), 0)::text AS recent
      FROM (
        SELECT tenant_id, currency, issue_date,
               CASE kind WHEN 'credit-note' THEN -total_with_vat ELSE total_with_vat END AS signed
          FROM invoices WHERE issue_date BETWEEN ${firstMonth}::date AND ${asOf}::date ${tenant}
      ) AS sold
     GROUP BY tenant_id, currency, month ORDER BY month DESC`;
}

function figuresOf(
  group: Group,
  open: readonly OpenRow[],
  accounts: readonly AccountRow[],
  sales: readonly SalesRow[],
): ReceivablesFigures {
  const ageing = AGEING_BUCKETS.flatMap((bucket) =>
    open
      .filter((row) => row.bucket === bucket)
      .map((row) => ({ bucket, amount: Decimal.of(row.amount), count: Number(row.count) })),
  );
  const openAmount = Decimal.sum(ageing.map((row) => row.amount));
  const openCount = ageing.reduce((total, row) => total + row.count, 0);
  const credits = Decimal.sum(open.filter((row) => row.bucket === 'credit').map((row) => Decimal.of(row.amount)));
  const balance = Decimal.sum(accounts.map((row) => Decimal.of(row.balance)));
  const invoiceCount = accounts.reduce((total, row) => total + Number(row.invoices), 0);
  return {
    ...group,
    openAmount,
    openCount,
    creditAmount: credits.negated(),
    unallocatedCashAmount: openAmount.plus(credits).minus(balance),
    ageing,
    salesByMonth: sales.map((row) => ({ month: row.month, amount: Decimal.of(row.amount) })),
    sales90Days: Decimal.sum(sales.map((row) => Decimal.of(row.recent))),
    paidCount: invoiceCount - openCount,
  };
}

function groupsOf(rowsOfAll: readonly Group[]): readonly Group[] {
  const known = new Map<string, Group>();
  for (const { tenantId, currency } of rowsOfAll) known.set(`${tenantId}\n${currency}`, { tenantId, currency });
  return [...known.values()].sort((left, right) =>
    `${left.tenantId}\n${left.currency}` < `${right.tenantId}\n${right.currency}` ? -1 : 1,
  );
}

function rows<T>(database: Database, statement: SQL): Promise<readonly T[]> {
  return database.asOwner((queries) => rowsOf<T>(queries, statement));
}
