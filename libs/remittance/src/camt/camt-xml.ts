import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { failed, ok, type Problem, type Result } from '#kernel';
import type { RawFields } from '../entry.js';
import { statementProblem } from '../statement-problem.js';

/** An element as fast-xml-parser gives it: text, or children and `@attributes` by local name. */
export type XmlNode = string | XmlElement;
export interface XmlElement {
  readonly [name: string]: XmlNode | readonly XmlNode[] | undefined;
}

const MAX_DEPTH = 40;
const MAX_RAW_FIELDS = 2_000;

// Entities are decoded here, in one pass, so that nothing a document declares is ever expanded.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  cdataPropName: '#cdata',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

/** Parses a partner's XML without DTD, entities or network. Namespace prefixes are dropped. */
export function parseXml(text: string): Result<XmlElement, Problem[]> {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return failed([statementProblem('STATEMENT.XML_DTD')]);
  try {
    const root: unknown = parser.parse(text);
    const verdict = XMLValidator.validate(text);
    if (verdict !== true)
      return failed([statementProblem('STATEMENT.XML_MALFORMED', { row: verdict.err.line, value: verdict.err.msg })]);
    return ok(isElement(root) ? root : {});
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : '';
    return failed([
      statementProblem(/nested/i.test(message) ? 'STATEMENT.XML_TOO_DEEP' : 'STATEMENT.XML_MALFORMED', {
        value: message,
      }),
    ]);
  }
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All children of that name, at the end of a path of first children. */
export function childrenOf(node: XmlNode | undefined, ...path: string[]): readonly XmlNode[] {
  let current: XmlNode | undefined = node;
  for (const name of path.slice(0, -1)) current = childOf(current, name);
  if (!isElement(current)) return [];
  const found = current[path.at(-1) ?? ''];
  if (found === undefined) return [];
  return typeof found === 'string' || isElement(found) ? [found] : found;
}

/** The first element at the end of a path, or undefined. */
export function childOf(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  let current = node;
  for (const name of path) {
    if (!isElement(current)) return undefined;
    const found: XmlNode | readonly XmlNode[] | undefined = current[name];
    current = found === undefined || typeof found === 'string' || isElement(found) ? found : found[0];
  }
  return current;
}

/** Text of the element at the end of a path; undefined when there is none or it is blank. */
export function textOf(node: XmlNode | undefined, ...path: string[]): string | undefined {
  return ownText(path.length === 0 ? node : childOf(node, ...path));
}

/** Value of an attribute of the element at the end of a path. */
export function attributeOf(node: XmlNode | undefined, attribute: string): string | undefined {
  const value = childOf(node, `@${attribute}`);
  return typeof value === 'string' ? decodeEntities(value) : undefined;
}

function ownText(node: XmlNode | undefined): string | undefined {
  if (typeof node === 'string') return blankAsNone(decodeEntities(node));
  if (!isElement(node)) return undefined;
  const plain = node['#text'];
  const verbatim = childrenOf(node, '#cdata').map((part) => (typeof part === 'string' ? part : ''));
  return blankAsNone((typeof plain === 'string' ? decodeEntities(plain) : '') + verbatim.join(''));
}

function blankAsNone(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole;
    const point = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Every leaf below an element as `path → text`, repeated elements numbered from `[2]`; `skip` leaves a subtree out. */
export function rawFieldsOf(node: XmlNode | undefined, skip: ReadonlySet<string> = new Set()): RawFields {
  const fields: Record<string, string> = {};
  let count = 0;
  const walk = (current: XmlNode, path: string): void => {
    const text = ownText(current);
    if (text !== undefined && count < MAX_RAW_FIELDS) {
      fields[path] = text;
      count += 1;
    }
    if (!isElement(current)) return;
    for (const [name, value] of Object.entries(current)) {
      if (value === undefined || name.startsWith('#') || skip.has(name)) continue;
      const list = typeof value === 'string' || isElement(value) ? [value] : value;
      list.forEach((one, at) => walk(one, (path === '' ? '' : `${path}/`) + name + (at === 0 ? '' : `[${at + 1}]`)));
    }
  };
  if (node !== undefined) walk(node, '');
  return fields;
}
