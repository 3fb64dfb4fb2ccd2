import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { PreparedFont } from '../fonts/font-book.js';
import type { HybridProfile, Relationship } from '../hybrid-profile.table.js';
import type { PreparedImage } from '../image/prepared-image.js';
import { PdfBytes, pdfDate, pdfName, pdfText } from './pdf-bytes.js';
import { SRGB_DEFLATED } from './srgb-profile.js';
import { xmpPacket } from './xmp.js';

/** A file that travels inside the PDF beside the invoice XML. */
export interface HybridAttachment {
  readonly fileName: string;
  /** MIME type `type/subtype`. */
  readonly mimeType: string;
  readonly content: Uint8Array;
  readonly description?: string;
  /** Default `Supplement`. */
  readonly relationship?: Relationship;
}

/** Pages and facts of a hybrid, ready to be written. */
export interface HybridParts {
  /** Content stream of each page, PDF operators in Latin-1. */
  readonly pages: readonly string[];
  readonly pageSize: readonly [number, number];
  readonly fonts: readonly PreparedFont[];
  readonly logo?: PreparedImage;
  /** The invoice data; absent in a letter, which is a plain PDF/A-3. */
  readonly invoice?: { readonly xml: Uint8Array; readonly profile: HybridProfile };
  readonly attachments: readonly HybridAttachment[];
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** BCP 47 tag of the page's (first) language. */
  readonly language: string;
  readonly createdAt: Date;
}

export const PRODUCER = 'Facteur';

/** Level 1: level 3 would take half as long again for a sixteenth less bytes. */
const DEFLATE = { level: 1 } as const;

/** Resource name of the seller's logo on the pages. */
export const LOGO_NAME = 'Logo';

/** Writes the PDF/A-3 file. The same parts give the same bytes: the file identifier is a digest of what is inside. */
export function writeHybrid(parts: HybridParts): Uint8Array {
  const pdf = new PdfBytes();
  const catalog = pdf.reserve();
  const tree = pdf.reserve();
  const resources = writeResources(pdf, parts);
  const packed = parts.pages.map((content) => deflateSync(Buffer.from(content, 'latin1'), DEFLATE));
  const kids = writePages(pdf, parts, packed, tree, resources);
  pdf.object(`<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`, tree);
  const files = writeFiles(pdf, parts);
  const metadata = pdf.stream(
    '/Type/Metadata/Subtype/XML',
    xmpPacket({ ...parts, producer: PRODUCER, ...xmpNames(parts.invoice?.profile) }),
  );
  const icc = pdf.stream('/N 3/Filter/FlateDecode', SRGB_DEFLATED);
  const intent =
    `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)` +
    `/Info(sRGB IEC61966-2.1)/DestOutputProfile ${icc} 0 R>>`;
  pdf.object(
    `<</Type/Catalog/Pages ${tree} 0 R/Metadata ${metadata} 0 R/OutputIntents[${intent}]` +
      embeddedFiles(files) +
      `/Lang(${parts.language})/ViewerPreferences<</DisplayDocTitle true>>/PageMode/UseNone>>`,
    catalog,
  );
  const date = pdfDate(parts.createdAt);
  const info = pdf.object(
    `<</Title${pdfText(parts.title)}/Author${pdfText(parts.author)}/Subject${pdfText(parts.subject)}` +
      `/Creator(${PRODUCER})/Producer(${PRODUCER})/CreationDate${date}/ModDate${date}>>`,
  );
  return pdf.finish(catalog, info, identifier(parts, packed));
}

function embeddedFiles(files: readonly { name: string; specification: number }[]): string {
  if (files.length === 0) return '';
  const byName = [...files].sort((left, right) => (left.name < right.name ? -1 : 1));
  return (
    `/AF[${files.map((file) => `${file.specification} 0 R`).join(' ')}]` +
    `/Names<</EmbeddedFiles<</Names[${byName.map((file) => `${pdfText(file.name)}${file.specification} 0 R`).join(' ')}]>>>>`
  );
}

function xmpNames(profile: HybridProfile | undefined): { fileName?: string; conformanceLevel?: string } {
  if (profile === undefined) return {};
  return { fileName: profile.fileName, conformanceLevel: profile.conformanceLevel };
}

function writeResources(pdf: PdfBytes, parts: HybridParts): number {
  const fonts = parts.fonts.map((font) => `/${font.name} ${writeFont(pdf, font)} 0 R`).join('');
  const logo = parts.logo ? `/XObject<</${LOGO_NAME} ${writeImage(pdf, parts.logo)} 0 R>>` : '';
  return pdf.object(`<</Font<<${fonts}>>${logo}>>`);
}

/** A composite font with glyph numbers as codes (ISO 32000-1, 9.7.4; ISO 19005-3, 6.2.11.3). */
function writeFont(pdf: PdfBytes, font: PreparedFont): number {
  const program = pdf.stream(`/Filter/FlateDecode/Length1 ${font.programLength}`, font.program);
  const descriptor = pdf.object(`<</Type/FontDescriptor${font.descriptor}/FontFile2 ${program} 0 R>>`);
  const descendant = pdf.object(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${font.baseName}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
      `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap/Identity/DW 0/W${font.widths}>>`,
  );
  const toUnicode = pdf.stream('/Filter/FlateDecode', font.toUnicode);
  return pdf.object(
    `<</Type/Font/Subtype/Type0/BaseFont/${font.baseName}/Encoding/Identity-H` +
      `/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
  );
}

function writeImage(pdf: PdfBytes, image: PreparedImage): number {
  const mask = image.mask ? `/SMask ${pdf.stream(image.mask.entries, image.mask.content)} 0 R` : '';
  return pdf.stream(`${image.entries}${mask}`, image.content);
}

function writePages(
  pdf: PdfBytes,
  parts: HybridParts,
  packed: readonly Buffer[],
  tree: number,
  resources: number,
): number[] {
  const box = `[0 0 ${parts.pageSize.join(' ')}]`;
  return packed.map((content) => {
    const stream = pdf.stream('/Filter/FlateDecode', content);
    return pdf.object(
      `<</Type/Page/Parent ${tree} 0 R/MediaBox${box}/Contents ${stream} 0 R/Resources ${resources} 0 R>>`,
    );
  });
}

function writeFiles(pdf: PdfBytes, parts: HybridParts): { name: string; specification: number }[] {
  const invoice: HybridAttachment[] = parts.invoice
    ? [
        {
          fileName: parts.invoice.profile.fileName,
          mimeType: 'text/xml',
          content: parts.invoice.xml,
          description: 'Factur-X invoice data',
          relationship: parts.invoice.profile.relationship,
        },
      ]
    : [];
  const date = pdfDate(parts.createdAt);
  return [...invoice, ...parts.attachments].map((file) => {
    const packed = deflateSync(file.content, DEFLATE);
    const checkSum = createHash('md5').update(file.content).digest('hex').toUpperCase();
    const stream = pdf.stream(
      `/Type/EmbeddedFile/Subtype${pdfName(file.mimeType)}/Filter/FlateDecode` +
        `/Params<</Size ${file.content.length}/CreationDate${date}/ModDate${date}/CheckSum<${checkSum}>>>`,
      packed,
    );
    const name = pdfText(file.fileName);
    const specification = pdf.object(
      `<</Type/Filespec/F${name}/UF${name}/AFRelationship${pdfName(file.relationship ?? 'Supplement')}` +
        `/Desc${pdfText(file.description ?? file.fileName)}/EF<</F ${stream} 0 R/UF ${stream} 0 R>>>>`,
    );
    return { name: file.fileName, specification };
  });
}

function identifier(parts: HybridParts, pages: readonly Buffer[]): string {
  const digest = createHash('sha256').update(parts.createdAt.toISOString());
  if (parts.invoice) digest.update(parts.invoice.profile.id).update(parts.invoice.xml);
  for (const page of pages) digest.update(page);
  for (const file of parts.attachments) digest.update(file.fileName).update(file.content);
  return digest.digest('hex').slice(0, 32).toUpperCase();
}
