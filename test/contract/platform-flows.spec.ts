import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hearCallback, hearPlatform, pausePartner, replayDelivery, resumePartner } from '#flows';
import { Decimal, FixedClock } from '#kernel';
import type { DeliveryRow, Platform, Transaction } from '#ports';
import { startPlatform, type PlatformPeer } from '../../apps/sandbox/src/index.js';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';
import { patient } from './outgoing.js';

const CLIENT = { clientId: 'facteur', clientSecret: 'pa-secret', organizations: ['700000003'] };
const SIGNING_KEY = Buffer.alloc(32, 7).toString('base64');
const ADDRESS = '500000005';

let directory: string;
let peer: PlatformPeer;
let bench: FlowBench;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facteur-platform-flows-'));
  peer = await startPlatform({ directory, port: 0, clients: [CLIENT] });
  peer.addresses.register({ addressingIdentifier: ADDRESS });
  bench = await openFlowBench({
    clock: new FixedClock(new Date()),
    secrets: { DEMO_PLATFORM_SECRET: CLIENT.clientSecret, DEMO_PLATFORM_WEBHOOK: SIGNING_KEY },
    environment: { DEMO_PLATFORM: 'true', DEMO_PLATFORM_URL: peer.url, DEMO_PLATFORM_TIMEOUT: '500' },
  });
});
afterEach(async () => {
  await bench.close();
  await peer.stop();
  await rm(directory, { recursive: true });
});

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);
const platform = (): Platform => bench.context.platforms?.('main')[0] as Platform;
const hear = () => hearPlatform(bench.context, 'main', platform(), patient);
const delivery = async (): Promise<DeliveryRow> =>
  (await tx((t) => t.deliveries.list({ limit: 1 }))).items[0] as DeliveryRow;
const flows = async (direction: 'in' | 'out') =>
  (await tx((t) => t.platformFlows.list({ limit: 200, direction }))).items;
const parcels = async () => (await tx((t) => t.parcels.list({ limit: 200, purpose: 'status' }))).items;
/** Our invoices at the platform that it did not turn away. */
const held = () =>
  peer.desk.books.all().filter(({ flow }) => flow.flowDirection === 'Out' && flow.acknowledgement.status !== 'Error');

/** Issues the sample invoice and lets whatever is due run; the number it got. */
async function issue(): Promise<string> {
  const order = JSON.parse(await readFile('apps/sandbox/samples/platform-orders/10-hotel.json', 'utf8')) as object;
  const date = bench.clock.today();
  const bytes = Buffer.from(JSON.stringify({ ...order, date, delivery: { date } }));
  await bench.accept('order', bytes, '10-hotel.json');
  await bench.runJobs();
  const [invoice] = (await tx((t) => t.invoices.list({ limit: 1 }))).items;
  if (!invoice) throw new Error(JSON.stringify((await tx((t) => t.orders.list({ limit: 5 }))).items));
  return invoice.number;
}

/** Time passes, so that what was put off is due. */
async function later(): Promise<void> {
  bench.clock.advance(26 * 3_600_000);
  await bench.runJobs();
}

describe('an invoice through an accredited platform', () => {
  it('goes out once, is acknowledged, and its statuses come back as parcels', async () => {
    const number = await issue();
    expect(await delivery()).toMatchObject({
      state: 'delivered',
      detail: expect.stringMatching(/^pa-exemple flow [\w-]+; directory .*: receives$/),
    });
    expect(peer.desk.find(number)).toMatchObject({ seller: { siren: '700000003' }, buyer: { address: ADDRESS } });
    await hear();
    expect(await flows('out')).toMatchObject([
      { state: 'acknowledged', flowType: 'CustomerInvoice', subject: 'delivery' },
    ]);
    await bench.runJobs();
    expect((await flows('in')).map(({ state }) => state)).toEqual(['received', 'received', 'received']);
    const stored = await parcels();
    expect(stored.map(({ fileName }) => fileName).sort()).toEqual(
      [200, 202, 203].map((code) => `CDV_${number}_${code}.xml`),
    );
    expect(stored.every(({ source }) => source === 'platform:pa-exemple')).toBe(true);
  });

  it('hears the same news again and again without taking anything twice', async () => {
    const number = await issue();
    peer.faults.set({ kind: 'duplicates' });
    for (let round = 0; round < 3; round += 1) {
      await hear();
      await bench.runJobs();
    }
    peer.faults.set({ kind: 'out-of-order' });
    await peer.tell(number, { code: 205 });
    await hear();
    await bench.runJobs();
    expect(await parcels()).toHaveLength(4);
    expect(await flows('out')).toHaveLength(1);
  });

  it.each(['accept-then-timeout', 'accept-then-fail'] as const)(
    'is not doubled by %s',
    async (kind) => {
      peer.faults.set({ kind, times: 1 });
      await issue();
      expect(await delivery()).toMatchObject({ state: 'waiting' });
      await later();
      expect(await delivery()).toMatchObject({ state: 'delivered', detail: expect.stringContaining('already there') });
      expect(held()).toHaveLength(1);
      expect(peer.desk.deposited()).toHaveLength(1);
    },
    60_000,
  );

  it('is not doubled when the process ends between sending and writing down', async () => {
    const update = jestOnce(bench);
    await expect(issue()).rejects.toThrow('killed');
    update.restore();
    bench.clock.advance(120_000);
    await bench.runJobs();
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    expect(held()).toHaveLength(1);
  });

  it('waits while the platform is away, and goes out when it is back', async () => {
    peer.faults.set({ kind: 'fail', status: 503 });
    await issue();
    expect(await delivery()).toMatchObject({ state: 'waiting' });
    peer.faults.clear();
    await later();
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    expect(held()).toHaveLength(1);
  });

  it('is refused after all when the platform’s checks turn it away, and can be sent again', async () => {
    peer.desk.habits = { holdsAcknowledgements: true };
    await issue();
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    const [kept] = peer.desk.books.all();
    await peer.desk.books.acknowledge(kept?.flow.flowId ?? '', {
      status: 'Error',
      details: [{ level: 'Error', item: 'file', reasonCode: 'VirusFound', reasonMessage: 'EICAR' }],
    });
    await hear();
    expect(await delivery()).toMatchObject({ state: 'refused', detail: 'pa-exemple: VirusFound: EICAR (file)' });
    expect(await flows('out')).toMatchObject([{ state: 'refused' }]);
    peer.desk.habits = {};
    await replayDelivery(bench.context, 'main', (await delivery()).id);
    await bench.runJobs();
    await hear();
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    expect(await flows('out')).toMatchObject([{ state: 'acknowledged' }]);
    expect(held()).toHaveLength(1);
  });

  it.each([
    ['has no line', undefined, 'dead', 'no such line'],
    ['is closed', { directoryLineStatus: 'Disabled' }, 'dead', 'no platform stands behind it'],
    ['opens later', { directoryLineStatus: 'Upcoming' }, 'waiting', 'begins later'],
  ] as const)('does not leave for an address that %s', async (_what, line, state, words) => {
    peer.addresses.register({ addressingIdentifier: line ? ADDRESS : `${ADDRESS}_AUTRE`, ...line });
    if (!line) peer.addresses.remove(ADDRESS);
    await issue();
    expect(await delivery()).toMatchObject({ state, detail: expect.stringContaining(words) });
    expect(held()).toHaveLength(0);
    peer.addresses.register({ addressingIdentifier: ADDRESS });
    if (state === 'dead') await replayDelivery(bench.context, 'main', (await delivery()).id);
    await later();
    expect(await delivery()).toMatchObject({ state: 'delivered' });
  });

  it('waits for a directory that does not answer: an outage is no absence', async () => {
    peer.faults.set({ kind: 'fail', status: 500, path: 'directory', times: 1 });
    await issue();
    expect(await delivery()).toMatchObject({ state: 'waiting', detail: expect.stringContaining('did not tell') });
    await later();
    expect(await delivery()).toMatchObject({ state: 'delivered' });
  });
});

describe('the way of an invoice in the French reform', () => {
  async function pay(amount: string, remittance: string, id: string): Promise<void> {
    const closing = Decimal.of('1000.00').plus(Decimal.of(amount)).toString();
    const payments = [{ ref: `${id}-1`, amount, remittance }];
    await bench.accept('statement', camtStatement({ id, opening: '1000.00', closing, payments }), `${id}.xml`);
    await bench.runJobs();
  }

  it('goes 200, 203, 205, a bank line, 212 per VAT rate, and the platform heard it once', async () => {
    const number = await issue();
    await peer.tell(number, { code: 205 });
    await hear();
    await bench.runJobs();
    const [invoice] = (await tx((t) => t.invoices.list({ limit: 1 }))).items;
    const codes = async () => (await tx((t) => t.lifecycle.history(invoice?.id ?? ''))).map(({ code }) => code).sort();
    expect(await codes()).toEqual(['200', '202', '203', '205']);
    expect(peer.desk.heard).toEqual([]);
    peer.faults.set({ kind: 'accept-then-timeout', times: 1 });
    const customer = invoice?.customerRef ?? '';
    await pausePartner(bench.context, 'main', customer, { reason: 'moves house', pausedBy: 'clerk' });
    await pay('1278.00', number, 'ST-1');
    expect(await codes()).toEqual(['200', '202', '203', '205', '212']);
    expect((await tx((t) => t.outgoing.list({ limit: 5 }))).items).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    await later();
    expect(peer.desk.heard).toEqual([]);
    await resumePartner(bench.context, 'main', customer, 'clerk');
    await later();
    expect(peer.desk.heard).toHaveLength(1);
    expect(peer.desk.heard[0]).toMatchObject({ status: '212', number });
    expect(new Map(peer.desk.heard[0]?.collected.map(({ amount, rate }) => [Number(rate), amount]))).toEqual(
      new Map([
        [20, '1080.00'],
        [10, '198.00'],
      ]),
    );
    await hear();
    expect((await flows('out')).map(({ state, syntax }) => `${syntax} ${state}`).sort()).toEqual([
      'CDAR acknowledged',
      'UBL acknowledged',
    ]);
  });
});

describe('what a platform tells', () => {
  it('survives an outage in the middle of a round and a document that breaks off', async () => {
    const number = await issue();
    for (let index = 0; index < 5; index += 1) await peer.tell(number, { code: 204 });
    peer.faults.set({ kind: 'fail', status: 500, path: 'search', times: 1 });
    expect((await hear()).failures).toHaveLength(1);
    await hear();
    peer.faults.set({ kind: 'cut-document', times: 2 });
    await bench.runJobs();
    await later();
    expect(await parcels()).toHaveLength(8);
  });

  it('comes by callback when it is signed, and again by search without being doubled', async () => {
    const number = await issue();
    const kept = await peer.tell(number, { code: 207, reason: 'TX_TVA_ERR', comment: 'Taux (exemple)' });
    const callback = peer.signed(kept, SIGNING_KEY);
    await hearCallback(bench.context, 'main', 'pa-exemple', callback);
    await hearCallback(bench.context, 'main', 'pa-exemple', callback);
    await bench.runJobs();
    expect(await parcels()).toHaveLength(1);
    await hear();
    await bench.runJobs();
    expect(await parcels()).toHaveLength(4);
    const forged = peer.signed(kept, Buffer.alloc(32, 8).toString('base64'));
    await expect(hearCallback(bench.context, 'main', 'pa-exemple', forged)).rejects.toMatchObject({
      code: 'PLATFORM.NOT_GENUINE',
    });
    await expect(hearCallback(bench.context, 'main', 'nobody', callback)).rejects.toMatchObject({
      code: 'PLATFORM.UNKNOWN',
    });
  });

  it('keeps a supplier’s invoice as it came, for others to fetch', async () => {
    await peer.desk.bring('700000003', {
      ...{ name: 'fournisseur.xml', flowSyntax: 'UBL', flowType: 'SupplierInvoice', bytes: Buffer.from('<Invoice/>') },
    });
    await hear();
    await bench.runJobs();
    const { items } = await tx((t) => t.parcels.list({ limit: 10, purpose: 'supplier-document' }));
    expect(items).toMatchObject([{ state: 'received', fileName: 'fournisseur.xml' }]);
  });
});

/** Makes the first write after a submission fail, as the end of the process would. */
function jestOnce({ store }: FlowBench): { restore: () => void } {
  const { transaction } = store;
  let armed = true;
  store.transaction = (tenantId, work) =>
    transaction.call(store, tenantId, async (t) => {
      const { update } = t.platformFlows;
      t.platformFlows.update = (id, change) => {
        if (armed && change.flowRef !== undefined) {
          armed = false;
          throw new Error('killed');
        }
        return update.call(t.platformFlows, id, change);
      };
      return work(t);
    }) as never;
  return { restore: () => (store.transaction = transaction) };
}
