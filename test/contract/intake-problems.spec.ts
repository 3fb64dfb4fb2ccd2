import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readOrders, replayOrder } from '#flows';
import type { OrderRow, Transaction } from '#ports';
import { openFlowBench, type FlowBench } from './flow-bench.js';

/* What an order lacks is told while its sender listens, in the words of the file it came in. */

let bench: FlowBench;
beforeAll(async () => {
  bench = await openFlowBench();
});
afterAll(() => bench.close());

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);
const CSV = readFileSync('apps/sandbox/samples/orders/08-export-negoce.csv');

async function send(bytes: Buffer, name: string): Promise<readonly OrderRow[]> {
  const { parcel } = await bench.accept('order', bytes, name);
  return (await readOrders(bench.context, 'main', parcel.id)).orders;
}

it('holds an order that lacks something at once, and names column and row of the CSV, also when it is billed again', async () => {
  // A tax code that no policy knows stands on the first line of the first order.
  const rows = CSV.toString('latin1').split(/\r?\n/);
  const [header = '', ...lines] = rows.filter((row) => row !== '');
  const column = (name: string): number => header.split(';').indexOf(name);
  const first = lines.filter(
    (line) => line.split(';')[column('Commande')] === lines[0]?.split(';')[column('Commande')],
  );
  const broken = first.map((line, index) => {
    const cells = line.split(';');
    if (index === 0) cells[column('Code TVA')] = 'QQ';
    return cells.join(';');
  });
  const [order] = await send(Buffer.from([header, ...broken, ''].join('\r\n'), 'latin1'), 'broken.csv');
  expect(order?.state).toBe('held');
  expect(order?.problems).toContainEqual(
    expect.objectContaining({ code: 'BILLING.VAT_UNDECIDED', field: 'Code TVA', row: 2, value: 'QQ' }),
  );
  const ran = await bench.runJobs();
  expect(ran.map(({ kind }) => kind)).not.toContain('issue-invoice');
  expect(await replayOrder(bench.context, 'main', order?.id ?? '')).toMatchObject({ kind: 'replayed' });
  await bench.runJobs();
  const again = await tx((t) => t.orders.find(order?.id ?? ''));
  expect(again?.problems).toEqual(order?.problems);
});

it('names JSON pointers of JSON orders, everything at once', async () => {
  const content = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
  const lacking = { ...content, number: 'CMD-LACKS', documentType: '393', references: {}, payee: undefined };
  const [order] = await send(Buffer.from(JSON.stringify(lacking)), 'lacking.json');
  expect(order?.state).toBe('held');
  const fields = order?.problems.map(({ field }) => field);
  expect(fields).toEqual(expect.arrayContaining(['/references/purchaseOrder', '/payee']));
});

it('lets the mended order take the place of a held one, under the same number', async () => {
  const content = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
  const [held] = await send(
    Buffer.from(JSON.stringify({ ...content, number: 'CMD-MEND', references: {} })),
    'held.json',
  );
  expect(held?.state).toBe('held');
  const [mended] = await send(Buffer.from(JSON.stringify({ ...content, number: 'CMD-MEND' })), 'mended.json');
  expect(mended?.state).toBe('accepted');
  await bench.runJobs();
  expect((await tx((t) => t.orders.find(held?.id ?? '')))?.state).toBe('superseded');
  expect((await tx((t) => t.orders.find(mended?.id ?? '')))?.state).toBe('invoiced');
});
