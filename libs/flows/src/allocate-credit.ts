import { newId } from '#kernel';
import type { InvoiceRow, Transaction } from '#ports';
import type { FlowContext } from './context.js';

/**
 * Uses a new credit note against the invoice it corrects, up to what is still open there; the rest stays a credit of the
 * customer.
 */
export async function allocateCredit(
  context: FlowContext,
  tx: Transaction,
  creditNote: InvoiceRow,
  corrected: InvoiceRow,
): Promise<void> {
  if (corrected.customerRef !== creditNote.customerRef || corrected.currency !== creditNote.currency) return;
  const open = await tx.ledger.openAmountForUpdate(corrected.id);
  const amount = open.lessThan(creditNote.amountDue) ? open : creditNote.amountDue;
  if (!amount.isPositive()) return;
  const at = context.clock.now();
  await tx.ledger.post([
    {
      id: newId(),
      customerRef: corrected.customerRef,
      currency: corrected.currency,
      kind: 'allocation',
      amount,
      invoiceId: corrected.id,
      creditInvoiceId: creditNote.id,
      bookedOn: context.clock.today(),
      at,
      cause: { by: 'credit-note', number: creditNote.number },
      correlationId: creditNote.correlationId,
    },
  ]);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: corrected.id,
    type: 'invoice.credited',
    at,
    correlationId: corrected.correlationId,
    data: { amount: amount.toString(), currency: corrected.currency, creditNote: creditNote.number },
  });
}
