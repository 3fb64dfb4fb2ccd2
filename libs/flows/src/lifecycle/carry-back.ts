import { announcedPayment, lifecycleState } from '#lifecycle';
import type { InvoiceRow, StatusRow, Transaction } from '#ports';
import type { FlowContext } from '../context.js';
import { disputeByStatus, endDisputesByApproval } from './dispute-by-status.js';

/**
 * What a status means for receivables. A status that a later one has overtaken, or that comes after the closing one, stays in the
 * history without effect: what holds is what the buyer said last, not what arrived last.
 */
export async function carryBack(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  status: StatusRow,
): Promise<void> {
  const history = await tx.lifecycle.history(invoice.id);
  const state = lifecycleState(history);
  if (CANCELLING.has(status.code)) return cancel(context, tx, invoice, status);
  if (status.code === '211') return announce(tx, invoice, status);
  const isLast = history.every((each) => !ABOUT_APPROVAL.has(each.code) || each.setAt <= status.setAt);
  if (state.closedBy !== undefined || !isLast) return;
  if (status.code === '206' || status.code === '207') return disputeByStatus(context, tx, invoice, status);
  if (status.code === '205') return endDisputesByApproval(context, tx, invoice, status);
}

/** A credit note itself may be refused; only what the buyer owes is cancelled. */
const CANCELLING = new Set(['210', '213']);
const ABOUT_APPROVAL = new Set(['205', '206', '207', '210']);

async function cancel(context: FlowContext, tx: Transaction, invoice: InvoiceRow, status: StatusRow): Promise<void> {
  await tx.lifecycle.settleExpectations(invoice.id, 'void', context.clock.now());
  if (invoice.kind !== 'invoice') return;
  // Writing the credit note takes time and may find its profile missing: a job of its own, once an invoice.
  await tx.jobs.enqueue({
    kind: 'cancel-invoice',
    key: invoice.id,
    payload: { invoiceId: invoice.id, statusId: status.id },
    correlationId: invoice.correlationId,
  });
}

async function announce(tx: Transaction, invoice: InvoiceRow, status: StatusRow): Promise<void> {
  const { amount, currency, on } = announcedPayment(status);
  await tx.lifecycle.expect({
    id: status.id,
    invoiceId: invoice.id,
    customerRef: invoice.customerRef,
    amount,
    currency: currency ?? invoice.currency,
    expectedOn: on,
    announcedAt: status.setAt,
    state: 'open',
  });
}
