import { Decimal } from '#kernel';
import { isUnwritable } from '#xml';
import { tagOf } from './byte-sink.js';
import { CODECS, type Codec } from './codec.js';
import { pick } from './emptiness.js';
import { getter, type FieldPath, type ModelObject } from './field.js';
import type { Content, ElementNode } from './plan.js';
import type { RowOptions } from './row.js';
import type { Write, Writing } from './writing.js';

type WriteText = (to: Writing, item: ModelObject | undefined) => string | undefined;
type Emit = (to: Writing, item: ModelObject | undefined, text: string) => void;

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

/** An element of text: not written when there is none. */
export function leaf(node: ElementNode): Write {
  const content = node.content as Content;
  const write = anyLeaf(node, content);
  const isUsual = content.kind === 'value' && isUnconditional(content.row) && !content.field.isHeader;
  return isUsual && content.field.path !== '' ? usualLeaf(node, content, write) : write;
}

function anyLeaf(node: ElementNode, content: Content): Write {
  const { tag } = node.step;
  const [open, close] = [tagOf(`\n<${tag}`), tagOf(`</${tag}>`)];
  const text = contentText(content);
  const emit = emitter(content, false);
  const attributes = [...node.attributes].map(([name, each]) => attributeText(name, each));
  const currency = content.kind === 'value' ? CODECS[content.row.codec].currency : undefined;
  return (to, item) => {
    const body = text(to, item);
    if (body === undefined) return;
    to.sink.tag(open);
    if (currency !== undefined) writeCurrency(to, currency);
    for (const attribute of attributes) attribute(to, item);
    to.sink.tag(GREATER);
    emit(to, item, body);
    to.sink.tag(close);
  };
}

/** As `anyLeaf`, in one piece for the row without conditions, which most are; what is odd about a value is left to `other`. */
function usualLeaf(node: ElementNode, content: Extract<Content, { kind: 'value' }>, other: Write): Write {
  const { tag } = node.step;
  const { encode, currency, isPlain } = CODECS[content.row.codec];
  const [key, under, third] = content.field.path.split('.') as [string, string | undefined, string | undefined];
  const attributes = [...node.attributes].map(([name, each]) => attributeText(name, each));
  const emit = emitter(content, false);
  const isBare = currency === undefined && attributes.length === 0;
  const open = tagOf(isBare ? `\n<${tag}>` : `\n<${tag}`);
  const close = tagOf(`</${tag}>`);
  return (to, item) => {
    if (item === undefined) return;
    let value = pick(item, key, under);
    if (third !== undefined) value = (value as ModelObject | null | undefined)?.[third];
    if (value === undefined || value === null || value === '') return;
    const text = encode(value);
    if (text === undefined || text === '') {
      other(to, item);
      return;
    }
    const { sink } = to;
    sink.tag(open);
    if (!isBare) {
      if (currency !== undefined) writeCurrency(to, currency);
      for (const attribute of attributes) attribute(to, item);
      sink.tag(GREATER);
    }
    if (isPlain) sink.text(text);
    else emit(to, item, text);
    to.count += 1;
    sink.tag(close);
  };
}

/** Writes ` currencyID="…"`. */
function writeCurrency({ sink, currencies }: Writing, field: 'currency' | 'vatCurrency'): void {
  sink.tag(CURRENCY_ID);
  sink.text(currencies[field]);
  sink.tag(QUOTE);
}

const CURRENCY_ID = tagOf(' currencyID="');
export const GREATER = tagOf('>');
const QUOTE = tagOf('"');

export function attributeText(name: string, content: Content): Write {
  const text = contentText(content);
  const emit = emitter(content, true);
  const open = tagOf(` ${name}="`);
  return (to, item) => {
    const body = text(to, item);
    if (body === undefined) return;
    to.sink.tag(open);
    emit(to, item, body);
    to.sink.tag(QUOTE);
  };
}

/** The text of a content, not yet escaped; undefined when there is none. */
function contentText(content: Content): WriteText {
  if (content.kind === 'ignored') return () => undefined;
  if (content.kind === 'constant') {
    const { value, first } = content.row;
    return (to) => (first && to.index > 0 ? undefined : value);
  }
  const { row, field } = content;
  if (row.echo) return () => undefined;
  return guarded(row, field, valueText(row.term, field, CODECS[row.codec]));
}

function valueText(term: string, field: FieldPath, codec: Codec): WriteText {
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
    return text;
  };
}

/** Writes the text of a content where it will stand, escaped. */
function emitter(content: Content, isAttribute: boolean): Emit {
  if (content.kind !== 'value' || CODECS[content.row.codec].isPlain) return (to, _, text) => to.sink.text(text);
  const { row, field } = content;
  return (to, item, text) => {
    if (to.sink.plain(text)) return;
    if (!SPECIAL.test(text)) to.sink.text(text);
    else if (!isUnwritable(text)) to.sink.text(escape(text, isAttribute));
    else {
      to.drop(row.term, field, field.get(field.isHeader ? to.invoice : item), 'CHARACTERS');
      to.sink.text(escape(text.replace(UNWRITABLE, ''), isAttribute));
    }
  };
}

function escape(text: string, isAttribute: boolean): string {
  return text.replace(isAttribute ? /[&<>"\t\n\r]/g : /[&<>\r]/g, reference);
}

/** The condition under which a row is written; undefined when it always is. */
export function condition(row: RowOptions): ((item: ModelObject | undefined) => boolean) | undefined {
  if (row.given !== undefined) {
    const given = getter(row.given);
    return (item) => given(item) !== undefined;
  }
  if (row.unless !== undefined) {
    const unless = getter(row.unless);
    return (item) => unless(item) === undefined;
  }
  return undefined;
}

function isUnconditional({ first, filler, sum, total, echo, needs, given, unless }: RowOptions): boolean {
  return !first && !echo && [filler, sum, total, needs, given, unless].every((option) => option === undefined);
}

/** The conditions of a row around its value. */
function guarded(row: RowOptions & { readonly term: string }, field: FieldPath, plain: WriteText): WriteText {
  const { first, filler, sum, total } = row;
  if (sum !== undefined) return orSum(plain, partsOf(sum));
  if (total !== undefined) return orSum(plain, itemsOf(total));
  if (isUnconditional(row)) return plain;
  const isWanted = condition(row);
  const needed = row.needs === undefined ? undefined : getter(row.needs);
  return (to, item) => {
    if ((first && to.index > 0) || isWanted?.(item) === false) return undefined;
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
