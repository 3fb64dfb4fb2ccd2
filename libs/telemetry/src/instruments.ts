import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Signals, TimelineEvent } from '#ports';
import { METRICS, type MetricKey } from './metric-catalogue.table.js';
import type { MetricEntry, OpenLabel } from './metric-entry.js';
import { openMetricsText } from './open-metrics.js';
import { createSignals } from './signals.js';
import { createTimelineCounts } from './timeline-counts.js';

/** The instruments of one process: counters that flows feed through `signals`, gauges that are filled at each scrape. */
export interface Instruments {
  readonly registry: Registry;
  readonly signals: Signals;
  readonly counters: Readonly<Record<CounterName, Counter>>;
  readonly histograms: Readonly<Record<HistogramName, Histogram>>;
  readonly gauges: Readonly<Record<GaugeName, Gauge>>;
  /** Counts what was committed to the timeline; to be hung on `Store.onCommitted`. */
  readonly committed: (tenantId: string, events: readonly TimelineEvent[]) => void;
  /** The metrics as text: OpenMetrics with exemplars where the scraper asks for it, else the classic format. */
  expose(accept?: string): Promise<MetricsText>;
}

export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

type NamesOf<T extends MetricEntry['type']> = {
  [K in MetricKey]: (typeof METRICS)[K]['type'] extends T ? K : never;
}[MetricKey];
export type GaugeName = NamesOf<'gauge'>;
export type CounterName = NamesOf<'counter'>;
export type HistogramName = NamesOf<'histogram'>;

export interface InstrumentOptions {
  readonly buildVersion: string;
  /** Node's own metrics, too. */
  readonly processDefaults: boolean;
  /** Ids of the tenants; their counters start at zero. */
  readonly tenants?: readonly string[];
}

/** A metric with more label sets than this for each tenant does not start at zero: most of them would never move. */
const MOST_ZEROS = 50;

/** Labels that fold what is beyond their limit together. */
const CAPPED: ReadonlySet<string> = new Set<OpenLabel>(['problem', 'rule']);

/** Builds every metric of the catalogue in a registry of its own, so that tests and processes never share one. */
export function createInstruments(options: InstrumentOptions): Instruments {
  const registry = new Registry();
  if (options.processDefaults) collectDefaultMetrics({ register: registry, prefix: 'facteur_' });
  const counters = each('counter', (entry) => counterOf(entry, options.tenants ?? []));
  const histograms = each('histogram', (entry) => histogramOf(entry, options.tenants ?? []));
  const gauges = each('gauge', (entry) => new Gauge({ ...described(entry), registers: [] }));
  for (const metric of [...Object.values(counters), ...Object.values(histograms), ...Object.values(gauges)])
    registry.registerMetric(metric);
  gauges.buildInfo.set({ version: options.buildVersion }, 1);
  // A process without Redis shows no series for it, rather than one that says it is down.
  gauges.redisUp.remove();
  for (const state of METRICS.circuits.labels.state) gauges.circuits.set({ state }, 0);
  return {
    ...{ registry, counters, histograms, gauges },
    signals: createSignals(counters, histograms),
    committed: createTimelineCounts(counters, histograms),
    expose: (accept = '') =>
      accept.includes('application/openmetrics-text') ? openMetricsText(registry) : classicText(registry),
  };
}

async function classicText(registry: Registry): Promise<MetricsText> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function each<T extends MetricEntry['type'], M>(type: T, build: (entry: MetricEntry) => M): Record<NamesOf<T>, M> {
  const keys = (Object.keys(METRICS) as MetricKey[]).filter((key) => METRICS[key].type === type);
  return Object.fromEntries(keys.map((key) => [key, build(METRICS[key])])) as Record<NamesOf<T>, M>;
}

function counterOf(entry: MetricEntry, tenants: readonly string[]): Counter {
  const counter = new Counter({ ...described(entry), registers: [] });
  // A series that exists from the start lets a rate be computed over its first increment.
  for (const labels of combinations(entry, tenants)) counter.inc(labels, 0);
  return counter;
}

/** Exemplars tie a bucket to one order; only the OpenMetrics text shows them. */
function histogramOf(entry: MetricEntry, tenants: readonly string[]): Histogram {
  const histogram = new Histogram({
    ...described(entry),
    buckets: [...(entry.buckets ?? [])],
    enableExemplars: true,
    registers: [],
  });
  // As with counters: without it the first late order after a start would burn no error budget.
  for (const labels of combinations(entry, tenants)) histogram.zero(labels);
  return histogram;
}

function described(entry: MetricEntry): { name: string; help: string; labelNames: string[] } {
  return { name: entry.name, help: entry.help, labelNames: Object.keys(entry.labels) };
}

/**
 * Every label combination of a metric whose labels are all known at the start, unless there are very many. Of a capped list
 * only `other` is known, which is enough for the metric to be there from the first scrape.
 */
function combinations(entry: MetricEntry, tenants: readonly string[]): Record<string, string>[] {
  const lists = Object.entries(entry.labels).map(([label, values]): [string, readonly string[]] => [
    label,
    values === 'tenant' ? tenants : typeof values === 'string' ? (CAPPED.has(values) ? ['other'] : []) : values,
  ]);
  const most = lists
    .filter(([label]) => label !== 'tenant')
    .reduce((product, [, values]) => product * values.length, 1);
  if (most > MOST_ZEROS) return [];
  return lists.reduce<Record<string, string>[]>(
    (rows, [label, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [label]: value }))),
    [{}],
  );
}
