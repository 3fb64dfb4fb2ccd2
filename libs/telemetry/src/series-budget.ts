import { METRICS } from './metric-catalogue.table.js';
import type { LabelValues, MetricEntry, OpenLabel } from './metric-entry.js';

/** Series that one process may show with 100 tenants, whatever happens; Prometheus takes a few kilobytes for each. */
export const SERIES_BUDGET = 60_000;

/** How many values a label has at most whose list depends on the installation. The instruments enforce it. */
export const LABEL_LIMITS: Readonly<Record<OpenLabel, number>> = {
  tenant: 100,
  /** For each tenant: those with most open. */
  currency: 3,
  /** With `other`. */
  segment: 5,
  /** For each tenant: configured sources of statements, and `api`. */
  feed: 5,
  problem: 100,
  rule: 200,
  operation: 250,
  version: 1,
  node: 50,
};

/** The number of series that a metric comes to at most: a histogram has its buckets, `+Inf`, sum and count. */
export function seriesOf(entry: MetricEntry, limits: Readonly<Record<OpenLabel, number>> = LABEL_LIMITS): number {
  const size = (values: LabelValues) => (typeof values === 'string' ? limits[values] : values.length);
  const sets = Object.values(entry.labels).reduce((product, values) => product * size(values), 1);
  return entry.type === 'histogram' ? sets * ((entry.buckets?.length ?? 0) + 3) : sets;
}

/** The worst case of the whole catalogue, and of Node's own metrics. */
export function allSeries(limits: Readonly<Record<OpenLabel, number>> = LABEL_LIMITS): number {
  return Object.values(METRICS).reduce((total, entry) => total + seriesOf(entry, limits), limits.node);
}
