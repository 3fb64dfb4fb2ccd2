import { failed, ok, type Bilingual, type Result } from '#kernel';
import { INVOICE_NAMES, extractNow, openPdf, type ExtractedInvoice } from '../extract.js';
import { HYBRID_PROFILES } from '../hybrid-profile.table.js';
import type { FaultCode } from '../preflight/fault.table.js';
import type { Fault } from '../preflight/faults.js';
import { pdfaIntent, preflight } from '../preflight/preflight.js';
import { embeddedFiles, type EmbeddedFile } from '../reader/embedded-files.js';
import { outcomeOf, type HybridError } from '../reader/hybrid-error.js';
import type { PdfFile } from '../reader/pdf-file.js';
import { hasWorkers, inBackground, INLINE_BYTES } from '../workers/background.js';
import { CHECKS, type CheckId, type CheckLevel } from './checks.table.js';
import { readXmp, type XmpReading } from './xmp-facts.js';

/** One demand on the container and whether the file meets it. */
export interface ContainerCheck {
  readonly id: CheckId;
  readonly passed: boolean;
  readonly level: CheckLevel;
  readonly source: string;
  readonly demand: Bilingual;
  /** What was found where the demand is not met. */
  readonly found: readonly string[];
}

export interface Inspection {
  readonly pages: number;
  readonly pdfa?: string;
  readonly conformanceLevel?: string;
  readonly files: readonly { readonly fileName: string; readonly mimeType?: string; readonly relationship?: string }[];
  readonly checks: readonly ContainerCheck[];
  /** False as soon as a check of level `error` fails. */
  readonly sound: boolean;
  readonly invoice: Result<ExtractedInvoice, HybridError>;
}

/** Looks into a PDF: what is inside, and whether the container is what Factur-X demands. */
export async function inspectPdf(content: Uint8Array): Promise<Result<Inspection, HybridError>> {
  return hasWorkers && content.length > INLINE_BYTES ? inBackground('inspect', content) : inspectNow(content);
}

/** As `inspectPdf`, on this thread. */
export function inspectNow(content: Uint8Array): Result<Inspection, HybridError> {
  const opened = openPdf(content);
  if (!opened.ok) return opened;
  try {
    return ok(inspect(opened.value, extractNow(content, { anyName: true })));
  } catch (error) {
    return failed(outcomeOf(error));
  }
}

function inspect(pdf: PdfFile, invoice: Inspection['invoice']): Inspection {
  const xmp = readXmp(pdf);
  const files = embeddedFiles(pdf);
  const checks = [
    ...fileChecks(pdf),
    ...metadataChecks(xmp, invoice),
    ...embeddingChecks(files, invoice),
    ...contentChecks(pdf),
  ];
  return {
    pages: pageCount(pdf),
    pdfa: xmp.pdfaPart === undefined ? undefined : `PDF/A-${xmp.pdfaPart}${xmp.pdfaConformance ?? ''}`,
    conformanceLevel: xmp.conformanceLevel,
    files: files.map(({ fileName, mimeType, relationship }) => ({ fileName, mimeType, relationship })),
    checks,
    sound: checks.every((check) => check.passed || check.level === 'warning'),
    invoice,
  };
}

function check(id: CheckId, found: readonly (string | false | undefined)[]): ContainerCheck {
  const faults = found.filter((each) => typeof each === 'string');
  const { level, source, text } = CHECKS[id];
  return { id, passed: faults.length === 0, level, source, demand: text, found: faults.slice(0, 20) };
}

function fileChecks(pdf: PdfFile): ContainerCheck[] {
  const { bytes } = pdf;
  const end = bytes.lastIndexOf('%%EOF');
  const rest = bytes.length - end - 5;
  const after = bytes.toString('latin1', end + 5);
  return [
    check('HEADER', [
      !/^%PDF-1\.[0-7]/.test(bytes.toString('latin1', 0, 8)) && bytes.toString('latin1', 0, 8).replace(/[^ -~]/g, '?'),
    ]),
    check('END', [
      end < 0 ? 'no %%EOF' : after !== '' && after !== '\n' && after !== '\r' && after !== '\r\n' && `${rest} bytes`,
    ]),
    check('INTACT', [pdf.rebuilt && 'rebuilt by searching']),
    check('FILE_ID', [pdf.array(pdf.trailer.get('ID')).length !== 2 && 'no /ID']),
  ];
}

function metadataChecks(xmp: XmpReading, invoice: Inspection['invoice']): ContainerCheck[] {
  const fx = xmp.namespace !== undefined;
  const missing = (['documentType', 'fileName', 'version', 'conformanceLevel'] as const).filter(
    (key) => xmp[key] === undefined,
  );
  const prefixed =
    xmp.prefix === undefined || xmp.prefix === (xmp.namespace?.startsWith('urn:factur-x') ? 'fx' : xmp.prefix);
  const read = invoice.ok ? invoice.value : undefined;
  const profile = read?.facts.profile === undefined ? undefined : HYBRID_PROFILES[read.facts.profile];
  const level = xmp.conformanceLevel?.toUpperCase();
  return [
    check('METADATA', [!xmp.present && 'no /Metadata', xmp.present && !xmp.wellFormed && 'not well-formed']),
    check('PDFA', [xmp.pdfaPart !== '3' && `part ${xmp.pdfaPart ?? 'missing'}`]),
    check('FX_PROPERTIES', [
      !fx ? 'no invoice properties' : missing.length > 0 && missing.join(', '),
      fx &&
        xmp.documentType !== undefined &&
        xmp.documentType !== 'INVOICE' &&
        `DocumentType ${xmp.documentType.slice(0, 40)}`,
      !prefixed && `prefix ${xmp.prefix ?? ''}`,
    ]),
    check('FX_SCHEMA', [fx && !xmp.describedNamespaces.includes(xmp.namespace ?? '') && 'namespace not described']),
    check('FILE_NAME', [
      read &&
        xmp.fileName !== undefined &&
        xmp.fileName !== read.fileName &&
        `${xmp.fileName.slice(0, 80)} ≠ ${read.fileName.slice(0, 80)}`,
    ]),
    check('PROFILE', [
      profile &&
        level !== undefined &&
        level.replace('COMFORT', 'EN 16931') !== profile.conformanceLevel &&
        `${level.slice(0, 40)} ≠ ${profile.conformanceLevel}`,
    ]),
  ];
}

function embeddingChecks(files: readonly EmbeddedFile[], invoice: Inspection['invoice']): ContainerCheck[] {
  const xml = invoice.ok ? files.find((file) => file.fileName === invoice.value.fileName) : undefined;
  const profile = invoice.ok && invoice.value.facts.profile ? HYBRID_PROFILES[invoice.value.facts.profile] : undefined;
  const data = profile?.relationship === 'Data';
  const allowed = data ? ['Data'] : ['Alternative', 'Source', 'Data'];
  return [
    check('EMBEDDING', [
      !invoice.ok && invoice.error.code,
      xml && !INVOICE_NAMES.has(xml.fileName) && `name ${xml.fileName.slice(0, 80)}`,
      xml && !xml.hasBothNames && 'F or UF missing',
      xml && !/^[^/]+\/[^/]+$/.test(xml.mimeType ?? '') && `MIME type ${xml.mimeType ?? 'missing'}`,
      xml && !xml.inNameTree && 'not in /EmbeddedFiles',
      xml && !xml.associated && 'not in /AF',
    ]),
    check(
      'RELATIONSHIP',
      files.map((file) => (file.relationship === undefined || file.relationshipMistyped) && file.fileName.slice(0, 80)),
    ),
    check('RELATIONSHIP_PROFILE', [
      xml?.relationship !== undefined &&
        profile &&
        !allowed.includes(xml.relationship) &&
        xml.relationship.slice(0, 40),
    ]),
  ];
}

/** What each check of the pages takes from the preflight. Signatures are allowed; those lists are told on embedding only. */
const PAGE_CHECKS: readonly (readonly [CheckId, readonly FaultCode[]])[] = [
  ['FONTS', ['FONT_NOT_EMBEDDED']],
  ['FONT_DATA', ['FONT_STRUCTURE', 'FONT_PROGRAM', 'MISSING_GLYPH', 'GLYPH_WIDTH']],
  ['COLOURS', ['CMYK_COLOUR', 'COLOUR_SPACE', 'GRAPHICS_STATE']],
  ['PAGE_CONTENT', ['CONTENT_STREAM', 'IMAGE', 'OPTIONAL_CONTENT', 'LIMIT']],
  ['ANNOTATIONS', ['ANNOTATION']],
  ['ACTIVE_CONTENT', ['ACTIVE_CONTENT']],
  ['STREAMS', ['FORBIDDEN_STREAM', 'UNREADABLE_OBJECT']],
  ['ATTACHED_FILES', ['EMBEDDED_FILE']],
];
/** Entries that completion drops to be safe, but that are no breach as long as they are complete. */
const DROPPED_ONLY: ReadonlySet<string> = new Set(['6.2.11.4.2', '6.6.2.3']);

function contentChecks(pdf: PdfFile): ContainerCheck[] {
  const { faults, unsettledRgb } = preflight(pdf);
  const breaches = faults.filter((fault) => !(fault.mended && DROPPED_ONLY.has(fault.clause)));
  const told = (fault: Fault): string => `${fault.where}: ${fault.detail}`;
  return [
    check('OUTPUT_INTENT', [!pdfaIntent(pdf) && 'no GTS_PDFA1 output intent']),
    ...PAGE_CHECKS.map(([id, codes]) => {
      const own = breaches.filter((fault) => codes.includes(fault.code)).map(told);
      const rgb = id === 'COLOURS' ? unsettledRgb.map((where) => `${where}: DeviceRGB`) : [];
      return check(id, [...own, ...rgb]);
    }),
  ];
}

function pageCount(pdf: PdfFile): number {
  const count = pdf.resolve(pdf.dict(pdf.catalog.get('Pages')).get('Count'));
  return typeof count === 'number' && count >= 0 ? count : 0;
}
