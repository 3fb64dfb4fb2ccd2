import { PDFDocument } from '@cantoo/pdf-lib';
import { XMLParser } from 'fast-xml-parser';

/** An element as the parser gives it: children by local name, attributes behind `@`. */
export type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});

async function embeddedXml(pdf: Uint8Array): Promise<Uint8Array | undefined> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const names = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml'];
  return document.getAttachments().find(({ name }) => names.includes(name.toLowerCase()))?.data;
}

/** The tree of an XML document, or of the XML inside a Factur-X PDF; undefined where there is none. */
export async function readTree(bytes: Uint8Array): Promise<Node | undefined> {
  const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
  const xml = isPdf ? await embeddedXml(bytes) : bytes;
  return xml && asNode(parser.parse(Buffer.from(xml)));
}

/** The first element at the end of a path. */
export function at(node: unknown, ...path: readonly string[]): unknown {
  let here: unknown = node;
  for (const name of path) here = asNode(list(here)[0])[name];
  return here;
}

export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Element text, also where attributes stand beside it. The five predefined entities are all a document may use. */
export function text(value: unknown): string | undefined {
  const first = list(value)[0];
  const raw = typeof first === 'string' ? first : asNode(first)['#text'];
  if (typeof raw !== 'string' || raw === '') return undefined;
  return raw
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
