import type { InvoiceRow, Transaction } from '#ports';
import type { FlowContext } from '../context.js';
import { isMeant, record } from './apply-status.js';

/** Applies the statuses that came before their invoices, in the transaction that issues them. */
export async function placeWaitingStatuses(
  context: FlowContext,
  tx: Transaction,
  invoices: readonly InvoiceRow[],
): Promise<void> {
  const waiting = await tx.lifecycle.waitingFor(invoices.map((invoice) => invoice.number));
  for (const status of waiting) {
    const invoice = invoices.find((each) => each.number === status.invoiceNumber && isMeant(each, status));
    if (!invoice) continue;
    await record(context, tx, invoice, status, { parcelId: status.parcelId, sha256: status.sha256 });
    await tx.lifecycle.place(status.id, context.clock.now());
  }
}
