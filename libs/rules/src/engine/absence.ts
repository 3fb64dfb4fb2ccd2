import type { XmlElement } from '#xml';
import { nameTest, passes, type NameTest } from './namespaces.js';
import { path, type Path } from './path.js';
import type { Rule } from './rule.js';
import type { Scope } from './scope.js';

interface Branch {
  readonly test: NameTest;
  readonly children: Map<string, Branch[]>;
  /** Rules broken when this node exists. */
  readonly ends: Rule[];
  readonly attributes: Branch[];
}

export interface Presence {
  readonly rule: Rule;
  readonly element: XmlElement;
  /** Name of the attribute that should not be there. */
  readonly attribute?: string;
}

/** Many rules of the kind "X should not appear here" as one tree of names, so that one walk answers them all. */
export class AbsenceTree {
  private readonly root: Branch = branch({ uri: undefined, name: '', suffix: true, having: undefined });
  /** `//cac:Country/cbc:IdentificationCode/@listID`: looked for in the whole document. */
  private readonly anywhere: { readonly rule: Rule; readonly name: string; readonly below: Path }[] = [];
  /** `//@format`. */
  private readonly attributes: { readonly rule: Rule; readonly name: string }[] = [];

  add(rule: Rule, paths: readonly string[]): void {
    for (const source of paths) {
      if (source.startsWith('//@')) {
        this.attributes.push({ rule, name: source.slice(3) });
        continue;
      }
      if (source.startsWith('//')) {
        const [name = '', ...below] = source.slice(2).split('/');
        this.anywhere.push({ rule, name, below: path(below.length > 0 ? below.join('/') : '.') });
        continue;
      }
      const alternatives = source.split('/').map((step) => step.split('|'));
      this.plant(this.root, alternatives, 0, rule);
    }
  }

  /** The first node found for each broken rule. */
  broken(context: XmlElement, scope: Scope): Presence[] {
    const found: Presence[] = [];
    const report = (presence: Presence): void => {
      if (!found.some(({ rule }) => rule === presence.rule)) found.push(presence);
    };
    visit(this.root, context, report);
    for (const { rule, name, below } of this.anywhere) {
      for (const top of scope.everywhere(name)) {
        const element = below.first(top);
        if (element === undefined) continue;
        report({ rule, element, attribute: below.attributeName });
        break;
      }
    }
    for (const { rule, name } of this.attributes) {
      const element = scope.withAttribute(name);
      if (element !== undefined) report({ rule, element, attribute: name });
    }
    return found;
  }

  private plant(at: Branch, steps: readonly (readonly string[])[], index: number, rule: Rule): void {
    const step = steps[index];
    if (step === undefined) {
      at.ends.push(rule);
      return;
    }
    for (const name of step) this.plant(next(at, name), steps, index + 1, rule);
  }
}

function next(at: Branch, name: string): Branch {
  if (name.startsWith('@')) return among(at.attributes, nameTest(name.slice(1)));
  const test = nameTest(name);
  const key = test.suffix ? '*' : test.name;
  const named = at.children.get(key) ?? [];
  at.children.set(key, named);
  return among(named, test);
}

function among(branches: Branch[], test: NameTest): Branch {
  let same = branches.find(({ test: t }) => t.uri === test.uri && t.name === test.name && t.suffix === test.suffix);
  if (same === undefined) {
    same = branch(test);
    branches.push(same);
  }
  return same;
}

function branch(test: NameTest): Branch {
  return { test, children: new Map(), ends: [], attributes: [] };
}

function visit(at: Branch, element: XmlElement, report: (presence: Presence) => void): void {
  for (const rule of at.ends) report({ rule, element });
  if (at.attributes.length > 0 && element.attributes.length > 0) visitAttributes(at.attributes, element, report);
  if (at.children.size === 0) return;
  const whatever = at.children.get('*');
  for (const child of element.children) {
    const named = at.children.get(child.name);
    if (named !== undefined) visitAny(named, child, report);
    if (whatever !== undefined) visitAny(whatever, child, report);
  }
}

function visitAttributes(wanted: readonly Branch[], element: XmlElement, report: (presence: Presence) => void): void {
  for (const { test, ends } of wanted) {
    const carried = element.attributes.find((attribute) => passes(test, attribute));
    if (carried) for (const rule of ends) report({ rule, element, attribute: carried.name });
  }
}

function visitAny(branches: readonly Branch[], child: XmlElement, report: (presence: Presence) => void): void {
  for (const candidate of branches) if (passes(candidate.test, child)) visit(candidate, child, report);
}
