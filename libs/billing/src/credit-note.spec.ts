import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, localDate } from '#kernel';
import type { Invoice } from '#invoice';
import { parseOrder } from '#order';
import { customer, policy, seller } from '../../../test/fixtures/orders/examples.js';
import { creditNoteFor, draftInvoice, withNumber, type CreditScope } from './index.js';

const issueDate = localDate('2026-11-23');
const later = localDate('2026-12-01');

function invoiceOf(changes: Record<string, unknown>): Invoice {
  const parsed = parseOrder({
    number: 'EX-1',
    date: '2026-11-20',
    sellerRef: 'atelier-exemple',
    customerRef: 'C-MENUISERIE',
    references: { purchaseOrder: 'BC-1' },
    ...changes,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const drafted = draftInvoice(parsed.value, seller(), customer(), policy(), { issueDate });
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.error));
  return withNumber(drafted.value, 'F2026-000001', policy()).invoice;
}

const line = (id: string, netPrice: string, rate: string, quantity = '1', more: Record<string, unknown> = {}) => ({
  id,
  quantity,
  unit: 'C62',
  netPrice,
  vat: { category: 'S', rate },
  item: { name: `Exemple ${id}` },
  ...more,
});

function credit(invoice: Invoice, scope: CreditScope): Invoice {
  const drafted = creditNoteFor(invoice, 'Retour (exemple)', scope, { issueDate: later });
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.error));
  return drafted.value.invoice;
}

const codes = (invoice: Invoice, scope: CreditScope, reason = 'Retour', on = later) => {
  const drafted = creditNoteFor(invoice, reason, scope, { issueDate: on });
  return drafted.ok ? [] : drafted.error.map((one) => one.code);
};

const two = invoiceOf({
  lines: [line('1', '100', '20', '4', { allowances: [{ amount: '10.00' }] }), line('2', '50', '5.5')],
  allowances: [{ percentage: '10', vat: { category: 'S', rate: '20' } }],
  prepaidAmount: '100',
});

describe('crediting an invoice', () => {
  it('whole: same lines, BG-3, reason, no payment, nothing prepaid', () => {
    const note = credit(two, { kind: 'whole' });
    expect(note).toMatchObject({
      number: 'DRAFT',
      typeCode: '381',
      issueDate: '2026-12-01',
      precedingInvoices: [{ number: 'F2026-000001', issueDate: '2026-11-23' }],
      payment: undefined,
    });
    expect(note.dueDate).toBeUndefined();
    expect(note.notes.at(-1)).toEqual({ subjectCode: 'AAI', text: 'Retour (exemple)' });
    expect(note.totals.totalWithVat).toEqual(two.totals.totalWithVat);
    expect(note.totals.amountDue).toEqual(two.totals.totalWithVat);
    expect(note.totals.paidAmount).toBeUndefined();
  });

  it('by lines: part quantities, allowances and document allowances in proportion', () => {
    const half = credit(two, { kind: 'lines', lines: [{ id: '1', quantity: Decimal.of('2') }] });
    expect(half.lines.map((one) => [one.quantity.toString(), one.netAmount.toString()])).toEqual([['2', '195.00']]);
    expect(half.lines[0]?.allowances[0]?.amount.toString()).toBe('5.00');
    expect(half.allowances.map((one) => one.amount.toString())).toEqual(['22.00']);
    const other = credit(two, { kind: 'lines', lines: [{ id: '2' }] });
    expect([other.allowances, other.totals.totalWithVat.toString()]).toEqual([[], '52.75']);
    const all = credit(two, { kind: 'lines', lines: [{ id: '2' }, { id: '1' }] });
    expect(all.totals.totalWithVat).toEqual(two.totals.totalWithVat);
  });

  it('by amount: one line for each rate', () => {
    const note = credit(two, { kind: 'amount', amount: Decimal.of('100') });
    expect(note.totals.amountDue.toString()).toBe('100.00');
    expect(note.vatBreakdown.map((one) => one.rate?.toString())).toEqual(['20', '5.5']);
    const net = credit(two, { kind: 'amount', amount: Decimal.of('100'), basis: 'without-vat' });
    expect(net.totals.totalWithoutVat.toString()).toBe('100.00');
  });

  it('by the full amount: the whole invoice', () => {
    const note = credit(two, { kind: 'amount', amount: two.totals.totalWithVat });
    expect(note.lines).toEqual(two.lines);
  });

  it('carries the cent that no net amount can reach as rounding', () => {
    const small = invoiceOf({ lines: [line('1', '100', '20')] });
    const note = credit(small, { kind: 'amount', amount: Decimal.of('0.03') });
    expect([note.totals.amountDue.toString(), note.totals.roundingAmount?.toString()]).toEqual(['0.03', '-0.01']);
  });

  it('is refused when it makes no sense', () => {
    expect(codes(two, { kind: 'lines', lines: [] })).toEqual(['BILLING.CREDIT_LINES']);
    expect(codes(two, { kind: 'lines', lines: [{ id: '9' }, { id: '2', quantity: Decimal.of('2') }] })).toEqual([
      'BILLING.CREDIT_LINE_UNKNOWN',
      'BILLING.CREDIT_QUANTITY',
    ]);
    expect(codes(two, { kind: 'amount', amount: Decimal.of('9999') })).toEqual(['BILLING.CREDIT_AMOUNT']);
    expect(codes(two, { kind: 'amount', amount: Decimal.of('-1') })).toEqual(['BILLING.CREDIT_AMOUNT']);
    expect(codes(two, { kind: 'amount', amount: Decimal.of('1.001') })).toEqual(['BILLING.CREDIT_AMOUNT']);
    expect(codes(two, { kind: 'whole' }, ' ')).toEqual(['BILLING.CREDIT_REASON']);
    expect(codes(two, { kind: 'whole' }, 'see #1')).toEqual(['BILLING.CREDIT_REASON']);
    expect(codes(two, { kind: 'whole' }, 'Retour', localDate('2026-11-22'))).toEqual(['BILLING.CREDIT_BEFORE_INVOICE']);
    const note = { ...credit(two, { kind: 'whole' }), number: 'A2026-1', issueDate };
    expect(codes(note, { kind: 'whole' })).toEqual(['BILLING.CREDIT_OF_WHAT']);
    const returned = invoiceOf({ lines: [line('1', '100', '20'), line('2', '10', '20', '-1')] });
    expect(codes(returned, { kind: 'lines', lines: [{ id: '2' }] })).toEqual(['BILLING.CREDIT_NOT_POSITIVE']);
  });
});

describe('for any decimals', () => {
  const units = (max: number, scale: number) =>
    fc.integer({ min: 1, max }).map((value) => Decimal.fromUnits(BigInt(value), scale).toString());
  const anyLine = fc.record({
    price: fc.oneof(units(9_999_999, 2), units(99_999_999, 6)),
    quantity: fc.oneof(units(999, 0), units(99_999, 4)),
    rate: fc.constantFrom('20', '10', '5.5', '2.1'),
    allowance: fc.option(fc.integer({ min: 0, max: 50 }).map(String), { nil: undefined }),
  });
  const anyInvoice = fc
    .record({ lines: fc.array(anyLine, { minLength: 1, maxLength: 12 }), discount: fc.integer({ min: 0, max: 30 }) })
    .map(({ lines, discount }) =>
      invoiceOf({
        lines: [
          // A line that keeps the document above zero whatever the others round to.
          line('0', '1000', '20'),
          ...lines.map((one, index) =>
            line(String(index + 1), one.price, one.rate, one.quantity, {
              ...(one.allowance === undefined ? {} : { allowances: [{ percentage: one.allowance }] }),
            }),
          ),
        ],
        ...(discount === 0
          ? {}
          : { allowances: [{ percentage: String(discount), vat: { category: 'S', rate: '20' } }] }),
        paymentTerms: { dueDate: '2026-12-01' },
      }),
    );

  it('totals are the sum of the lines', () => {
    fc.assert(
      fc.property(anyInvoice, ({ lines, totals, allowances, vatBreakdown }) => {
        const net = Decimal.sum(lines.map((one) => one.netAmount));
        const off = Decimal.sum(allowances.map((one) => one.amount));
        const vat = Decimal.sum(vatBreakdown.map((one) => one.taxAmount));
        expect(totals.lineNetTotal.equals(net)).toBe(true);
        expect(totals.totalWithVat.equals(net.minus(off).plus(vat))).toBe(true);
        expect(lines.every((one) => one.netAmount.scale === 2)).toBe(true);
      }),
    );
  });

  it('a credit note for the whole zeroes the invoice in every VAT group', () => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const note = credit(invoice, { kind: 'whole' });
        expect(note.vatBreakdown).toEqual(invoice.vatBreakdown);
        expect(invoice.totals.totalWithVat.minus(note.totals.totalWithVat).isZero()).toBe(true);
        expect(note.totals.amountDue.isPositive()).toBe(true);
      }),
    );
  });

  it('a credit note for an amount comes to that amount', () => {
    fc.assert(
      fc.property(anyInvoice, fc.integer({ min: 100, max: 10_000 }), (invoice, share) => {
        const amount = invoice.totals.totalWithVat.times(Decimal.of(share)).dividedBy(Decimal.of(10_000), 2);
        const note = credit(invoice, { kind: 'amount', amount });
        expect(note.totals.amountDue.equals(amount)).toBe(true);
      }),
    );
  });
});
