import { expect, it } from '@jest/globals';
import type { Installation } from './installation.js';
import type { Metrics } from './metrics.js';
import { order } from './orders.js';
import type { DeliveryView, InvoiceView } from './views.js';
import { until } from './waiting.js';

/** What arrived at the customers, and what they refuse, miss or are wrongly addressed with. */
export function deliverySteps(installation: () => Installation): void {
  let before: Metrics;
  const deliveries = new Map<string, DeliveryView>();

  /** Posts an order for the HTTPS customer and waits until its delivery is as wanted. */
  async function deliver(ref: number, isThere: (delivery: DeliveryView) => boolean): Promise<DeliveryView> {
    const client = installation().client();
    const answer = await client.postJson<{ orders: { id: string }[] }>('/v1/orders', order('DLV', ref, 'C-MAGASIN'));
    expect(answer.status).toBe(201);
    const orderId = answer.body.orders[0]?.id;
    return until(`the delivery of order ${ref}`, async () => {
      const { invoiceId } = await client.get<{ invoiceId?: string }>(`/v1/orders/${orderId}`);
      return invoiceId !== undefined && (await deliveryOf(installation(), invoiceId, isThere));
    });
  }

  const listed = async (state: string): Promise<string[]> =>
    (await installation().client().all<DeliveryView>(`/v1/deliveries?state=${state}`)).map(({ id }) => id);

  it('has delivered every document exactly once, with the bytes that it keeps', async () => {
    await expectArrivedOnce(installation());
  });

  it('waits for a receiver that is out of order, and delivers by itself when it is back', async () => {
    before = (await installation().metrics()).all;
    const { faults } = installation().sandbox.https;
    faults.set({ kind: 'fail', status: 503, retryAfter: '1' });
    const waiting = await deliver(1, ({ attempts, detail }) => attempts >= 1 && detail !== undefined);
    expect(waiting.state).toBe('waiting');
    expect(await listed('waiting')).toEqual([waiting.id]);
    faults.clear();
    const isDelivered = ({ state }: DeliveryView) => state === 'delivered';
    await until('the delivery', () => deliveryOf(installation(), waiting.invoiceId, isDelivered));
  });

  it('keeps what a receiver refuses and what is wrongly addressed in lists of their own', async () => {
    const { faults } = installation().sandbox.https;
    faults.set({ kind: 'refuse', reason: 'No such purchase order (example)' });
    const refused = await deliver(2, ({ state }) => state !== 'waiting');
    expect(refused).toMatchObject({ state: 'refused', attempts: 1 });
    expect(refused.detail).toContain('No such purchase order (example)');
    faults.set({ kind: 'answer', status: 401 });
    const dead = await deliver(3, ({ state }) => state !== 'waiting');
    expect(dead.state).toBe('dead');
    expect(await listed('refused')).toEqual([refused.id]);
    expect(await listed('dead')).toEqual([dead.id]);
    faults.clear();
    deliveries.set('refused', refused).set('dead', dead);
  });

  it('delivers both on replay, by the command line and by the API, and nothing twice', async () => {
    const client = installation().client();
    const refused = (deliveries.get('refused') as DeliveryView).id;
    const dead = (deliveries.get('dead') as DeliveryView).id;
    const replayed = await installation().run('replay', '--url', installation().url, 'delivery', refused);
    expect(replayed).toMatchObject({ code: 0, output: expect.stringContaining(`delivery ${refused}: replayed`) });
    expect(await client.postJson(`/v1/deliveries/${dead}/replay`)).toMatchObject({ body: { replayed: true } });
    await until(
      'both delivered',
      async () => (await Promise.all(['refused', 'dead', 'waiting'].map(listed))).flat().length === 0,
    );
    const again = await installation().run('replay', '--url', installation().url, 'delivery', refused);
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('not needed, it is delivered') });
    await installation().settled();
    await expectArrivedOnce(installation());
  });

  it('counts each attempt by channel and outcome, an outage never as a refusal', async () => {
    const { all } = await installation().metrics();
    const more = (outcome: string) => {
      const labels = { channel: 'https', outcome };
      return all.value('facteur_deliveries_total', labels) - before.value('facteur_deliveries_total', labels);
    };
    expect(more('unavailable')).toBeGreaterThanOrEqual(1);
    expect([more('refused'), more('misconfigured'), more('accepted')]).toEqual([1, 1, 3]);
    const labels = { format: 'ubl', type: 'invoice' };
    const issued = (metrics: Metrics) => metrics.value('facteur_invoices_issued_total', labels);
    expect(issued(all) - issued(before)).toBe(3);
  });
}

/** The customers hold each issued document once, byte for byte as the API gives it. */
export async function expectArrivedOnce(installation: Installation): Promise<void> {
  const client = installation.client();
  const invoices = await client.all<InvoiceView>('/v1/invoices');
  const arrived = await installation.arrived();
  expect(arrived.map(({ number }) => number).sort()).toEqual(invoices.map(({ number }) => number).sort());
  expect(invoices.filter(({ deliveryState }) => deliveryState !== 'delivered')).toEqual([]);
  const bytesOf = new Map(arrived.map(({ number, bytes }) => [number, bytes]));
  for (const { id, number } of invoices) {
    const isSame = (await client.bytes(`/v1/invoices/${id}/document`)).equals(bytesOf.get(number) as Buffer);
    expect({ number, isSame }).toEqual({ number, isSame: true });
  }
}

async function deliveryOf(
  installation: Installation,
  invoiceId: string,
  isThere: (delivery: DeliveryView) => boolean,
): Promise<DeliveryView | undefined> {
  const path = `/v1/invoices/${invoiceId}`;
  return (await installation.client().get<{ deliveries: DeliveryView[] }>(path)).deliveries.find(isThere);
}
