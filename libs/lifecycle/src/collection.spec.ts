import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, localDate } from '#kernel';
import { bankCash, type Booking } from './bank-cash.js';
import { apportion, collect, dueByRate, sumByRate, type Collection, type RateAmount } from './collection.js';
import { isCollectionDue } from './collection-duty.js';

const d = (text: string) => Decimal.of(text);
const cents = (count: number) => Decimal.fromUnits(BigInt(count), 2);
let bookings = 0;
const booked = (amount: Decimal, over: Partial<Booking> = {}): Booking => ({
  id: `B${(bookings += 1)}`,
  kind: 'allocation',
  amount,
  currency: 'EUR',
  bookedOn: localDate('2026-11-05'),
  invoiceId: 'I',
  bankEntryId: 'E',
  ...over,
});
const rates = (...pairs: [string, string][]): RateAmount[] =>
  pairs.map(([rate, amount]) => ({ rate: d(rate), amount: d(amount) }));
const text = (lines: readonly RateAmount[]) => lines.map((line) => `${line.rate.toString()}=${line.amount.toString()}`);

describe('bank cash', () => {
  it('is nothing but an allocation or a pay-out that a bank entry proves', () => {
    expect(bankCash(booked(d('10.00')))?.amount.toString()).toBe('10.00');
    expect(bankCash(booked(d('10.00'), { kind: 'refund' }))?.amount.toString()).toBe('-10.00');
    for (const over of [
      { kind: 'write-off' },
      { kind: 'credit-note' },
      { kind: 'invoice' },
      { kind: 'payment' },
      { bankEntryId: undefined },
      { invoiceId: undefined },
      { creditInvoiceId: 'C' },
      { amount: d('0.00') },
    ]) {
      expect(bankCash(booked(d('10.00'), over))).toBeUndefined();
    }
  });
});

describe('collecting', () => {
  const due = rates(['20', '120.00'], ['5.5', '105.50']);
  const basis = { due, credited: [], collected: [], places: 2 };
  const pay = (amount: string, collected: readonly RateAmount[] = [], over: Partial<Booking> = {}): Collection => {
    const cash = bankCash(booked(d(amount), over));
    if (!cash) throw new Error('no cash');
    return collect(cash, { ...basis, collected });
  };

  it('spreads three part payments so that each rate gets exactly its due', () => {
    let collected: RateAmount[] = [];
    for (const amount of ['75.17', '75.17', '75.16']) {
      collected = sumByRate([...collected, ...pay(amount, collected).lines]);
    }
    expect(text(collected)).toEqual(['5.5=105.50', '20=120.00']);
  });

  it('gives what is left after a credit note to the rates still open', () => {
    const cash = bankCash(booked(d('105.50')));
    if (!cash) throw new Error('no cash');
    expect(text(collect(cash, { ...basis, credited: rates(['20', '120.00']) }).lines)).toEqual(['5.5=105.50']);
  });

  it('takes back the very lines of what it reverses', () => {
    const first = pay('50.01');
    const cash = bankCash(booked(d('-50.01'), { reverses: first.cash.bookingId }));
    if (!cash) throw new Error('no cash');
    const back = collect(cash, { ...basis, collected: first.lines, reversed: first.lines });
    expect(sumByRate([...first.lines, ...back.lines]).every((line) => line.amount.isZero())).toBe(true);
    expect(() => collect(cash, { ...basis, reversed: rates(['20', '1.00']) })).toThrow('another amount');
  });

  it('adds up to the cash, stays within each rate, and returns to zero, over any sequence (property)', () => {
    const step = fc.record({ size: fc.integer({ min: 1, max: 400_00 }), undo: fc.nat(9), isUndo: fc.boolean() });
    const groups = fc.array(
      fc.tuple(fc.constantFrom('20', '10', '5.5', '2.1', '0'), fc.integer({ min: 1, max: 90_000 })),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(groups, fc.array(step, { maxLength: 20 }), (parts, steps) => {
        const owed = sumByRate(parts.map(([rate, amount]) => ({ rate: d(rate), amount: cents(amount) })));
        const total = Decimal.sum(owed.map((one) => one.amount));
        const made: Collection[] = [];
        const undone = new Set<Collection>();
        let net = Decimal.ZERO;
        const collected = () => sumByRate(made.flatMap((each) => each.lines));
        for (const { size, undo, isUndo } of steps) {
          const live = made.filter((each) => each.cash.amount.isPositive() && !undone.has(each));
          const target = live[undo % Math.max(live.length, 1)];
          const amount = isUndo && target ? target.cash.amount.negated() : least(cents(size), total.minus(net));
          if (amount.isZero()) continue;
          const cash = bankCash(booked(amount, isUndo && target ? { reverses: target.cash.bookingId } : {}));
          if (!cash) throw new Error('no cash');
          const reversed = isUndo && target ? target.lines : undefined;
          const next = collect(cash, { due: owed, credited: [], collected: collected(), reversed, places: 2 });
          expect(Decimal.sum(next.lines.map((line) => line.amount)).equals(amount)).toBe(true);
          if (isUndo && target) undone.add(target);
          made.push(next);
          net = net.plus(amount);
          for (const { rate, amount: sum } of collected()) {
            const limit = owed.find((one) => one.rate.equals(rate))?.amount ?? Decimal.ZERO;
            expect(sum.isNegative() || sum.greaterThan(limit)).toBe(false);
          }
          expect(Decimal.sum(collected().map((one) => one.amount)).equals(net)).toBe(true);
          if (net.equals(total)) expect(text(collected().filter((one) => !one.amount.isZero()))).toEqual(text(owed));
        }
      }),
      { numRuns: 300 },
    );
  });
});

function least(one: Decimal, other: Decimal): Decimal {
  return one.lessThan(other) ? one : other;
}

describe('apportioning', () => {
  it('is exact, never exceeds a weight and gives units to the largest remainders', () => {
    expect(apportion(d('10.00'), [d('1'), d('1'), d('1')], 2).map(String)).toEqual(['3.34', '3.33', '3.33']);
    expect(apportion(d('5.00'), [d('0'), d('0')], 2).map(String)).toEqual(['5.00', '0']);
    expect(apportion(d('7'), [d('5'), d('10')], 0).map(String)).toEqual(['2', '5']);
  });

  it('brings the gross of the rates down to the amount due', () => {
    const groups = [
      { taxableAmount: d('100.00'), taxAmount: d('20.00'), rate: d('20.00') },
      { taxableAmount: d('100.00'), taxAmount: d('5.50'), rate: d('5.5') },
      { taxableAmount: d('10.00'), taxAmount: d('2.00'), rate: d('20') },
    ];
    expect(text(dueByRate(groups, d('237.50'), 2))).toEqual(['5.5=105.50', '20=132.00']);
    expect(text(dueByRate(groups, d('100.00'), 2))).toEqual(['5.5=44.42', '20=55.58']);
  });
});

describe('the duty to tell', () => {
  const vat = [{ category: 'S', rate: d('20'), taxableAmount: d('1'), taxAmount: d('0.2') }];
  const facts = { typeCode: '380', businessProcess: 'S1', vatBreakdown: vat };
  it('is for services without the option for debits and for deposits', () => {
    expect(isCollectionDue(facts)).toBe(true);
    expect(isCollectionDue({ ...facts, businessProcess: 'M1' })).toBe(true);
    expect(isCollectionDue({ ...facts, businessProcess: 'B1' })).toBe(false);
    expect(isCollectionDue({ ...facts, typeCode: '386', businessProcess: 'B1' })).toBe(true);
    expect(isCollectionDue({ ...facts, taxPointDateCode: '3' })).toBe(false);
    expect(isCollectionDue({ ...facts, taxPointDateCode: '432' })).toBe(true);
    expect(isCollectionDue({ ...facts, vatBreakdown: [{ ...vat[0]!, category: 'AE' }] })).toBe(false);
  });
});
