import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Invoice } from '#invoice';
import { Decimal } from '#kernel';
import { someInvoice, someLine, withVatTotal } from '#testkit';
import { readXml } from '#xml';
import { readInvoice, writeInvoice, type ReadReport, type WriteOptions } from './index.js';

function readBack(invoice: Invoice, options: WriteOptions): ReadReport & { readonly dropped: string[] } {
  const written = writeInvoice(invoice, options);
  const document = readXml(written.bytes);
  if (!document.ok) throw new Error(JSON.stringify(document.error));
  return { ...readInvoice(document.value), dropped: written.notCarried.map((one) => `${one.term} ${one.reason}`) };
}

/** Fields sorted by name; decimals as their text, so that the scale counts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

describe('round trip', () => {
  it.each(['ubl', 'cii'] as const)('read(write(x)) = x in %s for every term', (syntax) => {
    fc.assert(
      fc.property(someInvoice, (invoice) => {
        const { invoice: read, faults, unread, dropped } = readBack(invoice, { syntax });
        expect({ faults, unread, dropped }).toEqual({ faults: [], unread: [], dropped: [] });
        expect(canonical(read)).toBe(canonical(syntax === 'ubl' ? withVatTotal(invoice) : invoice));
      }),
      { numRuns: 150 },
    );
  });

  it.each(['ubl', 'cii'] as const)('keeps long lists whole in %s, and drops what no document can hold', (syntax) => {
    const [sample] = fc.sample(someInvoice, { numRuns: 1, seed: 1 }) as [Invoice];
    const [line] = fc.sample(someLine, { numRuns: 1, seed: 2 }) as [Invoice['lines'][number]];
    const lines = Array.from({ length: 2_000 }, (_, index) => ({ ...line, id: `é${index}€` }));
    const long = { ...sample, lines };
    expect(canonical(readBack(long, { syntax }).invoice)).toBe(canonical(long));
    const dirty = readBack({ ...long, currency: 'E\u0000UR', buyerReference: 'a\u0000b\uD800c' }, { syntax });
    expect(dirty.partial.buyerReference).toBe('abc');
    expect(dirty.partial.lines).toHaveLength(2_000);
    expect(dirty.dropped).toEqual(expect.arrayContaining(['BT-5 CHARACTERS', 'BT-10 CHARACTERS']));
  });

  it('names the payment means once in UBL, however many accounts there are', () => {
    const transfers = [{ accountId: 'FR7630006000011234567890189' }, { accountId: 'DE89370400440532013000' }];
    const [sample] = fc.sample(someInvoice, { numRuns: 1, seed: 1 }) as [Invoice];
    const payment = { meansCode: '30', meansText: 'Virement', creditTransfers: transfers };
    const { bytes } = writeInvoice({ ...sample, typeCode: '380', payment }, { syntax: 'ubl' });
    const means = Buffer.from(bytes)
      .toString()
      .match(/<cbc:PaymentMeansCode[^\n]*/g);
    expect(means).toEqual([
      '<cbc:PaymentMeansCode name="Virement">30</cbc:PaymentMeansCode>',
      '<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>',
    ]);
  });

  it('writes the same bytes for the same invoice', () => {
    fc.assert(
      fc.property(someInvoice, (invoice) => {
        const again = readBack(invoice, { syntax: 'cii' }).invoice as Invoice;
        for (const syntax of ['ubl', 'cii'] as const) {
          expect(writeInvoice(again, { syntax }).bytes).toEqual(writeInvoice(invoice, { syntax }).bytes);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('carries everything of a lower profile in a higher one', () => {
    const profiles = ['MINIMUM', 'BASIC_WL', 'BASIC', 'EN16931', 'EXTENDED'] as const;
    fc.assert(
      fc.property(someInvoice, (invoice) => {
        const carried = profiles.map((profile) => leaves(readBack(invoice, { syntax: 'cii', profile }).partial));
        carried
          .slice(1)
          .forEach((higher, index) => expect([...higher]).toEqual(expect.arrayContaining(carried[index] as string[])));
        expect(carried[4]).toEqual(leaves(invoice));
      }),
      { numRuns: 50 },
    );
  });

  it('reports what a profile leaves out, with its place', () => {
    fc.assert(
      fc.property(someInvoice, (invoice) => {
        const written = writeInvoice(invoice, { syntax: 'cii', profile: 'BASIC_WL' });
        const lines = written.notCarried.filter((one) => one.term === 'BG-25');
        expect(lines.map((one) => [one.field, one.value, one.reason])).toEqual(
          invoice.lines.length === 0 ? [] : [['lines', String(invoice.lines.length), 'PROFILE']],
        );
      }),
      { numRuns: 50 },
    );
  });
});

/** Every value with its place, sorted. */
function leaves(value: unknown, path = ''): string[] {
  if (value instanceof Decimal || typeof value !== 'object' || value === null) return [`${path}=${String(value)}`];
  return Object.entries(value)
    .flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
    .sort();
}
