import { FacteurError, failed, ok, type LocalDate, type Problem, type Result } from '#kernel';
import { draftInvoice } from '#billing';
import { parseOrder } from '#order';
import type { InvoiceRow, OrderRow, Transaction } from '#ports';
import { allocateCredit } from './allocate-credit.js';
import type { FlowContext } from './context.js';
import { NotIssuable, numberAndPost, type Billing } from './number-invoice.js';
import { unknownProfile } from './order-problems.js';

export type IssueOutcome =
  | { readonly kind: 'issued' | 'already-issued'; readonly invoice: InvoiceRow }
  | { readonly kind: 'held'; readonly problems: readonly Problem[] }
  | { readonly kind: 'not-billable'; readonly state: OrderRow['state'] };

/**
 * Bills one accepted or held order. Number, invoice, ledger entry, timeline and delivery job come to be in one transaction or
 * not at all; a draft with a fatal finding is held and consumes no number. Calling it again changes nothing.
 * @throws FacteurError `ORDER.UNKNOWN` (not-found).
 */
export async function issueInvoice(context: FlowContext, tenantId: string, orderId: string): Promise<IssueOutcome> {
  const order = await context.store.transaction(tenantId, (tx) => tx.orders.find(orderId));
  if (!order) throw new FacteurError('ORDER.UNKNOWN', 'not-found', 'No such order', { orderId });
  if (!isBillable(order)) return settled(context, tenantId, order);
  const issueDates = await precedingDates(context, tenantId, order);
  const prepared = prepare(context, tenantId, order, issueDates);
  if (!prepared.ok) return hold(context, tenantId, orderId, prepared.error);
  try {
    const outcome = await context.store.transaction(tenantId, (tx) => issue(context, tx, orderId, prepared.value));
    if (outcome.kind === 'issued') context.signals.invoiceIssued(outcome.invoice.format, outcome.invoice.kind);
    return outcome;
  } catch (thrown) {
    if (thrown instanceof NotIssuable) return hold(context, tenantId, orderId, thrown.problems);
    throw thrown;
  }
}

async function settled(context: FlowContext, tenantId: string, order: OrderRow): Promise<IssueOutcome> {
  const invoice = await context.store.transaction(tenantId, (tx) => tx.invoices.findByOrder(order.id));
  return invoice ? { kind: 'already-issued', invoice } : { kind: 'not-billable', state: order.state };
}

/** Issue dates of our own invoices that the order refers to: BT-26 where the ERP does not give it. */
async function precedingDates(context: FlowContext, tenantId: string, row: OrderRow): Promise<Map<string, LocalDate>> {
  const numbers = precedingNumbers(row.body);
  if (numbers.length === 0) return new Map();
  return context.store.transaction(tenantId, async (tx) => {
    const dates = new Map<string, LocalDate>();
    for (const number of numbers) {
      const invoice = await tx.invoices.findByNumber(number);
      if (invoice) dates.set(number, invoice.issueDate);
    }
    return dates;
  });
}

function precedingNumbers(body: unknown): string[] {
  const parsed = parseOrder(body);
  return parsed.ok ? (parsed.value.precedingInvoices ?? []).map((each) => each.number) : [];
}

function prepare(
  context: FlowContext,
  tenantId: string,
  row: OrderRow,
  issueDates: ReadonlyMap<string, LocalDate>,
): Result<Billing, readonly Problem[]> {
  const parsed = parseOrder(row.body);
  if (!parsed.ok) return parsed;
  const profiles = context.profiles(tenantId);
  const seller = profiles.seller(row.sellerRef);
  const customer = profiles.customer(row.customerRef);
  const policy = seller && profiles.policy(seller.policy);
  if (!seller || !customer || !policy) {
    return failed([
      ...(seller ? [] : [unknownProfile('seller', '/sellerRef', row.sellerRef)]),
      ...(customer ? [] : [unknownProfile('customer', '/customerRef', row.customerRef)]),
      ...(seller && !policy ? [unknownProfile('policy', '/sellerRef', seller.policy)] : []),
    ]);
  }
  const drafted = draftInvoice(parsed.value, seller, customer, policy, {
    issueDate: context.clock.today(),
    lookups: { issueDateOf: (number) => issueDates.get(number) },
  });
  return drafted.ok ? ok({ draft: drafted.value, seller, customer, policy }) : drafted;
}

async function issue(context: FlowContext, tx: Transaction, orderId: string, billing: Billing): Promise<IssueOutcome> {
  const order = await tx.orders.findForUpdate(orderId);
  const existing = await tx.invoices.findByOrder(orderId);
  if (existing) return { kind: 'already-issued', invoice: existing };
  if (!order || !isBillable(order)) return { kind: 'not-billable', state: order?.state ?? 'cancelled' };
  const { correlationId } = order;
  const explanations = billing.draft.explanations;
  const invoice = await numberAndPost(context, tx, billing, {
    orderId,
    correlationId,
    cause: { orderId, explanations },
  });
  await tx.orders.setState(orderId, 'invoiced', []);
  const [preceding] = invoice.model.precedingInvoices;
  if (invoice.kind === 'credit-note' && preceding) {
    const corrected = await tx.invoices.findByNumber(preceding.number);
    if (corrected) await allocateCredit(context, tx, invoice, corrected);
  }
  return { kind: 'issued', invoice };
}

async function hold(
  context: FlowContext,
  tenantId: string,
  orderId: string,
  problems: readonly Problem[],
): Promise<IssueOutcome> {
  const outcome = await context.store.transaction(tenantId, async (tx): Promise<IssueOutcome> => {
    const order = await tx.orders.findForUpdate(orderId);
    if (!order || !isBillable(order)) return { kind: 'not-billable', state: order?.state ?? 'cancelled' };
    await tx.orders.setState(orderId, 'held', problems);
    await tx.timeline.append({
      subject: 'order',
      subjectId: orderId,
      type: 'order.held',
      at: context.clock.now(),
      correlationId: order.correlationId,
      data: { problems: problems.map((problem) => problem.code) },
    });
    return { kind: 'held', problems };
  });
  if (outcome.kind === 'held') context.signals.orderSettled('held');
  return outcome;
}

function isBillable(order: OrderRow): boolean {
  return order.state === 'accepted' || order.state === 'held';
}
