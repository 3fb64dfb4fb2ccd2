import { Decimal, type Problem } from '#kernel';
import type { RemittanceAdvice } from '../advice.js';
import { statementProblem } from '../statement-problem.js';

/** Completes an advice: whether it announces money at all, and whether its lines add up to its total. */
export function finishAdvice(draft: Omit<RemittanceAdvice, 'isPayment' | 'findings'>): RemittanceAdvice {
  const findings: Problem[] = [];
  if (draft.documents.length === 0) findings.push(statementProblem('ADVICE.NO_DOCUMENT'));
  const remitted = draft.documents.map((one) => one.remittedAmount);
  const signed = draft.documents.map((one) => {
    const amount = one.remittedAmount ?? Decimal.ZERO;
    return one.type === 'CREN' && amount.isPositive() ? amount.negated() : amount;
  });
  const sum = Decimal.sum(signed);
  const total = draft.totalAmount;
  if (
    total !== undefined &&
    remitted.every((one) => one !== undefined) &&
    draft.documents.length > 0 &&
    !sum.equals(total)
  )
    findings.push(statementProblem('ADVICE.TOTAL_BROKEN', { value: `${sum.toString()} ≠ ${total.toString()}` }));
  return { ...draft, isPayment: (total ?? sum).isPositive(), findings };
}
