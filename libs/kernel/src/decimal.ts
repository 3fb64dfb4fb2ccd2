import { FacteurError } from './errors.js';

/** How a value that lies between two representable ones is rounded. Half-up is away from zero, as EN 16931 and French practice round. */
export type Rounding = 'half-up' | 'half-even' | 'down' | 'up';

const LEXICAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const MAX_DIGITS = 60;
const BIG_POWERS: bigint[] = [1n];
/** Powers of ten that a binary float holds exactly and that leave room for a product. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const MAX_SAFE = Number.MAX_SAFE_INTEGER;

function bigPow10(exponent: number): bigint {
  let known = BIG_POWERS.length;
  while (known <= exponent) {
    BIG_POWERS.push((BIG_POWERS[known - 1] as bigint) * 10n);
    known += 1;
  }
  return BIG_POWERS[exponent] as bigint;
}

/**
 * An exact decimal that keeps its scale: `12.00` and `12` are equal in value, yet each prints as it was written.
 * The value is `units / 10^scale`. Immutable. Units up to 2^53 are kept as a whole number, on which arithmetic is exact and
 * fast; beyond, as a bigint. Every value has one representation only.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0, 0);
  static readonly ONE = new Decimal(1, 0);
  static readonly HUNDRED = new Decimal(100, 0);

  #text: string | undefined;

  private constructor(
    private readonly count: number | bigint,
    readonly scale: number,
    text?: string,
  ) {
    this.#text = text;
  }

  /** The value in units of 10^-scale. */
  get units(): bigint {
    return BigInt(this.count);
  }

  /** From an integer count of 10^-scale units: `fromUnits(1250n, 2)` is 12.50. */
  static fromUnits(units: bigint, scale: number): Decimal {
    return new Decimal(narrowed(units), scale);
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
    return parsePlain(text) ?? parseAny(text.trim());
  }

  /** For `parse` only: a count with the canonical text it was read from. */
  static made(count: number | bigint, scale: number, text?: string): Decimal {
    return new Decimal(count, scale, text);
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    const left = countAt(this.count, scale - this.scale);
    const right = countAt(other.count, scale - other.scale);
    if (typeof left === 'number' && typeof right === 'number') {
      const sum = left + right;
      if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return new Decimal(sum, scale);
    }
    return new Decimal(narrowed(BigInt(left) + BigInt(right)), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  /** Exact product; the scale is the sum of both scales. */
  times(other: Decimal): Decimal {
    const scale = this.scale + other.scale;
    if (typeof this.count === 'number' && typeof other.count === 'number') {
      const product = this.count * other.count;
      if (product <= MAX_SAFE && product >= -MAX_SAFE) return new Decimal(product + 0, scale);
    }
    return new Decimal(narrowed(BigInt(this.count) * BigInt(other.count)), scale);
  }

  /**
   * Quotient rounded to `scale` places.
   * @throws FacteurError `DECIMAL.DIVISION_BY_ZERO` (category input).
   */
  dividedBy(other: Decimal, scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (other.isZero()) throw new FacteurError('DECIMAL.DIVISION_BY_ZERO', 'input', 'Division by zero', {});
    const shift = scale + other.scale - this.scale;
    const numerator = countAt(this.count, Math.max(shift, 0));
    const denominator = countAt(other.count, Math.max(-shift, 0));
    return new Decimal(divideRounded(numerator, denominator, rounding), scale);
  }

  negated(): Decimal {
    return new Decimal(typeof this.count === 'number' ? 0 - this.count : -this.count, this.scale);
  }

  abs(): Decimal {
    return this.count < 0 ? this.negated() : this;
  }

  /** To exactly `scale` places: rounds when there are more, pads with zeros when there are fewer. */
  rounded(scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (scale === this.scale) return this;
    if (scale > this.scale) return new Decimal(countAt(this.count, scale - this.scale), scale);
    return new Decimal(divideRounded(this.count, countAt(1, this.scale - scale), rounding), scale);
  }

  /** Without trailing zeros after the point: 12.500 becomes 12.5. */
  normalized(): Decimal {
    let { count, scale } = this;
    if (typeof count === 'number') {
      while (scale > 0 && count % 10 === 0) {
        count /= 10;
        scale -= 1;
      }
    } else {
      while (scale > 0 && count % 10n === 0n) {
        count /= 10n;
        scale -= 1;
      }
    }
    return scale === this.scale ? this : new Decimal(typeof count === 'bigint' ? narrowed(count) : count, scale);
  }

  /** -1, 0 or 1; scale does not matter. */
  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const left = countAt(this.count, scale - this.scale);
    const right = countAt(other.count, scale - other.scale);
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
    return this.count === 0;
  }

  isNegative(): boolean {
    return this.count < 0;
  }

  isPositive(): boolean {
    return this.count > 0;
  }

  /** For charts and metrics only: cents are lost above 2^53. Never for accounts. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** The literal with its scale: `12.50`. */
  toString(): string {
    return (this.#text ??= textOf(this.count, this.scale));
  }

  /** JSON carries decimals as strings, so that no reader turns them into binary floats. */
  toJSON(): string {
    return this.toString();
  }
}

/** A whole number where it is exact. */
function narrowed(units: bigint): number | bigint {
  return units <= BigInt(MAX_SAFE) && units >= -BigInt(MAX_SAFE) ? Number(units) : units;
}

/** The count times 10^shift. */
function countAt(count: number | bigint, shift: number): number | bigint {
  if (shift === 0) return count;
  if (typeof count === 'number' && shift < POWERS.length) {
    const shifted = count * (POWERS[shift] as number);
    if (shifted <= MAX_SAFE && shifted >= -MAX_SAFE) return shifted;
  }
  return narrowed(BigInt(count) * bigPow10(shift));
}

/** The common form, digits with at most one point inside and no sign but minus: its text is the literal to print. */
function parsePlain(text: string): Decimal | undefined {
  const { length } = text;
  if (length === 0 || length > 16) return undefined;
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const first = at;
  let count = 0;
  let point = -1;
  for (; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) count = count * 10 + digit;
    else if (digit === -2 && point < 0 && at > first && at < length - 1) point = at;
    else return undefined;
  }
  const hasLeadingZero = text.charCodeAt(first) === 48 && length > first + 1 && point !== first + 1;
  if (length === first || hasLeadingZero || (first === 1 && count === 0) || count > MAX_SAFE) return undefined;
  return Decimal.made(first === 1 ? -count : count, point < 0 ? 0 : length - point - 1, text);
}

function parseAny(trimmed: string): Decimal | undefined {
  if (trimmed.length > MAX_DIGITS || !LEXICAL.test(trimmed)) return undefined;
  const isNegative = trimmed.startsWith('-');
  const bare = isNegative || trimmed.startsWith('+') ? trimmed.slice(1) : trimmed;
  const dot = bare.indexOf('.');
  const units = BigInt(dot < 0 ? bare : bare.slice(0, dot) + bare.slice(dot + 1));
  return Decimal.fromUnits(isNegative ? -units : units, dot < 0 ? 0 : bare.length - dot - 1);
}

function textOf(count: number | bigint, scale: number): string {
  if (scale === 0) return count.toString();
  const isNegative = count < 0;
  const digits = (isNegative ? -count : count).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
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

function divideRounded(numerator: number | bigint, denominator: number | bigint, rounding: Rounding): number | bigint {
  if (typeof numerator === 'number' && typeof denominator === 'number' && Math.abs(numerator) <= MAX_SAFE / 2) {
    return divideSmall(numerator, denominator, rounding);
  }
  return narrowed(divideBig(BigInt(numerator), BigInt(denominator), rounding));
}

/** The remainder of two whole numbers is exact, and so is what is left when it is taken off before dividing. */
function divideSmall(numerator: number, denominator: number, rounding: Rounding): number {
  const remainder = numerator % denominator;
  const quotient = (numerator - remainder) / denominator + 0;
  if (remainder === 0) return quotient;
  const away = numerator < 0 === denominator < 0 ? 1 : -1;
  const gap = Math.abs(remainder);
  // Half of the denominator, without leaving the exact numbers.
  const rest = Math.abs(denominator) - gap;
  const up =
    rounding === 'up' ||
    (rounding === 'half-up' && gap >= rest) ||
    (rounding === 'half-even' && (gap > rest || (gap === rest && quotient % 2 !== 0)));
  return up ? quotient + away : quotient;
}

function divideBig(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
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
