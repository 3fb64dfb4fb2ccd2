import { failed, ok, type Problem, type Result } from '#kernel';
import { invoiceFromJson, invoiceToJson, type Invoice } from '#invoice';
import { readInvoice, writeInvoice, type NotCarried, type Partially } from '#syntax';
import { readXml } from '#xml';
import { invoiceXml, type DocumentFault } from './validate-document.js';

export type ConversionTarget = 'ubl' | 'cii' | 'json';

/** What the target could not take, or what the source said outside the model. */
export interface Loss {
  readonly stage: 'reading' | 'writing';
  /** Element path when reading, business term when writing. */
  readonly place: string;
  readonly value: string;
}

export interface Converted {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly lost: readonly Loss[];
}

/** Converts an invoice between the syntaxes and JSON through the semantic model; nothing is lost silently. */
export async function convertDocument(
  bytes: Uint8Array,
  to: ConversionTarget,
): Promise<Result<Converted, DocumentFault>> {
  const source = await readAnyInvoice(bytes);
  if (!source.ok) return source;
  const { invoice, lost } = source.value;
  if (to === 'json') {
    return ok({ bytes: Buffer.from(invoiceToJson(invoice)), mediaType: 'application/json', lost });
  }
  const written = writeInvoice(invoice, { syntax: to });
  return ok({ bytes: written.bytes, mediaType: 'application/xml', lost: [...lost, ...lossesOf(written.notCarried)] });
}

/** What a writer had no place for. */
export function lossesOf(notCarried: readonly NotCarried[]): Loss[] {
  return notCarried.map(({ term, value }) => ({ stage: 'writing' as const, place: term, value }));
}

export interface InvoiceSource {
  readonly invoice: Invoice | Partially<Invoice>;
  /** The same when it says all that the model demands. */
  readonly whole: Invoice | undefined;
  readonly lost: readonly Loss[];
  /** Required terms that are missing, and values that are none. */
  readonly faults: readonly Problem[];
}

/** Reads UBL, CII, the JSON of the model, or what a hybrid PDF carries. */
export async function readAnyInvoice(bytes: Uint8Array): Promise<Result<InvoiceSource, DocumentFault>> {
  if (looksLikeJson(bytes)) {
    const read = invoiceFromJson(Buffer.from(bytes).toString('utf8'));
    if (read.ok) return ok({ invoice: read.value, whole: read.value, lost: [], faults: [] });
    return failed({ code: 'JSON.INVALID', message: NOT_THE_MODEL, problems: read.error });
  }
  const xml = await invoiceXml(bytes);
  if (!xml.ok) return xml;
  const document = readXml(xml.value);
  if (!document.ok) return failed({ code: document.error.code, message: document.error.message, problems: [] });
  const { invoice, partial, faults, unread } = readInvoice(document.value);
  // What MINIMUM and BASIC WL lack is no loss; without its number nothing is made of a document.
  if (partial.number === undefined) {
    return failed({ code: 'SYNTAX.INCOMPLETE', message: INCOMPLETE, problems: faults });
  }
  const unreadable = faults.filter(({ code }) => code === 'SYNTAX.VALUE');
  const lost: Loss[] = [
    ...unread.map(({ path, value }) => ({ stage: 'reading' as const, place: path, value })),
    ...unreadable.map(({ terms, value }) => ({
      stage: 'reading' as const,
      place: terms.join(' '),
      value: value ?? '',
    })),
  ];
  return ok({ invoice: partial, whole: invoice, lost, faults });
}

function looksLikeJson(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200))
    .toString('latin1')
    .trimStart()
    .startsWith('{');
}

const NOT_THE_MODEL = {
  en: 'The JSON is not an invoice of schemas/invoice.schema.json.',
  fr: "Le JSON n'est pas une facture au sens de schemas/invoice.schema.json.",
};
const INCOMPLETE = {
  en: 'The document is no invoice that can be converted: required terms are missing or unreadable.',
  fr: "Le document n'est pas une facture convertible : des termes obligatoires manquent ou sont illisibles.",
};
