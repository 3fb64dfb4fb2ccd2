import { Decimal, type Bilingual, type Problem } from '#kernel';
import { pointer, problem, type Locate } from '#order';
import type { Explanation } from './explanation.js';

/** Collects, while an invoice is drafted, all problems and all explanations; nothing stops at the first one. */
export class DraftNotebook {
  readonly problems: Problem[] = [];
  readonly explanations: Explanation[] = [];

  /** @param locate names fields of the order as the ERP knows them; left out: JSON pointers. */
  constructor(private readonly locate: Locate = (path) => ({ field: pointer(path) })) {}

  /** A fault in the order. */
  fault(code: string, path: readonly PropertyKey[], value: unknown, message: Bilingual, remedy: Bilingual): void {
    const origin = this.locate(path);
    const shown = value instanceof Decimal ? value.toString() : value;
    this.problems.push(
      problem(`BILLING.${code}`, message, remedy, {
        row: origin.row,
        field: origin.field,
        value: origin.value ?? shown,
      }),
    );
  }

  /** A fault in a profile or policy: the field names the file's subject, e.g. `customer C-1: /vatId`. */
  profileFault(code: string, field: string, message: Bilingual, remedy: Bilingual): void {
    this.problems.push(problem(`BILLING.${code}`, message, remedy, { field }));
  }

  explain(code: string, terms: readonly string[], en: string, fr: string): void {
    this.explanations.push({ code: `BILLING.${code}`, severity: 'info', terms, message: { en, fr } });
  }

  warn(code: string, terms: readonly string[], en: string, fr: string): void {
    this.explanations.push({ code: `BILLING.${code}`, severity: 'warning', terms, message: { en, fr } });
  }
}
