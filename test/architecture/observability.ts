import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { METRICS, NODE_METRICS } from '#telemetry';

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleTest {
  readonly name: string;
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
}

const PROMETHEUS = 'config/prometheus';
const DASHBOARDS = 'config/grafana/dashboards';

/** Recording and alerting rules of all files. */
export function readRules(): Rule[] {
  return filesOf(`${PROMETHEUS}/rules`, '.yml').flatMap((path) =>
    (parse(readFileSync(path, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );
}

export function readRuleTests(): RuleTest[] {
  return filesOf(`${PROMETHEUS}/tests`, '.yml').flatMap(
    (path) => (parse(readFileSync(path, 'utf8')) as { tests: RuleTest[] }).tests,
  );
}

export interface PanelQuery {
  /** `en/cash: DSO`. */
  readonly panel: string;
  readonly expr: string;
}

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly panels: readonly Panel[];
}

/** The committed dashboards by path, e.g. `en/cash.json`. */
export function readDashboards(): Map<string, Dashboard> {
  const paths = filesOf(DASHBOARDS, '.json');
  return new Map(
    paths.map((path) => [path.slice(DASHBOARDS.length + 1), JSON.parse(readFileSync(path, 'utf8')) as Dashboard]),
  );
}

export function panelQueries(): PanelQuery[] {
  return [...readDashboards()].flatMap(([path, { panels }]) =>
    panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ panel: `${path.replace('.json', '')}: ${title}`, expr })),
    ),
  );
}

/** Names in a PromQL expression that start as ours do and that neither the catalogue nor a recording rule makes. */
export function unknownNames(expression: string, records: readonly string[]): string[] {
  const series = new Set([
    ...records,
    ...[...Object.values(METRICS), ...NODE_METRICS].flatMap(({ name, type }) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => `${name}${suffix}`) : [name],
    ),
  ]);
  const withoutTexts = expression.replace(/"[^"]*"/g, '""');
  return [...withoutTexts.matchAll(/\bfacteur[_:][a-zA-Z0-9_:]+/g)]
    .map(([name]) => name)
    .filter((name) => !series.has(name));
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}
