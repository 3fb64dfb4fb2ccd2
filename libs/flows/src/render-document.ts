import type { DocumentProfile } from '#billing';
import { composeInBackground, readBack, type HybridProfileId } from '#facturx';
import { FacteurError, localDateOf, sha256 } from '#kernel';
import { sameInvoice, type Invoice } from '#invoice';
import type { DocumentFormat } from '#ports';
import { judgeDocument, type Verdict } from '#rules';
import { readInvoice, writeInvoice, type ProfileId } from '#syntax';
import { readXml, type XmlDocument } from '#xml';

export interface RenderOptions {
  readonly format: DocumentFormat;
  readonly profile: DocumentProfile;
  readonly language: 'fr' | 'en';
  readonly createdAt: Date;
  readonly branding?: { readonly logo?: Uint8Array; readonly colour?: string };
}

/** A document ready to be sent: its bytes were read back and say what the model says. */
export interface RenderedDocument {
  readonly format: DocumentFormat;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly extension: string;
  /** What the rules said of the XML, which for Factur-X is the embedded one. */
  readonly verdict: Verdict;
}

/**
 * Writes an invoice in the customer's format, judges it by the rules its own BT-24 and BT-23 call for, and reads it back.
 * A verdict that is not valid is the caller's to act on.
 * @throws FacteurError `RENDER.NOT_CARRIED` (precondition) when the profile cannot carry a term of the invoice,
 *   `RENDER.READ_BACK` (defect) when the written document does not say what the model says.
 */
export async function renderDocument(invoice: Invoice, options: RenderOptions): Promise<RenderedDocument> {
  const syntax = options.format === 'ubl' ? 'ubl' : 'cii';
  const names = PROFILE_NAMES[options.profile];
  const { bytes: xml, notCarried } = writeInvoice(invoice, { syntax, profile: names.syntax });
  if (notCarried.length > 0) {
    throw new FacteurError(
      'RENDER.NOT_CARRIED',
      'precondition',
      'The profile cannot carry everything the invoice says',
      {
        terms: notCarried.map((each) => each.term),
        profile: options.profile,
      },
    );
  }
  const document = readXml(xml);
  if (!document.ok) throw notSame('xml', { fault: document.error.code });
  checkReadBack(invoice, document.value);
  const verdict = judgeDocument(document.value, { packs: 'auto', asOf: localDateOf(options.createdAt) });
  if (options.format !== 'facturx') {
    return { format: options.format, bytes: xml, mediaType: 'application/xml', extension: 'xml', verdict };
  }
  const { language, createdAt, branding } = options;
  const bytes = await composeInBackground({ invoice, xml, profile: names.hybrid, language, createdAt, branding });
  const back = await readBack(bytes, {
    xmlSha256: sha256(xml),
    number: invoice.number,
    issueDate: invoice.issueDate,
    currency: invoice.currency,
    amountDue: invoice.totals.amountDue,
  });
  if (!back.ok) throw notSame('pdf', { code: back.error.code, ...back.error.facts });
  return { format: 'facturx', bytes, mediaType: 'application/pdf', extension: 'pdf', verdict };
}

function checkReadBack(invoice: Invoice, document: XmlDocument): void {
  const { invoice: read, faults } = readInvoice(document);
  if (!read) throw notSame('xml', { faults: faults.map((fault) => [fault.code, ...fault.terms].join(' ')) });
  if (!sameInvoice(read, invoice)) throw notSame('xml', { number: invoice.number });
}

function notSame(part: string, facts: Record<string, unknown>): FacteurError {
  return new FacteurError('RENDER.READ_BACK', 'defect', 'The written document does not say what the invoice says', {
    part,
    ...facts,
  });
}

/** The customer's profile as the syntax and the container name it. */
const PROFILE_NAMES: Readonly<Record<DocumentProfile, { syntax: ProfileId; hybrid: HybridProfileId }>> = {
  en16931: { syntax: 'EN16931', hybrid: 'EN16931' },
  'extended-ctc-fr': { syntax: 'EXTENDED', hybrid: 'EXTENDED_CTC_FR' },
  'basic-wl': { syntax: 'BASIC_WL', hybrid: 'BASIC_WL' },
  basic: { syntax: 'BASIC', hybrid: 'BASIC' },
  extended: { syntax: 'EXTENDED', hybrid: 'EXTENDED' },
};
