import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { METRICS, NODE_METRICS, SERIES_BUDGET, type MetricEntry } from '#telemetry';
import { panelQueries, readRules } from '../architecture/observability.js';
import { Installation } from '../e2e/installation.js';
import { order, sample } from '../e2e/orders.js';
import { until } from '../e2e/waiting.js';
import { PrometheusServer } from './prometheus-server.js';

const SAMPLES = ['01-menuiserie.json', '04-mairie.json', '05-lot.json', '06-wrong-totals.json', '07-credit-note.json'];
/** The embedded mode has no Redis, no segment is configured, nothing waits when all is settled; the sample set meets no other. */
const ELSEWHERE = [
  ...['facteur_redis_up', 'facteur_receivables_segment_amount', 'facteur_rule_findings_total'],
  ...['facteur_lifecycle_statuses_total', 'facteur_refusals_total', 'facteur_false_match_ratio'],
  ...['facteur_deliveries_open', 'facteur_orders_open'],
  ...['amount', 'entries', 'oldest_age_seconds'].map((part) => `facteur_unmatched_cash_${part}`),
];

describe('a real Prometheus scraping a real gateway on the sample set', () => {
  let installation: Installation;
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    installation = await Installation.open('embedded');
    await installation.start();
    const directory = join(installation.directory, 'prometheus');
    mkdirSync(directory);
    prometheus = await PrometheusServer.start(directory, { 'facteur-gateway': [new URL(installation.url).host] });
    await until('a first scrape', async () => (await prometheus.query('up == 1')).length > 0);
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
    const silent = new Set<string>(ELSEWHERE);
    const missing = entries.flatMap(names).filter((name) => !seen.has(name) && !silent.has(name));
    expect(missing).toEqual([]);
  });

  it.each(panelQueries().map(({ panel, expr }) => [panel, expr] as const))('answers %s', async (_, expr) => {
    const filled = expr.replaceAll('$tenant', '.*').replaceAll('$period', '5m');
    const samples = await prometheus.query(filled);
    expect({ expr, hasData: samples.length > 0 }).toEqual({ expr, hasData: true });
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

  const fires = (...names: string[]) =>
    until(names.join(' and '), async () => {
      const firing = await prometheus.firing();
      return names.every((name) => firing.includes(name));
    });

  it('fires what held orders and the quality of the orders provoke, and nothing of the house itself', async () => {
    await fires('FacteurOrdersHeld');
    expect(await prometheus.firing()).not.toEqual(
      expect.arrayContaining([
        'FacteurGatewayDown',
        'FacteurDatabaseDown',
        'FacteurFiguresStale',
        'FacteurServerErrors',
      ]),
    );
  });

  let next = 0;
  const send = async (count: number) => {
    for (const end = next + count; next < end; next += 1)
      await installation.client().postJson('/v1/orders', order('FAULT', next, 'C-MAGASIN'), `fault-${next}`);
  };

  it('fires when our own settings prevent deliveries', async () => {
    installation.sandbox.https.faults.set({ kind: 'answer', status: 401 });
    await send(1);
    await fires('FacteurDeliveriesMisconfigured', 'FacteurDeadLetters');
  });

  it('fires when a receiver refuses documents', async () => {
    installation.sandbox.https.faults.set({ kind: 'refuse', reason: 'No such purchase order (example)' });
    await send(6);
    await fires('FacteurDeliveriesRefused');
  });

  it('fires while a destination is kept away from, and stops when it is back', async () => {
    const { faults } = installation.sandbox.https;
    faults.set({ kind: 'fail', status: 503, retryAfter: '1' });
    await send(6);
    await fires('FacteurCircuitOpen');
    faults.clear();
    await until('the circuit is closed', async () => !(await prometheus.firing()).includes('FacteurCircuitOpen'));
  });

  it('fires when many orders cannot be read', async () => {
    const client = installation.client();
    for (let index = 0; index < 8; index += 1)
      await client.postJson('/v1/orders', { number: `BAD-${index}` }, `bad-${index}`);
    await fires('FacteurOrdersRejected');
  });

  it('fires when the gateway is gone, and stops when it is back', async () => {
    await installation.kill();
    await until('the alert', async () => (await prometheus.firing()).includes('FacteurGatewayDown'));
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
