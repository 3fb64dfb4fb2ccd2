// Builds the dashboards with the Grafana Foundation SDK, each in English and in French. `npm run generate` commits them as JSON.
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { DASHBOARDS } from './dashboards.table.mjs';

export const LANGUAGES = ['en', 'fr'];

const SOURCE = { type: 'prometheus', uid: 'prometheus' };
const SIZES = { stat: [6, 4], bargauge: [12, 8], timeseries: [12, 8] };
const WORDS = {
  en: { tenant: 'Tenant', period: 'Period', api: 'API address', open: 'Open in the API', others: 'Facteur dashboards' },
  fr: { tenant: 'Locataire', period: 'Période', api: "Adresse de l'API", open: "Ouvrir dans l'API", others: 'Tableaux de bord Facteur' },
};

/** Every dashboard in both languages: `{ path, json }`, the path below config/grafana/dashboards. */
export function buildDashboards() {
  return LANGUAGES.flatMap((language) =>
    DASHBOARDS.map((declared) => ({
      path: `${language}/${declared.id}.json`,
      json: `${JSON.stringify(buildDashboard(declared, language), undefined, 2)}\n`,
    })),
  );
}

function buildDashboard({ id, title, about, panels }, language) {
  const words = WORDS[language];
  const builder = new dashboard.DashboardBuilder(title[language])
    .uid(`facteur-${id}-${language}`)
    .description(about[language])
    .tags(['facteur', language])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-24h', to: 'now' })
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .withVariable(tenantVariable(words))
    .withVariable(periodVariable(words))
    .withVariable(new dashboard.TextBoxVariableBuilder('api').label(words.api).defaultValue('http://127.0.0.1:3000'))
    .link(
      new dashboard.DashboardLinkBuilder(words.others)
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['facteur', language])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const panel of placed(panels)) builder.withPanel(buildPanel(panel, language));
  return builder.build();
}

function tenantVariable(words) {
  return new dashboard.QueryVariableBuilder('tenant')
    .label(words.tenant)
    .datasource(SOURCE)
    .query({ query: 'label_values(facteur_orders_total, tenant)', refId: 'tenants' })
    .definition('label_values(facteur_orders_total, tenant)')
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all' });
}

function periodVariable(words) {
  return new dashboard.IntervalVariableBuilder('period')
    .label(words.period)
    .values('5m,15m,1h,6h,1d')
    .current({ text: '15m', value: '15m' });
}

/** Panels from left to right, a new row where one is full. */
function placed(panels) {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel, index) => {
    const [w, h] = SIZES[panel.kind];
    if (x + w > 24) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { x, y, w, h };
    x += w;
    rowHeight = Math.max(rowHeight, h);
    return { ...panel, id: index + 1, gridPos };
  });
}

function buildPanel(panel, language) {
  const builder = bareBuilder(panel)
    .id(panel.id)
    .title(panel.title[language])
    .description(panel.about[language])
    .datasource(SOURCE)
    .gridPos(panel.gridPos)
    .unit(panel.unit);
  if (panel.decimals !== undefined) builder.decimals(panel.decimals);
  if (panel.thresholds) builder.thresholds(thresholdsOf(panel.thresholds));
  if (panel.api) builder.links([apiLink(panel.api, language)]);
  panel.queries.forEach(([expression, legend], index) => builder.withTarget(queryOf(panel, expression, legend, index)));
  return builder;
}

function bareBuilder({ kind, thresholds }) {
  const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']);
  switch (kind) {
    case 'stat':
      return new stat.PanelBuilder()
        .reduceOptions(lastValue())
        .colorMode(thresholds ? common.BigValueColorMode.Value : common.BigValueColorMode.None)
        .graphMode(common.BigValueGraphMode.Area);
    case 'bargauge':
      return new bargauge.PanelBuilder()
        .reduceOptions(lastValue())
        .orientation(common.VizOrientation.Horizontal)
        .displayMode(common.BarGaugeDisplayMode.Basic);
    default:
      return new timeseries.PanelBuilder()
        .lineWidth(1)
        .fillOpacity(10)
        .showPoints(common.VisibilityMode.Never)
        .legend(new common.VizLegendOptionsBuilder().placement(common.LegendPlacement.Bottom).showLegend(true));
  }
}

function thresholdsOf(steps) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));
}

function apiLink(path, language) {
  return new dashboard.DashboardLinkBuilder(WORDS[language].open)
    .type(dashboard.DashboardLinkType.Link)
    .url(`\${api}${path}`)
    .targetBlank(true);
}

function queryOf({ kind }, expression, legend, index) {
  const query = new prometheus.DataqueryBuilder()
    .datasource(SOURCE)
    .refId(String.fromCharCode(65 + index))
    .expr(expression)
    .legendFormat(legend);
  return kind === 'timeseries' ? query.range().exemplar(/_bucket/.test(expression)) : query.instant();
}
