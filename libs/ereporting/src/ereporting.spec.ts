import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate } from '#kernel';
import { dutyOn, reportDuties, type DatedRegime } from './calendar.js';
import { destinationOf, operationDate } from './classify.js';
import { anInvoice, GERMAN } from './ereporting.fixture.js';
import { paymentsReport, type CollectedCash } from './payments.js';
import { transactionsReport, type RetailDay } from './transactions.js';

const d = (text: string) => Decimal.of(text);
const on = localDate;
const period = { start: on('2026-10-01'), end: on('2026-10-10') };
const regime = (name: DatedRegime['regime']): DatedRegime[] => [{ regime: name }];
const shown = (duty: { start: string; end: string; dueOn: string }) => `${duty.start} ${duty.end} ${duty.dueOn}`;

describe('the calendar', () => {
  it('gives ten-day periods to the monthly regime, with their deadlines', () => {
    const duties = reportDuties('transactions', regime('normal-monthly'), on('2026-11-01'), on('2026-11-30'));
    expect(duties.map(shown)).toEqual([
      '2026-11-01 2026-11-10 2026-11-20',
      '2026-11-11 2026-11-20 2026-11-30',
      '2026-11-21 2026-11-30 2026-12-10',
    ]);
    expect(duties.map((duty) => duty.forwardedOn)).toEqual(['2026-11-21', '2026-12-01', '2026-12-11']);
  });

  it.each([
    ['normal-monthly', 'payments', '2026-11-01 2026-11-30 2026-12-10'],
    ['normal-quarterly', 'transactions', '2026-11-01 2026-11-30 2026-12-10'],
    ['simplified', 'payments', '2026-11-01 2026-11-30 2026-12-31'],
    ['franchise', 'transactions', '2026-11-01 2026-12-31 2027-01-31'],
  ] as const)('gives %s its %s', (name, kind, expected) => {
    expect(reportDuties(kind, regime(name), on('2026-11-01'), on('2026-11-15')).map(shown)).toEqual([expected]);
    const duty = dutyOn(kind, regime(name), on('2026-11-15'));
    expect(duty && shown(duty)).toBe(expected);
  });

  it('follows a change of regime and owes nothing before the start', () => {
    const regimes: DatedRegime[] = [
      { regime: 'normal-quarterly', validTo: on('2026-12-31') },
      { regime: 'franchise', validFrom: on('2027-01-01') },
    ];
    expect(reportDuties('payments', regimes, on('2026-12-01'), on('2027-03-01')).map(shown)).toEqual([
      '2026-12-01 2026-12-31 2027-01-10',
      '2027-01-01 2027-02-28 2027-03-31',
      '2027-03-01 2027-04-30 2027-05-31',
    ]);
    expect(reportDuties('payments', regimes, on('2026-06-01'), on('2026-08-31'))).toEqual([]);
    expect(
      reportDuties('transactions', regime('normal-monthly'), on('2027-02-25'), on('2027-02-28')).map(shown),
    ).toEqual(['2027-02-21 2027-02-28 2027-03-10']);
  });
});

describe('where an invoice is reported', () => {
  it('is told by note BAR, else by the buyer', () => {
    const of = (bar: string | undefined, buyer = anInvoice('X').buyer) =>
      destinationOf(anInvoice('X', { notes: bar === undefined ? [] : [{ subjectCode: 'BAR', text: bar }], buyer }));
    expect(of('B2C')).toBe('consumer');
    expect(of('B2BINT')).toBe('international');
    expect(of('B2B')).toBe('domestic');
    expect(of('OUTOFSCOPE')).toBe('none');
    expect(of(undefined)).toBe('consumer');
    expect(of(undefined, GERMAN)).toBe('international');
    expect(of('B2B', GERMAN)).toBe('international');
    const siren = { id: '200000008', scheme: '0002' };
    expect(of(undefined, { ...GERMAN, legalRegistration: siren })).toBe('domestic');
    expect(operationDate(anInvoice('X', { delivery: { date: on('2026-09-30') } }))).toBe('2026-09-30');
  });
});

describe('transactions', () => {
  it('adds sales to consumers up by day, category and rate, credit notes taken off, tills included', () => {
    const goods = { process: { businessProcess: 'B1', specification: '' } };
    const half = { taxableAmount: d('50.00'), taxAmount: d('10.00'), category: 'S', rate: d('20') };
    const exempt = { taxableAmount: d('30.00'), taxAmount: d('0.00'), category: 'E', rate: d('0') };
    const invoices = [
      anInvoice('F1'),
      anInvoice('F2', { ...goods, vatBreakdown: [half, exempt] }),
      anInvoice('A1', { typeCode: '381', vatBreakdown: [half] }),
      anInvoice('F3', { issueDate: on('2026-10-11') }),
      anInvoice('F4', { notes: [{ subjectCode: 'BAR', text: 'B2B' }] }),
    ];
    const till: RetailDay = {
      day: on('2026-10-05'),
      currency: 'EUR',
      category: 'TLB1',
      transactionCount: 40,
      lines: [{ rate: d('5.5'), taxableAmount: d('200.00'), taxAmount: d('11.00') }],
      isCollected: true,
    };
    const { report, problems } = transactionsReport(period, invoices, [till]);
    expect(problems).toEqual([]);
    expect(report.invoices).toEqual([]);
    const lines = report.days.map(
      (day) =>
        `${day.date} ${day.category} ${day.count} ${day.taxExclusiveAmount.toString()} ${day.taxTotal.toString()} ` +
        day.vatBreakdown.map((each) => `${each.rate.toString()}:${each.taxableAmount.toString()}`).join(' '),
    );
    expect(lines).toEqual([
      '2026-10-05 TLB1 41 250.00 21.00 5.50:200.00 20.00:50.00',
      '2026-10-05 TNT1 1 30.00 0.00 0.00:30.00',
      '2026-10-05 TPS1 1 50.00 10.00 20.00:50.00',
    ]);
    expect(transactionsReport(period, [...invoices].reverse(), [till]).report).toEqual(report);
  });

  it('reports international invoices one by one, without lines until the full set, and names what will be refused', () => {
    const notes = [{ subjectCode: 'BAR', text: 'B2BINT' }];
    const invoice = anInvoice('F-2026-0000000000001', { notes, buyer: GERMAN });
    const { report, problems } = transactionsReport(period, [invoice], []);
    expect(report.invoices).toMatchObject([
      { seller: { id: '100000009', scheme: '0002' }, buyer: { id: 'DE123456788', scheme: '0223' }, lines: [] },
    ]);
    expect(problems).toEqual([]);
    const later = { start: on('2027-10-01'), end: on('2027-10-10') };
    const full = transactionsReport(later, [{ ...invoice, issueDate: on('2027-10-05') }], []);
    expect(full.report.invoices[0]?.lines).toHaveLength(1);
    const bad = anInvoice('F-2026-00000000000012', { notes, typeCode: '381', process: { specification: '' } });
    expect(transactionsReport(period, [bad], []).problems.map((each) => each.code)).toEqual([
      'EREPORT.NUMBER_LENGTH',
      'EREPORT.FRAME',
      'EREPORT.PRECEDING',
    ]);
  });
});

describe('payments', () => {
  const cash = (
    bookingId: string,
    bookedOn: string,
    amount: string,
    over: Partial<CollectedCash> = {},
  ): CollectedCash => ({
    invoice: anInvoice('F1'),
    bookingId,
    bookedOn: on(bookedOn),
    currency: 'EUR',
    lines: [{ rate: d('20'), amount: d(amount) }],
    ...over,
  });
  const abroad = anInvoice('F9', { notes: [{ subjectCode: 'BAR', text: 'B2BINT' }], buyer: GERMAN });

  it('are of services on collection only, by day for consumers and by invoice abroad', () => {
    const goods = anInvoice('F2', { process: { businessProcess: 'B1', specification: '' } });
    const debits = anInvoice('F3', { taxPointDateCode: '3' });
    const domestic = anInvoice('F4', { notes: [{ subjectCode: 'BAR', text: 'B2B' }] });
    const { report, problems } = paymentsReport(
      period,
      [
        cash('1', '2026-10-05', '60.00'),
        cash('2', '2026-10-05', '30.00', { invoice: anInvoice('F5') }),
        cash('3', '2026-10-06', '120.00', { invoice: abroad }),
        cash('4', '2026-10-06', '1.00', { invoice: goods }),
        cash('5', '2026-10-06', '2.00', { invoice: debits }),
        cash('6', '2026-10-06', '3.00', { invoice: domestic }),
        cash('7', '2026-10-11', '4.00'),
      ],
      [],
    );
    expect(problems).toEqual([]);
    expect(
      report.days.map((day) => `${day.date} ${day.subTotals.map((each) => each.amount.toString()).join()}`),
    ).toEqual(['2026-10-05 90.00']);
    expect(report.invoices).toMatchObject([{ number: 'F9', date: '2026-10-06', issueDate: '2026-10-05' }]);
  });

  it('take returned money off the day on which it was collected, whenever it went back', () => {
    const history = [
      cash('1', '2026-10-05', '60.00'),
      cash('2', '2026-10-05', '20.00'),
      cash('3', '2026-11-20', '-60.00', { reverses: '1' }),
    ];
    expect(paymentsReport(period, history, []).report.days[0]?.subTotals[0]?.amount.toString()).toBe('20.00');
    const november = { start: on('2026-11-01'), end: on('2026-11-30') };
    expect(paymentsReport(november, history, []).report.days).toEqual([]);
  });

  it('leave out what would be negative, and say so', () => {
    const { report, problems } = paymentsReport(period, [cash('1', '2026-10-05', '-60.00')], []);
    expect(report.days).toEqual([]);
    expect(problems.map((each) => each.code)).toEqual(['EREPORT.NEGATIVE_PAYMENT']);
  });
});
