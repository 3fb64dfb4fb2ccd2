import { failed, ok, type Problem, type Result } from '#kernel';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decode, tooLarge, type Encoding } from './decode.js';
import type { OrderLimits } from './limits.js';
import { problem } from './problems.js';

/** An element of a partner's XML with its namespace resolved. */
export interface UblNode {
  readonly uri: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly UblNode[];
  /** Character data of the element itself, trimmed. */
  readonly text: string;
  /** 1-based line of the start tag. */
  readonly line: number;
}

type Ordered = Record<string | symbol, unknown>;
const ATTRIBUTES = ':@';
const TEXT = '#text';

/** Entities are not processed by the parser: DTDs are refused before it runs, and the five of XML are decoded afterwards. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  captureMetaData: true,
  maxNestedTags: 1000,
});
const META_DATA = XMLParser.getMetaDataSymbol().valueOf();

/** Reads the bytes as XML: bounded in size, depth and number of elements, without DTD and without entities of its own. */
export function readXmlTree(bytes: Uint8Array, limits: OrderLimits): Result<UblNode, Problem[]> {
  if (bytes.length > limits.maxBytes) return failed([tooLarge(bytes.length, limits.maxBytes)]);
  const text = decode(bytes, encodingOf(bytes));
  if (text === undefined) return failed([wrongEncoding()]);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return failed([hasDtd()]);
  if (elementCount(text) > limits.maxElements) return failed([tooManyElements(limits.maxElements)]);
  const sound = XMLValidator.validate(text);
  if (sound !== true) return failed([notXml(sound.err.line, sound.err.msg)]);
  try {
    const ordered = parser.parse(text) as Ordered[];
    const root = ordered.find((one) => nameOf(one) !== undefined);
    if (!root) return failed([notXml(1, '')]);
    return ok(new TreeBuilder(text, limits.maxDepth).build(root, new Map([['xml', XML_NAMESPACE]]), 1));
  } catch (error) {
    if (error instanceof TreeFault) return failed([error.problem]);
    return failed([notXml(1, error instanceof Error ? error.message : '')]);
  }
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

class TreeFault extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

class TreeBuilder {
  private offset = 0;
  private line = 1;

  constructor(
    private readonly source: string,
    private readonly maxDepth: number,
  ) {}

  build(ordered: Ordered, outer: ReadonlyMap<string, string>, depth: number): UblNode {
    if (depth > this.maxDepth) throw new TreeFault(tooDeep(this.maxDepth));
    const qualified = nameOf(ordered) as string;
    const line = this.lineOf(ordered);
    const attributes = (ordered[ATTRIBUTES] ?? {}) as Record<string, string>;
    const scope = scopeOf(attributes, outer);
    const content = ordered[qualified] as Ordered[];
    const texts = content.filter((one) => TEXT in one).map((one) => String(one[TEXT]));
    const [prefix, name] = split(qualified);
    const uri = scope.get(prefix) ?? '';
    if (prefix !== '' && uri === '') throw new TreeFault(notXml(line, `prefix ${prefix}`));
    return {
      uri,
      name,
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, unescape(value, line)])),
      children: content.filter((one) => nameOf(one) !== undefined).map((one) => this.build(one, scope, depth + 1)),
      text: unescape(texts.join(''), line).trim(),
      line,
    };
  }

  /** Elements come in document order, so counting goes on from the one before. */
  private lineOf(ordered: Ordered): number {
    const start = (ordered[META_DATA] as { startIndex?: number } | undefined)?.startIndex ?? this.offset;
    for (; this.offset < start; this.offset += 1) if (this.source.charCodeAt(this.offset) === 10) this.line += 1;
    return this.line;
  }
}

function nameOf(ordered: Ordered): string | undefined {
  return Object.keys(ordered).find((key) => key !== ATTRIBUTES && key !== TEXT);
}

function split(qualified: string): [string, string] {
  const colon = qualified.indexOf(':');
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}

function scopeOf(attributes: Record<string, string>, outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const declared = Object.entries(attributes).filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  const inner = new Map(outer);
  for (const [key, uri] of declared) inner.set(key === 'xmlns' ? '' : key.slice(6), uri);
  return inner;
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string, line: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9A-Fa-f]{1,6}|[A-Za-z][\w.-]{0,40})?;?/g, (match, name: string | undefined) => {
    const plain = name !== undefined && match.endsWith(';') ? entity(name) : undefined;
    if (plain === undefined) throw new TreeFault(notXml(line, match));
    return plain;
  });
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  const point = name[1] === 'x' ? parseInt(name.slice(2), 16) : /^#\d+$/.test(name) ? Number(name.slice(1)) : NaN;
  return Number.isInteger(point) && point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/** By byte order mark, then by the XML declaration, then UTF-8 as the XML recommendation says. */
function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]{0,80}encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9._-]{1,30})["']/
    .exec(head)?.[1]
    ?.toLowerCase();
  if (declared === 'windows-1252' || declared === 'iso-8859-1' || declared === 'iso-8859-15') return declared;
  return 'utf-8';
}

function elementCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) if (text[at + 1] !== '/') count += 1;
  return count;
}

const wrongEncoding = () =>
  problem(
    'ORDER.ENCODING',
    {
      en: 'The file is not text in its declared encoding.',
      fr: "Le fichier n'est pas un texte dans l'encodage déclaré.",
    },
    { en: 'Write the XML in UTF-8.', fr: 'Écrivez le XML en UTF-8.' },
  );
const hasDtd = () =>
  problem(
    'ORDER.DTD',
    { en: 'The XML declares a document type or entities.', fr: 'Le XML déclare un type de document ou des entités.' },
    { en: 'Send it without DOCTYPE: UBL needs none.', fr: "Envoyez-le sans DOCTYPE : UBL n'en demande pas." },
  );
const notXml = (row: number, value: string) =>
  problem(
    'ORDER.NOT_XML',
    { en: 'The file is not well-formed XML.', fr: "Le fichier n'est pas un XML bien formé." },
    { en: 'Correct the text at the place shown.', fr: "Corrigez le texte à l'endroit indiqué." },
    { row, value: value === '' ? undefined : value },
  );
const tooDeep = (max: number) =>
  problem(
    'ORDER.TOO_DEEP',
    { en: `The file nests deeper than ${max} levels.`, fr: `Le fichier dépasse ${max} niveaux d'imbrication.` },
    { en: 'Check what was sent.', fr: "Vérifiez l'envoi." },
  );
const tooManyElements = (max: number) =>
  problem(
    'ORDER.TOO_MANY_ELEMENTS',
    { en: `The file has more than ${max} elements.`, fr: `Le fichier compte plus de ${max} éléments.` },
    { en: 'Split the order.', fr: 'Scindez la commande.' },
  );
