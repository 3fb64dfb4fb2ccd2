import { Decimal, type Bilingual, type Problem } from '#kernel';
import { LosslessNumber } from 'lossless-json';

const MAX_VALUE = 200;

/** Builds a problem; the value is cut at 200 characters and loses its control characters. */
export function problem(
  code: string,
  message: Bilingual,
  remedy: Bilingual,
  at: { row?: number; field?: string; value?: unknown } = {},
): Problem {
  const value = at.value === undefined ? undefined : shown(at.value);
  return {
    code,
    ...(at.row === undefined ? {} : { row: at.row }),
    ...(at.field === undefined ? {} : { field: at.field }),
    ...(value === undefined ? {} : { value }),
    message,
    remedy,
  };
}

function shown(value: unknown): string {
  return plain(value)
    .slice(0, MAX_VALUE)
    .replace(/[\u0000-\u001F\u007F-\u009F]/g, ' ');
}

/** Groups are not shown whole; numbers are, as they were written. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Decimal) return value.toString();
  if (value instanceof LosslessNumber) return value.value;
  if (Array.isArray(value)) return `[${value.length}]`;
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}

/** Keeps the first `max` problems and says how many more there were. */
export function bounded(problems: readonly Problem[], max: number): Problem[] {
  if (problems.length <= max) return [...problems];
  const rest = problems.length - max;
  return [
    ...problems.slice(0, max),
    problem(
      'ORDER.MORE_PROBLEMS',
      { en: `${rest} further problems are not listed.`, fr: `${rest} autres anomalies ne sont pas détaillées.` },
      {
        en: 'Correct the ones above first, then send the file again.',
        fr: "Corrigez d'abord celles qui précèdent, puis renvoyez le fichier.",
      },
    ),
  ];
}
