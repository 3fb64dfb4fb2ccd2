import { sql, type SQL } from 'drizzle-orm';
import { Decimal, addDays, type LocalDate } from '#kernel';
import type { DeliveryState, OperationFigures, SegmentFigures, SegmentMembers } from '#ports';
import { rowsOf, timestamptz, type Database } from './database.js';

/** Days until the due date by which the forecast is cut. */
const DUE_WITHIN = [7, 30, 60, 90] as const;

interface Row {
  readonly tenantId: string;
  readonly currency: string;
  readonly count: string;
  readonly amount: string;
}

/**
 * Bounded aggregates across tenants: carried day sums of the window, what is open now by partial indexes, one row a feed. No
 * statement reads what is settled and past.
 */
export async function operationFigures(database: Database, asOf: LocalDate, since: Date): Promise<OperationFigures> {
  const [measures, opened, oldest, unmatched, due, orders, deliveries, feeds] = await Promise.all([
    rows<Row & { measure: string }>(database, measureStatement(asOf)),
    rows<Row & { cause: string }>(database, openedStatement(since)),
    rows<Row & { cause: string; oldest: string }>(database, OLDEST),
    rows<Row & { oldest: LocalDate }>(database, UNMATCHED),
    rows<Row & { days: number }>(database, dueStatement(asOf)),
    rows<Row & { state: 'accepted' | 'held' }>(database, ORDERS),
    rows<Row & { state: DeliveryState; channel: string }>(database, DELIVERIES),
    rows<Row & { source: string; last: string }>(database, FEEDS),
  ]);
  const money = ({ tenantId, currency, amount }: Row) => ({ tenantId, currency, amount: Decimal.of(amount) });
  return {
    measures: measures.map((row) => ({ ...money(row), measure: row.measure })),
    disputesOpenedSince: opened.map((row) => ({ ...money(row), cause: row.cause, count: Number(row.count) })),
    oldestDisputes: oldest.map(({ tenantId, cause, oldest: at }) => ({ tenantId, cause, oldestAt: new Date(at) })),
    unmatched: unmatched.map((row) => ({ ...money(row), count: Number(row.count), oldestOn: row.oldest })),
    dueWithin: due.map((row) => ({ ...money(row), days: Number(row.days) })),
    orders: orders.map(({ tenantId, state, count }) => ({ tenantId, state, count: Number(count) })),
    deliveries: deliveries.map(({ tenantId, state, channel, count }) => ({
      ...{ tenantId, state, channel },
      count: Number(count),
    })),
    feeds: feeds.map(({ tenantId, source, last }) => ({ tenantId, source, lastAt: new Date(last) })),
  };
}

/** What is open at the customers of each segment; all customers that no segment names come together as `other`. */
export async function segmentFigures(
  database: Database,
  asOf: LocalDate,
  members: readonly SegmentMembers[],
): Promise<readonly SegmentFigures[]> {
  const named = members.flatMap(({ tenantId, segment, customerRefs }) =>
    customerRefs.map((customerRef) => sql`(${tenantId}, ${customerRef}, ${segment})`),
  );
  if (named.length === 0) return [];
  const found = await rows<Row & { segment: string; overdue: string }>(
    database,
    sql`SELECT b.tenant_id AS "tenantId", b.currency, coalesce(m.segment, 'other') AS segment,
               coalesce(sum(b.open_amount) FILTER (WHERE b.due_date IS NULL OR b.due_date >= ${asOf}::date), 0)::text AS amount,
               coalesce(sum(b.open_amount) FILTER (WHERE b.due_date < ${asOf}::date), 0)::text AS overdue
          FROM invoice_balances b
          LEFT JOIN (VALUES ${sql.join(named, sql`, `)}) AS m (tenant_id, customer_ref, segment)
            ON m.tenant_id = b.tenant_id AND m.customer_ref = b.customer_ref
         WHERE b.open_amount > 0
         GROUP BY b.tenant_id, b.currency, coalesce(m.segment, 'other')`,
  );
  return found.map(({ tenantId, currency, segment, amount, overdue }) => ({
    ...{ tenantId, currency, segment },
    notDueAmount: Decimal.of(amount),
    overdueAmount: Decimal.of(overdue),
  }));
}

const measureStatement = (asOf: LocalDate) => sql`
  SELECT tenant_id AS "tenantId", currency, measure, sum(amount)::text AS amount
    FROM kpi_days WHERE day > ${addDays(asOf, -30)}::date AND day <= ${asOf}::date
   GROUP BY tenant_id, currency, measure`;

const openedStatement = (since: Date) => sql`
  SELECT tenant_id AS "tenantId", cause, currency, count(*)::text AS count, sum(amount)::text AS amount
    FROM disputes WHERE opened_at >= ${timestamptz(since)}
   GROUP BY tenant_id, cause, currency`;

const OLDEST = sql`
  SELECT tenant_id AS "tenantId", cause, min(opened_at) AS oldest
    FROM disputes WHERE resolved_at IS NULL GROUP BY tenant_id, cause`;

const UNMATCHED = sql`
  SELECT tenant_id AS "tenantId", currency, count(*)::text AS count, sum(amount)::text AS amount,
         min(booked_on)::text AS oldest
    FROM entries WHERE state IN ('new', 'proposed', 'unmatched') AND amount > 0 GROUP BY tenant_id, currency`;

const dueStatement = (asOf: LocalDate) => sql`
  SELECT d.tenant_id AS "tenantId", d.currency, w.days, sum(d.amount)::text AS amount
    FROM due_days d JOIN (VALUES ${sql.join(
      DUE_WITHIN.map((days) => sql.raw(`(${days})`)),
      sql`, `,
    )}) AS w (days) ON d.due_on <= ${asOf}::date + w.days
   WHERE d.due_on >= ${asOf}::date AND d.due_on <= ${addDays(asOf, 90)}::date
   GROUP BY d.tenant_id, d.currency, w.days`;

const ORDERS = sql`
  SELECT tenant_id AS "tenantId", state, count(*)::text AS count
    FROM orders WHERE state IN ('accepted', 'held') GROUP BY tenant_id, state`;

const DELIVERIES = sql`
  SELECT tenant_id AS "tenantId", state, channel, count(*)::text AS count
    FROM deliveries WHERE state IN ('waiting', 'dead') GROUP BY tenant_id, state, channel`;

/** Statements are few: some a day for each account. */
const FEEDS = sql`
  SELECT s.tenant_id AS "tenantId", p.source, max(s.imported_at) AS last
    FROM statements s JOIN parcels p ON p.tenant_id = s.tenant_id AND p.id = s.parcel_id
   GROUP BY s.tenant_id, p.source`;

function rows<T>(database: Database, statement: SQL): Promise<readonly T[]> {
  return database.asOwner((queries) => rowsOf<T>(queries, statement));
}
