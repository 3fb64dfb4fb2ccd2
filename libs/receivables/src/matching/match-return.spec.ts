import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate } from '#kernel';
import { matchReturn, type ReceivedPayment } from './match-return.js';
import { PAYER_IBAN, payment } from './matching.fixture.js';

const received = (paymentId: string, more: Partial<ReceivedPayment> = {}): ReceivedPayment => ({
  paymentId,
  amount: Decimal.of('50.00'),
  currency: 'EUR',
  bookedOn: localDate('2026-11-10'),
  ...more,
});
const back = (more = {}) => payment('-50.00', [], { returnReason: { code: 'AM04' }, ...more });

describe('returned payments', () => {
  it('are certain by the end-to-end id, with the bank’s reason', () => {
    const list = [received('P1', { endToEndId: 'DD-1' }), received('P2', { endToEndId: 'DD-2' })];
    expect(matchReturn(back({ endToEndId: 'DD-2' }), list)).toEqual({
      kind: 'certain',
      paymentId: 'P2',
      reason: 'AM04',
    });
  });

  it('are proposed by the account, or when an id was used twice', () => {
    const list = [received('P1', { endToEndId: 'DD-1', payerKey: PAYER_IBAN }), received('P2', { endToEndId: 'DD-1' })];
    expect(matchReturn(back({ endToEndId: 'DD-1' }), list)).toMatchObject({
      kind: 'proposed',
      paymentIds: ['P1', 'P2'],
    });
    expect(matchReturn(back({ counterparty: { iban: PAYER_IBAN } }), list)).toMatchObject({ paymentIds: ['P1'] });
  });

  it('are none for other amounts, later payments, plain debits and credits', () => {
    const list = [received('P1', { endToEndId: 'DD-1' })];
    expect(matchReturn(payment('-49.00', [], { returnReason: {}, endToEndId: 'DD-1' }), list).kind).toBe('none');
    expect(
      matchReturn(back({ endToEndId: 'DD-1' }), [
        received('P1', { endToEndId: 'DD-1', bookedOn: localDate('2026-11-21') }),
      ]).kind,
    ).toBe('none');
    expect(matchReturn(payment('-50.00', [], { endToEndId: 'DD-1' }), list).kind).toBe('none');
    expect(matchReturn(payment('50.00', [], { returnReason: {}, endToEndId: 'DD-1' }), list).kind).toBe('none');
  });
});
