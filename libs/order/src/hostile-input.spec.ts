import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvMapping } from '../../../test/fixtures/orders/examples.js';
import { readCsvOrders, readJsonOrders, readUblOrders, type OrderReading } from './index.js';

const sample = (name: string) => readFileSync(`apps/sandbox/samples/orders/${name}`);

const READERS: [string, Buffer, (bytes: Uint8Array) => OrderReading][] = [
  ['JSON', sample('02-magasin.json'), (bytes) => readJsonOrders(bytes)],
  ['CSV', sample('08-export-negoce.csv'), (bytes) => readCsvOrders(bytes, csvMapping)],
  ['UBL', sample('09-magasin-ubl.xml'), (bytes) => readUblOrders(bytes)],
];

describe.each(READERS)('damaged %s', (_name, original, read) => {
  const damage = fc.array(
    fc.record({
      at: fc.nat({ max: original.length - 1 }),
      remove: fc.nat({ max: 20 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom(...['"', '<', '&', ';', '{', ',', '\0', '9e99'].map((s) => Buffer.from(s))),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('gives orders or problems, never an exception, and each problem is told in both languages', () => {
    fc.assert(
      fc.property(damage, (cuts) => {
        const bytes = cuts.reduce<Buffer>(
          (rest, { at, remove, insert }) => Buffer.concat([rest.subarray(0, at), insert, rest.subarray(at + remove)]),
          original,
        );
        const { orders, rejected, problems } = read(bytes);
        expect(orders.length + rejected.length + problems.length).toBeGreaterThan(0);
        for (const one of problems) {
          expect(one.message.en.length * one.message.fr.length * one.remedy.en.length * one.remedy.fr.length).not.toBe(
            0,
          );
          expect((one.value ?? '').length).toBeLessThanOrEqual(200);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('large input', () => {
  const within = (milliseconds: number, read: () => OrderReading): OrderReading => {
    const start = performance.now();
    const reading = read();
    expect(performance.now() - start).toBeLessThan(milliseconds);
    return reading;
  };

  it('of many rows is read in one go', () => {
    const [head, row] = sample('08-export-negoce.csv').toString('latin1').split('\r\n');
    const rows = Array.from({ length: 4_000 }, (_, index) => (row as string).replaceAll('EX-3001', `EX-${index}`));
    const bytes = Buffer.from([head, ...rows].join('\r\n'), 'latin1');
    expect(within(10_000, () => readCsvOrders(bytes, csvMapping, LIMITS)).orders.length).toBe(4_000);
  });

  it('of many faults is bounded in its answer', () => {
    const bytes = Buffer.from(JSON.stringify(Array.from({ length: 5_000 }, () => ({}))));
    expect(within(10_000, () => readJsonOrders(bytes)).problems.length).toBe(1_001);
  });

  it('of hostile XML is refused or read quickly', () => {
    const open = '<a '.repeat(100_000);
    expect(within(10_000, () => readUblOrders(Buffer.from(open))).orders).toEqual([]);
    const entities = `<a>${'&#65;'.repeat(100_000)}</a>`;
    expect(within(10_000, () => readUblOrders(Buffer.from(entities))).orders).toEqual([]);
    const attributes = `<a ${Array.from({ length: 20_000 }, (_, index) => `b${index}="c"`).join(' ')}/>`;
    expect(within(10_000, () => readUblOrders(Buffer.from(attributes))).orders).toEqual([]);
  });
});

const LIMITS = {
  maxBytes: 20_000_000,
  maxOrders: 50_000,
  maxRows: 50_000,
  maxColumns: 50,
  maxCellLength: 1_000,
  maxDepth: 40,
  maxElements: 100_000,
  maxProblems: 1_000,
};
