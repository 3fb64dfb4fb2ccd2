import { Decimal } from '#kernel';
import { solution, type MatchCase } from './match-case.js';
import { evidence } from './match-evidence.js';
import type { DeductionKind, MatchSolution } from './match-outcome.js';
import { allocate, signedOpen } from './match-parts.js';
import type { OpenItem } from './open-item.js';

/**
 * A small difference between what was paid and what is open on the documents pointed at: a bank charge the entry shows,
 * a charge within the limit on a payment that came from abroad or another currency, or the tolerance. Undefined if none.
 */
export function explainDifference(given: MatchCase, items: readonly OpenItem[]): MatchSolution | undefined {
  const { entry, policy } = given;
  const total = Decimal.sum(items.map(signedOpen));
  const missing = total.minus(entry.amount);
  if (missing.isZero() || !total.isPositive()) return undefined;
  if (missing.isPositive() && isBankCharge(given, missing)) return explained(given, items, missing, 'bank-charge');
  const limit = least(policy.toleranceAmount, total.times(policy.toleranceRatio));
  if (missing.abs().greaterThan(limit)) return undefined;
  return explained(given, items, missing, 'tolerance');
}

function isBankCharge(given: MatchCase, missing: Decimal): boolean {
  const { entry, policy } = given;
  const own = entry.charges.filter((charge) => charge.currency === entry.currency);
  const shown = Decimal.sum(own.map((charge) => charge.amount));
  if (!shown.isZero() && shown.equals(missing)) return true;
  const isCrossBorder = entry.foreign !== undefined;
  return isCrossBorder && !missing.greaterThan(policy.bankChargeLimit);
}

/** The difference is borne by the largest invoice; too much paid stays on account. */
function explained(
  given: MatchCase,
  items: readonly OpenItem[],
  missing: Decimal,
  kind: DeductionKind,
): MatchSolution | undefined {
  const invoices = items.filter((item) => item.kind !== 'credit-note');
  const largest = [...invoices].sort((one, two) => two.openAmount.compare(one.openAmount))[0];
  if (largest === undefined || !largest.openAmount.greaterThan(missing)) return undefined;
  const deduction = missing.isPositive() ? [{ kind, amount: missing }] : [];
  const allocations = items.map((item) => allocate(item, undefined, item === largest ? deduction : []));
  const note = evidence(kind === 'bank-charge' ? 'MATCH.BANK_CHARGE' : 'MATCH.TOLERANCE', 'amount', missing.toString());
  const onAccount = missing.isNegative() ? missing.abs() : Decimal.ZERO;
  return solution(given.clues.level ?? 'document-number', allocations, [...given.clues.evidence, note], 88, onAccount);
}

function least(left: Decimal, right: Decimal): Decimal {
  return left.lessThan(right) ? left : right;
}
