import type { Bilingual, Problem } from '#kernel';
import type { z } from 'zod';
import { EXPECTATIONS, type Expectation } from './expectations.table.js';
import { problem } from './problems.js';

/** Tells where a value of the canonical order came from, in the sender's own words. */
export interface FieldOrigin {
  readonly row?: number;
  readonly field: string;
  readonly value?: unknown;
}

/** What a check adds to its sentence. */
type Facts = Readonly<Record<string, string | number | bigint>>;

export type Locate = (path: readonly PropertyKey[]) => FieldOrigin;

/** `/lines/0/item/name`: RFC 6901 JSON pointer of a path. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The value at a path, or undefined. Own properties only. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/**
 * Every issue that a zod schema of ours found, as problems with the sender's names for the fields.
 * @param area first part of the problem code, e.g. `ORDER`.
 */
export function problemsOfIssues(
  area: string,
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  locate: Locate,
): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(area, issue, root, locate));
}

function problemsOfIssue(area: string, issue: z.core.$ZodIssue, root: unknown, locate: Locate): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => told(area, 'unknown-field', {}, root, locate, [...issue.path, key]));
  }
  const [expects, facts] = expectationOf(issue, valueAt(root, issue.path));
  return [told(area, expects, facts, root, locate, issue.path)];
}

function told(
  area: string,
  expects: Expectation,
  facts: Facts,
  root: unknown,
  locate: Locate,
  path: readonly PropertyKey[],
): Problem {
  const origin = locate(path);
  const entry = EXPECTATIONS[expects];
  const value = origin.value ?? valueAt(root, path);
  return problem(`${area}.${entry.code}`, filled(entry.message, facts), filled(entry.remedy, facts), {
    row: origin.row,
    field: origin.field,
    value: value === '' ? undefined : value,
  });
}

function filled(sentence: Bilingual, facts: Facts): Bilingual {
  const fill = (text: string) => text.replace(/\{(\w{1,20})\}/g, (_, name: string) => String(facts[name] ?? ''));
  return { en: fill(sentence.en), fr: fill(sentence.fr) };
}

function expectationOf(issue: z.core.$ZodIssue, value: unknown): [Expectation, Facts] {
  const missing = value === undefined || value === null || value === '';
  switch (issue.code) {
    case 'custom': {
      const { expects, ...facts } = (issue.params ?? {}) as Facts & { expects?: Expectation };
      return [expects !== undefined && expects in EXPECTATIONS ? expects : 'other', facts];
    }
    case 'invalid_type':
      return missing ? ['present', {}] : ['type', { expected: issue.expected }];
    case 'too_small':
      if (missing || issue.origin === 'array') return ['present', {}];
      return ['at-least', { minimum: issue.minimum }];
    case 'too_big':
      return [issue.origin === 'array' ? 'fewer' : 'shorter', { maximum: issue.maximum }];
    case 'invalid_value':
      return missing ? ['present', {}] : ['one-of', { values: issue.values.map(String).join(', ') }];
    case 'invalid_format':
      return missing ? ['present', {}] : ['format', { format: formatName(issue) }];
    default:
      return ['other', {}];
  }
}

function formatName(issue: z.core.$ZodIssueInvalidStringFormat): string {
  return issue.format === 'regex' ? String((issue as { pattern?: string }).pattern ?? '') : issue.format;
}
