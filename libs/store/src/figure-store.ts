import { sql, type SQL } from 'drizzle-orm';
import type { LocalDate } from '#kernel';
import { Decimal } from '#kernel';
import {
  JOB_KINDS,
  type CountFigures,
  type DisputeFigures,
  type FigureStore,
  type JobFigures,
  type JobKind,
  type OperationFigures,
  type SegmentFigures,
  type SegmentMembers,
} from '#ports';
import { ageingOnDay } from './ageing-on-day.js';
import { rowsOf, type Database } from './database.js';
import { operationFigures, segmentFigures } from './operation-figures.js';
import { kpiSums } from './kpi-sums.js';
import { receivablesFigures } from './receivables-figures.js';

interface Count {
  readonly area: string;
  readonly state: string;
  readonly count: string | number;
}

/** Bounded aggregates for the gauges, read across tenants from indexes and carried balances. */
export class SqlFigureStore implements FigureStore {
  constructor(private readonly database: Database) {}

  async receivables(asOf: LocalDate, tenantId?: string) {
    return receivablesFigures(this.database, asOf, tenantId);
  }

  async kpi(tenantId: string, period: Parameters<FigureStore['kpi']>[1]) {
    return kpiSums(this.database, tenantId, period);
  }

  async ageingOn(tenantId: string, query: Parameters<FigureStore['ageingOn']>[1]) {
    return ageingOnDay(this.database, tenantId, query);
  }

  async disputes(tenantId?: string): Promise<readonly DisputeFigures[]> {
    const rows = await this.rows<DisputeFigures & { amount: string; count: string }>(sql`
      SELECT tenant_id AS "tenantId", cause, currency, count(*)::text AS count, sum(amount)::text AS amount
        FROM disputes WHERE resolved_at IS NULL ${andTenant(tenantId)}
       GROUP BY tenant_id, cause, currency ORDER BY tenant_id, cause, currency`);
    return rows.map((row) => ({ ...row, count: Number(row.count), amount: Decimal.of(row.amount) }));
  }

  async jobs(): Promise<readonly JobFigures[]> {
    const rows = await this.rows<{ kind: JobKind; state: string; count: string; oldest: string }>(sql`
      SELECT kind, state, count(*)::text AS count, min(created_at) AS oldest
        FROM jobs WHERE state IN ('waiting', 'dead') GROUP BY kind, state`);
    return JOB_KINDS.map((kind) => {
      const of = (state: string) => rows.find((row) => row.kind === kind && row.state === state);
      const waiting = of('waiting');
      return {
        kind,
        waiting: Number(waiting?.count ?? 0),
        dead: Number(of('dead')?.count ?? 0),
        ...(waiting ? { oldestAt: new Date(waiting.oldest) } : {}),
      };
    });
  }

  async counts(tenantId: string): Promise<CountFigures> {
    const rows = await this.rows<Count>(sql`
      SELECT 'orders' AS area, state, count(*)::text AS count FROM orders WHERE tenant_id = ${tenantId} GROUP BY state
      UNION ALL SELECT 'invoices', kind, count(*)::text FROM invoices WHERE tenant_id = ${tenantId} GROUP BY kind
      UNION ALL SELECT 'deliveries', state, count(*)::text FROM deliveries WHERE tenant_id = ${tenantId} GROUP BY state
      UNION ALL SELECT 'entries', state, count(*)::text FROM entries WHERE tenant_id = ${tenantId} GROUP BY state
      UNION ALL SELECT 'disputes', 'open', count(*)::text FROM disputes
        WHERE tenant_id = ${tenantId} AND resolved_at IS NULL
      UNION ALL SELECT 'paid', 'paid', (
        coalesce((SELECT sum(invoice_count) FROM account_balances WHERE tenant_id = ${tenantId}), 0)
        - (SELECT count(*) FROM invoice_balances
            WHERE tenant_id = ${tenantId} AND kind = 'invoice' AND open_amount <> 0))::text`);
    const of = (area: string) =>
      Object.fromEntries(rows.filter((row) => row.area === area).map((row) => [row.state, Number(row.count)]));
    return {
      orders: of('orders'),
      invoices: of('invoices'),
      deliveries: of('deliveries'),
      entries: of('entries'),
      disputesOpen: of('disputes')['open'] ?? 0,
      paidInvoices: of('paid')['paid'] ?? 0,
    };
  }

  operations(asOf: LocalDate, since: Date): Promise<OperationFigures> {
    return operationFigures(this.database, asOf, since);
  }

  segments(asOf: LocalDate, members: readonly SegmentMembers[]): Promise<readonly SegmentFigures[]> {
    return segmentFigures(this.database, asOf, members);
  }

  private rows<T>(statement: SQL): Promise<readonly T[]> {
    return this.database.asOwner((queries) => rowsOf<T>(queries, statement));
  }
}

function andTenant(tenantId: string | undefined): SQL {
  return tenantId === undefined ? sql`` : sql`AND tenant_id = ${tenantId}`;
}
