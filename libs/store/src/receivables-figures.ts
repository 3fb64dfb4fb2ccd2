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
  readonly bucket: AgeingBucket | 'credit' | 'unallocated' | 'open.count';
  readonly amount: string;
  readonly count: string;
}
interface AccountRow extends Group {
  readonly invoices: string;
}
interface SalesRow extends Group {
  readonly month: string;
  readonly amount: string;
  readonly recent: string;
}

/**
 * Receivables by tenant and currency as of a date: what is open by days past due (an invoice without a due date counts as not
 * due), credits and cash not used, sales. Reads the counters that are kept with every booking, never the ledger.
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
    SELECT tenant_id AS "tenantId", currency, bucket, sum(amount)::text AS amount, sum(parts)::text AS count
      FROM (
        SELECT tenant_id, currency, amount, parts,
               CASE WHEN due_on >= ${asOf}::date THEN 'not-due'
                    WHEN ${asOf}::date - due_on <= 30 THEN '1-30'
                    WHEN ${asOf}::date - due_on <= 60 THEN '31-60'
                    WHEN ${asOf}::date - due_on <= 90 THEN '61-90'
                    WHEN ${asOf}::date - due_on <= 180 THEN '91-180'
                    ELSE '181+' END AS bucket
          FROM due_days WHERE true ${tenant}
      ) AS aged
     GROUP BY tenant_id, currency, bucket HAVING sum(parts) <> 0 OR sum(amount) <> 0
    UNION ALL
    SELECT tenant_id, currency, measure, sum(amount)::text, '0'
      FROM kpi_levels WHERE measure IN ('credit', 'unallocated', 'open.count') ${tenant}
     GROUP BY tenant_id, currency, measure`;
}

function accountStatement(tenant: SQL): SQL {
  return sql`
    SELECT tenant_id AS "tenantId", currency, sum(amount)::text AS invoices
      FROM kpi_days WHERE measure = 'invoice.count' ${tenant} GROUP BY tenant_id, currency`;
}

function salesStatement(asOf: LocalDate, tenant: SQL): SQL {
  const firstMonth = `${addMonths(asOf, 1 - SALES_MONTHS).slice(0, 7)}-01`;
  return sql`
    SELECT tenant_id AS "tenantId", currency, to_char(day, 'YYYY-MM') AS month, sum(signed)::text AS amount,
           coalesce(sum(signed) FILTER (WHERE day > ${addDays(asOf, -90)}::date), 0)::text AS recent
      FROM (
        SELECT tenant_id, currency, day, CASE measure WHEN 'invoice.amount' THEN amount ELSE -amount END AS signed
          FROM kpi_days
         WHERE measure IN ('invoice.amount', 'credit-note.amount')
           AND day BETWEEN ${firstMonth}::date AND ${asOf}::date ${tenant}
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
  const level = (name: OpenRow['bucket']) =>
    Decimal.sum(open.filter((row) => row.bucket === name).map((row) => Decimal.of(row.amount)));
  const openCount = level('open.count').toNumber();
  const invoiceCount = accounts.reduce((total, row) => total + Number(row.invoices), 0);
  return {
    ...group,
    openAmount,
    openCount,
    creditAmount: level('credit'),
    unallocatedCashAmount: level('unallocated'),
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
