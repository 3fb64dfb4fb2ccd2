import type { XmlDocument, XmlElement } from '#xml';
import { detectSyntax } from '../syntax.js';
import { grammar, type ElementType, type Grammar, type GrammarId } from './grammar.js';
import { collapse, isOfType } from './simple-type.js';
import { structureFault, type StructureFault, type StructureRule } from './structure-fault.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XSI_ATTRIBUTES = new Set(['type', 'nil', 'schemaLocation', 'noNamespaceSchemaLocation']);

export interface StructureOptions {
  /**
   * Version of CII to hold the document to. When not said, a document that either version allows is right, and otherwise
   * the version with fewer faults speaks: the versions share their namespace, so that a document cannot say which it is.
   */
  readonly version?: 'D16B' | 'D22B';
  /** Checking stops after so many faults; 1,000 when not said. */
  readonly maxFaults?: number;
}

/**
 * What the XML Schema of the syntax would refuse: order, cardinality, unknown elements, types, attributes. Empty means that
 * the document is schema-valid. XML signatures inside extensions are read over; `xsi:type` is not followed.
 */
export function checkStructure(document: XmlDocument, options: StructureOptions = {}): StructureFault[] {
  const { root } = document;
  const syntax = detectSyntax(root);
  if (syntax === undefined) return [structureFault('STRUCT-ROOT', root, root.name, root.uri)];
  const maxFaults = options.maxFaults ?? 1_000;
  if (syntax === 'cdar') return check(root, 'cdar-d22b', maxFaults);
  if (syntax !== 'cii') return check(root, 'ubl-2.1', maxFaults);
  if (options.version !== undefined)
    return check(root, options.version === 'D16B' ? 'cii-d16b' : 'cii-d22b', maxFaults);
  const newer = check(root, 'cii-d22b', maxFaults);
  if (newer.length === 0) return newer;
  const older = check(root, 'cii-d16b', maxFaults);
  return older.length < newer.length ? older : newer;
}

function check(root: XmlElement, id: GrammarId, maxFaults: number): StructureFault[] {
  const rules = grammar(id);
  const type = rules.root(root.name, root.uri);
  if (type === undefined) return [structureFault('STRUCT-ROOT', root, root.name, root.uri)];
  const checker = new StructureChecker(rules, maxFaults);
  checker.element(root, rules.type(type));
  return checker.faults;
}

class StructureChecker {
  readonly faults: StructureFault[] = [];

  constructor(
    private readonly grammar: Grammar,
    private readonly maxFaults: number,
  ) {}

  element(element: XmlElement, type: ElementType): void {
    if (type.kind === 'any') {
      this.wildcard(element, type);
      return;
    }
    if (element.attributes.length > 0 || type.required.length > 0) this.attributes(element, type);
    if (type.kind === 'simple') this.simpleContent(element, type);
    else {
      if (element.text.trim() !== '') this.fault('STRUCT-TEXT', element, element.name, element.text.trim());
      if (type.kind === 'choice') this.choice(element, type);
      else this.sequence(element, type);
    }
  }

  private sequence(element: XmlElement, type: ElementType): void {
    const { particles, indexOf } = type;
    let at = 0;
    let count = 0;
    for (const child of element.children) {
      const index = indexOf.get(child.name);
      const particle = index === undefined ? undefined : particles[index];
      if (index === undefined || particle === undefined || particle.uri !== child.uri) {
        this.fault('STRUCT-UNKNOWN', child, tag(child), textOf(child));
        continue;
      }
      if (index < at) this.fault('STRUCT-ORDER', child, tag(child), textOf(child));
      else {
        if (index > at) {
          this.missing(element, type, at, index, count);
          at = index;
          count = 0;
        }
        count += 1;
        if (count === particle.max + 1) this.fault('STRUCT-REPEATED', child, tag(child), textOf(child));
      }
      this.element(child, this.grammar.type(particle.type));
    }
    this.missing(element, type, at, particles.length, count);
  }

  /** Particles from `at` up to `until` that were to stand; `count` is how often the one at `at` did. */
  private missing(element: XmlElement, { particles }: ElementType, at: number, until: number, count: number): void {
    for (let index = at; index < until; index += 1) {
      const { name, min } = particles[index] as ElementType['particles'][number];
      if (min > (index === at ? count : 0)) this.fault('STRUCT-MISSING', element, name, '');
    }
  }

  private choice(element: XmlElement, type: ElementType): void {
    element.children.forEach((child, position) => {
      const index = type.indexOf.get(child.name);
      const particle = index === undefined ? undefined : type.particles[index];
      if (particle === undefined || particle.uri !== child.uri)
        this.fault('STRUCT-UNKNOWN', child, tag(child), textOf(child));
      else if (position > 0) this.fault('STRUCT-REPEATED', child, tag(child), textOf(child));
      else this.element(child, this.grammar.type(particle.type));
    });
    if (element.children.length > 0) return;
    this.fault('STRUCT-MISSING', element, type.particles.map((particle) => particle.name).join(' | '), '');
  }

  private simpleContent(element: XmlElement, { simple }: ElementType): void {
    for (const child of element.children) this.fault('STRUCT-UNKNOWN', child, tag(child), textOf(child));
    if (simple === undefined || element.children.length > 0) return;
    if (!isOfType(simple, element.text)) this.fault('STRUCT-TYPE', element, `xs:${simple.b}`, element.text.trim());
  }

  private attributes(element: XmlElement, type: ElementType): void {
    for (const { name, uri, value } of element.attributes) {
      if (uri === XSI && XSI_ATTRIBUTES.has(name) && name !== 'nil') continue;
      const use = uri === '' ? type.attributes.get(name) : undefined;
      if (use === undefined) this.fault('STRUCT-ATTRIBUTE', element, name, value);
      else if (!isOfType(use.type, value) || (use.fixed !== undefined && collapse(value) !== use.fixed)) {
        this.fault('STRUCT-ATTRIBUTE-TYPE', element, name, value);
      }
    }
    for (const { name } of type.required) {
      if (!element.attributes.some((attribute) => attribute.name === name && attribute.uri === '')) {
        this.fault('STRUCT-ATTRIBUTE-MISSING', element, name, '');
      }
    }
  }

  /** processContents="lax": what is declared is checked, the rest passes. */
  private wildcard(element: XmlElement, type: ElementType): void {
    if (type.isOther) {
      if (element.text.trim() !== '') this.fault('STRUCT-TEXT', element, element.name, element.text.trim());
      for (const attribute of element.attributes) {
        if (attribute.uri !== XSI) this.fault('STRUCT-ATTRIBUTE', element, attribute.name, attribute.value);
      }
      const [first, ...others] = element.children;
      if (first === undefined) this.fault('STRUCT-MISSING', element, '*', '');
      else if (first.uri === element.uri || first.uri === '') this.fault('STRUCT-UNKNOWN', first, tag(first), '');
      for (const other of others) this.fault('STRUCT-REPEATED', other, tag(other), textOf(other));
    }
    for (const child of element.children) this.lax(child);
  }

  private lax(element: XmlElement): void {
    const declared = this.grammar.global(element.name, element.uri);
    if (declared !== undefined) this.element(element, this.grammar.type(declared));
    else for (const child of element.children) this.lax(child);
  }

  private fault(rule: StructureRule, element: XmlElement, subject: string, value: string): void {
    if (this.faults.length < this.maxFaults) this.faults.push(structureFault(rule, element, subject, value));
  }
}

function tag(element: XmlElement): string {
  return element.prefix === '' ? element.name : `${element.prefix}:${element.name}`;
}

function textOf(element: XmlElement): string {
  return element.text.trim();
}
