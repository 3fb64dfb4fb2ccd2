import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '#kernel';
import type { Store } from '#ports';
import { createInstruments, type Instruments } from '#telemetry';
import { closeTestStores, openTestStore } from '#testkit';
import { BusinessFigures } from './business-figures.js';

const clock = new FixedClock(new Date('2026-11-20T10:00:00Z'));
const settings = { maxAgeSeconds: 5, currency: 'EUR' };

describe('the figures of a store in which nothing has happened', () => {
  let store: Store;
  let instruments: Instruments;

  beforeAll(async () => {
    store = await openTestStore({ clock });
    instruments = createInstruments({ buildVersion: '0', processDefaults: false, tenants: ['one', 'two'] });
    await new BusinessFigures(store, clock, instruments, settings, ['one', 'two']).refresh();
  });
  afterAll(async () => {
    await store.close();
    await closeTestStores();
  });

  it('say zero for every tenant, so that absence means that it is not known', async () => {
    const text = await instruments.registry.metrics();
    for (const tenant of ['one', 'two']) {
      expect(text).toContain(`facteur_orders_open{tenant="${tenant}",state="held"} 0\n`);
      expect(text).toContain(`facteur_deliveries_open{tenant="${tenant}",state="dead",channel="platform"} 0\n`);
      expect(text).toContain(`facteur_disputes_open{tenant="${tenant}",cause="OTHER"} 0\n`);
    }
    expect(text).toContain('facteur_figures_computed_timestamp_seconds 1795168800\n');
  });

  it('say nothing of what has no sensible zero', async () => {
    const text = await instruments.registry.metrics();
    for (const name of [
      'facteur_dso_days',
      'facteur_false_match_ratio',
      'facteur_bank_feed_last_statement_timestamp_seconds',
    ])
      expect(text).not.toContain(`${name}{`);
  });
});
