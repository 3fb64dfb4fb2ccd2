import type { XmlDocument, XmlElement } from '#xml';
import { nameTest, type NameTest } from './namespaces.js';

/** What a rule may ask of the whole document. One for each judgement. */
export class Scope {
  readonly root: XmlElement;
  private readonly answers = new Map<unknown, unknown>();
  private readonly found = new Map<string, readonly XmlElement[]>();

  constructor(
    readonly document: XmlDocument,
    /** Elements by local name, each list in document order. */
    private readonly index: ReadonlyMap<string, readonly XmlElement[]>,
  ) {
    this.root = document.root;
  }

  /** Every element of this name in the document, in document order: `//cac:TaxCategory`. */
  everywhere(name: string): readonly XmlElement[] {
    let found = this.found.get(name);
    if (found === undefined) {
      found = this.search(name);
      this.found.set(name, found);
    }
    return found;
  }

  private search(name: string): readonly XmlElement[] {
    const { uri, name: local } = knownTest(name);
    const named = this.index.get(local) ?? NONE;
    return named.every((element) => element.uri === uri) ? named : named.filter((element) => element.uri === uri);
  }

  /** The first element that carries an attribute of this name without prefix: `//@format`. */
  withAttribute(name: string): XmlElement | undefined {
    return this.fact(attributeCarriers).get(name);
  }

  /** Every element of the document by local name. */
  byName(): ReadonlyMap<string, readonly XmlElement[]> {
    return this.index;
  }

  /** A fact worked out once a document, however many rules ask. The function itself, or a text, is the key. */
  once<T>(key: unknown, work: (scope: Scope) => T): T {
    let answer = this.answers.get(key) as Answer<T> | undefined;
    if (answer === undefined) {
      answer = attempt(work, this);
      this.answers.set(key, answer);
    }
    if (answer.thrown !== undefined) throw answer.thrown;
    return answer.value;
  }

  /** `once` with the function as its own key. */
  fact<T>(work: (scope: Scope) => T): T {
    return this.once(work, work);
  }
}

function attributeCarriers(scope: Scope): Map<string, XmlElement> {
  const carriers = new Map<string, XmlElement>();
  for (const elements of scope.byName().values()) {
    for (const element of elements) {
      const { attributes } = element;
      if (attributes.length === 0) continue;
      for (const { name, uri } of attributes) {
        if (uri === '' && !carriers.has(name)) carriers.set(name, element);
      }
    }
  }
  return carriers;
}

const TESTS = new Map<string, NameTest>();
function knownTest(name: string): NameTest {
  let test = TESTS.get(name);
  if (test === undefined) {
    test = nameTest(name);
    TESTS.set(name, test);
  }
  return test;
}

const NONE: readonly XmlElement[] = [];
type Answer<T> = { readonly value: T; readonly thrown: undefined } | { readonly thrown: Error };

// A fact that cannot be answered stays so for every rule that asks, without the work being done again.
function attempt<T>(work: (scope: Scope) => T, scope: Scope): Answer<T> {
  try {
    return { value: work(scope), thrown: undefined };
  } catch (thrown) {
    return { thrown: thrown as Error };
  }
}

/** Elements by local name, in document order. Not recursive, so that depth costs no stack. */
export function indexByName(root: XmlElement): Map<string, XmlElement[]> {
  const index = new Map<string, XmlElement[]>();
  const open: XmlElement[] = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    const named = index.get(element.name);
    if (named === undefined) index.set(element.name, [element]);
    else named.push(element);
    for (let at = element.children.length - 1; at >= 0; at -= 1) open.push(element.children[at] as XmlElement);
  }
  return index;
}
