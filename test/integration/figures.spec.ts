import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { FixedClock, localDate } from '#kernel';
import type { Store } from '#ports';
import { openStore } from '#store';
import { newDatabase } from './services.js';

const TENANT = 'many';
const TODAY = localDate('2026-11-20');
const SINCE = new Date('2026-10-21T00:00:00Z');
/** Tables that grow with every invoice and are of no use to a figure: sums are carried beside them. */
const NEVER_READ = ['invoices', 'ledger', 'documents', 'timeline', 'parcels', 'idempotency_keys', 'invoice_balances'];

/** The reading of the gauges, against the number of invoices: what a scrape asks of the database. */
describe('reading the gauges of a full store', () => {
  let store: Store;
  let admin: pg.Client;
  let made = 0;

  beforeAll(async () => {
    const databaseUrl = await newDatabase();
    store = await openStore({ databaseUrl, clock: new FixedClock(new Date('2026-11-20T10:00:00Z')) });
    await store.ensureTenant(TENANT, 'Many (example)');
    admin = new pg.Client({ connectionString: databaseUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end();
    await store?.close();
  });

  /** Invoices over three years by the real triggers; nine in ten are paid. */
  const add = async (count: number): Promise<void> => {
    const [from, to] = [made, made + count - 1];
    made += count;
    const rows = `(SELECT n, lpad(n::text, 12, '0') AS id, '2023-12-01'::date + n * 7919 % 1080 AS day,
      (100 + n * 7 % 900)::numeric(12, 2) AS amount FROM generate_series(${from}, ${to}) AS n) AS made`;
    await admin.query(`INSERT INTO invoices (tenant_id, id, kind, type_code, number, seller_ref, customer_ref, customer_name,
        currency, issue_date, due_date, total_without_vat, total_with_vat, amount_due, format, model, findings, packs, issued_at,
        correlation_id)
      SELECT '${TENANT}', id, 'invoice', '380', 'F' || id, 's', 'c' || n % 200, 'x', 'EUR', day, day + 30, amount, amount, amount,
        'ubl', '{}', '[]', '[]', now(), 'x' FROM ${rows}`);
    const booking = (prefix: string, kind: string, sign: string, invoice: string, payment: string, where: string) =>
      admin.query(`INSERT INTO ledger (tenant_id, id, customer_ref, currency, kind, amount, invoice_id, payment_id, booked_on, at,
          cause, correlation_id)
        SELECT '${TENANT}', '${prefix}' || id, 'c' || n % 200, 'EUR', '${kind}', ${sign}amount, ${invoice}, ${payment}, day + 20,
          now(), '{}', 'x' FROM ${rows} WHERE ${where}`);
    await booking('i', 'invoice', '', 'id', 'NULL', 'true');
    await booking('p', 'payment', '-', 'NULL', `'p' || id`, 'n % 10 <> 0');
    await booking('a', 'allocation', '', 'id', `'p' || id`, 'n % 10 <> 0');
    await admin.query('ANALYZE');
  };

  const read = async () => {
    const { figures } = store;
    const [receivables] = await Promise.all([
      figures.receivables(TODAY),
      figures.disputes(),
      figures.jobs(),
      figures.operations(TODAY, SINCE),
    ]);
    return receivables;
  };

  /** Rows that were read by table since the server started to count; sessions tell of it a second late. */
  const rowsRead = async (): Promise<Map<string, number>> => {
    await pause(1_200);
    await read();
    await pause(1_200);
    const { rows } = await admin.query<{ table: string; count: string }>(
      `SELECT relname AS table, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS count FROM pg_stat_user_tables`,
    );
    return new Map(rows.map(({ table, count }) => [table, Number(count)]));
  };

  const cost = async () => {
    const before = await rowsRead();
    for (let round = 0; round < 10; round += 1) await read();
    const after = await rowsRead();
    return new Map([...after].map(([table, count]) => [table, (count - (before.get(table) ?? 0)) / 10]));
  };

  it('reads no invoice and no booking, and no more rows when there are ten times as many', async () => {
    await add(2_000);
    const few = await cost();
    await add(18_000);
    const many = await cost();
    const [figures] = await read();
    expect(figures).toMatchObject({ currency: 'EUR', openCount: 2_000 });
    expect(NEVER_READ.filter((table) => (many.get(table) ?? 0) > 0)).toEqual([]);
    const total = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((sum, count) => sum + count, 0);
    // One row a day and measure: three years of days are there from the start.
    expect(total(many)).toBeGreaterThan(100);
    expect(total(many)).toBeLessThan(2 * total(few));
  });
});
