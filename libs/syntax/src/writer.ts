import { tagOf } from './byte-sink.js';
import { attributeText, condition, GREATER, leaf } from './content-writer.js';
import { areAbsent, fieldsOf, pick, type Watched } from './emptiness.js';
import { getter, type ModelObject } from './field.js';
import type { Content, ElementNode, LeftOut, Plan } from './plan.js';
import { Shapes, WORTH_A_SHAPE, type IsAbsent } from './shapes.js';
import type { Place, Write, Writing } from './writing.js';

/** The plan as one function; closures are made once and reused for every document. */
export function compileWriter(plan: Plan): (to: Writing) => void {
  const compiler = new WriterCompiler(plan.leftOut);
  const children = plan.root.children.map((child) => compiler.child(child));
  const watch = compiler.watcher(plan.root);
  return (to) => {
    watch?.(to, to.invoice);
    writeAll(children, to, to.invoice);
  };
}

/** An element below another with what it is written from, so that it is not even called while that is absent. */
interface Child {
  readonly write: Write;
  /** The one field, as far as two steps. */
  readonly key: string | undefined;
  readonly under: string | undefined;
  /** Where there are several. */
  readonly fields: readonly Watched[];
}

function writeAll(children: readonly Child[], to: Writing, item: ModelObject | undefined): void {
  for (const { write, key, under, fields } of children) {
    if (key !== undefined) {
      if (item === undefined || pick(item, key, under) === undefined) continue;
    } else if (fields.length > 0 && areAbsent(fields, item)) continue;
    write(to, item);
  }
}

class WriterCompiler {
  constructor(private readonly leftOut: ReadonlyMap<ElementNode, readonly LeftOut[]>) {}

  /** @param isAbsent what the items have not, where that is known: nothing is asked of them again */
  child(node: ElementNode, isAbsent?: IsAbsent): Child {
    const write = node.group === undefined ? this.single(node, isAbsent) : this.groupElement(node);
    const fields = fieldsOf(node);
    const [only] = fields;
    if (fields.length !== 1 || only === undefined) return { write, key: undefined, under: undefined, fields };
    return { write, ...only, fields: [] };
  }

  private single(node: ElementNode, isAbsent?: IsAbsent): Write {
    return node.children.length > 0 || node.content === undefined ? this.composite(node, isAbsent) : leaf(node);
  }

  private children(node: ElementNode, isAbsent: IsAbsent | undefined): Child[] {
    if (isAbsent === undefined) return node.children.map((child) => this.child(child));
    const needed = node.children.filter((child) => {
      const fields = fieldsOf(child);
      return fields.length === 0 || !fields.every(({ key, under }) => isAbsent(key, under));
    });
    return needed.map((child) => ({ ...this.child(child, isAbsent), key: undefined, fields: [] }));
  }

  private composite(node: ElementNode, isAbsent?: IsAbsent): Write {
    const { tag } = node.step;
    const open = tagOf(`\n<${tag}>`);
    const close = tagOf(`\n</${tag}>`);
    const empty = tagOf(node.isAlways ? `\n<${tag}/>` : '');
    const children = this.children(node, isAbsent);
    const reopen = reopener(tag, [...node.attributes]);
    // Constants alone are written as they are: whether they have a value beside them, the element around them decides.
    const isConstant = !hasValues(node);
    return (to, item) => {
      const { sink, count } = to;
      const start = sink.at;
      sink.tag(open);
      const inside = sink.at;
      writeAll(children, to, item);
      if (sink.at === inside || (to.count === count && !isConstant)) {
        sink.at = start;
        sink.tag(empty);
        return;
      }
      reopen?.(to, item, start, inside);
      sink.tag(close);
    };
  }

  private groupElement(node: ElementNode): Write {
    const { row, list } = node.group as NonNullable<ElementNode['group']>;
    const write = this.single(node);
    const shapes = new Shapes(node, (isAbsent) => this.single(node, isAbsent));
    const watch = this.watcher(node);
    const isWanted = condition(row);
    const once = row.or === undefined ? undefined : getter(row.or);
    const headerValues = headerContents(node);
    const many = (to: Writing, items: readonly ModelObject[]): void => {
      const place: Place = { outer: to.place, list: list.path, at: 0 };
      let written = 0;
      to.place = place;
      for (let at = 0; at < items.length; at += 1) {
        const item = items[at] as ModelObject;
        if (isWanted !== undefined && !isWanted(item)) continue;
        if (to.isD16B && row.maxD16B !== undefined && written >= row.maxD16B) {
          to.place = place.outer;
          to.drop(row.term, list, item, 'VERSION');
          to.place = place;
          continue;
        }
        to.index = written;
        place.at = at;
        watch?.(to, item);
        const writeItem = items.length < WORTH_A_SHAPE ? write : (shapes.writerFor(item) ?? write);
        writeItem(to, item);
        written += 1;
      }
      to.place = place.outer;
    };
    return (to, scope) => {
      const items = list.get(list.isHeader ? to.invoice : scope) as readonly ModelObject[] | undefined;
      const { index } = to;
      if (items !== undefined && items.length > 0) many(to, items);
      else if (once !== undefined && once(to.invoice) !== undefined) {
        to.index = 0;
        write(to, undefined);
      } else if (headerValues.length > 0) dropHeaderValues(to, headerValues);
      to.index = index;
    };
  }

  /** Reports what the profile leaves out in this scope. */
  watcher(node: ElementNode): ((to: Writing, item: ModelObject) => void) | undefined {
    const entries = (this.leftOut.get(node) ?? []).map((entry) => ({ ...entry, isWanted: condition(entry.row) }));
    if (entries.length === 0) return undefined;
    return (to, item) => {
      for (const { row, field, isWanted } of entries) {
        const value = field.get(field.isHeader ? to.invoice : item);
        if (value === undefined || value === '' || isWanted?.(item) === false) continue;
        if (row.kind === 'value') to.drop(row.term, field, value, 'PROFILE');
        else if ((value as unknown[]).length > 0) to.drop(row.term, field, (value as unknown[]).length, 'PROFILE');
      }
    };
  }
}

function hasValues(node: ElementNode): boolean {
  const own =
    node.group !== undefined || [node.content, ...node.attributes.values()].some((it) => it?.kind === 'value');
  return own || node.children.some(hasValues);
}

/** Values of the invoice that only a repeated element can carry (BT-7 in the VAT breakdown of CII). */
function headerContents(node: ElementNode): readonly Extract<Content, { kind: 'value' }>[] {
  const own = [node.content, ...node.attributes.values()].flatMap((content) =>
    content?.kind === 'value' && content.field.isHeader ? [content] : [],
  );
  return [...own, ...node.children.flatMap(headerContents)];
}

function dropHeaderValues(to: Writing, contents: readonly Extract<Content, { kind: 'value' }>[]): void {
  for (const { row, field } of contents) {
    const value = field.get(to.invoice);
    if (value !== undefined && value !== '') to.drop(row.term, field, value, 'NEEDS');
  }
}

/** Puts the attributes of an element into its start tag, once its content is known not to be empty. */
function reopener(
  tag: string,
  contents: readonly (readonly [string, Content])[],
): ((to: Writing, item: ModelObject | undefined, start: number, inside: number) => void) | undefined {
  if (contents.length === 0) return undefined;
  const attributes = contents.map(([name, content]) => attributeText(name, content));
  const open = tagOf(`\n<${tag}`);
  return (to, item, start, inside) => {
    const body = to.sink.takeBack(inside);
    to.sink.at = start;
    to.sink.tag(open);
    for (const attribute of attributes) attribute(to, item);
    to.sink.tag(GREATER);
    to.sink.bytes(body);
  };
}
