import { daysInMonth, Decimal } from '#kernel';

/** Sales including VAT of one calendar month `YYYY-MM`, invoices less credit notes. */
export interface MonthlySales {
  readonly month: string;
  readonly amount: Decimal;
}

const PLACES = 2;

/** Receivables ÷ sales × days, all including VAT; undefined without sales. Two decimals. */
export function simpleDso(receivable: Decimal, sales: Decimal, days: number): Decimal | undefined {
  return sales.isPositive() ? receivable.times(Decimal.of(days)).dividedBy(sales, PLACES) : undefined;
}

/** DSO of what is not yet due: the days sales would stand out if everybody paid on time. Same period as the simple DSO. */
export function bestPossibleDso(notDue: Decimal, sales: Decimal, days: number): Decimal | undefined {
  return simpleDso(notDue, sales, days);
}

/** DSO less best possible DSO: the days that lateness costs. */
export function averageDaysDelinquent(overdue: Decimal, sales: Decimal, days: number): Decimal | undefined {
  return simpleDso(overdue, sales, days);
}

export interface CountBackDso {
  readonly days: Decimal;
  /** True when the sales given ran out before the receivables did: the DSO is at least this. */
  readonly isAtLeast: boolean;
}

/**
 * Count-back DSO (méthode par épuisement): whole months of sales, newest first, are taken off the receivables while they
 * fit, each counting its real days; the rest is a part of the next month. A month without positive sales counts its days.
 * `today` cuts the newest month to the days that have passed, when its `YYYY-MM` is that month and `day` is given.
 */
export function countBackDso(
  receivable: Decimal,
  newestFirst: readonly MonthlySales[],
  today?: { readonly month: string; readonly day: number },
): CountBackDso {
  let left = receivable;
  let days = Decimal.ZERO;
  for (const { month, amount } of newestFirst) {
    if (!left.isPositive()) break;
    const length =
      today?.month === month ? today.day : daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
    if (amount.isPositive() && left.lessThan(amount)) {
      days = days.plus(left.times(Decimal.of(length)).dividedBy(amount, PLACES));
      left = Decimal.ZERO;
      break;
    }
    days = days.plus(Decimal.of(length));
    left = left.minus(amount);
  }
  return { days: days.rounded(PLACES), isAtLeast: left.isPositive() };
}
