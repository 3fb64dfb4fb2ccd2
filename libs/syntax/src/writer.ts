import { Decimal } from '#kernel';
import { isUnwritable } from '#xml';
import { ByteSink, tagOf } from './byte-sink.js';
import { CODECS, type Codec } from './codec.js';
import { getter, type FieldPath, type ModelObject } from './field.js';
import { NOT_CARRIED_TEXTS, type NotCarried, type NotCarriedReason } from './not-carried.js';
import type { Content, ElementNode, LeftOut, Plan } from './plan.js';
import type { RowOptions } from './row.js';

/** One writing: what is written, where it stands, what could not be said. */
export class Writing {
  readonly notCarried: NotCarried[] = [];
  /** Values written so far; an element whose content added none is not written. */
  count = 0;
  /** 0-based repetition of the innermost group. */
  index = 0;
  /** Where the innermost group stands in the model: `lines[3].`. */
  trail = '';

  constructor(
    readonly invoice: ModelObject,
    readonly isD16B: boolean,
    readonly currencies: { readonly currency: string; readonly vatCurrency: string },
  ) {}

  readonly sink = new ByteSink();

  /** Writes ` currencyID="…"`. */
  currencyAttribute(field: 'currency' | 'vatCurrency'): void {
    this.sink.tag(CURRENCY_ID);
    this.sink.text(this.currencies[field]);
    this.sink.tag(QUOTE);
  }

  /** The whole document: what `write` writes between a beginning and an end. */
  document(beginning: string, write: (to: Writing) => void, end: string): Uint8Array {
    this.sink.text(beginning);
    write(this);
    this.sink.text(end);
    return this.sink.finish();
  }

  drop(term: string, field: FieldPath, value: unknown, reason: NotCarriedReason): void {
    const shown =
      typeof value === 'object' && value !== null && !('units' in value) ? JSON.stringify(value) : String(value);
    this.notCarried.push({
      term,
      field: (field.isHeader ? '' : this.trail) + field.path,
      value: shown.slice(0, 200),
      reason,
      message: NOT_CARRIED_TEXTS[reason],
    });
  }
}

type Write = (to: Writing, item: ModelObject | undefined) => void;
type WriteText = (to: Writing, item: ModelObject | undefined) => string | undefined;

const SPECIAL = /[&<>"\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const reference = (character: string): string => REFERENCES[character] ?? '';
const UNWRITABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The plan as one function; closures are made once and reused for every document. */
export function compileWriter(plan: Plan): (to: Writing) => void {
  const compiler = new WriterCompiler(plan.leftOut);
  const children = plan.root.children.map((child) => compiler.element(child));
  const watch = compiler.watcher(plan.root);
  return (to) => {
    watch(to, to.invoice);
    for (const child of children) child(to, to.invoice);
  };
}

class WriterCompiler {
  constructor(private readonly leftOut: ReadonlyMap<ElementNode, readonly LeftOut[]>) {}

  element(node: ElementNode): Write {
    if (node.group !== undefined) return this.groupElement(node);
    return this.single(node);
  }

  private single(node: ElementNode): Write {
    return node.children.length > 0 || node.content === undefined ? this.composite(node) : leaf(node);
  }

  private composite(node: ElementNode): Write {
    const { tag } = node.step;
    const open = tagOf(`\n<${tag}>`);
    const close = tagOf(`\n</${tag}>`);
    const empty = tagOf(node.isAlways ? `\n<${tag}/>` : '');
    const children = node.children.map((child) => this.element(child));
    const reopen = reopener(tag, [...node.attributes]);
    // Constants alone are written as they are: whether they have a value beside them, the element around them decides.
    const isConstant = !hasValues(node);
    return (to, item) => {
      const { sink, count } = to;
      const start = sink.at;
      sink.tag(open);
      const inside = sink.at;
      for (const child of children) child(to, item);
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
    const watch = this.watcher(node);
    const isWanted = condition(row);
    const once = row.or === undefined ? undefined : getter(row.or);
    const headerValues = headerContents(node);
    return (to, scope) => {
      const items = (list.get(list.isHeader ? to.invoice : scope) ?? []) as readonly ModelObject[];
      const outer = { index: to.index, trail: to.trail };
      let written = 0;
      for (let at = 0; at < items.length; at += 1) {
        const item = items[at] as ModelObject;
        if (!isWanted(item)) continue;
        if (to.isD16B && row.maxD16B !== undefined && written >= row.maxD16B) {
          to.drop(row.term, list, item, 'VERSION');
          continue;
        }
        to.index = written;
        to.trail = `${outer.trail}${list.path}[${at}].`;
        watch(to, item);
        write(to, item);
        written += 1;
      }
      to.index = 0;
      to.trail = outer.trail;
      if (items.length === 0 && once?.(to.invoice) !== undefined) write(to, undefined);
      else if (items.length === 0) dropHeaderValues(to, headerValues);
      to.index = outer.index;
    };
  }

  /** Reports what the profile leaves out in this scope. */
  watcher(node: ElementNode): (to: Writing, item: ModelObject) => void {
    const entries = this.leftOut.get(node) ?? [];
    return (to, item) => {
      for (const { row, field } of entries) {
        const value = field.get(field.isHeader ? to.invoice : item);
        if (value === undefined || value === '' || !condition(row)(item)) continue;
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

function condition(row: RowOptions): (item: ModelObject | undefined) => boolean {
  if (row.given !== undefined) {
    const given = getter(row.given);
    return (item) => given(item) !== undefined;
  }
  if (row.unless !== undefined) {
    const unless = getter(row.unless);
    return (item) => unless(item) === undefined;
  }
  return () => true;
}

function leaf(node: ElementNode): Write {
  const { tag } = node.step;
  const close = tagOf(`</${tag}>`);
  const text = contentText(node.content as Content, false);
  const attributes = [...node.attributes].map(([name, content]) => attributeText(name, content));
  const currency = node.content?.kind === 'value' ? CODECS[node.content.row.codec].currency : undefined;
  if (currency === undefined && attributes.length === 0) {
    const openWhole = tagOf(`\n<${tag}>`);
    return (to, item) => {
      const body = text(to, item);
      if (body === undefined) return;
      to.sink.tag(openWhole);
      to.sink.text(body);
      to.sink.tag(close);
    };
  }
  const open = tagOf(`\n<${tag}`);
  return (to, item) => {
    const body = text(to, item);
    if (body === undefined) return;
    to.sink.tag(open);
    if (currency !== undefined) to.currencyAttribute(currency);
    for (const attribute of attributes) attribute(to, item);
    to.sink.tag(GREATER);
    to.sink.text(body);
    to.sink.tag(close);
  };
}

const CURRENCY_ID = tagOf(' currencyID="');
const GREATER = tagOf('>');
const QUOTE = tagOf('"');

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

function attributeText(name: string, content: Content): Write {
  const text = contentText(content, true);
  const open = tagOf(` ${name}="`);
  return (to, item) => {
    const body = text(to, item);
    if (body === undefined) return;
    to.sink.tag(open);
    to.sink.text(body);
    to.sink.tag(QUOTE);
  };
}

function contentText(content: Content, isAttribute: boolean): WriteText {
  if (content.kind === 'ignored') return () => undefined;
  if (content.kind === 'constant') {
    const { value, first } = content.row;
    return (to) => (first && to.index > 0 ? undefined : value);
  }
  const { row, field } = content;
  if (row.echo) return () => undefined;
  const plain = valueText(row.term, field, CODECS[row.codec], isAttribute);
  return guarded(row, field, plain);
}

function valueText(term: string, field: FieldPath, codec: Codec, isAttribute: boolean): WriteText {
  const { get, isHeader } = field;
  return (to, item) => {
    const value = get(isHeader ? to.invoice : item);
    if (value === undefined || value === null || value === '') return undefined;
    let text = codec.encode(value);
    if (text === undefined) {
      if (!codec.hasAlternative) to.drop(term, field, value, 'VALUE');
      text = codec.fallback?.(value);
    }
    if (text === undefined || text === '') return undefined;
    to.count += 1;
    if (codec.isPlain || !SPECIAL.test(text)) return text;
    if (!isUnwritable(text)) return escape(text, isAttribute);
    to.drop(term, field, value, 'CHARACTERS');
    return escape(text.replace(UNWRITABLE, ''), isAttribute);
  };
}

function escape(text: string, isAttribute: boolean): string {
  return text.replace(isAttribute ? /[&<>"\t\n\r]/g : /[&<>\r]/g, reference);
}

/** The conditions of a row around its value. */
function guarded(row: RowOptions & { readonly term: string }, field: FieldPath, plain: WriteText): WriteText {
  const { first, filler, sum, total } = row;
  if (sum !== undefined) return orSum(plain, partsOf(sum));
  if (total !== undefined) return orSum(plain, itemsOf(total));
  if (
    !first &&
    filler === undefined &&
    row.needs === undefined &&
    row.given === undefined &&
    row.unless === undefined
  ) {
    return plain;
  }
  const isWanted = condition(row);
  const needed = row.needs === undefined ? undefined : getter(row.needs);
  return (to, item) => {
    if ((first && to.index > 0) || !isWanted(item)) return undefined;
    if (needed !== undefined && needed(item) === undefined) {
      const value = field.get(field.isHeader ? to.invoice : item);
      if (value !== undefined && value !== '') to.drop(row.term, field, value, 'NEEDS');
      return undefined;
    }
    const text = plain(to, item);
    if (filler === undefined) return text;
    if (text === filler) to.drop(row.term, field, text, 'VALUE');
    return text ?? filler;
  };
}

type Parts = (item: ModelObject | undefined) => readonly unknown[];

function partsOf(fields: readonly string[]): Parts {
  const getters = fields.map(getter);
  return (item) => getters.map((get) => get(item));
}

function itemsOf([list, field]: readonly [string, string]): Parts {
  const [items, part] = [getter(list), getter(field)];
  return (item) => ((items(item) ?? []) as readonly ModelObject[]).map(part);
}

/** The value, or what the standard defines it to be when only its parts are known. */
function orSum(plain: WriteText, parts: Parts): WriteText {
  return (to, item) => {
    const text = plain(to, item);
    if (text !== undefined) return text;
    const amounts = parts(item);
    if (amounts.length === 0 || !amounts.every((part) => part instanceof Decimal)) return undefined;
    return Decimal.sum(amounts).toString();
  };
}
