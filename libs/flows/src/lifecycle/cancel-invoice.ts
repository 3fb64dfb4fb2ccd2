import { Decimal, FacteurError, newId, sha256 } from '#kernel';
import { creditNoteFor, type CreditScope } from '#billing';
import { statusLabel } from '#lifecycle';
import type { InvoiceRow, OrderRow, StatusRow, Transaction } from '#ports';
import { allocateCredit } from '../allocate-credit.js';
import type { FlowContext } from '../context.js';
import { NotIssuable, numberAndPost } from '../number-invoice.js';
import { unknownProfile } from '../order-problems.js';

/**
 * Cancels an invoice that was refused (210) or rejected (213): an internal credit note for what is not credited yet, which
 * goes to nobody, takes it off the account, and its order is free for a corrected one under the same number. Once an invoice.
 * @throws FacteurError `INVOICE.NOT_CANCELLED` (precondition) when the credit note cannot be written: a person mends it and the
 *   job is done again.
 */
export async function cancelInvoice(
  context: FlowContext,
  tenantId: string,
  invoiceId: string,
  statusId: string,
): Promise<InvoiceRow | undefined> {
  try {
    return await context.store.transaction(tenantId, (tx) => cancel(context, tx, invoiceId, statusId));
  } catch (thrown) {
    if (!(thrown instanceof NotIssuable)) throw thrown;
    throw new FacteurError('INVOICE.NOT_CANCELLED', 'precondition', 'The internal credit note cannot be written', {
      invoiceId,
      problems: thrown.problems,
    });
  }
}

async function cancel(
  context: FlowContext,
  tx: Transaction,
  invoiceId: string,
  statusId: string,
): Promise<InvoiceRow | undefined> {
  await tx.ledger.openAmountForUpdate(invoiceId);
  const invoice = await tx.invoices.find(invoiceId);
  const status = await tx.lifecycle.find(statusId);
  if (!invoice || !status) throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId });
  const notes = await tx.invoices.creditNotesOf(invoiceId);
  const left = invoice.totalWithVat.minus(Decimal.sum(notes.map((note) => note.amountDue)));
  const credit = left.isPositive()
    ? await creditRest(context, tx, invoice, status, notes.length === 0, left)
    : undefined;
  await endDisputes(context, tx, invoice);
  const order = invoice.orderId === undefined ? undefined : await tx.orders.findForUpdate(invoice.orderId);
  if (order?.state === 'invoiced') await tx.orders.setState(order.id, 'cancelled', []);
  if (!credit && order?.state !== 'invoiced') return undefined;
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoiceId,
    type: 'invoice.cancelled',
    at: context.clock.now(),
    correlationId: invoice.correlationId,
    data: {
      number: invoice.number,
      status: status.code,
      creditNote: credit?.number,
      orderId: order?.id,
      orderRef: order?.orderRef,
    },
  });
  return credit;
}

async function creditRest(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  status: StatusRow,
  isWhole: boolean,
  left: Decimal,
): Promise<InvoiceRow> {
  const profiles = context.profiles(tx.tenantId);
  const seller = profiles.seller(invoice.sellerRef);
  const customer = profiles.customer(invoice.customerRef);
  const policy = seller && profiles.policy(seller.policy);
  if (!seller) throw new NotIssuable([unknownProfile('seller', 'sellerRef', invoice.sellerRef)]);
  if (!customer) throw new NotIssuable([unknownProfile('customer', 'customerRef', invoice.customerRef)]);
  if (!policy) throw new NotIssuable([unknownProfile('policy', 'policy', seller.policy)]);
  const label = statusLabel(status.code)[customer.language];
  const reason =
    customer.language === 'fr'
      ? `Avoir interne : facture ${invoice.number} ${status.code} ${label}`
      : `Internal credit note: invoice ${invoice.number} ${status.code} ${label}`;
  const scope: CreditScope = isWhole ? { kind: 'whole' } : { kind: 'amount', amount: left };
  const drafted = creditNoteFor(invoice.model, reason, scope, {
    issueDate: context.clock.today(),
    language: customer.language,
  });
  if (!drafted.ok) throw new NotIssuable(drafted.error);
  const credit = await numberAndPost(
    context,
    tx,
    { draft: drafted.value, seller, customer, policy },
    {
      corrects: { invoiceId: invoice.id },
      isInternal: true,
      correlationId: invoice.correlationId,
      cause: { code: 'cancelled', corrects: invoice.number, status: status.code, by: 'machine', isInternal: true },
    },
  );
  await allocateCredit(context, tx, credit, invoice);
  return credit;
}

async function endDisputes(context: FlowContext, tx: Transaction, invoice: InvoiceRow): Promise<void> {
  const at = context.clock.now();
  const { items } = await tx.disputes.list({ invoiceId: invoice.id, open: true, limit: 200 });
  for (const dispute of items) {
    await tx.disputes.setState(dispute.id, { state: 'resolved', resolvedAt: at, resolution: 'credit-note' });
    await tx.disputes.addStep(dispute.id, { at, move: 'resolve', state: 'resolved', person: 'lifecycle' });
    await tx.timeline.append({
      subject: 'dispute',
      subjectId: dispute.id,
      type: 'dispute.resolved',
      at,
      correlationId: dispute.correlationId,
      data: { resolution: 'credit-note', reason: 'invoice cancelled' },
    });
  }
}

export type ReissueOutcome =
  | { readonly kind: 'reissued'; readonly order: OrderRow }
  /** The invoice stands, was made by hand, or a newer order has taken its place. */
  | { readonly kind: 'not-cancelled'; readonly state: string };

/**
 * Bills the order of a cancelled invoice again, as it is: a new order row (a revision of the first) that becomes an invoice with a
 * new number. For a refusal of what the order itself says, the ERP sends a corrected order under the same number instead.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found).
 */
export async function reissueInvoice(
  context: FlowContext,
  tenantId: string,
  invoiceId: string,
  person: string,
): Promise<ReissueOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<ReissueOutcome> => {
    const invoice = await tx.invoices.find(invoiceId);
    if (!invoice) throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId });
    const first = invoice.orderId === undefined ? undefined : await tx.orders.findForUpdate(invoice.orderId);
    if (first?.state !== 'cancelled') return { kind: 'not-cancelled', state: first?.state ?? 'no order' };
    const order: OrderRow = {
      ...first,
      id: newId(),
      state: 'accepted',
      problems: [],
      contentHash: sha256(`${first.contentHash} after ${invoice.number}`),
      receivedAt: context.clock.now(),
    };
    const added = await tx.orders.add(order);
    if (added.kind !== 'added') return { kind: 'not-cancelled', state: added.existing.state };
    const trace = { at: context.clock.now(), correlationId: order.correlationId };
    await tx.timeline.append({
      ...trace,
      subject: 'order',
      subjectId: order.id,
      type: 'order.accepted',
      data: { orderRef: order.orderRef, customerRef: order.customerRef, replaces: invoice.number, person },
    });
    await tx.jobs.enqueue({
      kind: 'issue-invoice',
      key: order.id,
      payload: { orderId: order.id },
      correlationId: order.correlationId,
    });
    return { kind: 'reissued', order };
  });
}
