import type { XmlElement } from '#xml';
import { nameTest, passes, type NameTest } from './namespaces.js';

/** One path of a context, ready to be asked whether an element ends it. */
export interface Matcher {
  /** The test of the element itself. */
  readonly last: NameTest;
  /** True when the test of the element itself is all there is. */
  readonly isPlain: boolean;
  matches(element: XmlElement): boolean;
}

/** Compiles `cac:Item/cbc:Name` or `/ubl:Invoice/cbc:Note`; `//` in front says what holds anyway. */
export function matcher(source: string): Matcher {
  const rooted = source.startsWith('/') && !source.startsWith('//');
  const tests = source
    .replace(/^\/{1,2}/, '')
    .split('/')
    .map(nameTest);
  const last = tests.at(-1) as NameTest;
  const isPlain = !rooted && tests.length === 1 && last.having === undefined;
  return { last, isPlain, matches: (element) => matches(tests, rooted, element) };
}

function matches(tests: readonly NameTest[], rooted: boolean, element: XmlElement): boolean {
  let at: XmlElement | undefined = element;
  for (let index = tests.length - 1; index >= 0; index -= 1) {
    if (at === undefined || !passes(tests[index] as NameTest, at)) return false;
    at = at.parent;
  }
  return !rooted || at === undefined;
}
