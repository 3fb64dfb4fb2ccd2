import { Decimal } from '#kernel';
import type { DeductionKind, ItemAllocation, MatchSolution } from '../matching/match-outcome.js';
import type { LedgerEntry } from './ledger-entry.js';

/** A ledger entry before the store gives it an id and a date. */
export type Posting = Pick<
  LedgerEntry,
  'kind' | 'customerId' | 'amount' | 'itemId' | 'paymentId' | 'creditItemId' | 'cause'
>;

/** Deductions that end an item's life in part; a `dispute` stays open and is posted nowhere. */
const WRITTEN_OFF: readonly DeductionKind[] = ['discount', 'bank-charge', 'tolerance'];

/**
 * The entries that carry out a match: the payment's money on the invoices, credit notes used against them in the same
 * order, and a write-off with its cause for each discount, charge and tolerance. The money left is on account by itself.
 * `level` and the evidence codes become the cause, so that every cent can be explained.
 */
export function postingsOf(solution: MatchSolution, paymentId: string, entryRef: string, actor?: string): Posting[] {
  const credits = solution.allocations
    .filter((one) => one.amount.isNegative())
    .map((one) => ({ allocation: one, left: one.amount.abs() }));
  const postings: Posting[] = [];
  for (const one of solution.allocations.filter((each) => !each.amount.isNegative())) {
    let need = one.amount;
    for (const credit of credits.filter((each) => each.allocation.customerId === one.customerId)) {
      const share = least(credit.left, need);
      if (!share.isPositive()) continue;
      credit.left = credit.left.minus(share);
      need = need.minus(share);
      const creditItemId = credit.allocation.itemId;
      postings.push({ ...allocation(one, share, solution, entryRef, actor), creditItemId });
    }
    if (need.isPositive()) postings.push({ ...allocation(one, need, solution, entryRef, actor), paymentId });
    postings.push(...writeOffs(one, entryRef, actor));
  }
  return postings;
}

function allocation(
  one: ItemAllocation,
  amount: Decimal,
  solution: MatchSolution,
  entryRef: string,
  actor: string | undefined,
): Posting {
  const note = solution.evidence.map((each) => each.code).join(' ');
  const cause = {
    code: actor === undefined ? 'matched' : 'confirmed',
    ref: entryRef,
    note: `${solution.level}: ${note}`,
  };
  return {
    kind: 'allocation',
    customerId: one.customerId,
    itemId: one.itemId,
    amount,
    cause: { ...cause, ...by(actor) },
  };
}

function writeOffs(one: ItemAllocation, entryRef: string, actor: string | undefined): Posting[] {
  return one.deductions
    .filter((deduction) => WRITTEN_OFF.includes(deduction.kind))
    .map((deduction) => ({
      kind: 'write-off',
      customerId: one.customerId,
      itemId: one.itemId,
      amount: deduction.amount,
      cause: { code: deduction.kind, ref: entryRef, ...by(actor) },
    }));
}

function by(actor: string | undefined): { actor?: string } {
  return actor === undefined ? {} : { actor };
}

function least(left: Decimal, right: Decimal): Decimal {
  return left.lessThan(right) ? left : right;
}

/** The entries that take earlier ones back, newest first, so that an undone match leaves its trace. */
export function undoPostings(
  entries: readonly LedgerEntry[],
  cause: { readonly ref?: string; readonly actor?: string; readonly note?: string },
): (Posting & { readonly reverses: string })[] {
  return [...entries].reverse().map((entry) => ({
    kind: entry.kind,
    customerId: entry.customerId,
    itemId: entry.itemId,
    paymentId: entry.paymentId,
    creditItemId: entry.creditItemId,
    amount: entry.amount.negated(),
    cause: { code: 'undo', ...cause },
    reverses: entry.entryId,
  }));
}
