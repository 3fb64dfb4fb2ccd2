import { FacteurError } from './errors.js';

/** How a value that lies between two representable ones is rounded. Half-up is away from zero, as EN 16931 and French practice round. */
export type Rounding = 'half-up' | 'half-even' | 'down' | 'up';

const LEXICAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const MAX_DIGITS = 60;
const POWERS: bigint[] = [1n];

function pow10(exponent: number): bigint {
  let known = POWERS.length;
  while (known <= exponent) {
    POWERS.push((POWERS[known - 1] as bigint) * 10n);
    known += 1;
  }
  return POWERS[exponent] as bigint;
}

/**
 * An exact decimal that keeps its scale: `12.00` and `12` are equal in value, yet each prints as it was written.
 * The value is `units / 10^scale`. Immutable.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);
  static readonly ONE = new Decimal(1n, 0);
  static readonly HUNDRED = new Decimal(100n, 0);

  private constructor(
    readonly units: bigint,
    readonly scale: number,
  ) {}

  /** From an integer count of 10^-scale units: `fromUnits(1250n, 2)` is 12.50. */
  static fromUnits(units: bigint, scale: number): Decimal {
    return new Decimal(units, scale);
  }

  /**
   * Reads an xs:decimal literal (no exponent, no thousands mark), or an integer number.
   * @throws FacteurError `DECIMAL.LEXICAL` (category input) when the text is not one, or has more than 60 digits.
   */
  static of(value: string | number | Decimal): Decimal {
    if (value instanceof Decimal) return value;
    const parsed = Decimal.parse(typeof value === 'number' ? numberText(value) : value);
    if (parsed === undefined) {
      throw new FacteurError('DECIMAL.LEXICAL', 'input', 'Not a decimal number', { value: String(value).slice(0, 40) });
    }
    return parsed;
  }

  /** As `of`, but answers undefined instead of throwing. Surrounding white space is accepted, as XML Schema does. */
  static parse(text: string): Decimal | undefined {
    const trimmed = text.trim();
    if (trimmed.length > MAX_DIGITS || !LEXICAL.test(trimmed)) return undefined;
    const dot = trimmed.indexOf('.');
    if (dot < 0) return new Decimal(BigInt(trimmed.startsWith('+') ? trimmed.slice(1) : trimmed), 0);
    const digits = trimmed.slice(0, dot) + trimmed.slice(dot + 1);
    const bare = digits.startsWith('+') ? digits.slice(1) : digits;
    return new Decimal(BigInt(bare === '-' ? '-0' : bare), trimmed.length - dot - 1);
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.units + other.units, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  /** Exact product; the scale is the sum of both scales. */
  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /**
   * Quotient rounded to `scale` places.
   * @throws FacteurError `DECIMAL.DIVISION_BY_ZERO` (category input).
   */
  dividedBy(other: Decimal, scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (other.units === 0n) throw new FacteurError('DECIMAL.DIVISION_BY_ZERO', 'input', 'Division by zero', {});
    const shift = scale + other.scale - this.scale;
    const numerator = shift >= 0 ? this.units * pow10(shift) : this.units;
    const denominator = shift >= 0 ? other.units : other.units * pow10(-shift);
    return new Decimal(divideRounded(numerator, denominator, rounding), scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  /** To exactly `scale` places: rounds when there are more, pads with zeros when there are fewer. */
  rounded(scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (scale === this.scale) return this;
    if (scale > this.scale) return new Decimal(this.unitsAt(scale), scale);
    return new Decimal(divideRounded(this.units, pow10(this.scale - scale), rounding), scale);
  }

  /** Without trailing zeros after the point: 12.500 becomes 12.5. */
  normalized(): Decimal {
    let { units, scale } = this;
    while (scale > 0 && units % 10n === 0n) {
      units /= 10n;
      scale -= 1;
    }
    return scale === this.scale ? this : new Decimal(units, scale);
  }

  /** -1, 0 or 1; scale does not matter. */
  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const left = this.unitsAt(scale);
    const right = other.unitsAt(scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  lessThan(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  greaterThan(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  isNegative(): boolean {
    return this.units < 0n;
  }

  isPositive(): boolean {
    return this.units > 0n;
  }

  /** For charts and metrics only: cents are lost above 2^53. Never for accounts. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** The literal with its scale: `12.50`. */
  toString(): string {
    if (this.scale === 0) return this.units.toString();
    const negative = this.units < 0n;
    const digits = (negative ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** JSON carries decimals as strings, so that no reader turns them into binary floats. */
  toJSON(): string {
    return this.toString();
  }

  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * pow10(scale - this.scale);
  }
}

function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return value.toString();
  throw new FacteurError(
    'DECIMAL.BINARY_FLOAT',
    'defect',
    'A decimal is made from text or a whole number, never from a binary float',
    {
      value,
    },
  );
}

function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const whole = denominator < 0n ? -denominator : denominator;
  const up =
    rounding === 'up' ||
    (rounding === 'half-up' && twice >= whole) ||
    (rounding === 'half-even' && (twice > whole || (twice === whole && quotient % 2n !== 0n)));
  return up ? quotient + away : quotient;
}
