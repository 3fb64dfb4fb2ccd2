import type { XmlElement } from '#xml';
import { path, stringOf } from '../engine/path.js';
import type { Rule, Test } from '../engine/rule.js';
import { normalized, single, textAt, Unanswerable } from '../engine/values.js';
import type { Severity } from '../finding.js';

/** What a rule says, apart from its test: terms separated by blanks, message and remedy in English and French. */
export type Wording = readonly [terms: string, en: string, fr: string, remedyEn: string, remedyFr: string];

/** A rule without its wording: id, severity, key of its context, test, and where the finding points. */
export type Row = readonly [id: string, severity: Severity, context: string, test: Test, about?: string];

/**
 * Joins tests and wordings into rules.
 * @throws Error when a wording is missing: a defect that must show when the program starts.
 */
export function rulesOf(wordings: Readonly<Record<string, Wording>>, rows: readonly Row[]): Rule[] {
  return rows.map(([id, severity, context, test, about]) => {
    const wording = wordings[id];
    if (wording === undefined) throw new Error(`Rule ${id} has no wording`);
    const [terms, en, fr, remedyEn, remedyFr] = wording;
    return {
      id,
      severity,
      context,
      test,
      terms: terms === '' ? [] : terms.split(' '),
      message: { en, fr },
      remedy: { en: remedyEn, fr: remedyFr },
      ...(about === undefined ? {} : { about: path(about) }),
    };
  });
}

/** The rule holds when the path leads somewhere. */
export function present(source: string): Test {
  const to = path(source);
  return (element) => to.exists(element);
}

/** The rule holds when none of the paths leads anywhere. */
export function missing(...sources: readonly string[]): Test {
  const paths = sources.map((source) => path(source));
  return (element) => !paths.some((to) => to.exists(element));
}

/** The rule holds when some node at the path has more than white space in it. */
export function filled(source: string): Test {
  const to = path(source);
  return (element) => to.texts(element).some((text) => normalized(text) !== '');
}

/** The rule never holds: its context is the fault. */
export const never: Test = () => false;

/** Whether some node at the path has exactly this text, as `=` of XPath compares. */
export function someText(from: XmlElement, source: string, wanted: string): boolean {
  return path(source).texts(from).includes(wanted);
}

export function countOf(from: XmlElement, source: string): number {
  return path(source).elements(from).length;
}

/** Normalised text of the element itself. */
export function ownText(element: XmlElement): string {
  return normalized(stringOf(element));
}

/** The attribute without namespace; empty when missing. */
export function attribute(element: XmlElement, name: string): string {
  return element.attributes.find((candidate) => candidate.name === name && candidate.uri === '')?.value ?? '';
}

export function hasAttribute(element: XmlElement, name: string): boolean {
  return element.attributes.some((candidate) => candidate.name === name && candidate.uri === '');
}

/** Text at the path as written; empty when nothing is there. @throws Unanswerable for several */
export function rawTextAt(from: XmlElement, source: string): string {
  return single(path(source).texts(from));
}

const NUMBER = /^[ \t\r\n]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t\r\n]*$/;

/** number() of XPath: NaN for what is none. */
export function numberOf(text: string): number {
  return NUMBER.test(text) ? Number(text.trim()) : Number.NaN;
}

/** number() of the one node at the path. @throws Unanswerable for several */
export function numberAt(from: XmlElement, source: string): number {
  return numberOf(rawTextAt(from, source));
}

/** Upper-case normalised text of the one node at the path. @throws Unanswerable for several */
export function upperAt(from: XmlElement, source: string): string {
  return textAt(from, source).toUpperCase();
}

/** The set of blank-separated codes. */
export function codes(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((code) => code !== ''));
}

/** Whether the text is a date YYYY-MM-DD of the calendar. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const shown = new Date(Date.UTC(2000, month - 1, day));
  shown.setUTCFullYear(year, month - 1, day);
  return shown.getUTCMonth() === month - 1 && shown.getUTCDate() === day;
}

/** The value, or undefined where the question cannot be answered. */
export function answered<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Unanswerable) return undefined;
    throw thrown;
  }
}
