import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { exportInvoice, verifyArchive, verifyNumbers, voidNumber } from '#flows';
import { sha256 } from '#kernel';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const SAMPLE = 'apps/sandbox/samples/orders/01-menuiserie.json';
const AMOUNT = '1279.20';

// Each describe plays one life of one archive, from untouched to ruined.
let bench: FlowBench;
async function openArchive(): Promise<void> {
  bench = await openFlowBench();
  await bench.accept('order', readFileSync(SAMPLE), '01-menuiserie.json');
  await bench.runJobs();
  const [invoice] = await invoices();
  const payments = [{ ref: 'P-1', amount: AMOUNT, remittance: invoice?.number ?? '' }];
  const statement = camtStatement({ id: 'ST-1', opening: '1000.00', closing: '2279.20', payments });
  await bench.accept('statement', statement, 'st-1.xml');
  await bench.runJobs();
}

const invoices = async () =>
  (await bench.store.transaction('main', (tx) => tx.invoices.list({ limit: 10 }))).items as readonly {
    id: string;
    number: string;
  }[];

/** As somebody with all rights on the database would do it. */
async function tamper(table: string, statement: string): Promise<void> {
  await bench.store.database.asOwner(async (queries) => {
    await queries.execute(sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER ALL`));
    await queries.execute(sql.raw(statement));
    await queries.execute(sql.raw(`ALTER TABLE ${table} ENABLE TRIGGER ALL`));
  });
}

const found = async (): Promise<readonly string[]> =>
  (await verifyArchive(bench.context, 'main')).findings.map(({ code, what }) => `${code} ${what.split(' ')[0]}`);

describe('facteur verify archive', () => {
  beforeAll(openArchive);
  afterAll(() => bench.close());

  it('finds nothing in an archive that nobody touched', async () => {
    const report = await verifyArchive(bench.context, 'main');
    expect(report.findings).toEqual([]);
    expect(report.events).toBeGreaterThan(5);
    expect(report.rows).toBeGreaterThan(4);
    expect(report.documents).toBeGreaterThanOrEqual(3);
    expect(report.head?.position).toBe(report.events);
  });

  it('finds a document whose bytes were swapped or lost', async () => {
    const [document] = await bench.store.transaction('main', async (tx) =>
      tx.documents.byInvoice((await tx.invoices.list({ limit: 1 })).items[0]?.id ?? ''),
    );
    const hash = document?.sha256 ?? '';
    const bytes = await bench.context.documents.get(hash);
    bench.damage(hash, Buffer.from('forged'));
    expect(await found()).toEqual(['DOCUMENT.DAMAGED document']);
    bench.damage(hash, undefined);
    expect(await found()).toEqual(['DOCUMENT.MISSING document']);
    bench.damage(hash, bytes);
    expect(await found()).toEqual([]);
  });

  it.each([
    [
      'a changed amount',
      'invoices',
      'SET total_with_vat = total_with_vat + 0.01',
      'SET total_with_vat = total_with_vat - 0.01',
    ],
    [
      'a changed line',
      'invoices',
      `SET model = jsonb_set(model, '{lines,0,unitCode}', '"X"')`,
      `SET model = jsonb_set(model, '{lines,0,unitCode}', '"C62"')`,
    ],
    ['a changed order', 'orders', `SET order_ref = order_ref || 'X'`, `SET order_ref = rtrim(order_ref, 'X')`],
    ['another document', 'documents', 'SET size = size + 1', 'SET size = size - 1'],
    ['a changed booking', 'ledger', 'SET amount = amount - 1.00', 'SET amount = amount + 1.00'],
  ])('finds %s', async (_what, table, change, back) => {
    await tamper(table, `UPDATE ${table} ${change}`);
    expect(await found()).toContain(`ROW.CHANGED ${table}`);
    await tamper(table, `UPDATE ${table} ${back}`);
    expect(await found()).toEqual([]);
  });

  it('finds rows that were slipped in, and rows that were removed', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    await tamper(
      'ledger',
      `INSERT INTO ledger SELECT (jsonb_populate_record(l, '{"id":"${id}"}')).* FROM ledger l LIMIT 1`,
    );
    expect(await found()).toEqual(['ROW.FOREIGN ledger']);
    await tamper('ledger', `DELETE FROM ledger WHERE id = '${id}'`);
    await tamper('issued_numbers', 'DELETE FROM issued_numbers');
    expect(await found()).toEqual(['ROW.REMOVED issued_numbers']);
  });

  it('finds changed, removed and cut events', async () => {
    await tamper('timeline', `UPDATE timeline SET at = at + interval '1 second' WHERE position = 3`);
    expect(await found()).toContain('CHAIN.CHANGED event');
    await tamper('timeline', 'DELETE FROM timeline WHERE position = 2');
    expect(await found()).toContain('CHAIN.GAP event');
    await tamper('timeline', 'DELETE FROM timeline WHERE position >= 5');
    expect(await found()).toContain('CHAIN.CUT event');
  });
});

describe('facteur verify numbers', () => {
  beforeAll(openArchive);
  afterAll(() => bench.close());

  it('proves the row of numbers, with voided numbers and their reasons', async () => {
    const request = {
      sellerRef: 'atelier-exemple',
      kind: 'invoice',
      reason: 'spoiled form',
      person: 'A. Clerk',
    } as const;
    const voided = await voidNumber(bench.context, 'main', request);
    expect(voided.sequence).toBe(2);
    const { series } = await verifyNumbers(bench.context, 'main');
    expect(series).toMatchObject([{ issued: 1, lastSequence: 2, findings: [] }]);
    expect(series[0]?.voided).toMatchObject([{ number: voided.number, reason: 'spoiled form' }]);
    expect((await verifyArchive(bench.context, 'main')).findings).toEqual([]);
  });

  it('names a number that is missing, and one that says something else than its invoice', async () => {
    await tamper('number_counters', 'UPDATE number_counters SET last_sequence = 3');
    await tamper('issued_numbers', `UPDATE issued_numbers SET number = 'X-1'`);
    const [series] = (await verifyNumbers(bench.context, 'main')).series;
    expect(series?.findings.map(({ code, sequence }) => [code, sequence])).toEqual([
      ['NUMBER.DIFFERS', 1],
      ['NUMBER.MISSING', 3],
    ]);
  });
});

describe('the file of an invoice for an auditor', () => {
  beforeAll(openArchive);
  afterAll(() => bench.close());

  it('holds order, documents, receipts, statuses and payments under an index with hashes, the same bytes each time', async () => {
    const [invoice] = await invoices();
    const exported = await exportInvoice(bench.context, 'main', { number: invoice?.number ?? '' });
    const again = await exportInvoice(bench.context, 'main', { id: invoice?.id ?? '' });
    expect(Buffer.from(exported.bytes).equals(Buffer.from(again.bytes))).toBe(true);
    const files = unzipSync(exported.bytes);
    const index = JSON.parse(strFromU8(files['index.json'] as Uint8Array)) as {
      files: { path: string; sha256: string }[];
    };
    for (const { path, sha256: hash } of index.files) expect(sha256(files[path] as Uint8Array)).toBe(hash);
    const paths = index.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'invoice.json',
        'order/order.json',
        'deliveries.json',
        'statuses.json',
        'payments.json',
        'timeline.json',
      ]),
    );
    expect(paths.filter((path) => path.startsWith('documents/'))).toHaveLength(1);
    expect(files['order/received-01-menuiserie.json']).toEqual(new Uint8Array(readFileSync(SAMPLE)));
    expect(strFromU8(files['payments.json'] as Uint8Array)).toContain('"bankEntry"');
    expect(strFromU8(files['deliveries.json'] as Uint8Array)).toContain('received');
  });
});
