import { failed, ok, sha256, type Decimal, type LocalDate, type Result } from '#kernel';
import { extractInvoice } from './extract.js';
import { hybridError, type HybridError } from './reader/hybrid-error.js';
import type { InvoiceFacts } from './reader/invoice-facts.js';

/** What a file about to be issued must say; terms that are absent are not compared. */
export interface ReadBackExpectation {
  /** Lower-case hexadecimal SHA-256 of the XML that was embedded. */
  readonly xmlSha256: string;
  readonly number: string;
  readonly issueDate: LocalDate;
  readonly amountDue: Decimal;
  readonly totalWithVat?: Decimal;
  readonly currency?: string;
}

/**
 * Reads a Factur-X file back as a receiver would and compares it with its source; only then may it count as issued.
 * A difference is `FACTURX.NOT_THE_SAME` with every term that differs.
 */
export async function readBack(
  pdf: Uint8Array,
  expected: ReadBackExpectation,
): Promise<Result<InvoiceFacts, HybridError>> {
  const read = await extractInvoice(pdf);
  if (!read.ok) return read;
  const { facts, xml } = read.value;
  const differences: { term: string; expected: string; found: string | undefined }[] = [];
  const compare = (term: string, wanted: string | undefined, found: string | undefined): void => {
    if (wanted !== undefined && wanted !== found) differences.push({ term, expected: wanted, found });
  };
  const amount = (term: string, wanted: Decimal | undefined, found: Decimal | undefined): void => {
    if (wanted !== undefined && !(found && wanted.equals(found)))
      compare(term, wanted.toString(), found?.toString() ?? '');
  };
  compare('sha256', expected.xmlSha256, sha256(xml));
  compare('BT-1', expected.number.trim(), facts.number);
  compare('BT-2', expected.issueDate, facts.issueDate);
  compare('BT-5', expected.currency, facts.currency);
  amount('BT-112', expected.totalWithVat, facts.totalWithVat);
  amount('BT-115', expected.amountDue, facts.amountDue);
  return differences.length === 0 ? ok(facts) : failed(hybridError('FACTURX.NOT_THE_SAME', { differences }));
}
