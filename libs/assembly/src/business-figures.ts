import type { Clock, LocalDate } from '#kernel';
import type { SegmentMembers, Store } from '#ports';
import type { Instruments } from '#telemetry';
import { dsoOf } from './dso-of.js';
import { OperationGauges } from './operation-gauges.js';
import { ReceivablesGauges } from './receivables-gauges.js';

export interface FigureSettings {
  readonly maxAgeSeconds: number;
  readonly currency: string;
}

/** The reading may take at most this share of the time: one that took a second is repeated after twenty. */
const MOST_OF_THE_TIME = 1 / 20;
/** A scrape waits no longer: its own deadline is ten seconds, and old figures that say so are better than none. */
const PATIENCE_MS = 4_000;
const WINDOW_MS = 30 * 86_400_000;

/**
 * The figures of the business, read from the store and never kept in memory beyond `maxAgeSeconds`: they are right whatever
 * the number of processes, and after a restart. When the store does not answer, the gauges keep what they had, and
 * `facteur_figures_computed_timestamp_seconds` says how old that is.
 */
export class BusinessFigures {
  private readAt = Number.NEGATIVE_INFINITY;
  private tookMs = 0;
  private reading: Promise<void> | undefined;
  private readonly receivables: ReceivablesGauges;
  private readonly operations: OperationGauges;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly instruments: Instruments,
    private readonly settings: FigureSettings,
    /** Tenants whose figures are shown from the start, also where there is nothing yet. */
    tenants: readonly string[] = [],
    /** Customers of the segments that are shown by name. */
    private readonly members: () => readonly SegmentMembers[] = () => [],
  ) {
    this.receivables = new ReceivablesGauges(instruments.gauges, settings.currency);
    this.operations = new OperationGauges(instruments.gauges, tenants);
  }

  /**
   * Brings the gauges up to date, unless they are younger than `maxAgeSeconds` or than twenty times what the last reading took.
   * Scrapes at the same time share one reading; none waits for it longer than four seconds, but is answered with what there was. Never throws: a failure is counted, and told by the age of the figures.
   */
  refresh(): Promise<void> {
    const pauseMs = Math.max(this.settings.maxAgeSeconds * 1000, this.tookMs / MOST_OF_THE_TIME);
    if (this.clock.now().getTime() - this.readAt < pauseMs) return Promise.resolve();
    this.reading ??= this.read()
      .catch(() => this.instruments.counters.figuresFailed.inc())
      .finally(() => {
        this.reading = undefined;
      });
    return within(this.reading, PATIENCE_MS);
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
    const started = performance.now();
    const now = this.clock.now().getTime();
    const today = this.clock.today();
    const { figures } = this.store;
    const [receivables, disputes, jobs, operations, segments] = await Promise.all([
      figures.receivables(today),
      figures.disputes(),
      figures.jobs(),
      figures.operations(today, new Date(now - WINDOW_MS)),
      this.readSegments(today),
    ]);
    const shown = this.receivables.fill(receivables, today);
    this.receivables.fillSegments(segments, shown);
    this.operations.fillDisputes(disputes, operations, now, shown);
    this.operations.fillCash(operations, now, shown);
    this.operations.fillRatios(operations);
    this.operations.fillWork(operations);
    this.operations.fillJobs(jobs, now);
    this.readAt = now;
    this.tookMs = performance.now() - started;
    this.instruments.gauges.figuresComputed.set(now / 1000);
    this.instruments.gauges.figuresDuration.set(this.tookMs / 1000);
  }

  private async readSegments(today: LocalDate) {
    const members = this.members();
    return members.length === 0 ? [] : this.store.figures.segments(today, members);
  }
}

/** Resolves with the work, or without it when it takes longer. */
async function within(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
