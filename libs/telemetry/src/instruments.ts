import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Signals } from '#ports';
import { METRICS, type MetricEntry } from './metric-catalogue.table.js';

/** The instruments of one process: counters that flows feed through `signals`, gauges that `business.ts` fills at each scrape. */
export interface Instruments {
  readonly registry: Registry;
  readonly signals: Signals;
  readonly gauges: Readonly<Record<GaugeName, Gauge>>;
}

type NamesOf<T extends MetricEntry['type']> = {
  [K in keyof typeof METRICS]: (typeof METRICS)[K]['type'] extends T ? K : never;
}[keyof typeof METRICS];
export type GaugeName = NamesOf<'gauge'>;

/** Builds every metric of the catalogue in a registry of its own, so that tests and processes never share one. */
export function createInstruments(options: { buildVersion: string; processDefaults: boolean }): Instruments {
  const registry = new Registry();
  if (options.processDefaults) collectDefaultMetrics({ register: registry, prefix: 'facteur_' });
  new Gauge({
    name: 'facteur_build_info',
    help: 'Always 1; the label tells the version that runs.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: options.buildVersion }, 1);

  const counter = (key: NamesOf<'counter'>): Counter => {
    const instrument = new Counter({ ...described(METRICS[key]), registers: [registry] });
    // A series that exists from the start lets a rate be computed over its first increment.
    for (const labels of combinations(METRICS[key])) instrument.inc(labels, 0);
    return instrument;
  };
  const histogram = (key: NamesOf<'histogram'>): Histogram =>
    new Histogram({ ...described(METRICS[key]), buckets: [...METRICS[key].buckets], registers: [registry] });
  const gauge = (key: GaugeName): Gauge => new Gauge({ ...described(METRICS[key]), registers: [registry] });

  const orders = counter('orders');
  const issued = counter('invoicesIssued');
  const deliveries = counter('deliveries');
  const deliveryDuration = histogram('deliveryDuration');
  const entries = counter('entriesMatched');
  const jobs = counter('jobsFinished');
  const jobDuration = histogram('jobDuration');
  const signals: Signals = {
    orderSettled: (outcome) => orders.inc({ outcome }),
    invoiceIssued: (format, type) => issued.inc({ format, type }),
    deliveryAttempted: (channel, outcome, seconds) => {
      deliveries.inc({ channel, outcome });
      deliveryDuration.observe({ channel }, seconds);
    },
    entryMatched: (outcome) => entries.inc({ outcome }),
    jobFinished: (kind, outcome, seconds) => {
      jobs.inc({ kind, outcome });
      jobDuration.observe({ kind }, seconds);
    },
  };
  const gauges = Object.fromEntries(
    (Object.keys(METRICS) as (keyof typeof METRICS)[])
      .filter((key): key is GaugeName => METRICS[key].type === 'gauge')
      .map((key) => [key, gauge(key)]),
  ) as Record<GaugeName, Gauge>;
  return { registry, signals, gauges };
}

function described(entry: MetricEntry): { name: string; help: string; labelNames: string[] } {
  return { name: entry.name, help: entry.help, labelNames: Object.keys(entry.labels) };
}

/** Every label combination of a metric whose labels are all closed lists. */
function combinations(entry: MetricEntry): Record<string, string>[] {
  return Object.entries(entry.labels).reduce<Record<string, string>[]>(
    (rows, [label, values]) =>
      typeof values === 'string' ? [] : rows.flatMap((row) => values.map((value) => ({ ...row, [label]: value }))),
    [{}],
  );
}
