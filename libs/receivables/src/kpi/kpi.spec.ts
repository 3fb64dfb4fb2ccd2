import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate } from '#kernel';
import { ageBucket, ageing } from './ageing.js';
import { averageDaysDelinquent, bestPossibleDso, countBackDso, simpleDso } from './dso.js';
import { kpiReport } from './report.js';

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

describe('the report', () => {
  /** The vector of docs/kpis.md. */
  const MEASURES = {
    ...{ 'invoice.count': 200, 'invoice.amount': 2100, 'credit-note.count': 10, 'credit-note.amount': 100 },
    ...{ receivable: 200, 'collected.count': 150, 'collected.amount': 400, 'collected.days': 5700, 'late.weight': 400 },
    ...{
      'disputed.count': 8,
      'disputed.amount': 105,
      'receipt.count': 120,
      'receipt.automatic': 90,
      'receipt.reversed': 9,
    },
    ...{ 'billed.count': 40, 'billed.seconds': 3000, touch: 60 },
  };

  it('follows the formulas', () => {
    const measures = Object.fromEntries(Object.entries(MEASURES).map(([name, value]) => [name, d(value)]));
    const ageing = [
      { bucket: 'not-due', amount: d(800), count: 5 },
      { bucket: '1-30', amount: d(400), count: 3 },
    ];
    const report = kpiReport(
      {
        ...{ measures, levels: { open: d(1200), 'open.count': d(8) }, receivableAfter: d(0), ageing },
        ...{ salesByMonth: [{ month: '2026-03', amount: d(2000) }], doubtfulAmount: d(48) },
      },
      90,
      localDate('2026-03-31'),
    );
    const figures = Object.entries(report).filter(([, value]) => value instanceof Decimal);
    expect(Object.fromEntries(figures.map(([name, value]) => [name, (value as Decimal).toString()]))).toEqual({
      ...{ receivableAmount: '1200', receivableCount: '8', notDueAmount: '800', overdueAmount: '400' },
      ...{ creditAmount: '0', unallocatedAmount: '0', salesAmount: '2000' },
      ...{ dsoSimple: '54.00', dsoCountBack: '18.60', dsoBestPossible: '36.00', averageDaysDelinquent: '18.00' },
      ...{ collectionEffectiveness: '0.8182', weightedDaysLate: '1.00' },
      ...{ disputeRateByCount: '0.0400', disputeRateByValue: '0.0500' },
      ...{ creditNoteRateByCount: '0.0500', creditNoteRateByValue: '0.0476' },
      ...{
        averageInvoiceAmount: '10.50',
        averageCreditNoteAmount: '10.00',
        invoiceCount: '200',
        creditNoteCount: '10',
      },
      ...{ collectedCount: '150', collectedAmount: '400', doubtfulShare: '0.0400' },
      ...{ firstPassMatchRate: '0.7500', falseMatchRate: '0.1000' },
      ...{ orderToInvoiceSeconds: '75.00', invoiceToCashDays: '38.00', touchesPerInvoice: '0.3000' },
    });
  });

  it('knows no rate of nothing', () => {
    const empty = {
      measures: {},
      levels: {},
      receivableAfter: d(0),
      ageing: [],
      salesByMonth: [],
      doubtfulAmount: d(0),
    };
    const report = kpiReport(empty, 90, localDate('2026-03-31'));
    const names = [
      'dsoSimple',
      'dsoCountBack',
      'disputeRateByCount',
      'firstPassMatchRate',
      'falseMatchRate',
      'doubtfulShare',
    ];
    expect(names.map((name) => report[name as 'dsoSimple'])).toEqual(names.map(() => undefined));
  });
});
