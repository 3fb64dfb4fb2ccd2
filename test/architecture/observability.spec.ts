import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deliveryRouteSchema } from '#billing';
import { JOB_KINDS } from '#ports';
import { DISPUTE_CAUSE_CODES } from '#receivables';
import { CHANNELS, DISPUTE_CAUSES_OF_METRICS, METRICS } from '#telemetry';
import { panelQueries, readDashboards, readRules, readRuleTests, unknownNames } from './observability.js';

interface Builder {
  readonly buildDashboards: () => { readonly path: string; readonly json: string }[];
}

const rules = readRules();
const records = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));
const alerts = rules.filter(({ alert }) => alert !== undefined);
const kebab = (name: string) => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

describe('the closed lists of labels', () => {
  it('are those that the code works with', () => {
    expect([...DISPUTE_CAUSES_OF_METRICS].sort()).toEqual([...DISPUTE_CAUSE_CODES].sort());
    expect(METRICS.jobsWaiting.labels.kind).toEqual(JOB_KINDS);
    const channels = deliveryRouteSchema.options.map((option) => option.shape.channel.value);
    expect([...CHANNELS].sort()).toEqual([...channels].sort());
  });
});

describe('the dashboards', () => {
  const dashboards = readDashboards();

  it('are what the generator makes of their declarations', async () => {
    const path = join(process.cwd(), 'config/grafana/build-dashboards.mjs');
    const { buildDashboards } = (await import(path)) as Builder;
    const built = buildDashboards();
    if (process.env['UPDATE_SCHEMAS'] === '1' && !process.env['CI'])
      for (const each of built) writeFileSync(join('config/grafana/dashboards', each.path), each.json);
    expect([...readDashboards().keys()]).toEqual(built.map(({ path: name }) => name).sort());
    for (const { path: name, json } of built)
      expect({ name, text: readFileSync(join('config/grafana/dashboards', name), 'utf8') }).toEqual({
        name,
        text: json,
      });
  });

  it('are five, each in English and in French, with variables, units and links', () => {
    const names = ['cash', 'connectors', 'disputes', 'e-invoicing', 'runtime'];
    expect([...dashboards.keys()]).toEqual(
      ['en', 'fr'].flatMap((folder) => names.map((name) => `${folder}/${name}.json`)),
    );
    for (const [path, dashboard] of dashboards) {
      expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['tenant', 'period', 'api']);
      expect(dashboard.panels.filter(({ fieldConfig }) => !fieldConfig.defaults.unit)).toEqual([]);
      expect(JSON.stringify(dashboard)).toContain('${api}/v1/');
      const other = dashboards.get(path.startsWith('en') ? path.replace('en/', 'fr/') : path.replace('fr/', 'en/'));
      expect(other?.title).not.toBe(dashboard.title);
      expect(other?.panels.map((panel) => panel.targets)).toEqual(dashboard.panels.map((panel) => panel.targets));
    }
  });

  it('ask only for metrics that exist', () => {
    expect(panelQueries().length).toBeGreaterThan(100);
    expect(
      panelQueries().flatMap(({ panel, expr }) => unknownNames(expr, records).map((name) => `${panel}: ${name}`)),
    ).toEqual([]);
    expect(unknownNames('rate(facteur_invoices_total[5m])', records)).toEqual(['facteur_invoices_total']);
    expect(unknownNames('facteur_orders_total_bucket', records)).toEqual(['facteur_orders_total_bucket']);
    expect(unknownNames('facteur:nothing:sum', records)).toEqual(['facteur:nothing:sum']);
  });
});

describe('recording and alerting rules', () => {
  it('ask only for metrics that exist', () => {
    expect(alerts.length).toBeGreaterThan(20);
    expect(records.length).toBeGreaterThan(8);
    expect(rules.flatMap(({ expr }) => unknownNames(expr, records))).toEqual([]);
  });

  it.each(alerts.map((alert) => [alert.alert as string, alert] as const))(
    '%s says what it is about, has a page, and is tested both ways',
    (name, alert) => {
      expect(['critical', 'warning']).toContain(alert.labels?.['severity']);
      expect(alert.annotations).toMatchObject({ summary: expect.any(String), summary_fr: expect.any(String) });
      const page = `docs/runbooks/${kebab(name)}.md`;
      expect(alert.annotations?.['runbook_url']).toBe(page);
      const text = readFileSync(page, 'utf8');
      for (const part of [`# ${name}`, '## What it means', '## How to see', '## How to mend'])
        expect(text).toContain(part);
      expect(text).toContain(alert.expr);
      const cases = readRuleTests().flatMap((test) => test.alert_rule_test.filter((each) => each.alertname === name));
      expect(cases.some((each) => each.exp_alerts.length > 0)).toBe(true);
      expect(cases.some((each) => each.exp_alerts.length === 0)).toBe(true);
    },
  );

  it('leave no page without an alert, and no link without its page', () => {
    const pages = readdirSync('docs/runbooks').filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(alerts.map(({ alert }) => `${kebab(alert as string)}.md`).sort());
    for (const page of [...pages, 'README.md'])
      for (const [, target] of readFileSync(join('docs/runbooks', page), 'utf8').matchAll(/\]\(([a-z-]+\.md)\)/g))
        expect({ page, target, exists: existsSync(join('docs/runbooks', target as string)) }).toMatchObject({
          exists: true,
        });
  });
});
