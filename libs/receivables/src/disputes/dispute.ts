import { Decimal, failed, ok, type Result } from '#kernel';
import { causeRow } from './causes.js';
import type { DisputeCause } from './dispute-causes.table.js';
import {
  DISPUTE_MOVES,
  DISPUTE_RESOLUTIONS,
  type DisputeMove,
  type DisputeResolution,
  type DisputeState,
} from './dispute-moves.table.js';

/** The state after a move, or undefined when the table does not allow it. */
export function moveDispute(from: DisputeState, move: DisputeMove): DisputeState | undefined {
  return DISPUTE_MOVES.find((row) => row.from === from && row.move === move)?.to;
}

export function allowedMoves(from: DisputeState): DisputeMove[] {
  return DISPUTE_MOVES.filter((row) => row.from === from).map((row) => row.move);
}

/** One disputed line: its share of the total including VAT. */
export interface DisputedLine {
  readonly lineRef: string;
  readonly netAmount: Decimal;
  /** Per cent. */
  readonly vatRate: Decimal;
}

/**
 * The disputed amount including VAT, by sum or by lines, never above what is open: the rest stays due and payable.
 * Each line is rounded to cents.
 */
export function disputedAmount(
  claim: { readonly amount: Decimal } | { readonly lines: readonly DisputedLine[] },
  open: Decimal,
): Decimal {
  const stated = 'amount' in claim ? claim.amount : Decimal.sum(claim.lines.map(withVat));
  return stated.greaterThan(open) ? open : stated;
}

function withVat(line: DisputedLine): Decimal {
  const factor = Decimal.ONE.plus(line.vatRate.dividedBy(Decimal.HUNDRED, line.vatRate.scale + 2));
  return line.netAmount.times(factor).rounded(2);
}

/** What took the disputed amount off the invoice since the dispute was opened, or left it due. */
export interface DisputeExplanation {
  readonly resolution: DisputeResolution;
  readonly creditedAmount: Decimal;
  readonly writtenOffAmount: Decimal;
  readonly paidAmount: Decimal;
}

/**
 * Whether a dispute may be closed: only when its amount is explained. A rejected, replaced or withdrawn one leaves the
 * amount due again; any other needs credit notes, write-offs and payments that reach it. The error is the gap.
 */
export function explainsDispute(
  amount: Decimal,
  explanation: DisputeExplanation,
): Result<true, { readonly missingAmount: Decimal }> {
  if (DISPUTE_RESOLUTIONS[explanation.resolution].released) return ok(true);
  const { creditedAmount, writtenOffAmount, paidAmount } = explanation;
  const missing = amount.minus(creditedAmount).minus(writtenOffAmount).minus(paidAmount);
  return missing.isPositive() ? failed({ missingAmount: missing }) : ok(true);
}

export interface DisputeStep {
  readonly at: Date;
  readonly state: DisputeState;
}

export interface SlaClock {
  readonly elapsedHours: number;
  readonly limitHours: number;
  readonly isOver: boolean;
}

/**
 * The clocks of a dispute, in hours since it was detected: to be qualified, answered (first wait or end) and resolved.
 * Time spent waiting for the customer does not count. `steps` in order of time; `now` ends the clocks that still run.
 */
export function slaClocks(
  cause: DisputeCause,
  steps: readonly DisputeStep[],
  now: Date,
): Record<'qualify' | 'answer' | 'resolve', SlaClock> {
  const [qualify, answer, resolve] = causeRow(cause).sla;
  const until = (ended: (state: DisputeState) => boolean, limitHours: number): SlaClock => {
    const elapsedHours = workedHours(steps, now, ended);
    return { elapsedHours, limitHours, isOver: elapsedHours > limitHours };
  };
  return {
    qualify: until((state) => state !== 'detected', qualify),
    answer: until((state) => !['detected', 'qualified', 'assigned'].includes(state), answer),
    resolve: until((state) => state === 'resolved' || state === 'closed', resolve),
  };
}

function workedHours(steps: readonly DisputeStep[], now: Date, ended: (state: DisputeState) => boolean): number {
  let milliseconds = 0;
  for (const [at, step] of steps.entries()) {
    if (ended(step.state)) break;
    const next = steps[at + 1]?.at ?? now;
    if (step.state !== 'waiting-customer') milliseconds += next.getTime() - step.at.getTime();
  }
  return milliseconds / 3_600_000;
}
