import { expandReferences } from './character-data.js';
import { refuse } from './fault.js';
import type { XmlLimits } from './limits.js';
import { NamespaceScope } from './namespaces.js';
import { endOfName, skipSpace } from './lexical.js';
import { isNcName } from './names.js';
import type { XmlAttribute } from './tree.js';

/** The attributes of one start tag, namespace declarations taken out and applied. */
export interface TagAttributes {
  readonly list: readonly XmlAttribute[] | undefined;
  /** The scope inside the element: a new one when it declares namespaces. */
  readonly scope: NamespaceScope;
  /** Attributes and declarations together. */
  readonly count: number;
  /** Offset of the `>` or `/` that ends the tag. */
  readonly end: number;
}

interface RawAttribute {
  readonly raw: string;
  readonly value: string;
  readonly offset: number;
}

const NEEDS_WORK = /[<&\t\n]/;
const GREATER = 62;
const SLASH = 47;

/**
 * @param from offset behind the element name
 * @throws XmlRefusal `XML.SYNTAX`, `XML.ATTRIBUTES`, `XML.ATTRIBUTE_DUPLICATE`, and what names and references can cause
 */
export function readAttributes(text: string, from: number, outer: NamespaceScope, limits: XmlLimits): TagAttributes {
  let plain: RawAttribute[] | undefined;
  let scope = outer;
  let count = 0;
  let declared: string[] | undefined;
  let at = from;
  for (;;) {
    const next = skipSpace(text, at);
    const code = text.charCodeAt(next);
    if (code === GREATER || code === SLASH) {
      return { list: plain && resolveAll(plain, scope), scope, count, end: next };
    }
    if (next >= text.length) refuse('XML.UNCLOSED', from);
    if (next === at) refuse('XML.SYNTAX', next, text.slice(next, next + 40));
    if (++count > limits.maxAttributes) refuse('XML.ATTRIBUTES', next, String(count));
    const nameEnd = endOfName(text, next);
    const raw = text.slice(next, nameEnd);
    if (raw.length > limits.maxNameLength) refuse('XML.NAME_LENGTH', next, raw);
    const quote = valueStart(text, nameEnd, next);
    const end = text.indexOf(text.charAt(quote), quote + 1);
    if (end < 0) refuse('XML.UNCLOSED', quote, raw);
    const value = attributeValue(text.slice(quote + 1, end), quote + 1);
    if (raw.startsWith('xmlns') && (raw.length === 5 || raw.charCodeAt(5) === 58)) {
      if ((declared ??= []).includes(raw)) refuse('XML.ATTRIBUTE_DUPLICATE', next, raw);
      declared.push(raw);
      if (scope === outer) scope = new NamespaceScope(outer);
      declare(scope, raw, value, next);
    } else {
      (plain ??= []).push({ raw, value, offset: next });
    }
    at = end + 1;
  }
}

/** Offset of the opening quote. */
function valueStart(text: string, nameEnd: number, nameStart: number): number {
  const equals = skipSpace(text, nameEnd);
  if (nameEnd === nameStart || text.charCodeAt(equals) !== 61) {
    refuse(equals >= text.length ? 'XML.UNCLOSED' : 'XML.SYNTAX', nameStart, text.slice(nameStart, nameStart + 40));
  }
  const quote = skipSpace(text, equals + 1);
  const code = text.charCodeAt(quote);
  if (code !== 34 && code !== 39) {
    refuse(quote >= text.length ? 'XML.UNCLOSED' : 'XML.SYNTAX', quote, text.slice(nameStart, nameStart + 40));
  }
  return quote;
}

/** Normalised as XML 1.0, 3.3.3 says for CDATA attributes: white space as written becomes a blank, a reference does not. */
function attributeValue(raw: string, offset: number): string {
  if (!NEEDS_WORK.test(raw)) return raw;
  const less = raw.indexOf('<');
  if (less >= 0) refuse('XML.SYNTAX', offset + less, '<');
  return expandReferences(raw.replace(/[\t\n]/g, ' '), offset);
}

function declare(scope: NamespaceScope, raw: string, uri: string, offset: number): void {
  const prefix = raw.slice(6);
  if (raw.length > 5 && !isNcName(prefix)) refuse('XML.NAME', offset, raw);
  scope.declare(prefix, uri, offset);
}

function resolveAll(plain: readonly RawAttribute[], scope: NamespaceScope): readonly XmlAttribute[] {
  const list: XmlAttribute[] = [];
  for (const { raw, value, offset } of plain) {
    const { name, uri } = scope.attribute(raw, offset);
    for (const other of list) {
      if (other.name === name && other.uri === uri) refuse('XML.ATTRIBUTE_DUPLICATE', offset, raw);
    }
    list.push({ name, uri, value });
  }
  return list;
}
