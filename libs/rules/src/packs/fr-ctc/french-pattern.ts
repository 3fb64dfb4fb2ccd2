import { path } from '../../engine/path.js';
import type { Context, Pattern, Rule, Test } from '../../engine/rule.js';
import type { Severity } from '../../finding.js';
import type { Words } from '../en16931/wording.js';

/** One rule of a case: id, test, and where the finding points from the case's element. */
export type Check = readonly [id: string, test: Test, about?: string];

/** Elements that a pattern asks its rules at. In a pattern an element belongs to the first case that matches it. */
export interface Case {
  readonly at: readonly string[];
  readonly where?: Test;
  readonly checks: readonly Check[];
}

/** What rules of a pack say, and how severe they are. */
export interface Speech {
  readonly words: (id: string, terms: readonly string[]) => Words;
  readonly terms: (id: string) => readonly string[];
  readonly severity: (id: string) => Severity;
}

export const at = (...places: readonly string[]): Pick<Case, 'at'> => ({ at: places });

/** A pattern of the French rule sets: each case with its checks. */
export function frenchPattern(id: string, speech: Speech, cases: readonly Case[]): Pattern {
  const contexts: Context[] = cases.map(({ at: match, where }, index) => ({
    key: String(index),
    match,
    ...(where && { where }),
  }));
  const rules = cases.flatMap(({ checks }, index) => checks.map((check) => ruleOf(check, String(index), speech)));
  return { id, contexts, rules };
}

function ruleOf([id, test, about]: Check, context: string, { words, terms, severity }: Speech): Rule {
  const named = terms(id);
  return {
    id,
    terms: named,
    severity: severity(id),
    context,
    test,
    ...(about !== undefined && { about: path(about) }),
    ...words(id, named),
  };
}
