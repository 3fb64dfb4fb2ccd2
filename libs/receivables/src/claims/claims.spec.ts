import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate } from '#kernel';
import { lateClaim, rateOn, type HalfYearRates } from './late-interest.js';
import { checkPlan, equalInstalments, planStatus, promiseState } from './payment-plan.js';

const d = (text: string) => Decimal.of(text);
const on = localDate;
const RATES: HalfYearRates[] = [
  { from: on('2024-01-01'), refinancingRate: d('4.50') },
  { from: on('2024-07-01'), refinancingRate: d('4.25'), legalRate: d('4.92') },
  { from: on('2025-01-01'), refinancingRate: d('3.15'), legalRate: d('3.71') },
  { from: on('2025-07-01'), refinancingRate: d('2.15'), legalRate: d('2.76') },
];
const INVOICE = { amount: d('10000.00'), dueOn: on('2025-05-31'), payments: [], isBusiness: true };

describe('late-payment claims', () => {
  it('gives the documented vector, cut at the half-year', () => {
    const paid = { ...INVOICE, payments: [{ paidOn: on('2025-08-29'), amount: d('10000.00') }] };
    const claim = lateClaim(paid, on('2025-11-20'), RATES);
    expect(claim.parts.map((part) => [part.days, part.rate.toString(), part.amount.toString()])).toEqual([
      [30, '13.15', '108.08'],
      [60, '12.15', '199.73'],
    ]);
    expect(claim.interestAmount.toString()).toBe('307.81');
    expect(claim.totalAmount.toString()).toBe('347.81');
  });

  it('goes on with the rest after a part payment, and owes the indemnity once', () => {
    const part = { ...INVOICE, payments: [{ paidOn: on('2025-06-10'), amount: d('4000.00') }] };
    const claim = lateClaim(part, on('2025-06-20'), RATES);
    expect(
      claim.parts.map((one) => [one.fromOn, one.toOn, one.balanceAmount.toString(), one.amount.toString()]),
    ).toEqual([
      ['2025-06-01', '2025-06-10', '10000.00', '36.03'],
      ['2025-06-11', '2025-06-20', '6000.00', '21.62'],
    ]);
    expect(claim.recoveryAmount.toString()).toBe('40.00');
  });

  it('claims nothing in time, and no indemnity from a consumer', () => {
    expect(lateClaim(INVOICE, on('2025-05-31'), RATES).totalAmount.toString()).toBe('0.00');
    expect(lateClaim({ ...INVOICE, isBusiness: false }, on('2025-06-01'), RATES).recoveryAmount.toString()).toBe(
      '0.00',
    );
  });

  it('counts a leap day and divides by 365', () => {
    const leap = { ...INVOICE, dueOn: on('2024-02-28') };
    expect(lateClaim(leap, on('2024-03-01'), RATES).parts[0]?.days).toBe(2);
  });

  it('lifts a contract rate to the floor: 14.25 % was too little in the second half of 2024', () => {
    expect(rateOn(on('2024-08-01'), d('14.25'), RATES)).toEqual({ rate: d('14.76'), basis: 'floor' });
    expect(rateOn(on('2024-08-01'), undefined, RATES).rate.toString()).toBe('14.25');
    expect(rateOn(on('2025-08-01'), d('14.25'), RATES).basis).toBe('contract');
    expect(() => rateOn(on('2031-08-01'), undefined, RATES)).toThrow('half-year');
  });
});

describe('plans and promises', () => {
  const dates = [on('2026-01-31'), on('2026-02-28'), on('2026-03-31')];

  it('splits to the cent and fills in order', () => {
    const plan = equalInstalments(d('100.00'), dates);
    expect(plan.map((one) => one.amount.toString())).toEqual(['33.33', '33.33', '33.34']);
    expect(checkPlan(d('100.00'), plan).ok).toBe(true);
    expect(checkPlan(d('100.01'), plan)).toEqual({ ok: false, error: 'wrong-sum' });
    expect(planStatus(plan, d('40.00'), on('2026-03-01')).map((one) => [one.state, one.openAmount.toString()])).toEqual(
      [
        ['paid', '0.00'],
        ['missed', '26.66'],
        ['open', '33.34'],
      ],
    );
  });

  it('keeps or breaks a promise by what was paid in time', () => {
    const promise = { amount: d('50.00'), promisedOn: on('2026-01-10'), madeOn: on('2026-01-05') };
    const paid = (day: string, amount: string) => [{ paidOn: on(day), amount: d(amount) }];
    expect(promiseState(promise, [], on('2026-01-10'))).toBe('open');
    expect(promiseState(promise, paid('2026-01-09', '50.00'), on('2026-01-11'))).toBe('kept');
    expect(promiseState(promise, paid('2026-01-09', '20.00'), on('2026-01-11'))).toBe('partly-kept');
    expect(promiseState(promise, paid('2026-01-04', '50.00'), on('2026-01-11'))).toBe('broken');
    expect(promiseState(promise, paid('2026-01-12', '50.00'), on('2026-01-13'), 2)).toBe('kept');
  });
});
