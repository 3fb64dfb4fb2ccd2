import { readFileSync } from 'node:fs';
import { composeFacturX, embedIntoPdf, extractInvoice, readBack, type EmbedError, type PageLanguage } from '#facturx';
import type { Invoice } from '#invoice';
import { FacteurError, sha256 } from '#kernel';
import { profileOf, withProfile, writeInvoice, type NotCarried, type ProfileId } from '#syntax';

export interface FacturXOptions {
  /** Without it the profile that BT-24 names, else EN 16931. */
  readonly profile?: ProfileId;
  /** A page that another program made; without it the page is composed. */
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
  source: Invoice,
  { profile = profileOf(source.process.specification)?.id ?? 'EN16931', pdf, lang, createdAt }: FacturXOptions,
): Promise<{ readonly bytes: Uint8Array; readonly notCarried: readonly NotCarried[] }> {
  const invoice = withProfile(source, profile);
  const { bytes: xml, notCarried } = writeInvoice(invoice, { syntax: 'cii', profile });
  const bytes =
    pdf === undefined
      ? composeFacturX({ invoice, xml, profile, language: lang, createdAt })
      : await embedded(pdf, { xml, profile, createdAt, language: lang === 'en' ? 'en' : 'fr' });
  const { number, issueDate, totals } = invoice;
  const checked = await readBack(bytes, { xmlSha256: sha256(xml), number, issueDate, amountDue: totals.amountDue });
  if (!checked.ok)
    throw new FacteurError('CONVERT.READ_BACK', 'defect', checked.error.message.en, { error: checked.error });
  return { bytes, notCarried };
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

interface EmbedFacts {
  readonly xml: Uint8Array;
  readonly profile: ProfileId;
  readonly createdAt: Date;
  readonly language: 'fr' | 'en';
}

async function embedded(path: string, facts: EmbedFacts): Promise<Uint8Array> {
  const outcome = await embedIntoPdf({ pdf: readPage(path), ...facts });
  if (outcome.ok) return outcome.value;
  const reasons = reasonsOf(outcome.error, facts.language);
  throw new FacteurError('CONVERT.PDF', 'input', `${path} cannot become PDF/A-3:\n  ${reasons.join('\n  ')}`, {
    reasons,
  });
}

function reasonsOf(error: EmbedError, language: 'fr' | 'en'): string[] {
  if (error.kind === 'unreadable') return [error.error.message[language]];
  if (error.kind === 'unsound') return error.checks.map((check) => check);
  return error.blockers.map((each) => `${each.message[language]} ${each.where} ${each.remedy[language]}`);
}

function readPage(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new FacteurError('CONVERT.INPUT', 'not-found', `Cannot read ${path}`, { path }, { cause });
  }
}
