import { Decimal, daysBetween, parseLocalDate, type LocalDate } from '#kernel';
import type { MtField } from './mt-fields.js';

/** A `:61:` statement line taken apart. */
export interface MtLine {
  readonly valueOn?: LocalDate;
  readonly bookedOn?: LocalDate;
  readonly isReversal: boolean;
  readonly amount: Decimal;
  readonly type: string;
  readonly customerRef: string;
  readonly bankRef: string;
  readonly supplement: string;
}

const LINE = /^(\d{6})(\d{4}| {4})?(R?[CD]|E[CD])([A-Z])?(\d{1,20}(?:,\d{0,5})?)([A-Z][A-Z0-9]{3})?(.*)$/;

/** Undefined when the line does not have the form of a `:61:`. Money out (D, RC) is negative. */
export function mtLine(field: MtField): MtLine | undefined {
  const match = LINE.exec(field.lines[0] ?? '');
  if (match === null) return undefined;
  const [, date = '', entryDate = '', mark = '', , figure = '', type = '', rest = ''] = match;
  const amount = mtAmount(figure);
  if (amount === undefined) return undefined;
  const isCredit = mark === 'C' || mark === 'RD' || mark === 'EC';
  const valueOn = mtDate(date);
  const [customerRef = '', bankRef = ''] = rest.split('//', 2);
  return {
    ...(valueOn === undefined ? {} : { valueOn }),
    ...bookedOnOf(entryDate.trim(), date, valueOn),
    isReversal: mark.startsWith('R'),
    amount: isCredit ? amount : amount.negated(),
    type,
    customerRef: customerRef.trim(),
    bankRef: bankRef.trim(),
    supplement: field.lines.slice(1).join(' ').trim(),
  };
}

/** `YYMMDD`; years 80–99 are of the last century. */
export function mtDate(text: string): LocalDate | undefined {
  if (!/^\d{6}$/.test(text)) return undefined;
  const year = Number(text.slice(0, 2));
  return parseLocalDate(`${year >= 80 ? 1900 + year : 2000 + year}-${text.slice(2, 4)}-${text.slice(4, 6)}`);
}

/** The comma is the decimal mark and may end the figure. */
export function mtAmount(figure: string): Decimal | undefined {
  return Decimal.parse(figure.replace(',', '.'));
}

/** The entry date has no year: the one that lies nearest to the value date is meant (0102 with value 251231 is 2026). */
function bookedOnOf(entryDate: string, date: string, valueOn: LocalDate | undefined): { bookedOn?: LocalDate } {
  if (entryDate === '') return valueOn === undefined ? {} : { bookedOn: valueOn };
  const year = 2000 + Number(date.slice(0, 2));
  const candidates = [year - 1, year, year + 1]
    .map((one) => parseLocalDate(`${one}-${entryDate.slice(0, 2)}-${entryDate.slice(2, 4)}`))
    .filter((one) => one !== undefined);
  const anchor = valueOn ?? candidates.find((one) => one.startsWith(String(year)));
  if (anchor === undefined) return valueOn === undefined ? {} : { bookedOn: valueOn };
  const nearest = candidates.sort((a, b) => Math.abs(daysBetween(anchor, a)) - Math.abs(daysBetween(anchor, b)))[0];
  return nearest === undefined ? { bookedOn: anchor } : { bookedOn: nearest };
}
