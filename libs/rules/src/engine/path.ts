import type { XmlElement } from '#xml';
import { nameTest, passes, type NameTest } from './namespaces.js';

/**
 * A path from one element to nodes below it, compiled once: `cac:Item/cbc:Name`, `cbc:ID/@schemeID`, `../cbc:Amount`,
 * `cac:InvoiceLine|cac:CreditNoteLine/cac:Item` (the bar separates names of one step), `/ubl:Invoice/cbc:ID` (from the
 * document), `ram:ID[@schemeID=VA,FC]` (the attribute has one of the values), `.` (the element itself).
 */
export interface Path {
  readonly source: string;
  /** Local name of the attribute at the end, if the path ends in one. */
  readonly attributeName: string | undefined;
  /** The elements reached, in document order; with an attribute at the end, the elements that carry it. */
  elements(from: XmlElement): XmlElement[];
  /** The string values reached: of elements, or of the attribute at the end of the path. */
  texts(from: XmlElement): string[];
  /** The one string value of a path of one step: null when there is none; undefined when there are several, or more steps. */
  soleText(from: XmlElement): string | null | undefined;
  first(from: XmlElement): XmlElement | undefined;
  exists(from: XmlElement): boolean;
}

type Step = 'parent' | 'root' | readonly NameTest[];

const KNOWN = new Map<string, Path>();

/** The compiled path; equal texts give the same object. */
export function path(source: string): Path {
  let known = KNOWN.get(source);
  if (known === undefined) {
    known = new CompiledPath(source);
    KNOWN.set(source, known);
  }
  return known;
}

class CompiledPath implements Path {
  private readonly steps: readonly Step[];
  private readonly attribute: NameTest | undefined;
  /** The one name of a path of one plain step, the most frequent by far. */
  private readonly only: NameTest | undefined;

  constructor(readonly source: string) {
    const parts = source === '.' ? [] : source.split('/');
    const last = parts.at(-1);
    this.attribute = last?.startsWith('@') ? nameTest(last.slice(1)) : undefined;
    this.steps = (this.attribute ? parts.slice(0, -1) : parts).map(stepOf);
    const [step] = this.steps;
    const isPlain = this.steps.length === 1 && this.attribute === undefined && typeof step === 'object';
    this.only = isPlain && step.length === 1 ? step[0] : undefined;
  }

  get attributeName(): string | undefined {
    return this.attribute?.name;
  }

  elements(from: XmlElement): XmlElement[] {
    const found: XmlElement[] = [];
    if (this.only === undefined) this.walk(from, 0, found);
    else for (const child of candidates(from, this.only)) if (passes(this.only, child)) found.push(child);
    return found;
  }

  first(from: XmlElement): XmlElement | undefined {
    if (this.only === undefined) return this.find(from, 0);
    for (const child of candidates(from, this.only)) if (passes(this.only, child)) return child;
    return undefined;
  }

  exists(from: XmlElement): boolean {
    return this.first(from) !== undefined;
  }

  soleText(from: XmlElement): string | null | undefined {
    if (this.only === undefined) return undefined;
    let sole: XmlElement | undefined;
    for (const child of candidates(from, this.only)) {
      if (!passes(this.only, child)) continue;
      if (sole !== undefined) return undefined;
      sole = child;
    }
    return sole === undefined ? null : stringOf(sole);
  }

  texts(from: XmlElement): string[] {
    const values: string[] = [];
    if (this.only !== undefined) {
      for (const child of candidates(from, this.only)) if (passes(this.only, child)) values.push(stringOf(child));
      return values;
    }
    const found = this.elements(from);
    const wanted = this.attribute;
    for (const element of found) {
      if (wanted === undefined) values.push(stringOf(element));
      else for (const each of element.attributes) if (passes(wanted, each)) values.push(each.value);
    }
    return values;
  }

  /** Depth first, so document order. */
  private walk(at: XmlElement, index: number, found: XmlElement[]): void {
    const step = this.steps[index];
    if (step === undefined) {
      if (this.arrives(at)) found.push(at);
    } else if (step === 'parent') {
      if (at.parent !== undefined) this.walk(at.parent, index + 1, found);
    } else if (step === 'root') {
      const root = this.rootStep(at, index + 1);
      if (root !== undefined) this.walk(root, index + 2, found);
    } else {
      for (const child of candidatesOf(at, step)) if (anyPasses(step, child)) this.walk(child, index + 1, found);
    }
  }

  /** The first node that `walk` would find. */
  private find(at: XmlElement, index: number): XmlElement | undefined {
    const step = this.steps[index];
    if (step === undefined) return this.arrives(at) ? at : undefined;
    if (step === 'parent') return at.parent === undefined ? undefined : this.find(at.parent, index + 1);
    if (step === 'root') {
      const root = this.rootStep(at, index + 1);
      return root === undefined ? undefined : this.find(root, index + 2);
    }
    for (const child of candidatesOf(at, step)) {
      const found = anyPasses(step, child) ? this.find(child, index + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private rootStep(at: XmlElement, index: number): XmlElement | undefined {
    const root = rootOf(at);
    const step = this.steps[index];
    return typeof step === 'object' && anyPasses(step, root) ? root : undefined;
  }

  private arrives(at: XmlElement): boolean {
    const wanted = this.attribute;
    return wanted === undefined || at.attributes.some((each) => passes(wanted, each));
  }
}

function stepOf(text: string, index: number): Step {
  if (text === '..') return 'parent';
  if (text === '' && index === 0) return 'root';
  return text.split('|').map(nameTest);
}

/** From so many children on, asking the index by name costs less than looking at each. */
const WORTH_INDEX = 6;

/** The children that may pass: all of them, or where there are many, those of the name. */
function candidates(from: XmlElement, test: NameTest): readonly XmlElement[] {
  const { children } = from;
  if (children.length < WORTH_INDEX || test.suffix || from.childrenNamed === undefined) return children;
  return from.childrenNamed(test.name);
}

function candidatesOf(from: XmlElement, step: readonly NameTest[]): readonly XmlElement[] {
  const [only] = step;
  return step.length === 1 && only !== undefined ? candidates(from, only) : from.children;
}

function anyPasses(tests: readonly NameTest[], element: XmlElement): boolean {
  for (const test of tests) if (passes(test, element)) return true;
  return false;
}

export function rootOf(element: XmlElement): XmlElement {
  let at = element;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

/** The string value of XPath: own text, and that of everything below. */
export function stringOf(element: XmlElement): string {
  if (element.children.length === 0) return element.text;
  return element.text + element.children.map(stringOf).join('');
}
