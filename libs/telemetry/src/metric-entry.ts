/** Labels whose values depend on the installation; `LABEL_LIMITS` says how many of them there are at most. */
export type OpenLabel =
  'tenant' | 'currency' | 'segment' | 'feed' | 'problem' | 'rule' | 'operation' | 'version' | 'node';

/** The closed list of a label, or what bounds it. */
export type LabelValues = readonly string[] | OpenLabel;

export type MetricUnit = 'seconds' | 'days' | 'amount' | 'ratio' | 'bytes' | 'timestamp' | 'count' | 'info';

/** One metric as it is declared: everything that documentation, dashboards and alerts may know of it. */
export interface MetricEntry {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: MetricUnit;
  readonly area: 'cash' | 'disputes' | 'e-invoicing' | 'connectors' | 'runtime';
  /** `process`: of this process since it started; `store`: read from the database, the same whoever is asked. */
  readonly from: 'process' | 'store';
  readonly labels: Readonly<Record<string, LabelValues>>;
  readonly help: string;
  /** How the value comes about, where the help alone does not say. */
  readonly formula?: string;
  /** Upper bounds of a histogram, in its unit. */
  readonly buckets?: readonly number[];
}
