import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, localDate } from '#kernel';
import type { LifecycleStatus } from './history.js';
import type { LocalDateTime } from './message.js';
import { mayEmit } from './emission.js';
import { announcedPayment, lifecycleState } from './state.js';
import { STATUSES } from './status.table.js';

const at = (minute: number) =>
  `2026-11-05T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00` as LocalDateTime;
const said = (code: string, minute: number, over: Partial<LifecycleStatus> = {}): LifecycleStatus => ({
  key: `${code}-${minute}`,
  code,
  setAt: at(minute),
  direction: 'received',
  details: [],
  ...over,
});
const cash = (minute: number, rate: string, amount: string) =>
  said('212', minute, {
    details: [
      {
        notes: [],
        data: [{ typeCode: 'MEN', amount: Decimal.of(amount), percent: Decimal.of(rate), currency: 'EUR' }],
      },
    ],
  });

describe('the state of an invoice', () => {
  it('keeps transmission, processing and payment apart', () => {
    const history = [said('200', 1), said('202', 2), said('203', 3), said('205', 4), said('211', 5), said('207', 6)];
    expect(lifecycleState(history)).toMatchObject({
      transmission: 'available',
      processing: 'disputed',
      payment: 'announced',
      availableAt: at(3),
      withoutEffect: [],
    });
    expect(lifecycleState([])).toMatchObject({ transmission: 'none', processing: 'none', payment: 'none' });
  });

  it('suspends until the seller completes or the buyer decides', () => {
    expect(lifecycleState([said('208', 1)]).isSuspended).toBe(true);
    expect(lifecycleState([said('208', 1), said('204', 2)]).isSuspended).toBe(true);
    expect(lifecycleState([said('208', 1), said('209', 2)])).toMatchObject({
      isSuspended: false,
      processing: 'completed',
    });
    expect(lifecycleState([said('208', 1), said('209', 2), said('208', 3)]).isSuspended).toBe(true);
  });

  it('is closed by the terminal statuses only, and keeps what comes after', () => {
    const refused = lifecycleState([said('205', 1), said('210', 2), said('207', 3), said('203', 4), said('777', 5)]);
    expect(refused).toMatchObject({ closedBy: '210', processing: 'refused', transmission: 'available' });
    expect(refused.withoutEffect).toEqual(['207', '777']);
    for (const code of Object.keys(STATUSES)) {
      expect(lifecycleState([said(code, 1)]).closedBy !== undefined).toBe(['210', '213', '220'].includes(code));
    }
    expect(lifecycleState([said('501', 1), said('200', 2)]).transmission).toBe('deposited');
    expect(lifecycleState([said('501', 1)])).toMatchObject({ transmission: 'inadmissible' });
  });

  it('adds up what was collected, rate by rate, and knows when all went back', () => {
    const state = lifecycleState([cash(1, '20.00', '60.00'), cash(2, '20', '40.00'), cash(3, '5.5', '10.00')]);
    expect(state.collected.map((each) => `${each.rate.toString()}: ${each.amount.toString()}`)).toEqual([
      '20: 100.00',
      '5.5: 10.00',
    ]);
    expect(lifecycleState([cash(1, '20.00', '60.00'), cash(2, '20.00', '-60.00')]).payment).toBe('returned');
  });

  it('depends neither on the order of arrival nor on repetitions (property)', () => {
    const one = fc.tuple(fc.constantFrom(...Object.keys(STATUSES), '777'), fc.integer({ min: 0, max: 30 }), fc.nat(2));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 14 }), fc.infiniteStream(fc.nat(1_000)), (list, numbers) => {
        const history = list.map(([code, minute, mark]) => said(code, minute, { key: `${code}-${minute}-${mark}` }));
        const shuffled = [...history, ...history.filter((_, index) => index % 2 === 0)]
          .map((status) => ({ status, place: numbers.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ status }) => status);
        expect(lifecycleState(shuffled)).toEqual(lifecycleState(history));
      }),
      { numRuns: 300 },
    );
  });
});

describe('sending', () => {
  it('stops after a rejection, and with mandatory statuses after a refusal', () => {
    expect(mayEmit(lifecycleState([said('213', 1)]), '225')?.code).toBe('STATUS.AFTER_REJECTION');
    expect(mayEmit(lifecycleState([said('210', 1)]), '212')?.code).toBe('STATUS.AFTER_REFUSAL');
    expect(mayEmit(lifecycleState([said('210', 1)]), '225')).toBeUndefined();
    expect(mayEmit(lifecycleState([]), '209')?.code).toBe('STATUS.NOT_SUSPENDED');
    expect(mayEmit(lifecycleState([said('208', 1)]), '209')).toBeUndefined();
  });
});

it('reads what a 211 announces', () => {
  const data = [{ typeCode: 'MPA ', amount: Decimal.of('50.00'), currency: 'EUR', on: localDate('2026-11-12') }];
  expect(announcedPayment({ details: [{ notes: [], data }] })).toMatchObject({ on: '2026-11-12', currency: 'EUR' });
  expect(announcedPayment({ details: [] })).toEqual({});
});
