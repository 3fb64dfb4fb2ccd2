import { METRICS } from './metric-catalogue.table.js';
import type { LabelValues, MetricEntry, OpenLabel } from './metric-entry.js';
import { NODE_METRICS } from './node-metrics.table.js';
import { LABEL_LIMITS, SERIES_BUDGET, allSeries, seriesOf } from './series-budget.js';

const AREAS: Readonly<Record<MetricEntry['area'], string>> = {
  cash: 'Cash',
  disputes: 'Disputes and credit notes',
  'e-invoicing': 'Orders, invoices, statuses',
  connectors: 'Connectors',
  runtime: 'Runtime',
};

const OPEN_LABELS: Readonly<Record<OpenLabel, string>> = {
  tenant: 'tenants of the configuration',
  currency: 'ISO 4217 codes of a tenant’s invoices, those with most open first',
  segment: '`metrics.segments` of the configuration, and `other`',
  feed: 'sources of statements in the configuration, and `api`',
  problem: 'codes of problems, the first that are seen, then `other`',
  rule: 'rule ids, the first that are seen, then `other`',
  operation: 'operation ids of the OpenAPI description, and `other`',
  version: 'the version that runs',
  node: 'what Node.js itself tells',
};

/** The page docs/metrics.md, wholly from the catalogue; `npm run generate` writes it. */
export function catalogueDocument(): string {
  const areas = Object.keys(AREAS) as MetricEntry['area'][];
  return [
    '# Metrics',
    '',
    '<!-- Generated from libs/telemetry/src/metric-catalogue.table.ts by `npm run generate`. Do not edit. -->',
    '',
    ...INTRODUCTION,
    ...areas.flatMap(areaText),
    '## Node.js',
    '',
    NODE_METRICS.map(({ name }) => `\`${name}\``).join(', '),
    '',
    '## Series',
    '',
    `With ${LABEL_LIMITS.tenant} tenants, one process shows at most ${allSeries()} series in the worst case; the budget is ${SERIES_BUDGET}.`,
    'What bounds a label whose list depends on the installation:',
    '',
    '| label | values | at most |',
    '| --- | --- | --- |',
    ...(Object.keys(OPEN_LABELS) as OpenLabel[]).map(
      (label) => `| \`${label}\` | ${OPEN_LABELS[label]} | ${LABEL_LIMITS[label]} |`,
    ),
    '',
  ].join('\n');
}

const INTRODUCTION = [
  'Every process has `/metrics`, in the classic Prometheus format or, where the scraper asks for it, in OpenMetrics with',
  'exemplars (`trace_id`, `correlation_id`). Metrics **of the process** count since it started: sum them over processes.',
  'Metrics **of the store** are read from the database by gateways and are the same whoever is asked: take the maximum over',
  'processes, never the sum; `facteur_figures_computed_timestamp_seconds` says how old they are. Amounts are in the main unit of',
  'their currency, ratios from 0 to 1. A label never holds a customer, an invoice, an account or free text.',
  '',
  'Dashboards are in `config/grafana`, recording and alerting rules in `config/prometheus`, and what to do about an alert in',
  '[runbooks](runbooks/README.md).',
  '',
];

function areaText(area: MetricEntry['area']): string[] {
  const entries = Object.values(METRICS).filter((entry: MetricEntry) => entry.area === area);
  return [
    `## ${AREAS[area]}`,
    '',
    '| metric | type | unit | of the | labels | meaning | series at most |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...entries.map(rowText),
    '',
  ];
}

function rowText(entry: MetricEntry): string {
  const labels = Object.entries(entry.labels).map(([label, values]) => `\`${label}\`${valuesText(values)}`);
  const formula = entry.formula === undefined ? '' : ` Formula: ${entry.formula}.`;
  const buckets = entry.buckets === undefined ? '' : ` Buckets: ${entry.buckets.join(', ')}.`;
  const cells = [
    ...[`\`${entry.name}\``, entry.type, entry.unit, entry.from, labels.join('; ') || '—'],
    ...[`${entry.help}${formula}${buckets}`, String(seriesOf(entry))],
  ];
  return `| ${cells.join(' | ')} |`;
}

function valuesText(values: LabelValues): string {
  if (typeof values === 'string') return '';
  return values.length > 12 ? ` (${values.length} codes)` : `: ${values.join(', ')}`;
}
