import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '#kernel';
import { calculateTotals, currencyDecimals, vatBreakdown, type TotalsBasis } from './index.js';

const line = (netAmount: string, category: string, rate?: string) => ({
  netAmount: Decimal.of(netAmount),
  vat: { category, ...(rate === undefined ? {} : { rate: Decimal.of(rate) }) },
});
const basis = (changes: Partial<TotalsBasis>): TotalsBasis => ({
  currency: 'EUR',
  lines: [],
  allowances: [],
  charges: [],
  ...changes,
});

describe('document totals', () => {
  it('adds up lines, allowances, charges, VAT, prepayment and rounding', () => {
    const parts = basis({
      lines: [line('100.00', 'S', '20'), line('50.005', 'S', '5.5'), line('10.00', 'S', '20.00')],
      allowances: [{ amount: Decimal.of('10.00'), vatCategory: 'S', vatRate: Decimal.of('20') }],
      charges: [{ amount: Decimal.of('4.00'), vatCategory: 'S', vatRate: Decimal.of('5.5') }],
      paidAmount: Decimal.of('20'),
      roundingAmount: Decimal.of('-0.01'),
    });
    const breakdown = vatBreakdown(parts);
    expect(
      breakdown.map((one) => [one.rate?.toString(), one.taxableAmount.toString(), one.taxAmount.toString()]),
    ).toEqual([
      ['20', '100.00', '20.00'],
      ['5.5', '54.01', '2.97'],
    ]);
    const totals = calculateTotals(parts, breakdown);
    expect(JSON.parse(JSON.stringify(totals))).toEqual({
      lineNetTotal: '160.01',
      allowanceTotal: '10.00',
      chargeTotal: '4.00',
      totalWithoutVat: '154.01',
      vatTotal: '22.97',
      totalWithVat: '176.98',
      paidAmount: '20.00',
      roundingAmount: '-0.01',
      amountDue: '156.97',
    });
  });

  it('keeps categories apart, gives O no rate and others their reason', () => {
    const parts = basis({
      lines: [line('10', 'O'), line('5', 'E', '0'), line('7', 'Z', '0')],
      exemptionOf: (category) => ({ exemptionReason: `reason of ${category}` }),
    });
    expect(vatBreakdown(parts).map((one) => [one.category, one.rate?.toString(), one.exemptionReason])).toEqual([
      ['O', undefined, 'reason of O'],
      ['E', '0', 'reason of E'],
      ['Z', '0', undefined],
    ]);
  });

  it('writes whole units where the currency has no smaller ones', () => {
    expect([currencyDecimals('JPY'), currencyDecimals('EUR'), currencyDecimals('KWD')]).toEqual([0, 2, 2]);
    const parts = basis({ currency: 'JPY', lines: [line('1005', 'S', '10')] });
    expect(vatBreakdown(parts)[0]?.taxAmount.toString()).toBe('101');
  });

  it('satisfies BR-CO-10, 13, 14, 15 and 16 for any amounts', () => {
    const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map((units) => Decimal.fromUnits(units, 2));
    const rate = fc.constantFrom('20', '10', '5.5', '2.1', '8.5').map((text) => Decimal.of(text));
    const lines = fc.array(
      fc.tuple(amount, rate).map(([netAmount, one]) => ({ netAmount, vat: { category: 'S', rate: one } })),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(lines, amount, rate, amount, (some, reduction, reductionRate, paidAmount) => {
        const allowances = [{ amount: reduction.abs(), vatCategory: 'S', vatRate: reductionRate }];
        const parts = basis({ lines: some, allowances, paidAmount });
        const breakdown = vatBreakdown(parts);
        const totals = calculateTotals(parts, breakdown);
        const net = Decimal.sum(some.map((one) => one.netAmount));
        expect(totals.lineNetTotal.equals(net)).toBe(true);
        expect(totals.totalWithoutVat.equals(net.minus(reduction.abs()))).toBe(true);
        expect(Decimal.sum(breakdown.map((one) => one.taxableAmount)).equals(totals.totalWithoutVat)).toBe(true);
        expect(Decimal.sum(breakdown.map((one) => one.taxAmount)).equals(totals.vatTotal ?? Decimal.ZERO)).toBe(true);
        expect(totals.amountDue.plus(paidAmount).equals(totals.totalWithVat)).toBe(true);
      }),
    );
  });
});
