import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PLATFORM_SELLER } from '#apps/sandbox';
import { Decimal, addDays, systemClock } from '#kernel';
import { readRules } from '../architecture/observability.js';
import { hasServices } from '../e2e/modes.js';
import { order, sample } from '../e2e/orders.js';
import type { DeliveryView, InvoiceView } from '../e2e/views.js';
import { until } from '../e2e/waiting.js';
import { House } from './house.js';

/** So long ago the story begins: longer than any payment term, dispute or statement may be. */
const DAYS_AGO = 80;
const SELLER_IBAN = 'FR7630006000011234567890189';
const SERIES_BUDGET_AND_MORE = 61_000;

/** Every alert, provoked in the running system by what it is about, and ended where the cause can be taken away. */
describe('alerts on the real thing', () => {
  let house: House;
  let sent = 0;

  const client = () => house.client();
  const dayOf = (daysAgo: number) => addDays(systemClock.today(), -daysAgo);

  /** One order for each customer, of `price` a piece. */
  const send = async (price: number, customers: readonly string[], daysAgo = 0) => {
    for (const customerRef of customers) {
      const base = order('ALERT', (sent += 1), customerRef);
      const lines = base.lines.map((line) => ({ ...line, netPrice: String(price + sent) }));
      const dated = { ...base, lines, date: dayOf(daysAgo), delivery: { date: dayOf(daysAgo) } };
      const answer = await client().postJson('/v1/orders', dated, `alert-${sent}`);
      expect(answer).toMatchObject({ status: 201 });
    }
  };
  const invoices = () => client().all<InvoiceView>('/v1/invoices', 100);
  const dispute = (invoice: InvoiceView | undefined, amount: string) =>
    client().postJson<{ id: string }>(
      `/v1/invoices/${invoice?.id}/disputes`,
      { cause: 'QUANTITY', amount },
      `d-${amount}`,
    );
  const times = (count: number, value: string) => Array.from({ length: count }, () => value);

  beforeAll(async () => {
    expect(hasServices()).toBe(true);
    house = await House.open();
  });
  afterAll(() => house?.close());

  it('begins eighty days ago: invoices, a dispute, a payment that nobody can explain, and orders that no worker takes', async () => {
    house.sandbox.https.faults.set({ kind: 'fail', status: 503, retryAfter: '1' });
    await house.start('gateway', { daysAgo: DAYS_AGO });
    await house.start('worker', { daysAgo: DAYS_AGO });
    await send(10_000, ['C-MENUISERIE'], DAYS_AGO);
    await send(10, ['C-MAIRIE'], DAYS_AGO);
    await until('two invoices, delivered', async () => {
      const found = await invoices();
      return found.length === 2 && found.every(({ deliveryState }) => deliveryState === 'delivered');
    });
    const small = (await invoices()).find(({ customerRef }) => customerRef === 'C-MAIRIE');
    expect(await dispute(small, '1.00')).toMatchObject({ status: 201 });
    const payments = [{ reference: 'thanks (example)', amount: Decimal.of('123.45'), payer: 'Nobody known (example)' }];
    await house.sandbox.bank.pay({ iban: SELLER_IBAN, on: dayOf(DAYS_AGO), payments });
    await until('the entry, unexplained', async () => {
      const [entry] = await client().all<{ state: string }>('/v1/entries');
      return entry !== undefined && entry.state !== 'new';
    });
    await house.stop('worker');
    // Enough of them that the punctual ones after them do not dilute the lateness.
    await send(100, times(4, 'C-MAGASIN'), DAYS_AGO);
    await house.stop('gateway');
  });

  it('fires for what has become old meanwhile', async () => {
    await house.start('gateway');
    await house.fires(
      ...['FacteurJobsDelayed', 'FacteurUnmatchedCashOld', 'FacteurDisputeOld', 'FacteurOverdueRising'],
    );
    const feeds = await house.prometheus.query('time() - facteur_bank_feed_last_statement_timestamp_seconds > 93600');
    expect(feeds).not.toEqual([]);
    const [weekday] = await house.prometheus.query('day_of_week()');
    // Banks send nothing at week-ends, so that on Sunday and Monday silence is no news.
    if ([2, 3, 4, 5].includes(Number(weekday?.value[1]))) await house.fires('FacteurBankFeedStale');
    else {
      expect(await house.prometheus.firing()).not.toContain('FacteurBankFeedStale');
      house.provoked.add('FacteurBankFeedStale');
    }
  });

  it('fires when a worker is gone, and ends when it is back', async () => {
    await house.start('worker');
    await house.kill('worker');
    await house.fires('FacteurWorkerDown');
    await house.start('worker');
    await house.ends('FacteurWorkerDown');
  });

  it('fires while a customer does not answer, burns the error budget when it does at last, and ends', async () => {
    const { faults } = house.sandbox.https;
    await send(200, times(8, 'C-MAGASIN'));
    await house.fires('FacteurCircuitOpen', 'FacteurDeliveriesUnavailable');
    faults.clear();
    await house.fires('FacteurDeliverySloFastBurn', 'FacteurDeliverySloMediumBurn', 'FacteurDeliverySloSlowBurn');
    await house.ends('FacteurCircuitOpen', 'FacteurDeliveriesUnavailable', 'FacteurJobsDelayed');
    await house.ends('FacteurDeliverySloFastBurn', 'FacteurDeliverySloMediumBurn', 'FacteurDeliverySloSlowBurn');
  });

  it('fires when our own settings prevent deliveries, and ends when they are mended and the letter is replayed', async () => {
    house.sandbox.https.faults.set({ kind: 'answer', status: 401 });
    await send(200, ['C-MAGASIN']);
    await house.fires('FacteurDeliveriesMisconfigured', 'FacteurDeadLetters');
    house.sandbox.https.faults.clear();
    const [dead] = await client().all<DeliveryView>('/v1/deliveries?state=dead');
    expect((await client().postJson(`/v1/deliveries/${dead?.id}/replay`)).status).toBe(200);
    await house.ends('FacteurDeadLetters', 'FacteurDeliveriesMisconfigured');
  });

  it('fires when a receiver refuses documents', async () => {
    house.sandbox.https.faults.set({ kind: 'refuse', reason: 'No such purchase order (example)', times: 3 });
    await send(200, times(3, 'C-MAGASIN'));
    await house.fires('FacteurDeliveriesRefused');
    house.sandbox.https.faults.clear();
  });

  it('lets the customers pay everything that reached them', async () => {
    const { paid } = await house.sandbox.settle();
    expect(paid.length).toBeGreaterThan(5);
    await until('all of it allocated', async () => {
      const entries = await client().all<{ state: string }>('/v1/entries', 100);
      return (
        entries.length === paid.length + 1 &&
        entries.filter(({ state }) => state === 'allocated').length === paid.length
      );
    });
  });

  it('fires when orders cannot be read, are held, or are rejected by the platform', async () => {
    for (let index = 0; index < 8; index += 1)
      await client().postJson('/v1/orders', { number: `BAD-${index}` }, `bad-${index}`);
    await client().postJson('/v1/orders', JSON.parse(sample('06-wrong-totals.json').toString('utf8')), 'held-1');
    await house.fires('FacteurOrdersRejected', 'FacteurOrdersHeld');
    const hotel = JSON.parse(sample('../platform-orders/10-hotel.json').toString('utf8')) as object;
    expect((await client().postJson('/v1/orders', hotel, 'hotel-1')).status).toBe(201);
    const { platform } = house.sandbox;
    await until('the invoice at the platform', () => platform.desk.deposited().length === 1);
    const deposited = platform.desk.deposited()[0];
    expect(deposited?.organization).toBe(PLATFORM_SELLER);
    await platform.tell(deposited?.number as string, { code: 213, reason: 'REJ_SEMAN', comment: 'Rejected (example)' });
    await house.fires('FacteurLifecycleRejected');
  });

  it('fires when a webhook is given up', async () => {
    const webhook = {
      name: 'own-network',
      url: 'https://127.0.0.1:9/hook',
      events: ['*'],
      secretName: 'DEMO_HTTPS_HMAC',
    };
    expect((await client().postJson('/v1/webhooks', webhook)).status).toBe(201);
    await send(200, ['C-MAIRIE']);
    await house.fires('FacteurWebhooksFailing');
    await client().send('DELETE', '/v1/webhooks/own-network');
  });

  it('fires when people take back what the machine matched, when DSO and the amount in dispute rise', async () => {
    const large = (await invoices()).find(({ customerRef }) => customerRef === 'C-MENUISERIE') as InvoiceView;
    expect(large.openAmount).toMatch(/^0(\.0+)?$/);
    const entries = await client().all<{ id: string; amount: string; state: string }>('/v1/entries', 100);
    const receipt = entries.find(({ amount }) => Number(amount) === Number(large.amountDue));
    const undone = await client().postJson(
      `/v1/entries/${receipt?.id}/undo`,
      { note: 'Not theirs (example)' },
      'undo-1',
    );
    expect(undone.status).toBe(200);
    await dispute(large, '5000.00');
    await house.fires('FacteurFalseMatches', 'FacteurDsoRising', 'FacteurDisputesRising');
  });

  it('fires when the database is away, says that the figures are old, and ends when it is back', async () => {
    await house.wires.database.cut();
    const asking = new AbortController();
    const asked = (async () => {
      while (!asking.signal.aborted) {
        await client()
          .send('GET', '/v1/orders')
          .catch(() => undefined);
        await pause(100);
      }
    })();
    await house.fires('FacteurDatabaseDown', 'FacteurServerErrors', 'FacteurFiguresStale');
    asking.abort();
    await asked;
    await house.wires.database.mend();
    await house.ends('FacteurDatabaseDown', 'FacteurServerErrors', 'FacteurFiguresStale');
  });

  it('fires when Redis is away, and ends when it is back', async () => {
    await house.wires.redis.cut();
    await house.fires('FacteurRedisDown');
    await house.wires.redis.mend();
    await house.ends('FacteurRedisDown');
  });

  it('fires when a process gets no processor, holds too much memory, or shows too many series', async () => {
    const fired = house.fires('FacteurEventLoopSlow');
    let isWaiting = true;
    void fired.finally(() => (isWaiting = false)).catch(() => undefined);
    while (isWaiting) {
      house.signal('gateway', 'SIGSTOP');
      await pause(650);
      house.signal('gateway', 'SIGCONT');
      await pause(250);
    }
    await fired;
    await house.start('heavy worker', { heldBytes: 1.6e9 });
    await house.fires('FacteurMemoryHigh');
    await house.stop('heavy worker');
    await house.ends('FacteurMemoryHigh', 'FacteurEventLoopSlow');
    // Our own processes keep to the budget by themselves: another one stands in.
    const lines = Array.from({ length: SERIES_BUDGET_AND_MORE }, (_, index) => `strange{n="${index}"} 1\n`).join('');
    const stranger = createServer((_, response) => response.end(lines)).listen(0, '127.0.0.1');
    await until('the stranger', () => stranger.listening);
    house.target('stranger', `127.0.0.1:${(stranger.address() as AddressInfo).port}`);
    await house.fires('FacteurSeriesOverBudget');
    house.target('stranger', undefined);
    await house.ends('FacteurSeriesOverBudget');
    stranger.close();
    stranger.closeAllConnections();
  });

  it('fires when no gateway is left, and ends when one is back', async () => {
    await house.kill('gateway');
    await house.fires('FacteurGatewayDown');
    await house.start('gateway');
    await house.ends('FacteurGatewayDown');
  });

  it('has provoked every alert there is', () => {
    const names = readRules().flatMap(({ alert }) => (alert === undefined ? [] : [alert]));
    expect([...house.provoked].sort()).toEqual(names.sort());
  });
});
