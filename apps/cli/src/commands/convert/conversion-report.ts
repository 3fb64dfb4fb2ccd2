import { term } from '#invoice';
import type { Problem } from '#kernel';
import type { NotCarried, ReadFault, Unread } from '#syntax';

export interface Losses {
  readonly unread: readonly Unread[];
  readonly notCarried: readonly NotCarried[];
  /** Values that are none of their type (lost) and required terms that the document lacks (nothing to lose). */
  readonly faults: readonly ReadFault[];
}

/** Whether something that the document says is not in what was written. */
export function isLost({ unread, notCarried, faults }: Losses): boolean {
  return unread.length + notCarried.length > 0 || faults.some(({ code }) => code === 'SYNTAX.VALUE');
}

type Language = 'en' | 'fr';

/** The report of a conversion, as JSON text. */
export function conversionReport(file: string, from: string, to: string, losses: Losses): string {
  const unread = losses.unread.map(({ path, value, position }) => ({ path, value, ...position }));
  const { notCarried, faults } = losses;
  const of = (code: ReadFault['code']): readonly ReadFault[] => faults.filter((fault) => fault.code === code);
  const report = { file, from, to, lost: isLost(losses), unread, notCarried };
  const more = { unreadable: of('SYNTAX.VALUE'), missing: of('SYNTAX.MISSING') };
  return `${JSON.stringify({ ...report, ...more }, null, 2)}\n`;
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

export function lossLines({ unread, notCarried, faults }: Losses, language: Language): string[] {
  const head = language === 'fr' ? 'non repris' : 'not carried over';
  const line = language === 'fr' ? 'ligne' : 'line';
  return [
    ...problemLines(faults, language),
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
