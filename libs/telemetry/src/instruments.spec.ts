import { describe, expect, it } from '@jest/globals';
import { createInstruments } from './instruments.js';
import { METRICS } from './metric-catalogue.table.js';
import { NODE_METRICS } from './node-metrics.table.js';
import { inScope } from './scope.js';

const quiet = { buildVersion: '0', processDefaults: false, tenants: ['main'] };

describe('instruments', () => {
  it('expose every metric of the catalogue, and no other with the prefix', async () => {
    const { registry } = createInstruments({ ...quiet, buildVersion: '1.2.3' });
    const exposed = registry.getMetricsAsArray().map((metric) => metric.name);
    expect(exposed.sort()).toEqual(
      Object.values(METRICS)
        .map((entry) => entry.name)
        .sort(),
    );
    expect(await registry.metrics()).toContain('facteur_build_info{version="1.2.3"} 1');
  });

  it('know every metric of Node.js that is shown beside them', () => {
    const { registry } = createInstruments({ ...quiet, processDefaults: true });
    const own = new Set<string>(Object.values(METRICS).map((entry) => entry.name));
    const ofNode = registry
      .getMetricsAsArray()
      .map((metric) => metric.name)
      .filter((name) => !own.has(name));
    expect(ofNode.length).toBeGreaterThan(20);
    expect(ofNode.filter((name) => !NODE_METRICS.some((each) => each.name === name))).toEqual([]);
  });

  it('start every counter of closed labels at zero, for each tenant', async () => {
    const text = await createInstruments(quiet).registry.metrics();
    expect(text).toContain('facteur_orders_total{tenant="main",outcome="rejected"} 0');
    expect(text).toContain('facteur_deliveries_total{tenant="main",channel="sftp",outcome="unknown"} 0');
    // The first one of each must show in a rate, also where the list is longer.
    expect(text).toContain('facteur_lifecycle_statuses_total{tenant="main",status="213",direction="in"} 0');
    expect(text).toContain('facteur_rule_findings_total{severity="fatal",rule="other"} 0');
    expect(text).toContain('facteur_order_to_delivered_seconds_bucket{le="300",tenant="main"} 0');
  });

  it('count what flows signal, for the tenant on whose behalf they run', async () => {
    const { registry, signals } = createInstruments(quiet);
    inScope({ tenantId: 'main' }, () => signals.invoiceIssued('facturx', 'invoice', ['BR-FR-05']));
    signals.deliveryAttempted('https', 'accepted', 0.2);
    const text = await registry.metrics();
    expect(text).toContain('facteur_invoices_issued_total{tenant="main",format="facturx",type="invoice"} 1');
    expect(text).toContain('facteur_rule_findings_total{severity="warning",rule="BR-FR-05"} 1');
    expect(text).toContain('facteur_deliveries_total{tenant="none",channel="https",outcome="accepted"} 1');
    expect(text).toContain('facteur_delivery_duration_seconds_bucket{le="0.25",channel="https"} 1');
  });

  it('do not share counts between two registries', async () => {
    const first = createInstruments(quiet);
    const second = createInstruments(quiet);
    inScope({ tenantId: 'main' }, () => first.signals.orderSettled('accepted'));
    expect(await second.registry.metrics()).toContain('facteur_orders_total{tenant="main",outcome="accepted"} 0');
  });
});

describe('the OpenMetrics text', () => {
  const asked = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';

  it('is given to who asks for it, with exemplars that name the trace', async () => {
    const { signals, expose } = createInstruments(quiet);
    const correlationId = '019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b';
    inScope({ tenantId: 'main', correlationId }, () => signals.deliveryAttempted('sftp', 'accepted', 0.03));
    const { contentType, text } = await expose(asked);
    expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(text).toMatch(/# EOF\n$/);
    expect(text).toContain('# TYPE facteur_orders counter\n');
    expect(text).toMatch(
      /facteur_delivery_duration_seconds_bucket\{le="0.05",channel="sftp"\} 1 # \{trace_id="019a2b3c4d5e7f608a9b0c1d2e3f4a5b",correlation_id="019a2b3c-[^"]+"\} 0.03 \d+/,
    );
  });

  it('leaves the classic text as it is, before and after', async () => {
    const { expose } = createInstruments(quiet);
    const before = await expose('text/plain');
    await expose(asked);
    expect(await expose()).toEqual(before);
    expect(before.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(before.text).toContain('# TYPE facteur_orders_total counter\n');
  });
});
