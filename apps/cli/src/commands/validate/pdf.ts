import { failed, ok, type Result } from '#kernel';
import { PDF_REMEDY, type Unreadable } from './unreadable.table.js';

/** Whether the bytes are a PDF; some writers put other bytes in front of the header. */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-');
}

/** The invoice XML inside a hybrid PDF (Factur-X, ZUGFeRD, XRechnung), or why there is none. */
export async function xmlOfPdf(bytes: Uint8Array): Promise<Result<Uint8Array, Unreadable>> {
  // Loaded for the first PDF only: the PDF library is large, and most runs judge XML.
  const { extractInvoice } = await import('#facturx');
  const extracted = await extractInvoice(bytes);
  if (extracted.ok) return ok(extracted.value.xml);
  const { code, message } = extracted.error;
  return failed({ rule: code, message, remedy: PDF_REMEDY });
}
