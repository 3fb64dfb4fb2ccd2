import { FacteurError } from '#kernel';

/** BR-FR-01 and BR-FR-02: at most 35 characters out of letters, digits and `+ - _ /`. */
export const MAX_NUMBER_LENGTH = 35;
const NUMBER = /^[A-Za-z0-9+\-_/]{1,35}$/;
const PLACEHOLDER = /\{(year|yy|series|sequence)(?::(\d{1,2}))?\}/g;

export interface NumberParts {
  /** Four digits. */
  readonly fiscalYear: number;
  /** From 1, without gap within series and fiscal year. */
  readonly sequence: number;
  readonly series: string;
}

/**
 * True when the template has one `{sequence}` and makes numbers of allowed characters. `{sequence:6}` pads with zeros;
 * `{year}`, `{yy}` and `{series}` are the others. Without the year a number would come again in the next fiscal year.
 */
export function isNumberTemplate(template: string): boolean {
  if (template.length > 60) return false;
  const names = [...template.matchAll(PLACEHOLDER)].map((match) => match[1]);
  if (names.filter((name) => name === 'sequence').length !== 1) return false;
  if (!names.includes('year') && !names.includes('yy')) return false;
  return NUMBER.test(fill(template, { fiscalYear: 2026, sequence: 1, series: 'S' }));
}

/**
 * The document number of a sequence, e.g. `F{year}-{sequence:6}` → `F2026-000042`.
 * @throws FacteurError `NUMBER.FORMAT` (category precondition) when the result breaks BR-FR-01 or BR-FR-02.
 */
export function applyNumberTemplate(template: string, parts: NumberParts): string {
  const number = fill(template, parts);
  if (!NUMBER.test(number)) {
    throw new FacteurError('NUMBER.FORMAT', 'precondition', 'The number template gives a number that is not allowed', {
      template,
      number,
    });
  }
  return number;
}

function fill(template: string, parts: NumberParts): string {
  const values: Record<string, string> = {
    year: String(parts.fiscalYear).padStart(4, '0'),
    yy: String(parts.fiscalYear % 100).padStart(2, '0'),
    series: parts.series,
    sequence: String(parts.sequence),
  };
  return template.replace(PLACEHOLDER, (_, name: string, width: string | undefined) =>
    (values[name] as string).padStart(Number(width ?? 0), '0'),
  );
}
