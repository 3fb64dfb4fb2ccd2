import { term } from '#invoice';
import type { Problem } from '#kernel';
import type { NotCarried, Unread } from '#syntax';

export interface Losses {
  readonly unread: readonly Unread[];
  readonly notCarried: readonly NotCarried[];
}

type Language = 'en' | 'fr';

/** The report of a conversion, as JSON text. */
export function conversionReport(file: string, from: string, to: string, losses: Losses): string {
  const unread = losses.unread.map(({ path, value, position }) => ({ path, value, ...position }));
  const lost = unread.length + losses.notCarried.length > 0;
  return `${JSON.stringify({ file, from, to, lost, unread, notCarried: losses.notCarried }, null, 2)}\n`;
}

/** The report when there was nothing to convert. */
export function failureReport(file: string, problems: readonly Problem[]): string {
  return `${JSON.stringify({ file, problems }, null, 2)}\n`;
}

export function problemLines(problems: readonly Problem[], language: Language): string[] {
  return problems.map(({ code, row, field, value, message, remedy }) => {
    const place = [row === undefined ? undefined : `${language === 'fr' ? 'ligne' : 'line'} ${row}`, field];
    const seen = value === undefined ? '' : ` (${oneLine(value)})`;
    return `${code} ${place.filter(Boolean).join(' ')}: ${message[language]}${seen} ${remedy[language]}`;
  });
}

export function lossLines({ unread, notCarried }: Losses, language: Language): string[] {
  const head = language === 'fr' ? 'non repris' : 'not carried over';
  const line = language === 'fr' ? 'ligne' : 'line';
  return [
    ...unread.map((one) => `${head}: ${one.path} (${line} ${one.position.line}): ${oneLine(one.value)}`),
    ...notCarried.map((one) => {
      const name = term(one.term)?.name ?? '';
      return `${head}: ${one.term} ${name} [${one.field}]: ${oneLine(one.value)}. ${one.message[language]}`;
    }),
  ];
}

/** Values come from outside: no control character of theirs reaches the terminal. */
function oneLine(value: string): string {
  return value.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').slice(0, 80);
}
