import { newId } from '#kernel';
import type { DisputeRow, Transaction } from '#ports';
import { causeOfReason, causeRow, isDisputeCause, type Deduction, type DisputeCause } from '#receivables';
import type { FlowContext } from './context.js';
import type { DecidedBy } from './post-solution.js';

/**
 * Makes a dispute of what a payer held back, unless as much is in dispute already. The cause is the payer's own reason where it
 * is one of ours or of the French codes.
 */
export async function disputeDeduction(
  context: FlowContext,
  tx: Transaction,
  invoiceId: string,
  deduction: Deduction,
  decided: DecidedBy,
): Promise<void> {
  const invoice = await tx.invoices.summary(invoiceId);
  if (!invoice) return;
  const amount = deduction.amount.minus(invoice.disputedAmount);
  if (!amount.isPositive()) return;
  const cause = causeOfDeduction(deduction.reason);
  const dispute: DisputeRow = {
    id: newId(),
    invoiceId,
    cause,
    amount,
    currency: invoice.currency,
    state: 'detected',
    openedAt: context.clock.now(),
    openedBy: decided.by === 'person' ? decided.name : 'matching',
    correlationId: invoice.correlationId,
    owner: causeRow(cause).owner,
    lines: [],
    source: 'payment',
    reasonCode: deduction.reason,
  };
  await tx.disputes.add(dispute);
  const step = { at: dispute.openedAt, move: 'open', state: dispute.state, person: dispute.openedBy };
  await tx.disputes.addStep(dispute.id, step);
  await tx.timeline.append({
    subject: 'dispute',
    subjectId: dispute.id,
    type: 'dispute.opened',
    at: dispute.openedAt,
    correlationId: dispute.correlationId,
    data: {
      cause,
      amount: amount.toString(),
      currency: invoice.currency,
      number: invoice.number,
      invoiceId,
      source: 'payment',
      reason: deduction.reason,
      ...(decided.by === 'person' ? { person: decided.name } : {}),
    },
  });
}

function causeOfDeduction(reason: string | undefined): DisputeCause {
  if (reason === undefined) return 'OTHER';
  const code = reason.trim().toUpperCase();
  return isDisputeCause(code) ? code : causeOfReason(code);
}
