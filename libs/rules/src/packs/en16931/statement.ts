import { path } from '../../engine/path.js';
import type { Absence, Rule, Test } from '../../engine/rule.js';
import { decimalsIn, onlyText, textAt } from '../../engine/values.js';
import type { Severity } from '../../finding.js';
import type { Words } from './wording.js';

/** Where and how one syntax asks a statement. */
export interface Binding {
  readonly context: string;
  readonly test: Test | Absence;
  /** Path from the context to what the finding points at. */
  readonly about?: string;
  /** Only where the artefact of this syntax has another severity. */
  readonly severity?: Severity;
}

/** One rule of the standard, stated once and bound to both syntaxes. */
export interface Statement extends Words {
  readonly id: string;
  readonly terms: readonly string[];
  readonly severity?: Severity;
  readonly ubl?: Binding;
  readonly cii?: Binding;
}

export function statement(
  id: string,
  terms: readonly string[],
  words: Words,
  ubl: Binding | undefined,
  cii: Binding | undefined,
): Statement {
  return { id, terms, ...words, ...(ubl && { ubl }), ...(cii && { cii }) };
}

/** The statements of one syntax as rules. */
export function rulesOf(statements: readonly Statement[], syntax: 'ubl' | 'cii'): Rule[] {
  return statements.flatMap((each) => {
    const binding = each[syntax];
    if (binding === undefined) return [];
    const { context, test, about, severity } = binding;
    const { id, terms, message, remedy } = each;
    return {
      id,
      terms,
      severity: severity ?? each.severity ?? 'fatal',
      context,
      test,
      ...(about !== undefined && { about: path(about) }),
      message,
      remedy,
    };
  });
}

/** Some of the paths has a text that is not blank. A path that reaches several nodes has no answer. */
export function filled(context: string, ...paths: readonly string[]): Binding {
  const compiled = paths.map(path);
  return { context, test: (element) => compiled.some((each) => textAt(element, each) !== ''), about: paths[0] };
}

/** Some of the paths leads to a node. */
export function exists(context: string, ...paths: readonly string[]): Binding {
  const compiled = paths.map(path);
  return { context, test: (element) => compiled.some((each) => each.exists(element)) };
}

/** Every path leads to a node. */
export function existAll(context: string, ...paths: readonly string[]): Binding {
  const compiled = paths.map(path);
  return { context, test: (element) => compiled.every((each) => each.exists(element)) };
}

export function none(context: string, ...paths: readonly string[]): Binding {
  return { context, test: { absent: paths } };
}

/** The paths together reach at most so many nodes. */
export function atMost(context: string, most: number, ...paths: readonly string[]): Binding {
  const compiled = paths.map(path);
  return {
    context,
    test: (element) => compiled.reduce((count, each) => count + each.elements(element).length, 0) <= most,
    about: paths[0],
  };
}

/** At most two characters behind the point. A path that reaches several nodes has no answer. */
export function twoDecimals(context: string, source: string): Binding {
  const compiled = path(source);
  return { context, test: (element) => decimalsIn(onlyText(element, compiled)) <= 2, about: source };
}

/** As `twoDecimals`, where the artefact looks at the first node only. */
export function firstTwoDecimals(context: string, source: string): Binding {
  const compiled = path(source);
  return { context, test: (element) => decimalsIn(compiled.texts(element)[0] ?? '') <= 2, about: source };
}
