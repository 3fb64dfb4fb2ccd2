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

  constructor(readonly source: string) {
    const parts = source === '.' ? [] : source.split('/');
    const last = parts.at(-1);
    this.attribute = last?.startsWith('@') ? nameTest(last.slice(1)) : undefined;
    this.steps = (this.attribute ? parts.slice(0, -1) : parts).map(stepOf);
  }

  get attributeName(): string | undefined {
    return this.attribute?.name;
  }

  elements(from: XmlElement): XmlElement[] {
    const found: XmlElement[] = [];
    this.walk(from, 0, found, false);
    return found;
  }

  first(from: XmlElement): XmlElement | undefined {
    const found: XmlElement[] = [];
    this.walk(from, 0, found, true);
    return found[0];
  }

  exists(from: XmlElement): boolean {
    return this.first(from) !== undefined;
  }

  texts(from: XmlElement): string[] {
    const found = this.elements(from);
    const wanted = this.attribute;
    if (wanted === undefined) return found.map(stringOf);
    const values: string[] = [];
    for (const element of found) {
      for (const candidate of element.attributes) if (passes(wanted, candidate)) values.push(candidate.value);
    }
    return values;
  }

  /** Depth first, so document order; true when the search may stop. */
  private walk(at: XmlElement, index: number, found: XmlElement[], one: boolean): boolean {
    const step = this.steps[index];
    if (step === undefined) return this.arrive(at, found) && one;
    if (step === 'parent') return at.parent !== undefined && this.walk(at.parent, index + 1, found, one);
    if (step === 'root') return this.fromRoot(rootOf(at), index + 1, found, one);
    for (const child of at.children) {
      if (anyPasses(step, child) && this.walk(child, index + 1, found, one)) return true;
    }
    return false;
  }

  private fromRoot(root: XmlElement, index: number, found: XmlElement[], one: boolean): boolean {
    const step = this.steps[index];
    return typeof step === 'object' && anyPasses(step, root) && this.walk(root, index + 1, found, one);
  }

  private arrive(at: XmlElement, found: XmlElement[]): boolean {
    const wanted = this.attribute;
    if (wanted !== undefined && !at.attributes.some((candidate) => passes(wanted, candidate))) return false;
    found.push(at);
    return true;
  }
}

function stepOf(text: string, index: number): Step {
  if (text === '..') return 'parent';
  if (text === '' && index === 0) return 'root';
  return text.split('|').map(nameTest);
}

function anyPasses(tests: readonly NameTest[], element: XmlElement): boolean {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return passes(only, element);
  return tests.some((test) => passes(test, element));
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
