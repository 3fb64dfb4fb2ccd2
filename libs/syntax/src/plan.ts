import { FieldPath } from './field.js';
import { parsePath, type Predicate, type Step } from './path.js';
import { profile } from './profile.js';
import type { Profile } from './profile.table.js';
import type { ConstantRow, GroupRow, Row, ValueRow } from './row.js';

/** What an element or attribute holds. */
export type Content =
  | { readonly kind: 'value'; readonly row: ValueRow; readonly field: FieldPath }
  | { readonly kind: 'constant'; readonly row: ConstantRow }
  | { readonly kind: 'ignored' };

/** An element of a syntax with everything the rows say of it; rows that share a path share the node. */
export class ElementNode {
  content: Content | undefined;
  readonly attributes = new Map<string, Content>();
  readonly children: ElementNode[] = [];
  isAlways = false;
  group: GroupPlan | undefined;
  /** Children by local name, those with a predicate first; filled when the plan is complete. */
  readonly byName = new Map<string, ElementNode[]>();

  constructor(
    readonly step: Step,
    readonly parent: ElementNode | undefined,
  ) {}
}

/** A repeated element: its list, and how to reach the items. */
export interface GroupPlan {
  readonly row: GroupRow;
  readonly list: FieldPath;
}

/** A row that the chosen profile leaves out; the writer looks whether it had something to say. */
export interface LeftOut {
  readonly row: ValueRow | GroupRow;
  readonly field: FieldPath;
}

export interface Plan {
  readonly root: ElementNode;
  /** Left out by the profile: keyed by the node in whose scope the field lies (the root, or a group). */
  readonly leftOut: ReadonlyMap<ElementNode, readonly LeftOut[]>;
}

/** The element tree of a syntax, for one root element and one profile. */
export function buildPlan(
  rootTag: string,
  rows: readonly Row[],
  only: 'invoice' | 'credit-note',
  upTo?: Profile,
): Plan {
  const root = new ElementNode(parsePath(rootTag).steps[0] as Step, undefined);
  const leftOut = new Map<ElementNode, LeftOut[]>();
  const builder = new PlanBuilder(only, upTo, leftOut);
  builder.addRows(root, rows);
  indexNames(root);
  return { root, leftOut };
}

class PlanBuilder {
  constructor(
    private readonly only: 'invoice' | 'credit-note',
    private readonly upTo: Profile | undefined,
    private readonly leftOut: Map<ElementNode, LeftOut[]>,
  ) {}

  addRows(scope: ElementNode, rows: readonly Row[]): void {
    for (const row of rows) {
      if (row.only !== undefined && row.only !== this.only) continue;
      if (this.upTo !== undefined && profile(row.since ?? 'MINIMUM').rank > this.upTo.rank) this.leaveOut(scope, row);
      else this.addRow(scope, row);
    }
  }

  private leaveOut(scope: ElementNode, row: Row): void {
    if ((row.kind !== 'value' && row.kind !== 'group') || row.echo) return;
    const entry = { row, field: new FieldPath(row.kind === 'value' ? row.field : row.each) };
    const known = this.leftOut.get(scope);
    if (known) known.push(entry);
    else this.leftOut.set(scope, [entry]);
  }

  private addRow(scope: ElementNode, row: Row): void {
    const { steps, attribute } = parsePath(row.at);
    if (row.kind === 'group') {
      const holder = walk(scope, steps.slice(0, -1));
      const node = new ElementNode(steps[steps.length - 1] as Step, holder);
      node.group = { row, list: new FieldPath(row.each) };
      holder.children.push(node);
      this.addRows(node, row.rows);
      return;
    }
    const node = walk(scope, steps);
    if (row.kind === 'always') node.isAlways = true;
    else if (attribute === undefined) node.content = contentOf(row);
    else node.attributes.set(attribute, contentOf(row));
  }
}

function contentOf(row: Exclude<Row, GroupRow | { kind: 'always' }>): Content {
  if (row.kind === 'value') return { kind: 'value', row, field: new FieldPath(row.field) };
  return row.kind === 'constant' ? { kind: 'constant', row } : { kind: 'ignored' };
}

function walk(from: ElementNode, steps: readonly Step[]): ElementNode {
  let node = from;
  for (const step of steps) {
    let next = node.children.find((child) => child.group === undefined && isSame(child.step, step));
    if (next === undefined) {
      next = new ElementNode(step, node);
      node.children.push(next);
    }
    node = next;
  }
  return node;
}

function isSame(a: Step, b: Step): boolean {
  return a.tag === b.tag && a.predicate?.text === b.predicate?.text;
}

function indexNames(node: ElementNode): void {
  const rank = (predicate: Predicate | undefined): number =>
    predicate === undefined ? 2 : predicate.operator === '!=' ? 1 : 0;
  const ordered = [...node.children].sort((a, b) => rank(a.step.predicate) - rank(b.step.predicate));
  for (const child of ordered) {
    const known = node.byName.get(child.step.name);
    if (known) known.push(child);
    else node.byName.set(child.step.name, [child]);
    indexNames(child);
  }
}
