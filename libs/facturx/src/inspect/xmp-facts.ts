import { readXml, descendants, type XmlElement } from '#xml';
import type { PdfFile } from '../reader/pdf-file.js';
import { PdfStream } from '../reader/pdf-value.js';

/** What the metadata of a PDF says about itself as a hybrid. */
export interface XmpReading {
  readonly present: boolean;
  readonly wellFormed: boolean;
  readonly pdfaPart?: string;
  readonly pdfaConformance?: string;
  /** Namespace that the invoice properties stand in, and its prefix. */
  readonly namespace?: string;
  readonly prefix?: string;
  readonly documentType?: string;
  readonly fileName?: string;
  readonly version?: string;
  readonly conformanceLevel?: string;
  /** Namespaces that the PDF/A extension container describes. */
  readonly describedNamespaces: readonly string[];
}

const PDFA_ID = 'http://www.aiim.org/pdfa/ns/id/';
const PDFA_SCHEMA = 'http://www.aiim.org/pdfa/ns/schema#';

/** Namespaces of the invoice properties: Factur-X, ZUGFeRD 2.0, ZUGFeRD 1.0. */
export const INVOICE_NAMESPACES: ReadonlySet<string> = new Set([
  'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#',
  'urn:zugferd:pdfa:CrossIndustryDocument:invoice:2p0#',
  'urn:ferd:pdfa:CrossIndustryDocument:invoice:1p0#',
]);

export function readXmp(pdf: PdfFile): XmpReading {
  const stream = pdf.resolve(pdf.catalog.get('Metadata'));
  const nothing: XmpReading = { present: false, wellFormed: false, describedNamespaces: [] };
  if (!(stream instanceof PdfStream)) return nothing;
  const document = readXml(trimPacket(pdf.data(stream)));
  if (!document.ok) return { ...nothing, present: true };
  return { ...collect(document.value.root), present: true, wellFormed: true };
}

/** Padding after the packet may hold NUL bytes; it is not part of the XML. */
function trimPacket(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf('>');
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}

function collect(root: XmlElement): Omit<XmpReading, 'present' | 'wellFormed'> {
  const found = new Map<string, string>();
  const described: string[] = [];
  let namespace: string | undefined;
  let prefix: string | undefined;
  const take = (uri: string, name: string, value: string): void => {
    if (uri === PDFA_ID) found.set(`pdfa ${name}`, value);
    if (uri === PDFA_SCHEMA && name === 'namespaceURI') described.push(value);
    if (!INVOICE_NAMESPACES.has(uri)) return;
    namespace = uri;
    found.set(name, value);
  };
  for (const element of descendants(root)) {
    take(element.uri, element.name, element.text.trim());
    if (INVOICE_NAMESPACES.has(element.uri)) prefix = element.prefix;
    for (const attribute of element.attributes) take(attribute.uri, attribute.name, attribute.value.trim());
  }
  return {
    pdfaPart: found.get('pdfa part'),
    pdfaConformance: found.get('pdfa conformance'),
    namespace,
    prefix,
    documentType: found.get('DocumentType'),
    fileName: found.get('DocumentFileName'),
    version: found.get('Version'),
    conformanceLevel: found.get('ConformanceLevel'),
    describedNamespaces: described,
  };
}
