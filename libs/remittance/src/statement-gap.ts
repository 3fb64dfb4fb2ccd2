import type { Decimal, Problem } from '#kernel';
import { statementProblem } from './statement-problem.js';
import type { BankStatement } from './statement.js';

/** The statement that stood last on the account before this one. */
export interface EarlierStatement {
  readonly statementRef: string;
  readonly sequenceNumber?: string;
  readonly closingBalance?: Decimal;
}

/**
 * Whether something is missing between two statements of one account that came in different files: the opening balance is not the
 * closing balance before it, or the bank's running number jumps. Sub-numbers (`12/2`) and a new year's first number are no gap.
 */
export function statementGap(before: EarlierStatement, next: BankStatement): Problem[] {
  const isBroken =
    before.closingBalance !== undefined &&
    next.opening !== undefined &&
    !before.closingBalance.equals(next.opening.amount);
  if (isBroken) {
    const value = `${before.closingBalance?.toString() ?? ''} / ${next.opening?.amount.toString() ?? ''}`;
    return [statementProblem('STATEMENT.GAP', { field: next.statementRef, value })];
  }
  const [last, first] = [runningNumber(before.sequenceNumber), runningNumber(next.sequenceNumber)];
  const jumps = last !== undefined && first !== undefined && first > last + 1;
  if (!jumps || before.closingBalance !== undefined) return [];
  return [statementProblem('STATEMENT.GAP', { field: next.statementRef, value: `${last} … ${first}` })];
}

function runningNumber(text: string | undefined): number | undefined {
  const digits = /^\s*0*(\d{1,9})/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
