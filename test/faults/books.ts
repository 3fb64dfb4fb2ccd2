import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect } from '@jest/globals';
import { verifyArchive, verifyNumbers } from '#flows';
import { openDocumentStore } from '#store';
import type { Plant } from './plant.js';

const read = (name: string): object =>
  JSON.parse(readFileSync(join('apps/sandbox/samples/orders', name), 'utf8')) as object;
const bySftp = read('01-menuiserie.json');
const byHttps = read('02-magasin.json');

/** Whether the order of that place in a batch names a customer whom nobody knows. */
export function isUnknownCustomer(index: number): boolean {
  return index % 20 === 7;
}

/** Orders of one batch: of each twenty one goes to nobody we know, which has to end as a named refusal. */
export function ordersOf(prefix: string, from: number, count: number, options: { https?: boolean } = {}): object[] {
  return Array.from({ length: count }, (_, index) => {
    const number = `${prefix}-${String(from + index).padStart(4, '0')}`;
    const base = options.https && index % 2 === 1 ? byHttps : bySftp;
    return isUnknownCustomer(from + index) ? { ...base, number, customerRef: 'C-NOBODY' } : { ...base, number };
  });
}

/** Every order of the batch ended once: as one invoice, or as one refusal that says why. */
export async function expectOnce(plant: Plant, prefix: string, count: number): Promise<void> {
  const outcomes = await plant.outcomes(prefix, count);
  const states = new Map<string, string[]>();
  for (const { ref, state, problems } of outcomes) {
    const said = state === 'invoiced' ? state : `${state}: ${problems.map(({ code }) => code).join(' ')}`;
    states.set(ref, [...(states.get(ref) ?? []), said]);
  }
  const wrong = [...states].filter(([ref, said]) => {
    const isBad = isUnknownCustomer(Number(ref.slice(-4)));
    return said.length !== 1 || (isBad ? !/^held: \S+/.test(said[0] ?? '') : said[0] !== 'invoiced');
  });
  expect(wrong).toEqual([]);
  expect(states.size).toBe(count);
}

export interface Balance {
  readonly orders: number;
  readonly invoices: number;
  readonly events: number;
}

/**
 * The whole installation, offline: books balanced, numbers gapless, archive untouched, and each issued document at its receiver
 * exactly once, byte for byte, with nothing else beside it.
 */
export async function expectSound(plant: Plant): Promise<Balance> {
  const documents = await openDocumentStore(plant.documents);
  return plant.offline(async (store) => {
    const archive = await verifyArchive({ store, documents }, 'main');
    expect(archive.findings).toEqual([]);
    const { series } = await verifyNumbers({ store }, 'main');
    expect(series.flatMap(({ findings }) => findings)).toEqual([]);
    const rows = async <T>(statement: string): Promise<T[]> =>
      ((await store.database.asOwner((queries) => queries.execute(sql.raw(statement)))) as { rows: T[] }).rows;
    expect(await rows('SELECT * FROM facteur_ledger_differences()')).toEqual([]);
    const [sums] = await rows<{ booked: string; issued: string; orders: string; invoices: string }>(
      `SELECT (SELECT coalesce(sum(amount), 0) FROM ledger WHERE kind IN ('invoice', 'credit-note'))::text AS booked,
              (SELECT coalesce(sum(CASE WHEN kind = 'invoice' THEN amount_due ELSE -amount_due END), 0) FROM invoices)::text AS issued,
              (SELECT count(*) FROM orders)::text AS orders, (SELECT count(*) FROM invoices)::text AS invoices`,
    );
    expect(sums?.booked).toBe(sums?.issued);
    const issued = await rows<{ sha256: string }>('SELECT sha256 FROM documents ORDER BY sha256');
    const received = [...plant.receivedFiles()].filter(([path]) => !path.endsWith('.json')).map(([, hash]) => hash);
    expect(received.sort()).toEqual(issued.map(({ sha256 }) => sha256));
    const unsettled = await rows(`SELECT id, state, detail FROM deliveries WHERE state <> 'delivered'`);
    expect(unsettled).toEqual([]);
    return { orders: Number(sums?.orders), invoices: Number(sums?.invoices), events: archive.events };
  });
}
