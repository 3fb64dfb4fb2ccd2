import { expect, it } from '@jest/globals';
import type { Installation } from './installation.js';
import { badOrder, order, sample } from './orders.js';
import { PostingErp, type Post } from './posting.js';
import type { InvoiceView, OrderView } from './views.js';
import { until } from './waiting.js';

const POSTS: readonly Post[] = Array.from({ length: 36 }, (_, index) => ({
  key: `erp-post-${index}`,
  body: order('E2E', index),
}));
const BY_FOLDER = [
  '01-menuiserie.json',
  '04-mairie.json',
  '05-lot.json',
  '06-wrong-totals.json',
  '07-credit-note.json',
];
/** What must come of every order that was brought, whatever happens to the processes on the way. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  invoiced: [
    ...['EX-1001', 'EX-1004', 'EX-1007', 'EX-2001', 'EX-2002', 'EX-2003', 'EX-3001', 'EX-3002', 'EX-4001'],
    ...POSTS.map(({ body }) => (body as { number: string }).number),
  ],
  held: ['EX-1006'],
  rejected: ['BAD-001', 'EX-3003', 'EX-3004'],
};
/** Answers before the ERP pauses, and before the kill. */
const PAUSE_AFTER = 14;
const KILL_AFTER = 16;

/** Orders through all doors; kill -9 in the middle; what the clients do then; nothing lost, nothing doubled. */
export function orderSteps(installation: () => Installation): void {
  let erp: PostingErp;

  it('takes orders by folder, SFTP and HTTP until it is killed while it answers and delivers', async () => {
    const { sandbox } = installation();
    const client = installation().client();
    // So slow that deliveries are surely under way when the processes die.
    sandbox.https.faults.set({ kind: 'slow', ms: 3000 });
    sandbox.sftp.faults.set({ kind: 'slow', ms: 20 });
    for (const name of BY_FOLDER) await sandbox.erp.drop(name, sample(name));
    await sandbox.sftp.orders.drop('export.csv', sample('08-export-negoce.csv'));
    const ubl = await client.postXml('/v1/orders?fileName=order.xml', sample('09-magasin-ubl.xml'), 'ubl-1');
    expect(ubl).toMatchObject({ status: 201, body: { repeated: false, state: 'read' } });

    erp = new PostingErp(client, POSTS);
    const posting = erp.postAll(PAUSE_AFTER);
    await until('a delivery under way', () => isDelivering(installation()), { everyMs: 20 });
    erp.resume();
    await until('posts under way', async () => erp.answers.size >= KILL_AFTER && (await isDelivering(installation())), {
      everyMs: 10,
    });
    await installation().kill();
    await posting;
    sandbox.https.faults.clear();
    sandbox.sftp.faults.clear();
    expect(erp.answers.size).toBeGreaterThanOrEqual(KILL_AFTER);
    expect(erp.unanswered.length).toBeGreaterThan(0);
    for (const { status } of erp.answers.values()) expect(status).toBe(201);
  });

  it('answers every repeated post under its old key, once restarted', async () => {
    const answered = POSTS.filter(({ key }) => erp.answers.has(key)).slice(-5);
    const { unanswered } = erp;
    await installation().start();
    const client = installation().client();
    for (const { key, body } of unanswered) {
      const answer = await client.postJson('/v1/orders', body, key);
      expect([200, 201]).toContain(answer.status);
    }
    for (const { key, body } of answered) {
      const answer = await client.postJson('/v1/orders', body, key);
      expect(answer).toMatchObject({ status: 200, body: { repeated: true } });
      expect(answer.body['parcelId']).toBe(erp.answers.get(key)?.body.parcelId);
    }
  });

  it('answers a used key with other content as a conflict', async () => {
    const { key } = POSTS[0] as Post;
    const answer = await installation().client().postJson('/v1/orders', order('E2E', 999), key);
    expect(answer).toMatchObject({ status: 409, mediaType: 'application/problem+json' });
    expect(answer.body).toMatchObject({ code: 'ORDER.KEY_REUSED', status: 409 });
  });

  it('refuses a bad order with everything that is wrong at once', async () => {
    const answer = await installation().client().postJson('/v1/orders', badOrder(), 'bad-1');
    expect(answer).toMatchObject({ status: 422, mediaType: 'application/problem+json' });
    const problems = answer.body['problems'] as { field: string; message: { fr: string }; remedy: { en: string } }[];
    expect(problems.map(({ field }) => field).sort()).toEqual(['/currency', '/customerRef', '/date']);
    for (const { message, remedy } of problems) expect(message.fr !== '' && remedy.en !== '').toBe(true);
  });

  it('makes of every order exactly one invoice, one held or one rejected order', async () => {
    const client = installation().client();
    const wanted = Object.values(EXPECTED).flat().length;
    await until('every order settled', async () => {
      const orders = await client.all<OrderView>('/v1/orders', 100);
      return orders.length >= wanted && orders.every(({ state }) => state !== 'accepted');
    });
    await installation().settled();
    const orders = (await client.all<OrderView>('/v1/orders')).filter(({ state }) => state !== 'superseded');
    for (const [state, refs] of Object.entries(EXPECTED)) {
      const found = orders.filter((each) => each.state === state).map(({ orderRef }) => orderRef);
      expect({ state, refs: found.sort() }).toEqual({ state, refs: [...refs].sort() });
    }
    expect(orders).toHaveLength(wanted);
    for (const { problems } of orders.filter(({ orderRef }) => /^EX-300[34]$/.test(orderRef)))
      expect(problems[0]).toMatchObject({ row: expect.any(Number), field: expect.any(String) });

    const invoices = await client.all<InvoiceView>('/v1/invoices');
    const billed = orders.filter(({ state }) => state === 'invoiced').map(({ id }) => id);
    expect(invoices.map(({ orderId }) => orderId).sort()).toEqual(billed.sort());
  });

  it('numbers without a gap in every series', async () => {
    const invoices = await installation().client().all<InvoiceView>('/v1/invoices');
    expectGapless(invoices);
    expect(new Set(invoices.map(({ number }) => seriesOf(number))).size).toBeGreaterThanOrEqual(3);
  });

  it('keeps a held order for a person: replayed without a change it is held again', async () => {
    const client = installation().client();
    const [held] = (await client.get<{ items: OrderView[] }>('/v1/orders?state=held')).items;
    expect(held?.problems.length).toBeGreaterThan(0);
    expect(await client.postJson(`/v1/orders/${held?.id}/replay`)).toMatchObject({ body: { replayed: true } });
    await installation().settled();
    expect(await client.get(`/v1/orders/${held?.id}`)).toMatchObject({ state: 'held' });
  });
}

/** Every series counts 1, 2, 3 … */
export function expectGapless(invoices: readonly InvoiceView[]): void {
  const bySeries = new Map<string, number[]>();
  for (const { sellerRef, number } of invoices) {
    const series = `${sellerRef} ${seriesOf(number)}`;
    bySeries.set(series, [...(bySeries.get(series) ?? []), Number(/\d+$/.exec(number)?.[0])]);
  }
  for (const [series, sequences] of bySeries) {
    const sorted = sequences.sort((a, b) => a - b);
    expect({ series, sorted }).toEqual({ series, sorted: sorted.map((_, index) => index + 1) });
  }
}

const seriesOf = (number: string): string => number.replace(/\d+$/, '');

/** The customer's endpoint has been asked more often than it has taken: a document is on its way now. */
async function isDelivering({ sandbox }: Installation): Promise<boolean> {
  const taken = (await sandbox.received()).filter(({ channel }) => channel === 'https').length;
  return sandbox.https.requestCount() > taken;
}
