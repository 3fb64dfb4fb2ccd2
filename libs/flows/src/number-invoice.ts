import type { InvoiceRow, Transaction } from '#ports';
import type { FlowContext } from './context.js';
import { postIssued } from './post-issued.js';
import { numberOf, seriesOf, writeDocument, type Billing, type Trace } from './write-document.js';

export { NotIssuable, type Billing } from './write-document.js';

/**
 * Takes the next number, writes the document with it, has it judged and posts everything, in the caller's transaction. The series
 * is locked meanwhile: many at once go through `issueInvoices`.
 * @throws NotIssuable when a rule finds something fatal or the document cannot say what the draft says.
 */
export async function numberAndPost(
  context: FlowContext,
  tx: Transaction,
  billing: Billing,
  trace: Trace,
): Promise<InvoiceRow> {
  const series = seriesOf(billing);
  const sequence = await tx.numbers.next(series.sellerRef, series.series, series.fiscalYear);
  const number = numberOf(billing, series, sequence);
  const issued = await writeDocument(context, tx.tenantId, billing, number, trace);
  const [row] = (await postIssued(context, tx, [issued])) as readonly [InvoiceRow];
  await tx.numbers.record({ ...series, sequence, number, invoiceId: row.id });
  return row;
}
