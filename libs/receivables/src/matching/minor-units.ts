import { Decimal } from '#kernel';

const SCALE = 4;
const FACTOR = 10n ** BigInt(SCALE);

/**
 * The amount as a whole number of 1/10,000, for searches that compare millions of sums. Undefined when it has more
 * decimals or is too large to be exact, so that a search never works on a rounded amount.
 */
export function toMinor(amount: Decimal): number | undefined {
  const exact = amount.scale <= SCALE ? amount : amount.normalized();
  if (exact.scale > SCALE) return undefined;
  const units = exact.units * (FACTOR / 10n ** BigInt(exact.scale));
  const minor = Number(units);
  return Math.abs(minor) <= Number.MAX_SAFE_INTEGER / 1024 ? minor : undefined;
}

/** Back to a decimal with at least two places. */
export function fromMinor(minor: number): Decimal {
  const exact = Decimal.fromUnits(BigInt(minor), SCALE).normalized();
  return exact.scale < 2 ? exact.rounded(2) : exact;
}
