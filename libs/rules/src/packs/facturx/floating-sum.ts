import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import { doublesAt, Unanswerable } from '../../engine/values.js';

/**
 * The header sums are added up in floating point and then taken as the exact decimals they are: an amount off by precisely
 * the tolerance may lie beyond it.
 */
export function floatingSum(elements: readonly XmlElement[], amount: string): Decimal {
  const amounts = elements.flatMap((each) => doublesAt(each, path(amount)));
  const total = amounts.reduce((sum, each) => sum + each, 0);
  return exactDecimal(Math.floor(total * 100 + 0.5) / 100);
}

/** xs:decimal of a double, digit for digit what it holds: 30.01 becomes 30.010000000000001563…. @throws Unanswerable for INF, NaN */
function exactDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Unanswerable('not-a-number', String(value));
  let [whole, halvings] = [value, 0];
  for (; !Number.isInteger(whole); halvings += 1) whole *= 2;
  return Decimal.fromUnits(BigInt(whole) * 5n ** BigInt(halvings), halvings);
}
