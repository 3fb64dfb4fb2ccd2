import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, type Rounding } from './decimal.js';

/** Counts around the border where whole numbers end and bigints begin, and everything else. */
const units = fc.oneof(
  fc.bigInt({ min: -1_000n, max: 1_000n }),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.bigInt({ min: -3n, max: 3n }).map((offset) => 2n ** 53n + offset),
  fc.bigInt({ min: -3n, max: 3n }).map((offset) => -(2n ** 53n) + offset),
);
const decimal = fc.tuple(units, fc.integer({ min: 0, max: 20 }));
const ROUNDINGS: readonly Rounding[] = ['half-up', 'half-even', 'down', 'up'];

const make = ([count, scale]: readonly [bigint, number]): Decimal => Decimal.fromUnits(count, scale);
const at = ([count, scale]: readonly [bigint, number], wanted: number): bigint => count * 10n ** BigInt(wanted - scale);
const shown = (value: Decimal): [bigint, number] => [value.units, value.scale];

/** Rounding told with bigints alone: the reference. */
function quotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const [whole, rest] = [n / d, n % d];
  const isUp =
    rest !== 0n &&
    (rounding === 'up' ||
      (rounding === 'half-up' && rest * 2n >= d) ||
      (rounding === 'half-even' && (rest * 2n > d || (rest * 2n === d && whole % 2n === 1n))));
  return sign * (isUp ? whole + 1n : whole);
}

describe('Decimal', () => {
  it('adds, subtracts, multiplies and compares exactly', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const scale = Math.max(left[1], right[1]);
        expect(shown(make(left).plus(make(right)))).toEqual([at(left, scale) + at(right, scale), scale]);
        expect(shown(make(left).minus(make(right)))).toEqual([at(left, scale) - at(right, scale), scale]);
        expect(shown(make(left).times(make(right)))).toEqual([left[0] * right[0], left[1] + right[1]]);
        const order = at(left, scale) < at(right, scale) ? -1 : at(left, scale) > at(right, scale) ? 1 : 0;
        expect(make(left).compare(make(right))).toBe(order);
      }),
      { numRuns: 2_000 },
    );
  });

  it('divides and rounds in every way', () => {
    fc.assert(
      fc.property(
        decimal,
        decimal,
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(...ROUNDINGS),
        (left, right, scale, how) => {
          const padded = at(left, 40);
          expect(make(left).rounded(scale, how).units).toBe(quotient(padded, 10n ** BigInt(40 - scale), how));
          if (right[0] === 0n) expect(() => make(left).dividedBy(make(right), scale, how)).toThrow('Division by zero');
          else {
            const expected = quotient(padded * 10n ** BigInt(scale), at(right, 40), how);
            expect(make(left).dividedBy(make(right), scale, how).units).toBe(expected);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('prints and reads back what it is', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        const text = make(value).toString();
        expect(Decimal.parse(text)).toEqual(make(value));
        expect(Decimal.of(text).toString()).toBe(text);
        expect(make(value).negated().negated()).toEqual(make(value));
        expect(make(value).normalized().equals(make(value))).toBe(true);
        expect(make(value).isZero()).toBe(value[0] === 0n);
        expect(make(value).isNegative()).toBe(value[0] < 0n);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['12.50', '12.50'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['+1.5', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-.5', '-0.5'],
    ['007.10', '7.10'],
    ['00.1', '0.1'],
    [' 1 ', '1'],
    ['0', '0'],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901234567890.12', '123456789012345678901234567890.12'],
  ])('reads %j as %s', (text, expected) => {
    expect(Decimal.of(text).toString()).toBe(expected);
    expect(Decimal.of(text)).toEqual(Decimal.of(expected));
  });

  it.each(['', '-', '.', '1,5', '1e3', '1.2.3', 'abc', '--1', '0x10', '1 2', '٣', '9'.repeat(61)])(
    'refuses %j',
    (text) => {
      expect(Decimal.parse(text)).toBeUndefined();
    },
  );

  it('takes whole numbers, but no binary fractions', () => {
    expect(Decimal.of(-42).toString()).toBe('-42');
    expect(() => Decimal.of(0.1)).toThrow('binary float');
    expect(JSON.stringify({ a: Decimal.of('1.10') })).toBe('{"a":"1.10"}');
  });
});
