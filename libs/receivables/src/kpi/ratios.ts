import { Decimal } from '#kernel';

const PLACES = 4;

/** A share from 0 to 1 (or above), four decimals; undefined when there is nothing to take a share of. */
export function ratio(part: Decimal | number, whole: Decimal | number): Decimal | undefined {
  const base = Decimal.of(whole);
  return base.isZero() ? undefined : Decimal.of(part).dividedBy(base, PLACES);
}

/**
 * Collection effectiveness index, 1 = all that could be collected was:
 * (AR begin + sales − AR end) ÷ (AR begin + sales − AR end not due).
 */
export function collectionEffectiveness(figures: {
  readonly receivableBegin: Decimal;
  readonly sales: Decimal;
  readonly receivableEnd: Decimal;
  readonly notDueEnd: Decimal;
}): Decimal | undefined {
  const available = figures.receivableBegin.plus(figures.sales);
  return ratio(available.minus(figures.receivableEnd), available.minus(figures.notDueEnd));
}

/** Average value of a document; two decimals. */
export function averageAmount(total: Decimal, count: number): Decimal | undefined {
  return count === 0 ? undefined : total.dividedBy(Decimal.of(count), 2);
}
