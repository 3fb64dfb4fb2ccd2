import { FacteurError } from './errors.js';

/** A calendar date without time or zone, `YYYY-MM-DD`. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

/** The date if the text is a real calendar date in `YYYY-MM-DD`, otherwise undefined (2026-02-30 is none). */
export function parseLocalDate(text: string): LocalDate | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return text as LocalDate;
}

/** @throws FacteurError `DATE.INVALID` (category input). */
export function localDate(text: string): LocalDate {
  const date = parseLocalDate(text);
  if (date === undefined)
    throw new FacteurError('DATE.INVALID', 'input', 'Not a calendar date YYYY-MM-DD', { value: text.slice(0, 40) });
  return date;
}

/** The calendar date of an instant in a time zone (IANA name). Legal dates of French invoices are Paris dates. */
export function localDateOf(instant: Date, timeZone = 'Europe/Paris'): LocalDate {
  let format = FORMATS.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    FORMATS.set(timeZone, format);
  }
  return localDate(format.format(instant));
}
const FORMATS = new Map<string, Intl.DateTimeFormat>();

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(epoch(date) + days * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** Same day n months on, or the month's last day where that day does not exist. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = parts(date);
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = (index % 12) + 1;
  return build(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

export function endOfMonth(date: LocalDate): LocalDate {
  const [year, month] = parts(date);
  return build(year, month, daysInMonth(year, month));
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((epoch(to) - epoch(from)) / DAY_MS);
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function parts(date: LocalDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function build(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as LocalDate;
}

function epoch(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}
