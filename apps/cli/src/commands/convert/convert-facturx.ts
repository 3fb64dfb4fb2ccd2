import { readFileSync } from 'node:fs';
import { extractInvoice, writeHybrid, type HybridFailure, type HybridProfileId, type PageLanguage } from '#facturx';
import type { Invoice } from '#invoice';
import { FacteurError } from '#kernel';
import type { NotCarried } from '#syntax';

export interface FacturXOptions {
  /** Without it the profile that BT-24 names, else EN 16931. */
  readonly profile?: HybridProfileId;
  /** Path of a page that another program made; without it the page is composed. */
  readonly pdf?: string;
  readonly lang: PageLanguage;
  readonly createdAt: Date;
}

/**
 * The invoice as a Factur-X file, read back and compared before it is handed out.
 * @throws FacteurError `CONVERT.PDF` (category input) when the page cannot become PDF/A-3, with every reason;
 *   `CONVERT.READ_BACK` (category defect) when the file does not say what the invoice says
 */
export async function writeFacturX(
  invoice: Invoice,
  { profile, pdf, lang, createdAt }: FacturXOptions,
): Promise<{ readonly bytes: Uint8Array; readonly notCarried: readonly NotCarried[] }> {
  const page = pdf === undefined ? undefined : readPage(pdf);
  const written = await writeHybrid(invoice, { profile, page, language: lang, createdAt });
  if (written.ok) return written.value;
  if (written.error.kind === 'not-the-same') {
    const { error } = written.error;
    throw new FacteurError('CONVERT.READ_BACK', 'defect', error.message.en, { error });
  }
  const reasons = reasonsOf(written.error, lang === 'en' ? 'en' : 'fr');
  throw new FacteurError('CONVERT.PDF', 'input', `${pdf} cannot become PDF/A-3:\n  ${reasons.join('\n  ')}`, {
    reasons,
  });
}

/**
 * The XML inside a Factur-X PDF; any other file as it is.
 * @throws FacteurError with the code of the outcome (category input) when the PDF gives no invoice
 */
export async function invoiceInside(file: Uint8Array): Promise<Uint8Array> {
  if (!Buffer.from(file.subarray(0, 1024)).includes('%PDF-')) return file;
  const extracted = await extractInvoice(file);
  if (!extracted.ok)
    throw new FacteurError(extracted.error.code, 'input', extracted.error.message.en, extracted.error.facts);
  return extracted.value.xml;
}

function reasonsOf(failure: Exclude<HybridFailure, { kind: 'not-the-same' }>, language: 'fr' | 'en'): string[] {
  if (failure.kind === 'unreadable') return [failure.error.message[language]];
  if (failure.kind === 'unsound') return [...failure.checks];
  return failure.blockers.map((each) => `${each.message[language]} ${each.where} ${each.remedy[language]}`);
}

function readPage(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new FacteurError('CONVERT.INPUT', 'not-found', `Cannot read ${path}`, { path }, { cause });
  }
}
