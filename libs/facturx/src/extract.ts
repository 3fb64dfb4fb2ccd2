import { failed, ok, type Result } from '#kernel';
import { embeddedFiles, type EmbeddedFile } from './reader/embedded-files.js';
import { hybridError, outcomeOf, type HybridError } from './reader/hybrid-error.js';
import { invoiceFacts, type InvoiceFacts } from './reader/invoice-facts.js';
import { PdfFile } from './reader/pdf-file.js';
import { hasWorkers, inBackground, INLINE_BYTES } from './workers/background.js';

/** A file that was inside a PDF. `fileName` is what the PDF says and must never be used as a path. */
export interface ExtractedFile {
  readonly fileName: string;
  readonly mimeType?: string;
  readonly description?: string;
  readonly relationship?: string;
  readonly content: Uint8Array;
}

export interface ExtractedInvoice {
  readonly xml: Uint8Array;
  readonly fileName: string;
  readonly relationship?: string;
  readonly facts: InvoiceFacts;
  /** Every other embedded file. */
  readonly attachments: readonly ExtractedFile[];
}

export interface ExtractOptions {
  /** Take invoice data under a name that the format does not know. Default false: that is `FACTURX.WRONG_NAME`. */
  readonly anyName?: boolean;
}

/** File names of Factur-X and ZUGFeRD 2.1 on, of the XRechnung profile, of ZUGFeRD 2.0 and 1.0. */
export const INVOICE_NAMES: ReadonlySet<string> = new Set([
  'factur-x.xml',
  'xrechnung.xml',
  'zugferd-invoice.xml',
  'ZUGFeRD-invoice.xml',
]);

/**
 * Takes the invoice out of a Factur-X, ZUGFeRD 1.0 to 2.x or XRechnung hybrid. Sizes are bounded, encryption is refused,
 * a damaged cross-reference is worked around as readers do. Never throws for what is in the file.
 */
export async function extractInvoice(
  pdf: Uint8Array,
  options: ExtractOptions = {},
): Promise<Result<ExtractedInvoice, HybridError>> {
  return hasWorkers && pdf.length > INLINE_BYTES ? inBackground('extract', pdf, options) : extractNow(pdf, options);
}

export function extractNow(pdf: Uint8Array, options: ExtractOptions = {}): Result<ExtractedInvoice, HybridError> {
  const opened = openPdf(pdf);
  if (!opened.ok) return opened;
  try {
    return pickInvoice(opened.value, options);
  } catch (error) {
    return failed(outcomeOf(error));
  }
}

/** Opens a PDF that is not encrypted. */
export function openPdf(content: Uint8Array): Result<PdfFile, HybridError> {
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 1024)).toString('latin1');
  if (!start.includes('%PDF-')) return failed(hybridError('FACTURX.NOT_PDF'));
  try {
    const pdf = new PdfFile(content);
    return pdf.encrypted ? failed(hybridError('FACTURX.ENCRYPTED')) : ok(pdf);
  } catch (error) {
    return failed(outcomeOf(error));
  }
}

function pickInvoice(pdf: PdfFile, options: ExtractOptions): Result<ExtractedInvoice, HybridError> {
  const files = embeddedFiles(pdf);
  const known = files.filter((file) => INVOICE_NAMES.has(file.fileName));
  const strangers = known.length > 0 ? [] : files.filter((file) => looksLikeInvoice(pdf, file));
  const candidates = distinct(pdf, known.length > 0 ? known : strangers);
  const [invoice] = candidates;
  if (!invoice)
    return failed(
      hybridError('FACTURX.NO_INVOICE', { files: files.map((file) => file.fileName.slice(0, 120)).slice(0, 20) }),
    );
  if (candidates.length > 1) {
    return failed(
      hybridError('FACTURX.TWO_INVOICES', { files: candidates.map((file) => file.fileName.slice(0, 120)) }),
    );
  }
  if (known.length === 0 && options.anyName !== true) {
    return failed(hybridError('FACTURX.WRONG_NAME', { fileName: invoice.fileName.slice(0, 120) }));
  }
  const xml = pdf.data(invoice.stream);
  const facts = invoiceFacts(xml);
  if ('fault' in facts) return failed(hybridError('FACTURX.XML_UNREADABLE', { fault: facts.fault }));
  if ('otherRoot' in facts) return failed(hybridError('FACTURX.NOT_AN_INVOICE', { root: facts.otherRoot }));
  const attachments = files
    .filter((file) => !candidates.includes(file) && !known.includes(file))
    .map((file) => extracted(pdf, file));
  return ok({ xml, fileName: invoice.fileName, relationship: invoice.relationship, facts, attachments });
}

function extracted(
  pdf: PdfFile,
  { fileName, mimeType, description, relationship, stream }: EmbeddedFile,
): ExtractedFile {
  return { fileName, mimeType, description, relationship, content: pdf.data(stream) };
}

/** The same bytes mentioned twice (name tree and `/AF`) are one file. */
function distinct(pdf: PdfFile, files: readonly EmbeddedFile[]): EmbeddedFile[] {
  const kept: EmbeddedFile[] = [];
  for (const file of files) {
    const same = kept.some(
      (other) => other.stream === file.stream || pdf.data(other.stream).equals(pdf.data(file.stream)),
    );
    if (!same) kept.push(file);
  }
  return kept;
}

function looksLikeInvoice(pdf: PdfFile, file: EmbeddedFile): boolean {
  if (!/xml/i.test(file.mimeType ?? '') && !/\.xml$/i.test(file.fileName)) return false;
  const facts = invoiceFacts(pdf.data(file.stream));
  return !('fault' in facts) && !('otherRoot' in facts);
}
