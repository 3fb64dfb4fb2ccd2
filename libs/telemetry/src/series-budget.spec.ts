import { describe, expect, it } from '@jest/globals';
import { CappedLabel } from './capped-label.js';
import { createInstruments } from './instruments.js';
import { METRICS, type MetricKey } from './metric-catalogue.table.js';
import type { MetricEntry } from './metric-entry.js';
import { LABEL_LIMITS, SERIES_BUDGET, allSeries, seriesOf } from './series-budget.js';

const UNIT_SUFFIX: Partial<Record<MetricEntry['unit'], RegExp>> = {
  seconds: /_seconds$/,
  days: /_days$/,
  amount: /_amount$/,
  ratio: /_ratio$/,
  bytes: /_bytes$/,
  timestamp: /_timestamp_seconds$/,
};

describe('the budget of series', () => {
  it('holds with 100 tenants in the worst case', () => {
    expect(LABEL_LIMITS.tenant).toBe(100);
    expect(allSeries()).toBeLessThanOrEqual(SERIES_BUDGET);
    // A budget that nothing comes near would bound nothing.
    expect(allSeries()).toBeGreaterThan(SERIES_BUDGET / 2);
  });

  it('is what a scrape really comes to when every label set is used', async () => {
    const { registry, counters, gauges, histograms } = createInstruments({ buildVersion: '0', processDefaults: false });
    const instruments = { ...counters, ...gauges };
    for (const key of Object.keys(METRICS) as MetricKey[]) {
      for (const labels of everyLabelSet(METRICS[key])) {
        if (key in histograms) histograms[key as keyof typeof histograms].observe({ labels, value: 1 });
        else instruments[key as keyof typeof instruments].inc(labels, 0);
      }
    }
    const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    // `version` has its real value beside the one made up here.
    expect(lines.length).toBe(allSeries() - LABEL_LIMITS.node + 1);
  });

  it('is kept by labels that a flood of values meets', () => {
    const label = new CappedLabel(3);
    expect(['a', 'b', 'c', 'a', 'd'].map((value) => label.of(value))).toEqual(['a', 'b', 'other', 'a', 'other']);
  });
});

describe('the catalogue', () => {
  const entries: readonly MetricEntry[] = Object.values(METRICS);

  it.each(entries.map((entry) => [entry.name, entry] as const))('%s keeps the conventions', (name, entry) => {
    expect(name).toMatch(/^facteur_[a-z][a-z0-9_]*[a-z]$/);
    expect(name.endsWith('_total')).toBe(entry.type === 'counter');
    const suffix = UNIT_SUFFIX[entry.unit];
    if (suffix) expect(name.replace(/_total$/, '')).toMatch(suffix);
    expect(entry.help).toMatch(/^[A-Z].*[.]$/);
    expect(Object.keys(entry.labels)).not.toEqual(expect.arrayContaining(['customer', 'invoice', 'iban', 'partner']));
    expect(entry.type === 'histogram').toBe(entry.buckets !== undefined);
  });

  it('counts a histogram with its buckets', () => {
    expect(seriesOf(METRICS.requestDuration)).toBe(6 * (12 + 3));
  });
});

function everyLabelSet(entry: MetricEntry): Record<string, string>[] {
  return Object.entries(entry.labels).reduce<Record<string, string>[]>(
    (rows, [label, values]) => {
      const list =
        typeof values === 'string'
          ? Array.from({ length: LABEL_LIMITS[values] }, (_, index) => (index === 0 ? 'other' : `${label}${index}`))
          : values;
      return rows.flatMap((row) => list.map((value) => ({ ...row, [label]: value })));
    },
    [{}],
  );
}
