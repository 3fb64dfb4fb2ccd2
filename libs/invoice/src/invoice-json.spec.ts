import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { Decimal } from '#kernel';
import { someInvoice } from '#testkit';
import { invoiceFromJson, invoiceJsonSchema, invoiceToJson, sameInvoice, TERMS, term } from './index.js';

const MINIMAL = {
  number: 'F-1',
  issueDate: '2026-01-31',
  typeCode: '380',
  currency: 'EUR',
  process: { specification: 'urn:cen.eu:en16931:2017' },
  seller: { name: 'Atelier (exemple)', address: { country: 'FR' } },
  buyer: { name: 'Example Buyer', address: { country: 'FR' } },
  totals: { lineNetTotal: '1.00', totalWithoutVat: '1.00', totalWithVat: '1.20', amountDue: '1.20' },
};

function problems(change: object): string[] {
  const result = invoiceFromJson({ ...MINIMAL, ...change });
  return result.ok ? [] : result.error.map((one) => `${one.code} ${one.field}`);
}

describe('invoice JSON', () => {
  it('brings every invoice back', () => {
    fc.assert(
      fc.property(someInvoice, (invoice) => {
        const text = invoiceToJson(invoice);
        const read = invoiceFromJson(text);
        if (!read.ok) throw new Error(JSON.stringify(read.error));
        expect(invoiceToJson(read.value)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(invoice)));
      }),
      { numRuns: 200 },
    );
  });

  it('calls two invoices the same exactly when their texts are equal', () => {
    const changed = someInvoice.chain((invoice) =>
      fc
        .constantFrom(
          { ...invoice },
          { ...invoice, number: `${invoice.number}x` },
          { ...invoice, notes: [...invoice.notes, { text: 'more (example)' }] },
          { ...invoice, lines: invoice.lines.slice(1) },
          { ...invoice, dueDate: undefined },
          { ...invoice, totals: { ...invoice.totals, amountDue: invoice.totals.amountDue.negated() } },
          { ...invoice, seller: { ...invoice.seller, name: 'Other (example)' } },
          {
            ...invoice,
            totals: { ...invoice.totals, amountDue: invoice.totals.amountDue.plus(Decimal.of('0.00000')) },
          },
        )
        .map((other) => [invoice, other] as const),
    );
    fc.assert(
      fc.property(changed, ([invoice, other]) => {
        expect(sameInvoice(invoice, other)).toBe(invoiceToJson(invoice) === invoiceToJson(other));
        expect(sameInvoice(other, invoice)).toBe(invoiceToJson(invoice) === invoiceToJson(other));
      }),
      { numRuns: 200 },
    );
  });

  it('fills in lists that were left out', () => {
    const read = invoiceFromJson(MINIMAL);
    expect(read).toMatchObject({ ok: true, value: { lines: [], notes: [], seller: { identifiers: [] } } });
  });

  it.each([
    [{ totals: { ...MINIMAL.totals, amountDue: 1.2 } }, 'INVOICE_JSON.TYPE /totals/amountDue'],
    [{ totals: { ...MINIMAL.totals, amountDue: '1,20' } }, 'INVOICE_JSON.DECIMAL /totals/amountDue'],
    [{ issueDate: '2026-02-30' }, 'INVOICE_JSON.DATE /issueDate'],
    [{ number: ' ' }, 'INVOICE_JSON.EMPTY /number'],
    [{ seller: { name: 'x' } }, 'INVOICE_JSON.MISSING /seller/address'],
    [{ 'a/b~': 1 }, 'INVOICE_JSON.UNKNOWN /a~1b~0'],
    [{ notes: {} }, 'INVOICE_JSON.TYPE /notes'],
    [{ notes: [null] }, 'INVOICE_JSON.TYPE /notes/0'],
    [{ notes: [{ text: 'a', toString: 'b' }] }, 'INVOICE_JSON.UNKNOWN /notes/0/toString'],
  ])('refuses %j', (change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  it('tells all problems at once, in both languages', () => {
    const result = invoiceFromJson('{}');
    const missing = TERMS.filter((one) => one.isRequired && !/[.[]/.test(one.path));
    expect(result.ok ? [] : result.error.map((one) => one.field).sort()).toEqual(
      missing.map((one) => `/${one.path}`).sort(),
    );
    expect(invoiceFromJson('{')).toMatchObject({ ok: false, error: [{ code: 'INVOICE_JSON.SYNTAX' }] });
    expect(invoiceFromJson('[]')).toMatchObject({ ok: false, error: [{ code: 'INVOICE_JSON.TYPE' }] });
  });

  it('is what schemas/invoice.schema.json describes (npm run generate writes it)', () => {
    const path = 'schemas/invoice.schema.json';
    if (process.env.UPDATE_SCHEMAS && !process.env.CI) {
      writeFileSync(path, `${JSON.stringify(invoiceJsonSchema(), null, 2)}\n`);
    }
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(invoiceJsonSchema());
  });
});

describe('the catalogue of terms', () => {
  it('holds all of EN 16931', () => {
    expect(TERMS.filter((one) => one.id.startsWith('BG'))).toHaveLength(32);
    expect(TERMS.filter((one) => one.id.startsWith('BT'))).toHaveLength(180);
    expect(new Set(TERMS.map((one) => one.id)).size).toBe(TERMS.length);
    expect(term('BT-9')).toMatchObject({ name: 'Payment due date', path: 'dueDate', type: 'date', isRequired: false });
    expect(term('BT-4')).toBeUndefined();
  });
});
