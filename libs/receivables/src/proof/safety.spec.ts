import { describe, expect, it } from '@jest/globals';
import { Decimal } from '#kernel';
import { DEFAULT_MATCH_POLICY } from '../matching/match-policy.js';
import { runProof } from './run-proof.js';

describe('matching never posts what the payer did not mean', () => {
  const result = runProof(4_000, 600, 20_261_123);
  const total = (matcher: 'ours' | 'fifo' | 'amount', field: 'posted' | 'wrong') =>
    [...result.byScenario.values()].reduce((sum, row) => sum + row[matcher][field], 0);

  it('posts nothing wrong over thousands of misleading payments', () => {
    const told = result.mistakes.slice(0, 12).map(({ given, posting }) => ({
      scenario: given.scenario,
      amount: given.entry.amount.toString(),
      text: given.entry.remittanceLines,
      refs: given.entry.structuredReferences.map((one) => one.reference),
      truth: [...given.truth].map(([id, share]) => `${id}=${share.toString()}`),
      posting: [...posting].map(([id, share]) => `${id}=${share.toString()}`),
    }));
    expect(told).toEqual([]);
    expect(result.payments).toBeGreaterThan(3_900);
  });

  it('still posts most of what is said clearly', () => {
    for (const scenario of ['creditor reference, exact', 'one number, exact', 'payer’s list with credit notes']) {
      const row = result.byScenario.get(scenario)!.ours;
      expect(row.posted / row.payments).toBeGreaterThan(0.8);
    }
  });

  it('can fail: plain matchers do post wrongly on the same payments', () => {
    expect(total('fifo', 'wrong')).toBeGreaterThan(1_000);
    expect(total('amount', 'wrong')).toBeGreaterThan(500);
  });

  it('can fail: without the guards our own matcher would post wrongly too', () => {
    const careless = {
      ...DEFAULT_MATCH_POLICY,
      maxCoincidence: 1e9,
      minConfirmations: 0,
      toleranceAmount: Decimal.of('50'),
      toleranceRatio: Decimal.of('0.5'),
    };
    expect(runProof(5_000, 800, 20_261_123, careless).mistakes.length).toBeGreaterThan(0);
  });
});
