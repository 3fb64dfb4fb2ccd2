import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate } from '#kernel';
import { ageBucket, ageing } from './ageing.js';
import { averageDaysDelinquent, bestPossibleDso, countBackDso, simpleDso } from './dso.js';
import { collectionEffectiveness, periodRatios, weightedDaysLate } from './ratios.js';

const d = (text: string | number) => Decimal.of(text);

describe('days sales outstanding', () => {
  const SALES = [
    { month: '2026-03', amount: d('900') },
    { month: '2026-02', amount: d('800') },
    { month: '2026-01', amount: d('700') },
  ];

  it('gives the documented vectors', () => {
    expect(simpleDso(d('2100'), d('2400'), 90)?.toString()).toBe('78.75');
    expect(countBackDso(d('2100'), SALES)).toEqual({ days: d('76.71'), isAtLeast: false });
    expect(countBackDso(d('2400'), SALES)).toEqual({ days: d('90.00'), isAtLeast: false });
  });

  it('says "at least" when the sales run out, and counts months without sales', () => {
    expect(countBackDso(d('2500'), SALES)).toEqual({ days: d('90.00'), isAtLeast: true });
    expect(countBackDso(d('1000'), [SALES[0]!, { month: '2026-02', amount: d('0') }, SALES[2]!]).days.toString()).toBe(
      '63.43',
    );
    expect(countBackDso(d('0'), SALES).days.toString()).toBe('0.00');
    expect(simpleDso(d('1'), d('0'), 90)).toBeUndefined();
  });

  it('counts only the days that have passed of the running month', () => {
    expect(countBackDso(d('900'), SALES, { month: '2026-03', day: 10 }).days.toString()).toBe('10.00');
  });

  it('splits DSO into best possible and delinquent days', () => {
    const [notDue, overdue] = [d('1500'), d('600')];
    expect(bestPossibleDso(notDue, d('2400'), 90)?.toString()).toBe('56.25');
    expect(averageDaysDelinquent(overdue, d('2400'), 90)?.toString()).toBe('22.50');
  });
});

describe('ageing', () => {
  it('puts each day into one bucket', () => {
    const due = localDate('2026-01-01');
    const at = (day: string) => ageBucket(due, localDate(day));
    expect([at('2025-12-31'), at('2026-01-01'), at('2026-01-02'), at('2026-01-31')]).toEqual([
      'not-due',
      'not-due',
      '1-30',
      '1-30',
    ]);
    expect([at('2026-02-01'), at('2026-03-03'), at('2026-04-02'), at('2026-06-30'), at('2026-07-01')]).toEqual([
      '31-60',
      '61-90',
      '91-180',
      '91-180',
      '181+',
    ]);
    const sums = ageing(
      [
        { dueOn: due, openAmount: d('10') },
        { dueOn: due, openAmount: d('5') },
      ],
      localDate('2026-02-01'),
    );
    expect(sums['31-60'].toString()).toBe('15');
  });
});

describe('other figures', () => {
  it('follows the formulas', () => {
    const cei = collectionEffectiveness({
      receivableBegin: d('1000'),
      sales: d('2000'),
      receivableEnd: d('1200'),
      notDueEnd: d('800'),
    });
    expect(cei?.toString()).toBe('0.8182');
    const late = weightedDaysLate([
      { amount: d('100'), dueOn: localDate('2026-01-31'), paidOn: localDate('2026-02-10') },
      { amount: d('300'), dueOn: localDate('2026-01-31'), paidOn: localDate('2026-01-29') },
    ]);
    expect(late?.toString()).toBe('1.00');
    const ratios = periodRatios({
      invoices: { count: 200, amount: d('50000') },
      creditNotes: { count: 10, amount: d('1500') },
      disputed: { count: 8, amount: d('2500') },
      collected: { count: 150, amount: d('40000') },
      receivableAmount: d('10000'),
      doubtfulAmount: d('400'),
      matching: { automatic: 90, reversed: 0, total: 120 },
      touches: 60,
    });
    expect(Object.fromEntries(Object.entries(ratios).map(([key, value]) => [key, value?.toString()]))).toEqual({
      disputeRateByCount: '0.0400',
      disputeRateByValue: '0.0500',
      creditNoteRateByCount: '0.0500',
      creditNoteRateByValue: '0.0300',
      averageInvoiceAmount: '250.00',
      averageCreditNoteAmount: '150.00',
      doubtfulShare: '0.0400',
      firstPassMatchRate: '0.7500',
      falseMatchRate: '0.0000',
      touchesPerInvoice: '0.3000',
    });
  });
});
