import { FacteurError, newId, type Decimal } from '#kernel';
import type { DisputeRow, Transaction } from '#ports';
import { moveDispute, type DisputeCause, type DisputeResolution, type DisputeState } from '#receivables';
import type { FlowContext } from './context.js';

export interface NewDispute {
  readonly invoiceId: string;
  readonly cause: DisputeCause;
  /** The disputed part; the rest of the invoice stays due. Left out: all that is open. */
  readonly amount?: Decimal;
  readonly comment?: string;
  readonly person: string;
}

export type OpenDisputeOutcome =
  | { readonly kind: 'opened'; readonly dispute: DisputeRow }
  | { readonly kind: 'too-much'; readonly disputable: Decimal };

/**
 * Opens a dispute about an invoice or a part of it. No more can be disputed than is open and not disputed yet.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found).
 */
export async function openDispute(
  context: FlowContext,
  tenantId: string,
  request: NewDispute,
): Promise<OpenDisputeOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<OpenDisputeOutcome> => {
    const open = await tx.ledger.openAmountForUpdate(request.invoiceId);
    const invoice = await tx.invoices.summary(request.invoiceId);
    if (!invoice)
      throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId: request.invoiceId });
    const disputable = open.minus(invoice.disputedAmount);
    const amount = request.amount ?? disputable;
    if (!amount.isPositive() || amount.greaterThan(disputable)) return { kind: 'too-much', disputable };
    const dispute: DisputeRow = {
      id: newId(),
      invoiceId: request.invoiceId,
      cause: request.cause,
      amount,
      currency: invoice.currency,
      state: 'detected' satisfies DisputeState,
      openedAt: context.clock.now(),
      openedBy: request.person,
      correlationId: invoice.correlationId,
    };
    await tx.disputes.add(dispute);
    await note(context, tx, dispute, 'dispute.opened', {
      cause: dispute.cause,
      amount: amount.toString(),
      number: invoice.number,
      person: request.person,
    });
    if (request.comment !== undefined) await comment(context, tx, dispute, request.person, request.comment);
    return { kind: 'opened', dispute };
  });
}

/** @throws FacteurError `DISPUTE.UNKNOWN` (not-found). */
export async function commentDispute(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  request: { person: string; text: string },
): Promise<DisputeRow> {
  return context.store.transaction(tenantId, async (tx) => {
    const dispute = await found(tx, disputeId);
    await comment(context, tx, dispute, request.person, request.text);
    return dispute;
  });
}

export type ResolveDisputeOutcome =
  | { readonly kind: 'resolved'; readonly dispute: DisputeRow }
  | { readonly kind: 'already-resolved'; readonly dispute: DisputeRow };

/** @throws FacteurError `DISPUTE.UNKNOWN` (not-found). */
export async function resolveDispute(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  request: { person: string; resolution: DisputeResolution; comment?: string },
): Promise<ResolveDisputeOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<ResolveDisputeOutcome> => {
    const dispute = await found(tx, disputeId);
    const state = moveDispute(
      dispute.state as DisputeState,
      request.resolution === 'withdrawn' ? 'withdraw' : 'resolve',
    );
    if (!state) return { kind: 'already-resolved', dispute };
    const update = { state, resolvedAt: context.clock.now(), resolution: request.resolution };
    await tx.disputes.setState(disputeId, update);
    if (request.comment !== undefined) await comment(context, tx, dispute, request.person, request.comment);
    await note(context, tx, dispute, 'dispute.resolved', { resolution: request.resolution, person: request.person });
    return { kind: 'resolved', dispute: { ...dispute, ...update } };
  });
}

async function found(tx: Transaction, disputeId: string): Promise<DisputeRow> {
  const dispute = await tx.disputes.findForUpdate(disputeId);
  if (!dispute) throw new FacteurError('DISPUTE.UNKNOWN', 'not-found', 'No such dispute', { disputeId });
  return dispute;
}

async function comment(
  context: FlowContext,
  tx: Transaction,
  dispute: DisputeRow,
  author: string,
  text: string,
): Promise<void> {
  await tx.disputes.comment(dispute.id, { at: context.clock.now(), author, text });
  await note(context, tx, dispute, 'dispute.commented', { person: author });
}

function note(
  context: FlowContext,
  tx: Transaction,
  dispute: DisputeRow,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const { id: subjectId, correlationId } = dispute;
  return tx.timeline.append({ subject: 'dispute', subjectId, type, at: context.clock.now(), correlationId, data });
}
