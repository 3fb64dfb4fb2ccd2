import { invoiceFromJson, type Invoice } from '#invoice';
import { failed, ok, type Problem, type Result } from '#kernel';
import { readInvoice, type SyntaxId, type Unread } from '#syntax';
import { readXml, type XmlFault } from '#xml';

export interface AnyInvoice {
  readonly from: SyntaxId | 'json';
  readonly invoice: Invoice;
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
 * Reads an invoice in whatever form it comes: XML by its root element, JSON by its first character.
 * @param fileName for the problems' texts only; the content decides
 */
export function readAnyInvoice(bytes: Uint8Array, fileName: string): Result<AnyInvoice, readonly Problem[]> {
  if (firstCharacter(bytes) === '{') {
    const read = invoiceFromJson(new TextDecoder().decode(bytes));
    return read.ok ? ok({ from: 'json', invoice: read.value, unread: [] }) : read;
  }
  const document = readXml(bytes);
  if (!document.ok) return failed([problemOf(document.error, fileName)]);
  const { syntax, invoice, unread, faults } = readInvoice(document.value);
  if (syntax === undefined) return failed([{ ...UNKNOWN, value: document.value.root.name }]);
  return invoice === undefined ? failed(faults) : ok({ from: syntax, invoice, unread });
}

function firstCharacter(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, 200));
  return start.trimStart().charAt(0);
}

function problemOf(fault: XmlFault, fileName: string): Problem {
  const { code, position, value, message, remedy } = fault;
  return { code, field: fileName, message, remedy, ...(position && { row: position.line }), ...(value && { value }) };
}
