import { sql, type SQL } from 'drizzle-orm';
import { addMonths, Decimal, type LocalDate } from '#kernel';
import { AGEING_BUCKETS, type AgeingBucket, type KpiSums } from '#ports';
import { rowsOf, type Database } from './database.js';

const SALES_MONTHS = 24;

interface Sum {
  readonly currency: string;
  readonly part: 'measure' | 'level' | 'after' | 'ageing' | 'month' | 'doubtful';
  readonly name: string;
  readonly amount: string;
  readonly count: string;
}

/**
 * One statement over the counters that triggers keep: rows by day, measure and due date, never by invoice. Touches have no
 * currency and count for each.
 */
export async function kpiSums(
  database: Database,
  tenantId: string,
  { from, to, today }: { from: LocalDate; to: LocalDate; today: LocalDate },
): Promise<readonly KpiSums[]> {
  const firstMonth = `${addMonths(to, 1 - SALES_MONTHS).slice(0, 7)}-01`;
  const rows = await database.asOwner((queries) =>
    rowsOf<Sum>(queries, statement(tenantId, from, to, today, firstMonth)),
  );
  const touches = rows.find((row) => row.currency === '' && row.name === 'touch')?.amount ?? '0';
  const currencies = [...new Set(rows.map((row) => row.currency))].filter((each) => each !== '').sort();
  return currencies.map((currency) => {
    const mine = rows.filter((row) => row.currency === currency);
    const named = (part: Sum['part']) =>
      Object.fromEntries(mine.filter((row) => row.part === part).map((row) => [row.name, Decimal.of(row.amount)]));
    return {
      currency,
      measures: { ...named('measure'), touch: Decimal.of(touches) },
      levels: named('level'),
      receivableAfter: named('after')['receivable'] ?? Decimal.ZERO,
      ageing: AGEING_BUCKETS.flatMap((bucket) => agedIn(mine, bucket)),
      salesByMonth: mine
        .filter((row) => row.part === 'month')
        .map((row) => ({ month: row.name, amount: Decimal.of(row.amount) }))
        .sort((one, two) => (one.month < two.month ? 1 : -1)),
      doubtfulAmount: named('doubtful')['open'] ?? Decimal.ZERO,
    };
  });
}

function agedIn(rows: readonly Sum[], bucket: AgeingBucket) {
  const row = rows.find((each) => each.part === 'ageing' && each.name === bucket);
  return row === undefined ? [] : [{ bucket, amount: Decimal.of(row.amount), count: Number(row.count) }];
}

function statement(tenantId: string, from: LocalDate, to: LocalDate, today: LocalDate, firstMonth: string): SQL {
  return sql`
    SELECT currency, 'measure' AS part, measure AS name, sum(amount)::text AS amount, '0' AS count
      FROM kpi_days WHERE tenant_id = ${tenantId} AND day BETWEEN ${from}::date AND ${to}::date GROUP BY currency, measure
    UNION ALL
    SELECT currency, 'level', measure, sum(amount)::text, '0' FROM kpi_levels WHERE tenant_id = ${tenantId} GROUP BY 1, 3
    UNION ALL
    SELECT currency, 'after', measure, sum(amount)::text, '0'
      FROM kpi_days WHERE tenant_id = ${tenantId} AND measure = 'receivable' AND day > ${to}::date GROUP BY 1, 3
    UNION ALL
    SELECT currency, 'month', to_char(day, 'YYYY-MM'),
           sum(CASE measure WHEN 'invoice.amount' THEN amount ELSE -amount END)::text, '0'
      FROM kpi_days
     WHERE tenant_id = ${tenantId} AND measure IN ('invoice.amount', 'credit-note.amount')
       AND day BETWEEN ${firstMonth}::date AND ${to}::date
     GROUP BY 1, 3
    UNION ALL
    SELECT currency, 'ageing', bucket, sum(amount)::text, sum(parts)::text
      FROM (
        SELECT currency, amount, parts,
               CASE WHEN due_on >= ${today}::date THEN 'not-due'
                    WHEN ${today}::date - due_on <= 30 THEN '1-30'
                    WHEN ${today}::date - due_on <= 60 THEN '31-60'
                    WHEN ${today}::date - due_on <= 90 THEN '61-90'
                    WHEN ${today}::date - due_on <= 180 THEN '91-180'
                    ELSE '181+' END AS bucket
          FROM due_days WHERE tenant_id = ${tenantId}
      ) AS aged
     GROUP BY 1, 3 HAVING sum(parts) <> 0 OR sum(amount) <> 0
    UNION ALL
    SELECT a.currency, 'doubtful', 'open', sum(a.open_amount)::text, '0'
      FROM customer_standings s
      JOIN account_balances a ON a.tenant_id = s.tenant_id AND a.customer_ref = s.customer_ref
     WHERE s.tenant_id = ${tenantId} AND s.is_doubtful GROUP BY 1`;
}
