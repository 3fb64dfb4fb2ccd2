import { Decimal, parseLocalDate } from '#kernel';
import type { InvoiceNote } from '#invoice';
import { parseLocalDateTime } from '#lifecycle';

/** How a value of the model stands in a document. A closed set: a row that fits none needs a new codec here. */
export type CodecName =
  | 'text'
  | 'identifier'
  | 'code'
  | 'date'
  | 'date-102'
  | 'amount'
  | 'vat-amount'
  | 'decimal'
  | 'base64'
  | 'subject-note'
  | 'tax-point-code'
  | 'iban'
  | 'other-account'
  | 'date-time-204'
  | 'indicator'
  | 'whole-number';

export interface Codec {
  /** The text, not yet escaped; undefined when the codec cannot say this value. */
  readonly encode: (value: unknown) => string | undefined;
  /** The value; undefined when the text is not one. Never called with blank text. */
  readonly decode: (text: string) => unknown;
  /** The value's text can hold no markup character, so that escaping is not needed. */
  readonly isPlain?: true;
  /** The element carries `@currencyID`, from this field of the invoice. */
  readonly currency?: 'currency' | 'vatCurrency';
  /** What is written all the same when `encode` refuses; the refusal is reported. */
  readonly fallback?: (value: unknown) => string;
  /** Another row writes what this codec refuses. */
  readonly hasAlternative?: true;
}

const asText = (value: unknown): string => value as string;
const trimmed = (text: string): string => text.trim();
const decimalText = (value: unknown): string => (value as Decimal).toString();
const toDecimal = (text: string): Decimal | undefined => Decimal.parse(text);

/** Two letters, two check digits, at most 30 more: what ISO 13616 allows. The check digits are not verified here. */
const IBAN = /^[A-Z]{2}[0-9]{2}[A-Za-z0-9]{11,30}$/;

// BR-CL-08: a subject code is what stands between two # at the beginning, three characters long.
const SUBJECT = /^#([^#\s]{3})#/;

function encodeNote(value: unknown): string | undefined {
  const note = value as InvoiceNote;
  if (note.subjectCode === undefined) return SUBJECT.test(note.text) ? undefined : note.text;
  const text = `#${note.subjectCode}#${note.text}`;
  return SUBJECT.exec(text)?.[1] === note.subjectCode ? text : undefined;
}

function decodeNote(text: string): InvoiceNote {
  const match = SUBJECT.exec(text);
  return match ? { subjectCode: match[1], text: text.slice(match[0].length) } : { text };
}

// UNTDID 2475, which CII uses, against UNTDID 2005, which the model uses as EN 16931 does.
const TO_2475: ReadonlyMap<string, string> = new Map([
  ['3', '5'],
  ['35', '29'],
  ['432', '72'],
]);
const FROM_2475: ReadonlyMap<string, string> = new Map([...TO_2475].map(([ours, theirs]) => [theirs, ours]));

function decodeDate102(text: string): string | undefined {
  const digits = text.trim();
  if (!/^\d{8}$/.test(digits)) return undefined;
  return parseLocalDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
}

function decodeTime204(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return parseLocalDateTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

const decimal: Codec = { encode: decimalText, decode: toDecimal, isPlain: true };

export const CODECS: Readonly<Record<CodecName, Codec>> = {
  text: { encode: asText, decode: asText },
  identifier: { encode: asText, decode: trimmed },
  code: { encode: asText, decode: trimmed },
  // xs:date may name a time zone (`2026-01-31+01:00`); the calendar dates of EN 16931 have none.
  date: { encode: asText, decode: (text) => parseLocalDate(text.trim().replace(ZONE, '')), isPlain: true },
  'date-102': {
    encode: (value) => `${asText(value).slice(0, 4)}${asText(value).slice(5, 7)}${asText(value).slice(8, 10)}`,
    decode: decodeDate102,
    isPlain: true,
  },
  amount: { ...decimal, currency: 'currency' },
  'vat-amount': { ...decimal, currency: 'vatCurrency' },
  decimal,
  base64: { encode: asText, decode: (text) => text.replace(/\s+/g, '') },
  'subject-note': { encode: encodeNote, decode: decodeNote, fallback: (value) => (value as InvoiceNote).text },
  'tax-point-code': {
    encode: (value) => TO_2475.get(asText(value)),
    decode: (text) => FROM_2475.get(text.trim()),
  },
  iban: {
    encode: (value) => (IBAN.test(asText(value)) ? asText(value) : undefined),
    decode: trimmed,
    hasAlternative: true,
  },
  'other-account': {
    encode: (value) => (IBAN.test(asText(value)) ? undefined : asText(value)),
    decode: trimmed,
    hasAlternative: true,
  },
  'date-time-204': {
    encode: (value) => asText(value).replace(/[-T:]/g, ''),
    decode: decodeTime204,
    isPlain: true,
  },
  'whole-number': {
    encode: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
    decode: (text) => (/^[0-9]{1,15}$/.test(text.trim()) ? Number(text) : undefined),
    isPlain: true,
  },
  indicator: { encode: (value) => String(value), decode: (text) => BOOLEANS.get(text.trim()), isPlain: true },
};
