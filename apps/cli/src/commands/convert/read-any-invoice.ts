import { invoiceFromJson, type Invoice } from '#invoice';
import { failed, ok, type Problem, type Result } from '#kernel';
import { readInvoice, type Partially, type ReadFault, type SyntaxId, type Unread } from '#syntax';
import { readXml, type XmlFault } from '#xml';

export interface AnyInvoice {
  readonly from: SyntaxId | 'json';
  /** The whole invoice; undefined when `faults` say what keeps it from being one. */
  readonly invoice: Invoice | undefined;
  /** As much of it as could be read: all of it where it is whole. */
  readonly partial: Invoice | Partially<Invoice>;
  /** Required terms that the document lacks, as those of MINIMUM and BASIC WL do, and values that are none. */
  readonly faults: readonly ReadFault[];
  /** What the document says beyond the model. */
  readonly unread: readonly Unread[];
}

const UNKNOWN: Problem = {
  code: 'CONVERT.SYNTAX',
  message: {
    en: 'The document is neither a UBL 2.1 Invoice or CreditNote nor a Cross Industry Invoice.',
    fr: 'Le document n’est ni une Invoice ou CreditNote UBL 2.1, ni une Cross Industry Invoice.',
  },
  remedy: {
    en: 'Give an invoice in UBL, CII or JSON.',
    fr: 'Fournissez une facture en UBL, CII ou JSON.',
  },
};

/**
 * Reads an invoice in whatever form it comes: XML by its root element, JSON by its first character. XML is read as far as it
 * goes; JSON is whole or refused.
 * @param fileName for the problems' texts only; the content decides
 */
export function readAnyInvoice(bytes: Uint8Array, fileName: string): Result<AnyInvoice, readonly Problem[]> {
  if (firstCharacter(bytes) === '{') {
    const read = invoiceFromJson(new TextDecoder().decode(bytes));
    if (!read.ok) return read;
    return ok({ from: 'json', invoice: read.value, partial: read.value, faults: [], unread: [] });
  }
  const document = readXml(bytes);
  if (!document.ok) return failed([problemOf(document.error, fileName)]);
  const { syntax, invoice, partial, unread, faults } = readInvoice(document.value);
  if (syntax === undefined) return failed([{ ...UNKNOWN, value: document.value.root.name }]);
  // Without its number a document cannot be told from another: nothing is made of it.
  if (partial.number === undefined) return failed(faults);
  return ok({ from: syntax, invoice, partial, faults, unread });
}

function firstCharacter(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, 200));
  return start.trimStart().charAt(0);
}

function problemOf(fault: XmlFault, fileName: string): Problem {
  const { code, position, value, message, remedy } = fault;
  return { code, field: fileName, message, remedy, ...(position && { row: position.line }), ...(value && { value }) };
}
