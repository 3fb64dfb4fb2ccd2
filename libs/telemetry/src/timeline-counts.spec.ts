import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TimelineEvent } from '#ports';
import { createInstruments, type Instruments } from './instruments.js';

const ARRIVED = new Date('2026-11-02T09:00:00Z');
/** A version 7 UUID of that instant. */
const ID = `${ARRIVED.getTime()
  .toString(16)
  .padStart(12, '0')
  .replace(/^(.{8})/, '$1-')}-7abc-8abc-0123456789ab`;

describe('counting what was committed', () => {
  let instruments: Instruments;
  beforeEach(() => {
    instruments = createInstruments({ buildVersion: '0', processDefaults: false });
  });

  const commit = (
    type: string,
    data: Record<string, unknown> = {},
    seconds = 0,
    subject: TimelineEvent['subject'] = 'order',
  ) => {
    const at = new Date(ARRIVED.getTime() + seconds * 1000);
    const event: TimelineEvent = { subject, subjectId: ID, type, at, correlationId: ID, data };
    instruments.committed('acme', [event]);
  };
  const text = () => instruments.registry.metrics();

  it('measures from the arrival to the invoice and to the delivery', async () => {
    commit('invoice.issued', {}, 2);
    commit('delivery.accepted', {}, 45);
    expect(await text()).toContain('facteur_order_to_issue_seconds_sum{tenant="acme"} 2');
    expect(await text()).toContain('facteur_order_to_delivered_seconds_bucket{le="30",tenant="acme"} 0');
    expect(await text()).toContain('facteur_order_to_delivered_seconds_bucket{le="60",tenant="acme"} 1');
  });

  it('measures from the issue to the cash in days', async () => {
    commit('invoice.paid', {}, 31 * 86_400);
    expect(await text()).toContain(`facteur_issue_to_cash_seconds_bucket{le="${30 * 86_400}",tenant="acme"} 0`);
    expect(await text()).toContain(`facteur_issue_to_cash_seconds_bucket{le="${45 * 86_400}",tenant="acme"} 1`);
  });

  it('tells rules from other problems', async () => {
    commit('order.held', { problems: ['BR-CO-15', 'BILLING.TOTAL_DIFFERS'] });
    commit('order.rejected', { problems: ['ORDER.DATE'] });
    expect(await text()).toContain('facteur_rule_findings_total{severity="fatal",rule="BR-CO-15"} 1');
    expect(await text()).toContain('facteur_order_problems_total{stage="billing",code="BILLING.TOTAL_DIFFERS"} 1');
    expect(await text()).toContain('facteur_order_problems_total{stage="intake",code="ORDER.DATE"} 1');
  });

  it('never makes a label of what it does not know', async () => {
    commit('dispute.opened', { cause: 'Planted free text' });
    commit('invoice.status-received', { status: '210', reasons: ['Planted reason'] });
    commit('parcel.received', { source: 'planted:source' });
    expect(await text()).not.toMatch(/planted/i);
    expect(await text()).toContain('facteur_disputes_opened_total{tenant="acme",cause="OTHER"} 1');
    expect(await text()).toContain('facteur_refusals_total{tenant="acme",reason="other"} 1');
  });

  it('knows a status that came in by whatever it did to the invoice, and not one that is only queued', async () => {
    const status = { status: '207', setAt: '2026-11-02T09:00:00' };
    commit('invoice.disputed', status, 0, 'invoice');
    commit('invoice.status-set', { ...status, messageId: 'm' }, 0, 'invoice');
    commit('invoice.status-sent', { status: '212' }, 0, 'invoice');
    expect(await text()).toContain('facteur_lifecycle_statuses_total{tenant="acme",status="207",direction="in"} 1');
    expect(await text()).toContain('facteur_lifecycle_statuses_total{tenant="acme",status="212",direction="out"} 1');
  });

  it('counts statuses by code and refusals by reason', async () => {
    commit('invoice.status-received', { status: '213', reasons: ['REJ_SEMAN'] });
    expect(await text()).toContain('facteur_lifecycle_statuses_total{tenant="acme",status="213",direction="in"} 1');
    expect(await text()).toContain('facteur_refusals_total{tenant="acme",reason="REJ_SEMAN"} 1');
  });
});
