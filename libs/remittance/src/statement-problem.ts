import type { Bilingual, Problem } from '#kernel';
import { STATEMENT_PROBLEMS, type StatementProblemCode } from './statement-problems.table.js';

/** Where in the file a problem was seen. */
export interface ProblemPlace {
  readonly row?: number;
  readonly field?: string;
  readonly value?: string;
}

/** A problem of a bank file or remittance advice, with its texts from the table. */
export function statementProblem(code: StatementProblemCode, place: ProblemPlace = {}): Problem {
  const [en, fr, remedyEn, remedyFr] = STATEMENT_PROBLEMS[code];
  const message: Bilingual = { en, fr };
  const remedy: Bilingual = { en: remedyEn, fr: remedyFr };
  return {
    code,
    ...(place.row === undefined ? {} : { row: place.row }),
    ...(place.field === undefined ? {} : { field: place.field }),
    ...(place.value === undefined ? {} : { value: place.value.slice(0, 200) }),
    message,
    remedy,
  };
}
