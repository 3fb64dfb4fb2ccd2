import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { PLATFORM_SELLER } from '#apps/sandbox';
import type { Installation } from './installation.js';
import type { DeliveryView, InvoiceView } from './views.js';
import { until } from './waiting.js';

const SAMPLE = join('apps', 'sandbox', 'samples', 'platform-orders', '10-hotel.json');

/** The way of an invoice through an accredited platform: deposited, made available, approved, paid, collected. */
export function platformSteps(installation: () => Installation): void {
  const client = () => installation().client();
  const platform = () => installation().sandbox.platform;
  let invoice: InvoiceView;
  const statuses = async (): Promise<string[]> => {
    const { items } = await client().get<{ items: { direction: string; fileName: string }[] }>(
      '/v1/flows?direction=in&limit=200',
    );
    return items.map(({ fileName }) => fileName).sort();
  };

  it('delivers by the platform, through an outage and a time-out, exactly once', async () => {
    platform().faults.set({ kind: 'accept-then-fail', times: 1 });
    const posted = await client().postJson(
      '/v1/orders',
      JSON.parse(readFileSync(SAMPLE, 'utf8')),
      'e2e-platform-order',
    );
    expect(posted.status).toBe(201);
    await until('the invoice at the platform', async () => {
      const found = (await client().all<InvoiceView>('/v1/invoices')).find(
        ({ customerRef }) => customerRef === 'C-HOTEL',
      );
      if (!found) return false;
      invoice = found;
      const { items } = await client().get<{ items: DeliveryView[] }>('/v1/deliveries?partner=C-HOTEL');
      return items.every(({ state }) => state === 'delivered') && items.length === 1;
    });
    expect(
      platform()
        .desk.deposited()
        .map(({ number }) => number),
    ).toEqual([invoice.number]);
  });

  it('hears the statuses by asking, and by signed callbacks', async () => {
    await until('200, 202 and 203 heard', async () => (await statuses()).length === 3);
    platform().callbacks.subscribe(
      { callbackUrl: `${installation().url}/hooks/platforms/main/pa-exemple`, organization: PLATFORM_SELLER },
      installation().sandbox.credentials.platformSigningKey,
    );
    await platform().tell(invoice.number, { code: 205 });
    expect(await platform().callbacks.settled()).toEqual([200]);
    await until('205 heard', async () => (await statuses()).length === 4);
    const forged = await fetch(`${installation().url}/hooks/platforms/main/pa-exemple`, {
      method: 'POST',
      headers: { 'afnor-signature': 'AAAA', 'afnor-signature-timestamp': String(Math.floor(Date.now() / 1000)) },
      body: '{}',
    });
    expect(forged.status).toBe(401);
  });

  it('tells 212 by VAT rate when the bank says it is paid, and not before', async () => {
    expect(platform().desk.heard).toEqual([]);
    await installation().sandbox.settle((received) =>
      received.number === invoice.number
        ? { amount: received.payableAmount, reference: received.remittanceReference ?? received.number }
        : undefined,
    );
    await until('212 at the platform', () => Promise.resolve(platform().desk.heard.length === 1));
    expect(platform().desk.heard).toMatchObject([{ status: '212', number: invoice.number }]);
    const collected = platform().desk.heard[0]?.collected.map(({ amount, rate }) => `${Number(rate)}: ${amount}`);
    expect(collected?.sort()).toEqual(['10: 198.00', '20: 1080.00']);
    await installation().settled();
  });
}
