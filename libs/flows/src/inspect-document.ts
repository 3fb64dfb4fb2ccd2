import {
  comparePage,
  extractInvoice,
  inspectPdf,
  type ExtractedInvoice,
  type HybridError,
  type Inspection,
  type PageComparison,
} from '#facturx';
import { failed, ok, type Result } from '#kernel';
import type { DocumentFault } from './validate-document.js';

export interface DocumentInspection {
  readonly inspection: Inspection;
  /** Whether the printed page says what the XML says; absent unless asked for, or when there is no invoice inside. */
  readonly comparison?: PageComparison;
}

/** Looks into a hybrid PDF: what is inside, and whether container, content and (when asked) printed page agree. */
export async function inspectDocument(
  pdf: Uint8Array,
  options: { readonly compare: boolean },
): Promise<Result<DocumentInspection, DocumentFault>> {
  const inspected = await inspectPdf(pdf);
  if (!inspected.ok) return failed(faultOf(inspected.error));
  if (!options.compare || !inspected.value.invoice.ok) return ok({ inspection: inspected.value });
  const compared = await comparePage(pdf);
  return ok({ inspection: inspected.value, comparison: compared.ok ? compared.value : undefined });
}

/** The invoice data of a hybrid PDF and its other files. */
export async function extractFiles(pdf: Uint8Array): Promise<Result<ExtractedInvoice, DocumentFault>> {
  const extracted = await extractInvoice(pdf);
  return extracted.ok ? extracted : failed(faultOf(extracted.error));
}

function faultOf({ code, message }: HybridError): DocumentFault {
  return { code, message, problems: [] };
}
