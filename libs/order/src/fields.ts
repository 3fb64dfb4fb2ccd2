import { Decimal, parseLocalDate, type LocalDate } from '#kernel';
import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';

/** What a leaf of the canonical order is, for readers that have only text (CSV cells) to offer. */
export type FieldKind = 'text' | 'decimal' | 'date' | 'integer' | 'boolean';

/** Kind of each leaf schema below, and the JSON Schema shown for those that zod cannot describe by itself. */
export const fieldKinds = z.registry<{ kind: FieldKind; jsonSchema?: Record<string, unknown> }, z.core.$ZodType>();

const DECIMAL_PATTERN = '^[+-]?(\\d+\\.?\\d*|\\.\\d+)$';
const MAX_EXPONENT = 30;
const EXPONENT = /^(-?\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})$/;

/**
 * The exact value of a JSON number literal; an exponent is worked out on the digits, never through a binary float.
 * Answers undefined where the literal is not a decimal of at most 60 digits.
 */
export function decimalOfLiteral(literal: string): Decimal | undefined {
  const match = EXPONENT.exec(literal);
  if (!match) return Decimal.parse(literal);
  const mantissa = Decimal.parse(match[1] as string);
  const exponent = Number(match[2]);
  if (mantissa === undefined || Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const scale = mantissa.scale - exponent;
  return scale >= 0
    ? Decimal.fromUnits(mantissa.units, scale)
    : Decimal.fromUnits(mantissa.units * 10n ** BigInt(-scale), 0);
}

function readDecimal(value: unknown): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (value instanceof LosslessNumber) return decimalOfLiteral(value.value);
  if (typeof value === 'string') return Decimal.parse(value);
  // Settings files arrive with numbers already read: whole ones are exact, others must be written as text.
  return Number.isSafeInteger(value) ? Decimal.of(value as number) : undefined;
}

function decimalField(test: (value: Decimal) => boolean, expects: string) {
  const schema = z.unknown().transform((value, context): Decimal => {
    const decimal = readDecimal(value);
    if (decimal && test(decimal)) return decimal;
    const missing = value === undefined || value === null;
    context.issues.push({
      code: 'custom',
      input: value,
      params: { expects: missing ? 'present' : decimal ? expects : 'decimal' },
    });
    return z.NEVER;
  });
  fieldKinds.add(schema, {
    kind: 'decimal',
    jsonSchema: {
      anyOf: [{ type: 'string', pattern: DECIMAL_PATTERN, maxLength: 60 }, { type: 'number' }],
      description: 'Exact decimal, as text or as a JSON number; read digit by digit, never as a binary float.',
    },
  });
  return schema;
}

/** An exact decimal; JSON text or JSON number. */
export const decimal = decimalField(() => true, 'decimal');
/** A decimal of zero or more: prices, allowances, charges. */
export const nonNegative = decimalField((value) => !value.isNegative(), 'decimal-not-negative');
/** A decimal above zero: base quantities. */
export const positive = decimalField((value) => value.isPositive(), 'decimal-positive');
/** A percentage from 0 to 100. */
export const percentage = decimalField(
  (value) => !value.isNegative() && !value.greaterThan(Decimal.HUNDRED),
  'percentage',
);

/** A calendar date `YYYY-MM-DD`. */
export const date = z.unknown().transform((value, context): LocalDate => {
  const parsed = typeof value === 'string' ? parseLocalDate(value) : undefined;
  if (parsed !== undefined) return parsed;
  const missing = value === undefined || value === null;
  context.issues.push({ code: 'custom', input: value, params: { expects: missing ? 'present' : 'date' } });
  return z.NEVER;
});
fieldKinds.add(date, { kind: 'date', jsonSchema: { type: 'string', format: 'date' } });

/** A whole number from 0 to `max`; JSON numbers arrive as literals here. */
export function integer(max: number) {
  const schema = z.unknown().transform((value, context): number => {
    const normal = readDecimal(value)?.normalized();
    if (normal && normal.scale === 0 && !normal.isNegative() && !normal.greaterThan(Decimal.of(max)))
      return Number(normal.units);
    context.issues.push({ code: 'custom', input: value, params: { expects: 'integer', max } });
    return z.NEVER;
  });
  fieldKinds.add(schema, { kind: 'integer', jsonSchema: { type: 'integer', minimum: 0, maximum: max } });
  return schema;
}

// C0 and C1 control characters other than tab and line ends, and the two code points that XML 1.0 cannot carry.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** True when XML 1.0 can carry the text and no unpaired surrogate or control character hides in it. */
export function isCleanText(value: string): boolean {
  return !FORBIDDEN.test(value) && !LONE_SURROGATE.test(value);
}

/** Text of 1 to `max` characters that is not blank and that every output syntax can carry. */
export function text(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.length === 0 || value.trim().length > 0, { params: { expects: 'not-blank' } })
    .refine(isCleanText, { params: { expects: 'clean-text' } });
}

/** A code: letters, digits and a few marks, no white space. */
export function code(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9._:/+-]+$/);
}

/** ISO 4217 alphabetic code. */
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** ISO 3166-1 alpha-2 code. */
export const country = z.string().regex(/^[A-Z]{2}$/);
/** UNTDID 5305 categories that EN 16931 knows. */
export const vatCategory = z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M']);

/** Kind of the leaf a schema ends in, or undefined for a group. */
export function kindOf(schema: z.core.$ZodType): FieldKind | undefined {
  const registered = fieldKinds.get(schema);
  if (registered) return registered.kind;
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'text';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return undefined;
}
