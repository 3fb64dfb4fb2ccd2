/** What the metadata packet of a hybrid says. Dates are instants, written in UTC. */
export interface XmpFacts {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly language: string;
  readonly producer: string;
  readonly createdAt: Date;
  /** Of the invoice inside; both absent in a plain PDF/A. */
  readonly fileName?: string;
  readonly conformanceLevel?: string;
  /** Level of PDF/A-3; default U. */
  readonly conformance?: 'B' | 'U';
}

/** Namespace of the Factur-X properties; the final `#` belongs to it (Factur-X 1.08, chapter 6.3). */
export const FX_NAMESPACE = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

const PROPERTIES: readonly (readonly [string, string])[] = [
  ['DocumentFileName', 'name of the embedded XML invoice file'],
  ['DocumentType', 'type of the hybrid document in capital letters, e.g. INVOICE'],
  ['Version', 'version of the Factur-X data schema'],
  ['ConformanceLevel', 'conformance level of the embedded Factur-X data'],
];

/** The description of the four fx properties that PDF/A demands for a schema of one's own (ISO 19005-3, 6.6.2.3). */
const EXTENSION_SCHEMA =
  '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"' +
  ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\n' +
  '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\n' +
  '<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>\n' +
  `<pdfaSchema:namespaceURI>${FX_NAMESPACE}</pdfaSchema:namespaceURI>\n` +
  '<pdfaSchema:prefix>fx</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq>\n' +
  PROPERTIES.map(
    ([name, description]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name>` +
      '<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>' +
      `<pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>\n`,
  ).join('') +
  '</rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n';

/** The XMP packet in UTF-8: PDF/A-3 identification, document facts, Factur-X properties and their schema. */
export function xmpPacket(facts: XmpFacts): Buffer {
  const date = `${facts.createdAt.toISOString().slice(0, 19)}+00:00`;
  return Buffer.from(
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
      '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n' +
      identification(facts.conformance) +
      '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">\n' +
      '<dc:format>application/pdf</dc:format>\n' +
      `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(facts.title)}</rdf:li></rdf:Alt></dc:title>\n` +
      `<dc:creator><rdf:Seq><rdf:li>${escaped(facts.author)}</rdf:li></rdf:Seq></dc:creator>\n` +
      `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(facts.subject)}</rdf:li></rdf:Alt></dc:description>\n` +
      `<dc:language><rdf:Bag><rdf:li>${facts.language}</rdf:li></rdf:Bag></dc:language>\n</rdf:Description>\n` +
      '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\n' +
      `<xmp:CreateDate>${date}</xmp:CreateDate>\n<xmp:ModifyDate>${date}</xmp:ModifyDate>\n` +
      `<xmp:CreatorTool>${escaped(facts.producer)}</xmp:CreatorTool>\n<pdf:Producer>${escaped(facts.producer)}</pdf:Producer>\n` +
      '</rdf:Description>\n' +
      hybridProperties(facts) +
      '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>',
    'utf8',
  );
}

function hybridProperties({ fileName, conformanceLevel }: XmpFacts): string {
  return fileName === undefined || conformanceLevel === undefined ? '' : facturXProperties(fileName, conformanceLevel);
}

/** PDF/A-3, level U: everything of level B, and all text has Unicode values. */
export function identification(conformance: 'B' | 'U' = 'U'): string {
  return (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n' +
    `<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>${conformance}</pdfaid:conformance>\n</rdf:Description>\n`
  );
}

/** The fx properties with their extension schema, as children of `rdf:RDF`. */
export function facturXProperties(fileName: string, conformanceLevel: string): string {
  return (
    `<rdf:Description rdf:about="" xmlns:fx="${FX_NAMESPACE}">\n<fx:DocumentType>INVOICE</fx:DocumentType>\n` +
    `<fx:DocumentFileName>${escaped(fileName)}</fx:DocumentFileName>\n<fx:Version>1.0</fx:Version>\n` +
    `<fx:ConformanceLevel>${conformanceLevel}</fx:ConformanceLevel>\n</rdf:Description>\n${EXTENSION_SCHEMA}`
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML 1.0: marked up characters escaped, characters that XML has no room for left out. */
export function escaped(text: string): string {
  if (/^[\w .,:;()/+@'-]*$/.test(text)) return text;
  return text
    .replace(/[&<>"]/g, (each) => ENTITIES[each] as string)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
