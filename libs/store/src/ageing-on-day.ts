import { sql } from 'drizzle-orm';
import { Decimal, type LocalDate } from '#kernel';
import { AGEING_BUCKETS, type AgeingBucket, type AgeingFigures } from '#ports';
import { rowsOf, type Database } from './database.js';

interface Row {
  readonly currency: string;
  readonly bucket: AgeingBucket;
  readonly amount: string;
  readonly count: string;
}

/**
 * Open invoices by days past due as they stood at the end of a day: what was booked up to it, due as the invoice or a payment plan
 * made by then (and not cancelled since) says. Added up from the ledger, so it costs what the tenant has booked.
 */
export async function ageingOnDay(
  database: Database,
  tenantId: string,
  { on, customerRef }: { readonly on: LocalDate; readonly customerRef?: string },
): Promise<readonly AgeingFigures[]> {
  const customer = customerRef === undefined ? sql`` : sql`AND i.customer_ref = ${customerRef}`;
  const rows = await database.asOwner((queries) =>
    rowsOf<Row>(
      queries,
      sql`
      WITH open AS (
        SELECT i.id, i.currency, i.due_date,
               sum(CASE l.kind WHEN 'allocation' THEN -l.amount ELSE l.amount END) AS amount
          FROM ledger l JOIN invoices i ON i.tenant_id = l.tenant_id AND i.id = l.invoice_id
         WHERE l.tenant_id = ${tenantId} AND l.booked_on <= ${on}::date AND i.kind = 'invoice' ${customer}
         GROUP BY i.id, i.currency, i.due_date
        HAVING bool_or(l.kind = 'invoice')
           AND sum(CASE l.kind WHEN 'allocation' THEN -l.amount ELSE l.amount END) > 0
      ), planned AS (
        SELECT p.invoice_id, p.due_on, p.amount, p.later_amount
          FROM plan_instalments p JOIN payment_plans m ON m.tenant_id = p.tenant_id AND m.id = p.plan_id
         WHERE p.tenant_id = ${tenantId} AND p.is_active AND (m.made_at AT TIME ZONE 'UTC')::date <= ${on}::date
      ), parts AS (
        SELECT o.currency, p.due_on, least(p.amount, o.amount - p.later_amount) AS amount
          FROM open o JOIN planned p ON p.invoice_id = o.id AND o.amount > p.later_amount
        UNION ALL
        SELECT o.currency, coalesce(o.due_date, '9999-12-31'::date), o.amount - s.amount
          FROM open o CROSS JOIN LATERAL (
            SELECT coalesce(sum(p.amount), 0) AS amount FROM planned p WHERE p.invoice_id = o.id) AS s
         WHERE o.amount > s.amount
      )
      SELECT currency,
             CASE WHEN due_on >= ${on}::date THEN 'not-due'
                  WHEN ${on}::date - due_on <= 30 THEN '1-30'
                  WHEN ${on}::date - due_on <= 60 THEN '31-60'
                  WHEN ${on}::date - due_on <= 90 THEN '61-90'
                  WHEN ${on}::date - due_on <= 180 THEN '91-180'
                  ELSE '181+' END AS bucket,
             sum(amount)::text AS amount, count(*)::text AS count
        FROM parts GROUP BY 1, 2 ORDER BY 1`,
    ),
  );
  return [...new Set(rows.map((row) => row.currency))].map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const ageing = AGEING_BUCKETS.map((bucket) => {
      const found = own.find((row) => row.bucket === bucket);
      return { bucket, amount: Decimal.of(found?.amount ?? '0.00'), count: Number(found?.count ?? 0) };
    });
    return { currency, openAmount: Decimal.sum(ageing.map(({ amount }) => amount)), ageing };
  });
}
