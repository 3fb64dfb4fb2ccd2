import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { METRICS, NODE_METRICS, SERIES_BUDGET, type MetricEntry } from '#telemetry';
import { panelQueries, readRules } from '../architecture/observability.js';
import { Installation } from '../e2e/installation.js';
import { hasServices } from '../e2e/modes.js';
import { order, sample } from '../e2e/orders.js';
import { until } from '../e2e/waiting.js';
import { PrometheusServer } from './prometheus-server.js';

const SAMPLES = ['01-menuiserie.json', '04-mairie.json', '05-lot.json', '06-wrong-totals.json', '07-credit-note.json'];
describe('a real Prometheus scraping a real gateway on the sample set', () => {
  let installation: Installation;
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    expect(hasServices()).toBe(true);
    installation = await Installation.open('scaled');
    appendFileSync(join(installation.directory, 'facteur.yaml'), 'metrics:\n  segments: [retail, industry]\n');
    await installation.start();
    const directory = join(installation.directory, 'prometheus');
    mkdirSync(directory);
    const hosts = (urls: readonly string[]) => urls.map((url) => new URL(url).host);
    prometheus = await PrometheusServer.start(directory, {
      'facteur-gateway': hosts([installation.url]),
      'facteur-worker': hosts(installation.workerUrls),
    });
    await until('a first scrape', async () => (await prometheus.query('up == 1')).length === 3);
    await playSampleSet(installation);
    // Rates need two looks with something between them.
    await until('what happened, in the metrics', async () => {
      const [issued] = await prometheus.query('sum(facteur_invoices_issued_total)');
      const [open] = await prometheus.query('sum(facteur_disputes_open)');
      const [matched] = await prometheus.query('sum(facteur_bank_entries_total)');
      return [issued, open, matched].every((each) => Number(each?.value[1]) > 0);
    });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
  });

  afterAll(async () => {
    await prometheus?.stop();
    await installation?.close();
  });

  it('has every metric of the catalogue, and none that it does not hold', async () => {
    const all = await prometheus.query('count by (__name__) (last_over_time({__name__=~"facteur_.*"}[5m]))');
    const seen = new Set(all.map(({ metric }) => metric['__name__'] as string));
    const entries: readonly MetricEntry[] = Object.values(METRICS);
    const names = (entry: { name: string; type: string }) =>
      entry.type === 'histogram'
        ? ['_bucket', '_sum', '_count'].map((suffix) => `${entry.name}${suffix}`)
        : [entry.name];
    const known = new Set<string>([...entries, ...NODE_METRICS].flatMap(names));
    expect([...seen].filter((name) => !known.has(name))).toEqual([]);
    expect(entries.flatMap(names).filter((name) => !seen.has(name))).toEqual([]);
  });

  it.each(panelQueries().map(({ panel, expr }) => [panel, expr] as const))('answers %s', async (_, expr) => {
    const filled = expr.replaceAll('$tenant', '.*').replaceAll('$period', '5m');
    const samples = await prometheus.query(filled);
    // A number at least, not only "0 / 0"; and no constant that would stand in for a metric that is gone.
    const hasData = samples.some(({ value: [, value] }) => Number.isFinite(Number(value)));
    expect({ expr, hasData }).toEqual({ expr, hasData: true });
    expect(expr).not.toMatch(/\bvector\s*\(/);
  });

  it('can evaluate every recording and alerting rule', async () => {
    for (const { expr } of readRules()) await prometheus.query(expr);
    const response = await fetch(`${prometheus.url}/api/v1/rules`);
    const { data } = (await response.json()) as { data: { groups: { rules: { name: string; health: string }[] }[] } };
    const sick = data.groups.flatMap(({ rules }) => rules).filter(({ health }) => health !== 'ok');
    expect(sick).toEqual([]);
  });

  it('keeps exemplars that lead from a bucket to the story of an order', async () => {
    const found = await prometheus.exemplars('facteur_order_to_delivered_seconds_bucket');
    const labels = found.flatMap(({ exemplars }) => exemplars.map((each) => each.labels));
    expect(labels.length).toBeGreaterThan(0);
    const id = labels[0]?.['correlation_id'] as string;
    expect(labels[0]?.['trace_id']).toBe(id.replaceAll('-', ''));
    const story = await installation.client().get<{ items: unknown[] }>(`/v1/timeline/${id}`);
    expect(story.items.length).toBeGreaterThan(3);
  });

  it('stays far below the budget of series', async () => {
    const [samples] = await prometheus.query('max(scrape_samples_scraped{job="facteur-gateway"})');
    expect(Number(samples?.value[1])).toBeGreaterThan(100);
    expect(Number(samples?.value[1])).toBeLessThan(SERIES_BUDGET / 20);
  });

  it('fires nothing about the house itself while all is well', async () => {
    const runtime = readRules().flatMap(({ alert, labels }) =>
      alert && labels?.['area'] === 'runtime' ? [alert] : [],
    );
    expect(runtime.length).toBeGreaterThan(8);
    const firing = await prometheus.firing();
    // How quick the loop is says something about the machine under test.
    const house = runtime.filter((name) => name !== 'FacteurEventLoopSlow');
    expect(firing.filter((name) => house.includes(name))).toEqual([]);
  });
});

/** Orders by folder, SFTP and API; a bad one; a delivery that our own settings prevent; a payment; a dispute. */
async function playSampleSet(installation: Installation): Promise<void> {
  const client = installation.client();
  const { sandbox } = installation;
  for (const name of SAMPLES) await sandbox.erp.drop(name, sample(name));
  await sandbox.sftp.orders.drop('export.csv', sample('08-export-negoce.csv'));
  await client.postXml('/v1/orders?fileName=order.xml', sample('09-magasin-ubl.xml'), 'ubl-1');
  await client.postJson('/v1/orders', { number: 'BAD' }, 'bad-1');
  for (let index = 0; index < 8; index += 1) await client.postJson('/v1/orders', order('OBS', index), `obs-${index}`);
  await until('invoices', async () => (await client.all('/v1/invoices')).length >= 12);
  await installation.settled();
  const settlement = await sandbox.settle(({ number, payableAmount, remittanceReference }) =>
    Number(number.slice(-1)) % 3 === 0
      ? undefined
      : { amount: payableAmount, reference: remittanceReference ?? number },
  );
  const paid = settlement.paid.length;
  await until('matched entries', async () => {
    const entries = await client.all<{ state: string }>('/v1/entries', 100);
    return entries.length >= paid && entries.every(({ state }) => state !== 'new');
  });
  const invoices = await client.all<{ id: string; kind: string; openAmount: string }>('/v1/invoices', 100);
  const disputed = invoices.find(({ kind, openAmount }) => kind === 'invoice' && Number(openAmount) > 20);
  await client.postJson(
    `/v1/invoices/${disputed?.id ?? ''}/disputes`,
    { cause: 'QUANTITY', amount: '10.00' },
    'dispute-1',
  );
}
