import { JOB_KINDS, type DisputeFigures, type JobFigures, type OperationFigures } from '#ports';
import { LABEL_LIMITS, METRICS, type GaugeName, type Instruments } from '#telemetry';
import { GaugeFiller } from './gauge-filler.js';
import type { ShownCurrencies } from './receivables-gauges.js';

const WINDOW = { window: '30d' } as const;

const NO_DISPUTE = { cause: 'OTHER' } as const;

type Labels = Readonly<Record<string, string>>;
type Row = readonly [Labels, number | undefined];

/**
 * Disputes, cash, orders, deliveries and jobs as gauges. Where there is nothing, they say 0 for each tenant and each currency
 * that is shown: a metric that is absent then means that it is not known.
 */
export class OperationGauges {
  private readonly fillers = new Map<GaugeName, GaugeFiller>();

  constructor(
    private readonly gauges: Instruments['gauges'],
    private readonly tenants: readonly string[],
  ) {}

  fillDisputes(
    open: readonly DisputeFigures[],
    figures: OperationFigures,
    now: number,
    { pairs, has: isShown }: ShownCurrencies,
  ): void {
    const none = this.tenants.map((tenant) => ({ tenant, ...NO_DISPUTE }));
    const noAmount = pairs.map((pair) => ({ ...pair, ...NO_DISPUTE }));
    this.fill(
      'disputesOpen',
      open.map(({ tenantId: tenant, cause, count }) => [{ tenant, cause }, count]),
      none,
    );
    this.fill(
      'disputesOpenAmount',
      open
        .filter((row) => isShown(row.tenantId, row.currency))
        .map(({ tenantId: tenant, cause, currency, amount }) => [{ tenant, cause, currency }, amount.toNumber()]),
      noAmount,
    );
    this.fill(
      'disputeAge',
      figures.oldestDisputes.map(({ tenantId: tenant, cause, oldestAt }) => [
        { tenant, cause },
        secondsSince(oldestAt, now),
      ]),
      none,
    );
    const opened = figures.disputesOpenedSince;
    this.fill(
      'disputesOpenedWindow',
      opened.map(({ tenantId: tenant, cause, count }) => [{ tenant, cause, ...WINDOW }, count]),
      none.map((labels) => ({ ...labels, ...WINDOW })),
    );
    this.fill(
      'disputesOpenedAmount',
      opened
        .filter((row) => isShown(row.tenantId, row.currency))
        .map(({ tenantId: tenant, cause, currency, amount }) => [
          { tenant, cause, currency, ...WINDOW },
          amount.toNumber(),
        ]),
      noAmount.map((labels) => ({ ...labels, ...WINDOW })),
    );
  }

  fillCash(
    { measures, unmatched, dueWithin, feeds }: OperationFigures,
    now: number,
    { pairs, has: isShown }: ShownCurrencies,
  ): void {
    const money = (name: GaugeName, measure: string) =>
      this.fill(
        name,
        measures
          .filter((row) => row.measure === measure && isShown(row.tenantId, row.currency))
          .map(({ tenantId: tenant, currency, amount }) => [{ tenant, currency, ...WINDOW }, amount.toNumber()]),
        pairs.map((pair) => ({ ...pair, ...WINDOW })),
      );
    money('collectedAmount', 'collected.amount');
    money('collectedCount', 'collected.count');
    const waiting = unmatched.filter((row) => isShown(row.tenantId, row.currency));
    const of = (value: (row: (typeof waiting)[number]) => number) =>
      waiting.map((row): Row => [{ tenant: row.tenantId, currency: row.currency }, value(row)]);
    this.fill(
      'unmatchedAmount',
      of((row) => row.amount.toNumber()),
      pairs,
    );
    this.fill(
      'unmatchedEntries',
      of((row) => row.count),
      pairs,
    );
    this.fill(
      'unmatchedAge',
      of((row) => secondsSince(new Date(`${row.oldestOn}T00:00:00Z`), now)),
      pairs,
    );
    this.fill(
      'dueForecast',
      dueWithin
        .filter((row) => isShown(row.tenantId, row.currency))
        .map(({ tenantId: tenant, currency, days, amount }) => [
          { tenant, currency, within: `${days}d` },
          amount.toNumber(),
        ]),
      pairs.flatMap((pair) => METRICS.dueForecast.labels.within.map((within) => ({ ...pair, within }))),
    );
    this.replace('bankFeed', feedRows(feeds));
  }

  fillRatios(figures: OperationFigures): void {
    const sums = sumsByTenant(figures);
    const ratios = (name: GaugeName, part: string, whole: string) =>
      this.replace(
        name,
        [...sums].map(([tenant, of]) => [{ tenant, ...WINDOW }, ratio(of.get(part) ?? 0, of.get(whole) ?? 0)]),
      );
    ratios('noTouch', 'receipt.automatic', 'receipt.count');
    ratios('falseMatch', 'receipt.reversed', 'receipt.automatic');
    ratios('creditNoteRatio', 'credit-note.count', 'invoice.count');
    ratios('disputeRatio', 'dispute.opened', 'invoice.count');
  }

  fillWork({ orders, deliveries }: OperationFigures): void {
    this.fill(
      'ordersOpen',
      orders.map(({ tenantId: tenant, state, count }) => [{ tenant, state }, count]),
      this.ofTenants(METRICS.ordersOpen.labels.state),
    );
    this.fill(
      'deliveriesOpen',
      deliveries.map(({ tenantId: tenant, state, channel, count }) => [{ tenant, state, channel }, count]),
      METRICS.deliveriesOpen.labels.channel.flatMap((channel) =>
        this.ofTenants(METRICS.deliveriesOpen.labels.state).map((labels) => ({ ...labels, channel })),
      ),
    );
  }

  fillJobs(rows: readonly JobFigures[], now: number): void {
    const of = (value: (row: JobFigures | undefined) => number) =>
      JOB_KINDS.map((kind): Row => [{ kind }, value(rows.find((each) => each.kind === kind))]);
    this.fill(
      'jobsWaiting',
      of((row) => row?.waiting ?? 0),
    );
    this.fill(
      'jobsDead',
      of((row) => row?.dead ?? 0),
    );
    this.fill(
      'jobOldestAge',
      of((row) => (row?.oldestAt ? secondsSince(row.oldestAt, now) : 0)),
    );
  }

  /** Each tenant with each state. */
  private ofTenants(states: readonly string[]): Labels[] {
    return this.tenants.flatMap((tenant) => states.map((state) => ({ tenant, state })));
  }

  private fill(name: GaugeName, rows: readonly Row[], zeros: readonly Labels[] = []): void {
    this.fillerOf(name).fill(rows, zeros);
  }

  private replace(name: GaugeName, rows: readonly Row[]): void {
    this.fillerOf(name).replace(rows);
  }

  private fillerOf(name: GaugeName): GaugeFiller {
    const filler = this.fillers.get(name) ?? new GaugeFiller(this.gauges[name]);
    this.fillers.set(name, filler);
    return filler;
  }
}

/** A feed is known by the name that the configuration gives its source; what came by the API is one feed. */
function feedRows(feeds: OperationFigures['feeds']): Row[] {
  const newest = new Map<string, Row>();
  const byTenant = new Map<string, Set<string>>();
  for (const { tenantId: tenant, source, lastAt } of feeds) {
    const names = byTenant.get(tenant) ?? new Set<string>();
    byTenant.set(tenant, names);
    const name = source.startsWith('api') ? 'api' : source.slice(0, 60);
    const feed = names.has(name) || names.size < LABEL_LIMITS.feed - 1 ? name : 'other';
    names.add(feed);
    const known = newest.get(`${tenant} ${feed}`)?.[1] ?? 0;
    newest.set(`${tenant} ${feed}`, [{ tenant, feed }, Math.max(known, lastAt.getTime() / 1000)]);
  }
  return [...newest.values()];
}

/** The window's measures by tenant, counts over all currencies; with the disputes opened. */
function sumsByTenant({ measures, disputesOpenedSince }: OperationFigures): Map<string, Map<string, number>> {
  const sums = new Map<string, Map<string, number>>();
  const add = (tenant: string, measure: string, value: number) => {
    const of = sums.get(tenant) ?? new Map<string, number>();
    sums.set(tenant, of.set(measure, (of.get(measure) ?? 0) + value));
  };
  for (const row of measures) add(row.tenantId, row.measure, row.amount.toNumber());
  for (const row of disputesOpenedSince) add(row.tenantId, 'dispute.opened', row.count);
  return sums;
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function secondsSince(at: Date, now: number): number {
  return Math.max(0, now - at.getTime()) / 1000;
}
