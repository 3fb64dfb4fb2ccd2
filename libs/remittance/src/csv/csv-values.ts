import { Decimal, parseLocalDate, type LocalDate } from '#kernel';

const MAX_FIGURE = 60;

/** Reads a figure with the declared decimal mark; blanks, apostrophes and the other mark are thousands separators. */
export function csvAmount(text: string, decimalMark: '.' | ','): Decimal | undefined {
  if (text.length > MAX_FIGURE) return undefined;
  const bare = text
    .replace(/[\s\u00A0\u202F']/g, '')
    .replace(/^\((.*)\)$/, '-$1')
    .replace(/(.*)-$/, '-$1');
  const plain = decimalMark === ',' ? bare.replace(/\./g, '').replace(',', '.') : bare.replace(/,/g, '');
  return Decimal.parse(plain);
}

/** A date of the declared form, made of YYYY, YY, MM, DD and separators. Undefined when it is none. */
export function csvDate(text: string, format: string): LocalDate | undefined {
  const parts: Record<string, string> = {};
  const trimmed = text.trim();
  let at = 0;
  for (const token of format.match(/YYYY|YY|MM|DD|./g) ?? []) {
    const isField = /^[YMD]/.test(token);
    const piece = trimmed.slice(at, at + token.length);
    if (isField ? !/^\d+$/.test(piece) : piece !== token) return undefined;
    if (isField) parts[token] = piece;
    at += token.length;
  }
  if (at !== trimmed.length && /\d/.test(trimmed.slice(at, at + 1))) return undefined;
  const year = parts['YYYY'] ?? `20${parts['YY'] ?? ''}`;
  return parseLocalDate(`${year}-${parts['MM'] ?? ''}-${parts['DD'] ?? ''}`);
}
