import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path, stringOf, type Path } from './path.js';

/**
 * A test cannot be answered: a value has the wrong lexical form, or a term that stands once stands twice. The official
 * stylesheets stop there; here the rule is reported as fatal and the other rules are judged all the same.
 */
export class Unanswerable extends Error {
  constructor(
    readonly why: 'not-a-number' | 'not-a-date' | 'not-a-boolean' | 'repeated',
    readonly value: string,
    /** The element at fault, where it is known. */
    public element?: XmlElement,
  ) {
    super(why);
  }
}

/** Works with what a path reaches; when that has no answer, says at which element. */
function reading<T>(from: XmlElement, to: Path, work: (texts: string[]) => T): T {
  const texts = to.texts(from);
  try {
    return work(texts);
  } catch (thrown) {
    if (thrown instanceof Unanswerable && thrown.element === undefined) {
      const at = thrown.why === 'repeated' ? 1 : texts.indexOf(thrown.value);
      thrown.element = to.elements(from)[at];
    }
    throw thrown;
  }
}

/** `=` of XPath between two sets of texts: some pair is equal, character by character. */
export function anyEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.some((text) => right.includes(text));
}

/** `!=` of XPath between two sets of texts: some pair differs, so false when one set is empty. */
export function anyDiffer(left: readonly string[], right: readonly string[]): boolean {
  return left.some((text) => right.some((other) => other !== text));
}

const WHITE = /[ \t\r\n]+/g;
const TRIM = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const trimmed = (text: string): string => (isNormal(text) ? text : text.replace(TRIM, ''));

/** XPath normalize-space: only the four white space characters of XML count. */
export function normalized(text: string): string {
  return isNormal(text) ? text : text.replace(WHITE, ' ').replace(/^ | $/g, '');
}

/** Whether normalising would change nothing, as for nearly every value. */
function isNormal(text: string): boolean {
  let before = SPACE;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= SPACE && (code !== SPACE || before === SPACE) && isWhite(code)) return false;
    before = code;
  }
  return before !== SPACE || text === '';
}
const SPACE = 32;
const isWhite = (code: number): boolean => code === SPACE || code === 9 || code === 10 || code === 13;

/** A sequence where XPath allows at most one item: its text, or an empty string. @throws Unanswerable for several */
export function single(texts: readonly string[]): string {
  if (texts.length > 1) throw new Unanswerable('repeated', texts[1] as string);
  return texts[0] ?? '';
}

/** Normalised text at the end of the path; empty when nothing is there. @throws Unanswerable for several */
export function textAt(from: XmlElement, to: Path | string): string {
  return normalized(onlyText(from, typeof to === 'string' ? path(to) : to));
}

/** `single` of what a path reaches. @throws Unanswerable for several */
export function onlyText(from: XmlElement, to: Path): string {
  return to.soleText(from) ?? reading(from, to, single);
}

/** How many characters stand behind the first point, as the rules about decimals count them. */
export function decimalsIn(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : [...text.slice(point + 1)].length;
}

/** xs:decimal of one literal. @throws Unanswerable when it is none */
export function decimalOf(text: string): Decimal {
  const value = decimalIn(text);
  if (value === undefined) throw new Unanswerable('not-a-number', text);
  return value;
}

function decimalIn(text: string): Decimal | undefined {
  const plain = trimmed(text);
  if (plain === '' || (!isBare(plain) && /\s/.test(plain))) return undefined;
  return Decimal.parse(plain) ?? longDecimal(plain);
}

/** No white space at either end that `Decimal.parse` would forgive and xs:decimal does not: a sign, a point or a digit. */
function isBare(text: string): boolean {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  return first >= 43 && first <= 57 && last >= 43 && last <= 57;
}

// Decimal refuses more than 60 digits to guard its callers; xs:decimal has no bound.
const LONG = /^([+-]?)(\d*)(?:\.(\d*))?$/;
function longDecimal(text: string): Decimal | undefined {
  const match = text.length > 10_000 ? null : LONG.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', part = ''] = match;
  if (whole === '' && part === '') return undefined;
  const units = BigInt(whole + part);
  return Decimal.fromUnits(sign === '-' ? -units : units, part.length);
}

/** xs:decimal of each node. @throws Unanswerable */
export function decimalsAt(from: XmlElement, to: Path): Decimal[] {
  return reading(from, to, (texts) => texts.map(decimalOf));
}

/** xs:decimal of the one node; undefined when there is none. @throws Unanswerable for several or a wrong form */
export function decimalAt(from: XmlElement, to: Path): Decimal | undefined {
  const sole = to.soleText(from);
  if (sole === null) return undefined;
  const known = sole === undefined ? undefined : decimalIn(sole);
  return known ?? reading(from, to, (texts) => (texts.length === 0 ? undefined : decimalOf(single(texts))));
}

const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** xs:double of a literal, as XPath compares untyped text with a number. @throws Unanswerable when it is none */
export function doubleOf(text: string): number {
  const plain = trimmed(text);
  if (DOUBLE.test(plain)) return Number(plain);
  if (plain === 'INF' || plain === '+INF') return Infinity;
  if (plain === '-INF') return -Infinity;
  if (plain === 'NaN') return NaN;
  throw new Unanswerable('not-a-number', text);
}

/** xs:double of each node. @throws Unanswerable */
export function doublesAt(from: XmlElement, to: Path): number[] {
  return reading(from, to, (texts) => texts.map(doubleOf));
}

/** xs:boolean of a literal. @throws Unanswerable when it is none */
export function booleanOf(text: string): boolean {
  const plain = trimmed(text);
  if (plain === 'true' || plain === '1') return true;
  if (plain === 'false' || plain === '0') return false;
  throw new Unanswerable('not-a-boolean', text);
}

/** `x = true()` of XPath over a set: some node has this value. @throws Unanswerable */
export function someBoolean(elements: readonly XmlElement[], wanted: boolean): boolean {
  return elements.some((element) => {
    try {
      return booleanOf(stringOf(element)) === wanted;
    } catch (thrown) {
      if (thrown instanceof Unanswerable) thrown.element ??= element;
      throw thrown;
    }
  });
}

/** XPath round(): halves go up, towards positive infinity, unlike the commercial rounding of `Decimal.rounded`. */
export function roundHalfUp(value: Decimal, scale = 2): Decimal {
  if (value.scale <= scale) return value;
  return value.isNegative() ? roundNegative(value, scale) : value.rounded(scale, 'half-up');
}

function roundNegative(value: Decimal, scale: number): Decimal {
  const up = value.rounded(scale, 'half-up');
  const half = Decimal.fromUnits(5n, scale + 1);
  return value.minus(up).equals(half) ? up.plus(Decimal.fromUnits(1n, scale)) : up;
}

/** XPath round() of a double, then two places: `round(x * 10 * 10) div 100` with the floating point of XPath. */
export function roundDouble(value: number): number {
  const scaled = value * 10 * 10;
  return Math.floor(scaled + 0.5) / 100;
}

/** xs:decimal of a double, as its shortest literal says it. */
export function decimalFromDouble(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Unanswerable('not-a-number', String(value));
  const [mantissa = '0', exponent] = String(value).split('e');
  const digits = Decimal.of(mantissa);
  if (exponent === undefined) return digits;
  const shift = Number(exponent) - digits.scale;
  return shift >= 0
    ? Decimal.fromUnits(digits.units * 10n ** BigInt(shift), 0)
    : Decimal.fromUnits(digits.units, -shift);
}

/** The value of a decimal as the nearest double, for comparisons that XPath makes in floating point. */
export function doubleFromDecimal(value: Decimal): number {
  return Number(value.toString());
}

const DATE = /^(-?\d{4,})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;

/** xs:date of a literal as a number that orders dates; without zone UTC is taken. @throws Unanswerable when it is none */
export function dateOf(text: string): number {
  const plain = trimmed(text);
  const match = DATE.exec(plain);
  if (!match) throw new Unanswerable('not-a-date', text);
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const time = Date.UTC(2000, month - 1, day);
  const shown = new Date(time);
  shown.setUTCFullYear(year, month - 1, day);
  if (shown.getUTCMonth() !== month - 1 || shown.getUTCDate() !== day) throw new Unanswerable('not-a-date', text);
  return shown.getTime() - zoneMinutes(plain) * 60_000;
}

function zoneMinutes(text: string): number {
  const match = /([+-])(\d{2}):(\d{2})$/.exec(text);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}
