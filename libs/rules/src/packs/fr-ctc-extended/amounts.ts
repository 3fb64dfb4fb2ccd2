import { Decimal } from '#kernel';
import { decimalFromDouble, doubleFromDecimal, doubleOf } from '../../engine/values.js';

/*
 * The official rules sum texts in floating point, so that a sum of nothing is exact and any other is not; what is compared
 * with it follows. Where all parts are decimals the comparison is exact.
 */

/** Either exact or in floating point, as XPath would have it. */
export type Figure = Decimal | number;

const HUNDRED = Decimal.of('100');

/** round(sum * 100) div 100. @throws Unanswerable for a text that is no number */
export function sumOf(texts: readonly string[]): Figure {
  if (texts.length === 0) return Decimal.ZERO;
  const sum = texts.map(doubleOf).reduce((total, each) => total + each, 0);
  return Math.floor(sum * 100 + 0.5) / 100;
}

/** xs:decimal of a sum. */
export const exactly = (figure: Figure): Decimal => (typeof figure === 'number' ? decimalFromDouble(figure) : figure);

const toDouble = (figure: Figure): number => (typeof figure === 'number' ? figure : doubleFromDecimal(figure));

function add(left: Figure, right: Figure, sign: 1 | -1): Figure {
  if (typeof left !== 'number' && typeof right !== 'number') return sign === 1 ? left.plus(right) : left.minus(right);
  return toDouble(left) + sign * toDouble(right);
}

/** |start ± parts| <= a cent for every item; false when the start is missing. */
export function within(
  start: Figure | undefined,
  parts: readonly (readonly [1 | -1, Figure])[],
  items: number,
): boolean {
  if (start === undefined) return false;
  const gap = parts.reduce<Figure>((total, [sign, part]) => add(total, part, sign), start);
  const most = Decimal.fromUnits(BigInt(items), 2);
  return typeof gap === 'number' ? Math.abs(gap) <= toDouble(most) : gap.abs().compare(most) <= 0;
}

/** As `within`, with the gap rounded to cents first. */
export function withinRounded(
  start: Figure | undefined,
  parts: readonly (readonly [1 | -1, Figure])[],
  items: number,
): boolean {
  if (start === undefined) return false;
  const gap = parts.reduce<Figure>((total, [sign, part]) => add(total, part, sign), start);
  if (typeof gap !== 'number')
    return (
      gap
        .abs()
        .rounded(2, 'half-up')
        .compare(Decimal.fromUnits(BigInt(items), 2)) <= 0
    );
  const cents = Math.floor(Math.abs(gap) * 100 + 0.5) / 100;
  return cents <= toDouble(Decimal.fromUnits(BigInt(items), 0)) * 0.01 || cents * toDouble(HUNDRED) <= items;
}
