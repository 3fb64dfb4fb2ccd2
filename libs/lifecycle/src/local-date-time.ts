import { parseLocalDate } from '#kernel';
import type { LocalDateTime } from './message.js';

const PATTERN = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;

/** The date and time if the text is a real one, `YYYY-MM-DDTHH:MM:SS`, otherwise undefined. */
export function parseLocalDateTime(text: string): LocalDateTime | undefined {
  const match = PATTERN.exec(text);
  return match && parseLocalDate(match[1] as string) !== undefined ? (text as LocalDateTime) : undefined;
}

let format: Intl.DateTimeFormat | undefined;

/** Wall-clock time in France of an instant, as lifecycle messages state it. */
export function localDateTimeOf(instant: Date): LocalDateTime {
  format ??= new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(instant).replace(' ', 'T') as LocalDateTime;
}
