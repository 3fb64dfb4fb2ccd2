import { Decimal, FacteurError } from '#kernel';
import type { DeductionKind, ItemAllocation, MatchSolution } from '../matching/match-outcome.js';
import type { LedgerEntry } from './ledger-entry.js';

/** A ledger entry before it has an id, a currency and a date. */
export type Posting = Pick<
  LedgerEntry,
  'kind' | 'customerRef' | 'amount' | 'invoiceId' | 'claimId' | 'paymentId' | 'creditInvoiceId' | 'reverses' | 'cause'
>;

/** Deductions that end an item's life in part; a `dispute` stays open and is posted nowhere. */
const WRITTEN_OFF: readonly DeductionKind[] = ['discount', 'bank-charge', 'tolerance'];

/**
 * What of an entry's money belongs to which customer: the money its solution uses for each, and what is left on the account of
 * the first. A customer for whom credits alone would be used cannot be: credit is no money for others.
 * @throws FacteurError `MATCH.CREDIT_LEFT` (precondition).
 */
export function paidByCustomer(
  solution: Pick<MatchSolution, 'allocations' | 'onAccountAmount' | 'customerIds'>,
): Map<string, Decimal> {
  const paid = new Map<string, Decimal>();
  const add = (customer: string, amount: Decimal): void => {
    paid.set(customer, (paid.get(customer) ?? Decimal.ZERO).plus(amount));
  };
  for (const one of solution.allocations) add(one.customerId, one.amount);
  const [first] = solution.customerIds;
  if (first !== undefined && !solution.onAccountAmount.isZero()) add(first, solution.onAccountAmount);
  for (const [customer, amount] of paid) if (amount.isNegative()) throw creditLeft(customer, amount);
  return paid;
}

/**
 * The entries that carry out a match: credit notes on the invoices of their customer first, then the payments' money, and a
 * write-off with its reason for each discount, charge and tolerance. `payments` names the payment of each customer. The money
 * left over is on account by itself.
 */
export function postingsOf(
  solution: Pick<MatchSolution, 'allocations'>,
  payments: ReadonlyMap<string, string>,
  cause: LedgerEntry['cause'],
): Posting[] {
  const credits = solution.allocations
    .filter((one) => one.amount.isNegative())
    .map((one) => ({ of: one, left: one.amount.abs() }));
  const creditsFor = (one: ItemAllocation) =>
    one.isClaim ? [] : credits.filter((each) => each.of.customerId === one.customerId);
  const postings: Posting[] = [];
  for (const one of solution.allocations.filter((each) => !each.amount.isNegative())) {
    let need = one.amount;
    for (const credit of creditsFor(one)) {
      const share = least(credit.left, need);
      if (!share.isPositive()) continue;
      credit.left = credit.left.minus(share);
      need = need.minus(share);
      postings.push({ ...allocation(one, share, cause), creditInvoiceId: credit.of.itemId });
    }
    if (need.isPositive()) postings.push({ ...allocation(one, need, cause), paymentId: payments.get(one.customerId) });
    postings.push(...writeOffs(one, cause));
  }
  const unused = credits.find((each) => each.left.isPositive());
  if (unused) throw creditLeft(unused.of.customerId, unused.left);
  return postings;
}

function allocation(one: ItemAllocation, amount: Decimal, cause: LedgerEntry['cause']): Posting {
  return { kind: 'allocation', customerRef: one.customerId, ...documentOf(one), amount, cause };
}

/** The invoice, credit note or claim that an allocation is on. */
function documentOf({ itemId, isClaim }: ItemAllocation): Pick<Posting, 'invoiceId' | 'claimId'> {
  return isClaim ? { claimId: itemId } : { invoiceId: itemId };
}

function writeOffs(one: ItemAllocation, cause: LedgerEntry['cause']): Posting[] {
  return one.deductions
    .filter((deduction) => WRITTEN_OFF.includes(deduction.kind))
    .map(({ kind, amount, reason }) => ({
      kind: 'write-off',
      customerRef: one.customerId,
      ...documentOf(one),
      amount: amount.negated(),
      cause: { ...cause, code: kind, ...(reason === undefined ? {} : { reason }) },
    }));
}

function creditLeft(customer: string, amount: Decimal): FacteurError {
  const facts = { customer, amount: amount.toString() };
  return new FacteurError('MATCH.CREDIT_LEFT', 'precondition', 'More credit is used than invoices are paid', facts);
}

function least(left: Decimal, right: Decimal): Decimal {
  return left.lessThan(right) ? left : right;
}

/** Entries that can still be taken back: neither reversals nor reversed. */
export function standing(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const reversed = new Set(entries.map((entry) => entry.reverses).filter((id) => id !== undefined));
  return entries.filter((entry) => entry.reverses === undefined && !reversed.has(entry.id));
}

/** The entries that take earlier ones back, newest first, so that an undone match leaves its trace. */
export function undoPostings(entries: readonly LedgerEntry[], cause: LedgerEntry['cause']): Posting[] {
  return [...entries].reverse().map((entry) => ({
    kind: entry.kind,
    customerRef: entry.customerRef,
    amount: entry.amount.negated(),
    invoiceId: entry.invoiceId,
    claimId: entry.claimId,
    paymentId: entry.paymentId,
    creditInvoiceId: entry.creditInvoiceId,
    reverses: entry.id,
    cause,
  }));
}
