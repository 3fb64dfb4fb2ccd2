import { failed, FacteurError, ok, type Bilingual, type Problem, type Result } from '#kernel';
import { extractInvoice } from '#facturx';
import { judgeBytes, offeredPackIds, packIds, type JudgedDocument, type JudgeOptions } from '#rules';

/** Why a document cannot be looked at at all. */
export interface DocumentFault {
  /** Stable, e.g. `XML.DTD`, `FACTURX.NO_XML`. */
  readonly code: string;
  readonly message: Bilingual;
  readonly problems: readonly Problem[];
}

/** The XML of an invoice: the bytes themselves, or what a hybrid PDF carries. */
export async function invoiceXml(bytes: Uint8Array): Promise<Result<Uint8Array, DocumentFault>> {
  if (!isPdf(bytes)) return ok(bytes);
  const extracted = await extractInvoice(bytes);
  if (extracted.ok) return ok(extracted.value.xml);
  const { code, message } = extracted.error;
  return failed({ code, message, problems: [] });
}

/**
 * Judges an invoice in UBL or CII, or a PDF with one inside. What is wrong with it are findings; only what cannot be read at all
 * is a fault.
 * @throws FacteurError `RULES.UNKNOWN_PACK` (input).
 */
export async function validateDocument(
  bytes: Uint8Array,
  options: JudgeOptions,
): Promise<Result<JudgedDocument, DocumentFault>> {
  refuseUnknownPacks(options.packs);
  const xml = await invoiceXml(bytes);
  if (!xml.ok) return xml;
  const judged = judgeBytes(xml.value, options);
  if (judged.readable) return ok(judged);
  const [finding] = judged.findings;
  return failed({
    code: finding?.rule ?? 'XML.UNREADABLE',
    message: finding?.message ?? { en: 'The document cannot be read.', fr: 'Le document est illisible.' },
    problems: [],
  });
}

/** A misspelt name is told whatever the document is. */
function refuseUnknownPacks(packs: JudgeOptions['packs']): void {
  const known = packIds();
  const unknown = packs === 'auto' ? [] : packs.filter((name) => !known.includes(name.split('@')[0] ?? name));
  if (unknown.length > 0) {
    throw new FacteurError('RULES.UNKNOWN_PACK', 'input', `No rule pack is named ${unknown.join(', ')}`, {
      known: offeredPackIds(),
    });
  }
}

/** A PDF says so in its first kilobyte (ISO 32000-1, annex H.3). */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).includes('%PDF-');
}
