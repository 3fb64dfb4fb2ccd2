import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, localDate } from '#kernel';
import { earlyDiscount, type DiscountBase } from './early-discount.js';

const d = (text: string) => Decimal.of(text);
const issueDate = localDate('2026-05-04');
const terms = { percentage: d('2'), days: 10 };
const group = (rate: string | undefined, taxableAmount: string, taxAmount: string): DiscountBase => ({
  ...{ category: rate === undefined ? 'E' : 'S', taxableAmount: d(taxableAmount), taxAmount: d(taxAmount) },
  ...(rate === undefined ? {} : { rate: d(rate) }),
});
const invoice = (groups: readonly DiscountBase[], openAmount?: string) => {
  const totalWithVat = Decimal.sum(groups.flatMap((each) => [each.taxableAmount, each.taxAmount]));
  return { currency: 'EUR', issueDate, totalWithVat, openAmount: d(openAmount ?? totalWithVat.toString()), groups };
};

describe('the early-payment discount', () => {
  // 1,000.00 at 20 % and 200.00 at 5.5 %: 1,411.00; 2 % = 28.22 = 24.00 (20.00 + 4.00) + 4.22 (4.00 + 0.22).
  it('is shared over the VAT rates, with its working in both languages', () => {
    const found = earlyDiscount(
      invoice([group('20', '1000.00', '200.00'), group('5.5', '200.00', '11.00')]),
      terms,
      localDate('2026-05-14'),
    );
    expect(found).toMatchObject({ state: 'available', lastOn: '2026-05-14' });
    expect(
      [found.discountAmount, found.discountWithoutVat, found.discountVat, found.payableAmount].map(String),
    ).toEqual(['28.22', '24.00', '4.22', '1382.78']);
    expect(
      found.parts.map((part) => [part.discountAmount, part.discountWithoutVat, part.discountVat].map(String)),
    ).toEqual([
      ['24.00', '20.00', '4.00'],
      ['4.22', '4.00', '0.22'],
    ]);
    expect(found.working.map(({ en }) => en)).toEqual([
      '1411.00 EUR × 2 % = 28.22 EUR, if paid by 2026-05-14',
      'VAT S 20 %: 1200.00 of the total, discount 24.00 = 20.00 + VAT 4.00',
      'VAT S 5.5 %: 211.00 of the total, discount 4.22 = 4.00 + VAT 0.22',
      'To pay: 1411.00 − 28.22 = 1382.78 EUR; VAT to correct: 4.22 EUR',
    ]);
    expect(found.working.at(-1)?.fr).toBe('À payer : 1411,00 − 28,22 = 1382,78 EUR ; TVA à régulariser : 4,22 EUR');
  });

  it('is too late the day after, and no more for an invoice reduced already', () => {
    const groups = [group('20', '100.00', '20.00')];
    expect(earlyDiscount(invoice(groups), terms, localDate('2026-05-15')).state).toBe('too-late');
    expect(earlyDiscount(invoice(groups, '119.99'), terms, issueDate).state).toBe('reduced');
  });

  it('carries no VAT where none is due', () => {
    const { parts } = earlyDiscount(invoice([group(undefined, '50.00', '0.00')]), terms, issueDate);
    expect(parts.map((part) => [part.discountWithoutVat, part.discountVat].map(String))).toEqual([['1.00', '0.00']]);
  });

  it('always adds up to the cent', () => {
    const cents = fc.integer({ min: 1, max: 10_000_000 }).map((units) => Decimal.fromUnits(BigInt(units), 2));
    const rates = fc.subarray(['20', '10', '5.5', '2.1', '0'], { minLength: 1 });
    fc.assert(
      fc.property(
        rates,
        fc.array(cents, { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 999 }),
        (some, bases, permille) => {
          const groups = some.map((rate, at) => {
            const taxableAmount = bases[at] as Decimal;
            return {
              category: 'S',
              rate: d(rate),
              taxableAmount,
              taxAmount: taxableAmount.times(d(rate)).dividedBy(d('100'), 2),
            };
          });
          const found = earlyDiscount(
            invoice(groups),
            { percentage: Decimal.fromUnits(BigInt(permille), 1), days: 8 },
            issueDate,
          );
          const sum = (of: 'discountAmount' | 'discountWithoutVat' | 'discountVat') =>
            Decimal.sum(found.parts.map((part) => part[of]));
          expect(sum('discountAmount').equals(found.discountAmount)).toBe(true);
          expect(sum('discountWithoutVat').equals(found.discountWithoutVat)).toBe(true);
          expect(sum('discountWithoutVat').plus(sum('discountVat')).equals(found.discountAmount)).toBe(true);
          expect(found.payableAmount.plus(found.discountAmount).equals(found.totalAmount)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
