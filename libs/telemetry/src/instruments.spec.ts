import { describe, expect, it } from '@jest/globals';
import { createInstruments } from './instruments.js';
import { METRICS } from './metric-catalogue.table.js';

describe('instruments', () => {
  it('expose every metric of the catalogue, and no other with the prefix save build info', async () => {
    const { registry } = createInstruments({ buildVersion: '1.2.3', processDefaults: false });
    const exposed = registry.getMetricsAsArray().map((metric) => metric.name);
    expect(exposed.sort()).toEqual([...Object.values(METRICS).map((entry) => entry.name), 'facteur_build_info'].sort());
    expect(await registry.metrics()).toContain('facteur_build_info{version="1.2.3"} 1');
  });

  it('start every counter of closed labels at zero', async () => {
    const { registry } = createInstruments({ buildVersion: '0', processDefaults: false });
    const text = await registry.metrics();
    expect(text).toContain('facteur_orders_total{outcome="rejected"} 0');
    expect(text).toContain('facteur_deliveries_total{channel="sftp",outcome="unknown"} 0');
  });

  it('count what flows signal', async () => {
    const { registry, signals } = createInstruments({ buildVersion: '0', processDefaults: false });
    signals.invoiceIssued('facturx', 'invoice');
    signals.deliveryAttempted('https', 'accepted', 0.2);
    const text = await registry.metrics();
    expect(text).toContain('facteur_invoices_issued_total{format="facturx",type="invoice"} 1');
    expect(text).toContain('facteur_delivery_duration_seconds_bucket{le="0.25",channel="https"} 1');
  });

  it('do not share counts between two registries', async () => {
    const first = createInstruments({ buildVersion: '0', processDefaults: false });
    const second = createInstruments({ buildVersion: '0', processDefaults: false });
    first.signals.orderSettled('accepted');
    expect(await second.registry.metrics()).toContain('facteur_orders_total{outcome="accepted"} 0');
  });
});
