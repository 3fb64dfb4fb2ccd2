import type { CsvMapping, DateFormat } from './csv-mapping.js';
import type { FieldKind } from './fields.js';
import { UnreadValue } from './raw-order.js';

/** A cell in the form that the canonical order reads, or an `UnreadValue`. Empty cells stay empty text. */
export function cellValue(cell: string, kind: FieldKind, mapping: CsvMapping): unknown {
  const text = cell.trim();
  if (text === '') return '';
  switch (kind) {
    case 'decimal':
    case 'integer':
      return decimalText(text, mapping) ?? new UnreadValue(text);
    case 'date':
      return dateText(text, mapping.dateFormat) ?? new UnreadValue(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : new UnreadValue(text);
    case 'text':
      return text;
  }
}

/**
 * The decimal with a point and without grouping, or undefined. Groups must have three digits, so that `1.50` in a file with
 * grouping points is refused instead of becoming 150. A minus may stand behind the number, as some ERPs write it.
 */
export function decimalText(text: string, marks: Pick<CsvMapping, 'decimalMark' | 'groupingMark'>): string | undefined {
  const match = /^([+-]?)([^+-]{1,60}?)(-?)$/.exec(text);
  if (!match || (match[1] !== '' && match[3] !== '')) return undefined;
  const sign = match[1] === '-' || match[3] === '-' ? '-' : '';
  const parts = (match[2] as string).split(marks.decimalMark);
  const whole = ungrouped(parts[0] as string, marks.groupingMark);
  const fraction = parts[1] ?? '';
  if (whole === undefined || parts.length > 2 || !/^\d*$/.test(fraction) || whole + fraction === '') return undefined;
  return `${sign}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function ungrouped(whole: string, mark: string): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  if (mark === '') return undefined;
  const groups = (mark === ' ' ? whole.replace(/[\u00A0\u202F]/g, ' ') : whole).split(mark);
  const isGrouped = /^\d{1,3}$/.test(groups[0] as string) && groups.slice(1).every((group) => /^\d{3}$/.test(group));
  return isGrouped ? groups.join('') : undefined;
}

const DATE_PATTERNS: Record<DateFormat, RegExp> = {
  'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
  'YYYY/MM/DD': /^(?<y>\d{4})\/(?<m>\d{2})\/(?<d>\d{2})$/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  'DD/MM/YYYY': /^(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{4})$/,
  'DD.MM.YYYY': /^(?<d>\d{2})\.(?<m>\d{2})\.(?<y>\d{4})$/,
  'DD-MM-YYYY': /^(?<d>\d{2})-(?<m>\d{2})-(?<y>\d{4})$/,
  'MM/DD/YYYY': /^(?<m>\d{2})\/(?<d>\d{2})\/(?<y>\d{4})$/,
};

function dateText(text: string, format: DateFormat): string | undefined {
  const parts = DATE_PATTERNS[format].exec(text)?.groups;
  return parts && `${parts['y']}-${parts['m']}-${parts['d']}`;
}
