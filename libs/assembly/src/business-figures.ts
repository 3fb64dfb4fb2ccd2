import { Decimal, type Clock, type LocalDate } from '#kernel';
import { AGEING_BUCKETS, JOB_KINDS, type ReceivablesFigures, type Store } from '#ports';
import { bestPossibleDso, countBackDso, simpleDso, type MonthlySales } from '#receivables';
import type { Instruments } from '#telemetry';

/** Period of the simple and the best possible DSO. */
const DSO_DAYS = 90;

export interface DsoDays {
  readonly simple?: number;
  readonly countback?: number;
  readonly bestPossible?: number;
}

/**
 * The figures of the business, read from the store and never kept in memory beyond `maxAgeSeconds`: they are right whatever
 * the number of processes, and after a restart.
 */
export class BusinessFigures {
  private readAt = 0;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly instruments: Instruments,
    private readonly settings: { readonly maxAgeSeconds: number; readonly currency: string },
  ) {}

  /** Brings the gauges up to date, unless they are younger than `maxAgeSeconds`. Scrapes at the same time share one reading. */
  refresh(): Promise<void> {
    if (this.clock.now().getTime() - this.readAt < this.settings.maxAgeSeconds * 1000) return Promise.resolve();
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** What one tenant's summary shows. */
  async summary(tenantId: string): Promise<unknown> {
    const today = this.clock.today();
    const [counts, receivables] = await Promise.all([
      this.store.figures.counts(tenantId),
      this.store.figures.receivables(today, tenantId),
    ]);
    return {
      ...counts,
      receivables: receivables.map((figures) => ({
        currency: figures.currency,
        openAmount: figures.openAmount,
        openCount: figures.openCount,
        creditAmount: figures.creditAmount,
        unallocatedCashAmount: figures.unallocatedCashAmount,
        ageing: figures.ageing,
        dso: dsoOf([figures], today),
      })),
    };
  }

  private async read(): Promise<void> {
    const today = this.clock.today();
    const { figures } = this.store;
    const [receivables, disputes, jobs] = await Promise.all([
      figures.receivables(today),
      figures.disputes(),
      figures.jobs(),
    ]);
    this.setReceivables(receivables, today);
    this.setDisputes(disputes);
    this.setJobs(jobs);
    this.readAt = this.clock.now().getTime();
    this.instruments.gauges.figuresComputed.set(this.readAt / 1000);
  }

  private setReceivables(rows: readonly ReceivablesFigures[], today: LocalDate): void {
    const { receivablesOpen, receivablesOverdue, dso } = this.instruments.gauges;
    receivablesOpen.reset();
    receivablesOverdue.reset();
    for (const row of rows) {
      const { currency } = row;
      receivablesOpen.inc({ currency }, row.openAmount.toNumber());
      for (const bucket of AGEING_BUCKETS) {
        // A bucket that has emptied says 0; a series that vanishes would leave a graph and its alert at their last value.
        const amount = row.ageing.find((each) => each.bucket === bucket)?.amount.toNumber() ?? 0;
        if (bucket !== 'not-due') receivablesOverdue.inc({ currency, bucket }, amount);
      }
    }
    const main = rows.filter((row) => row.currency === this.settings.currency);
    const days = dsoOf(main, today);
    dso.reset();
    if (days.simple !== undefined) dso.set({ method: 'simple' }, days.simple);
    if (days.countback !== undefined) dso.set({ method: 'countback' }, days.countback);
    if (days.bestPossible !== undefined) dso.set({ method: 'best_possible' }, days.bestPossible);
  }

  private setDisputes(rows: Awaited<ReturnType<Store['figures']['disputes']>>): void {
    const { disputesOpen, disputesOpenAmount } = this.instruments.gauges;
    disputesOpen.reset();
    disputesOpenAmount.reset();
    for (const { cause, currency, count, amount } of rows) {
      disputesOpen.inc({ cause }, count);
      disputesOpenAmount.inc({ cause, currency }, amount.toNumber());
    }
  }

  private setJobs(rows: Awaited<ReturnType<Store['figures']['jobs']>>): void {
    const { jobsWaiting, jobsDead, jobOldestAge } = this.instruments.gauges;
    const now = this.clock.now().getTime();
    for (const kind of JOB_KINDS) {
      const row = rows.find((each) => each.kind === kind);
      jobsWaiting.set({ kind }, row?.waiting ?? 0);
      jobsDead.set({ kind }, row?.dead ?? 0);
      jobOldestAge.set({ kind }, row?.oldestAt ? Math.max(0, now - row.oldestAt.getTime()) / 1000 : 0);
    }
  }
}

/** DSO over one or several tenants in one currency; methods without sales to divide by have none. */
function dsoOf(rows: readonly ReceivablesFigures[], today: LocalDate): DsoDays {
  const open = Decimal.sum(rows.map((row) => row.openAmount));
  const notDue = Decimal.sum(
    rows.flatMap((row) => row.ageing.filter(({ bucket }) => bucket === 'not-due').map(({ amount }) => amount)),
  );
  const sales = Decimal.sum(rows.map((row) => row.sales90Days));
  const months = monthsOf(rows);
  const countBack = countBackDso(open, months, { month: today.slice(0, 7), day: Number(today.slice(8, 10)) });
  return {
    simple: simpleDso(open, sales, DSO_DAYS)?.toNumber(),
    countback: months.length === 0 ? undefined : countBack.days.toNumber(),
    bestPossible: bestPossibleDso(notDue, sales, DSO_DAYS)?.toNumber(),
  };
}

/** Sales by month, newest first, over all rows. */
function monthsOf(rows: readonly ReceivablesFigures[]): MonthlySales[] {
  const byMonth = new Map<string, Decimal>();
  for (const { month, amount } of rows.flatMap((row) => row.salesByMonth)) {
    byMonth.set(month, (byMonth.get(month) ?? Decimal.ZERO).plus(amount));
  }
  return [...byMonth].map(([month, amount]) => ({ month, amount })).sort((a, b) => (a.month < b.month ? 1 : -1));
}
