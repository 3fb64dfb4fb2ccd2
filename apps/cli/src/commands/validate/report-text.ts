import type { Language, Outcome, ReportedFinding } from './entry.js';
import type { Counts, Report } from './report.js';

type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold';
const CODES: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32, dim: 2, bold: 1 };

const WORDS = {
  en: {
    fatal: 'fatal',
    warning: 'warning',
    info: 'note',
    line: 'line',
    valid: 'valid',
    invalid: 'invalid',
    unread: 'unreadable',
    of: (documents: number) => `${documents} ${documents === 1 ? 'document' : 'documents'}`,
  },
  fr: {
    fatal: 'bloquant',
    warning: 'alerte',
    info: 'note',
    line: 'ligne',
    valid: 'valide(s)',
    invalid: 'invalide(s)',
    unread: 'illisible(s)',
    of: (documents: number) => `${documents} ${documents === 1 ? 'document' : 'documents'}`,
  },
} as const;

/** For people: one block a document, findings with place, value and remedy, a line of counts at the end. */
export function textReport(language: Language, colours: boolean): Report {
  const paint = (text: string, ...wanted: Colour[]): string =>
    colours ? `${wanted.map((each) => `\u001b[${CODES[each]}m`).join('')}${text}\u001b[0m` : text;
  const words = WORDS[language];
  const head = ({ entry, readable }: Outcome): string => {
    const mark = entry.valid ? paint('✓', 'green') : paint('✗', 'red');
    const packs = entry.packs.map(({ id, version }) => `${id} ${version}`).join(', ');
    const about = [entry.syntax, entry.profile, packs].filter((part) => part !== '').join(' · ');
    return `${mark} ${paint(printable(entry.file), 'bold')}${readable && about !== '' ? paint(`  ${printable(about)}`, 'dim') : ''}`;
  };
  const finding = (each: ReportedFinding): string => {
    const colour = each.severity === 'fatal' ? 'red' : each.severity === 'warning' ? 'yellow' : 'dim';
    const place = each.line > 0 ? `${words.line} ${each.line}  ${printable(each.location)}` : printable(each.location);
    const value = each.value === '' ? '' : ` = "${printable(each.value)}"`;
    return [
      `    ${paint(words[each.severity], colour)} ${paint(each.rule, 'bold')}  ${paint(`${place}${value}`, 'dim')}`,
      `        ${each.message}`,
      `        ${paint('→', 'dim')} ${each.remedy}`,
    ].join('\n');
  };
  return {
    begin: () => '',
    entry: (outcome) => `${[head(outcome), ...outcome.entry.findings.map(finding)].join('\n')}\n`,
    end: (counts) => `${summary(counts, words, paint)}\n`,
  };
}

function summary(
  { valid, invalid, unread, milliseconds }: Counts,
  words: (typeof WORDS)[Language],
  paint: (text: string, ...wanted: Colour[]) => string,
): string {
  const parts = [
    paint(`${valid} ${words.valid}`, 'green'),
    ...(invalid > 0 ? [paint(`${invalid} ${words.invalid}`, 'red')] : []),
    ...(unread > 0 ? [paint(`${unread} ${words.unread}`, 'red')] : []),
  ];
  return `\n${words.of(valid + invalid + unread)}: ${parts.join(', ')} ${paint(`(${milliseconds} ms)`, 'dim')}`;
}

/** Values come from documents: control characters could move the cursor or hide text. */
function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?');
}
