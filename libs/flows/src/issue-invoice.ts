import { FacteurError, type Problem, type Result } from '#kernel';
import { parseOrder } from '#order';
import type { InvoiceRow, NumberSeries, OrderRow } from '#ports';
import type { FlowContext } from './context.js';
import { issueSeries, type Candidate } from './issue-series.js';
import { orderOf, precedingDates, prepareBilling, type PrecedingDates } from './prepare-billing.js';
import { sourceFields } from './read-order-file.js';
import { seriesOf, warningsOf, type Billing } from './write-document.js';

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
  const [outcome] = await issueInvoices(context, tenantId, [orderId]);
  return outcome as IssueOutcome;
}

/**
 * As `issueInvoice`, for many orders: those of one series become invoices in one transaction. Answers in the order of the ids.
 * @throws FacteurError `ORDER.UNKNOWN` (not-found) when one of them does not exist; others may be issued by then.
 */
export async function issueInvoices(
  context: FlowContext,
  tenantId: string,
  orderIds: readonly string[],
): Promise<readonly IssueOutcome[]> {
  const orders = await ordersOf(context, tenantId, orderIds);
  const outcomes = new Map<string, IssueOutcome>();
  const bySeries = new Map<string, { series: NumberSeries; candidates: Candidate[] }>();
  const refused = new Map<string, readonly Problem[]>();
  const issueDates = await precedingDates(context, tenantId, orders.filter(isBillable).map(orderOf));
  for (const order of orders.filter(isBillable)) {
    const prepared = await prepare(context, tenantId, order, issueDates);
    if (!prepared.ok) refused.set(order.id, prepared.error);
    else gather(bySeries, order, prepared.value);
  }
  for (const { series, candidates } of bySeries.values()) {
    const done = await issueSeries(context, tenantId, series, candidates);
    for (const [orderId, invoice] of done.issued) outcomes.set(orderId, { kind: 'issued', invoice });
    for (const [orderId, problems] of done.refused) refused.set(orderId, problems);
  }
  for (const [orderId, problems] of refused) outcomes.set(orderId, await hold(context, tenantId, orderId, problems));
  await explainOthers(context, tenantId, orderIds, outcomes);
  tell(context, outcomes);
  return orderIds.map((id) => outcomes.get(id) as IssueOutcome);
}

async function ordersOf(context: FlowContext, tenantId: string, ids: readonly string[]): Promise<readonly OrderRow[]> {
  const rows = await context.store.transaction(tenantId, (tx) => tx.orders.findAll(ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].map((orderId) => {
    const order = byId.get(orderId);
    if (!order) throw new FacteurError('ORDER.UNKNOWN', 'not-found', 'No such order', { orderId });
    return order;
  });
}

function gather(
  bySeries: Map<string, { series: NumberSeries; candidates: Candidate[] }>,
  order: OrderRow,
  billing: Billing,
): void {
  const series = seriesOf(billing);
  const key = JSON.stringify([series.sellerRef, series.series, series.fiscalYear]);
  const group = bySeries.get(key) ?? { series, candidates: [] };
  group.candidates.push({ orderId: order.id, correlationId: order.correlationId, billing });
  bySeries.set(key, group);
}

/**
 * The draft of an order; its problems name the fields as the file has them that brought the order. The file is read again only where
 * there are problems: most orders have none.
 */
async function prepare(
  context: FlowContext,
  tenantId: string,
  row: OrderRow,
  issueDates: PrecedingDates,
): Promise<Result<Billing, readonly Problem[]>> {
  const parsed = parseOrder(row.body);
  if (!parsed.ok) return parsed;
  const prepared = prepareBilling(context, tenantId, parsed.value, issueDates);
  if (prepared.ok) return prepared;
  const locate = await sourceFields(context, tenantId, row);
  return locate === undefined ? prepared : prepareBilling(context, tenantId, parsed.value, issueDates, locate);
}

async function hold(
  context: FlowContext,
  tenantId: string,
  orderId: string,
  problems: readonly Problem[],
): Promise<IssueOutcome> {
  return context.store.transaction(tenantId, async (tx): Promise<IssueOutcome> => {
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
}

/** Orders that were settled before, or by somebody else meanwhile. */
async function explainOthers(
  context: FlowContext,
  tenantId: string,
  orderIds: readonly string[],
  outcomes: Map<string, IssueOutcome>,
): Promise<void> {
  const others = orderIds.filter((id) => !outcomes.has(id));
  if (others.length === 0) return;
  await context.store.transaction(tenantId, async (tx) => {
    const invoices = new Map((await tx.invoices.findByOrders(others)).map((invoice) => [invoice.orderId, invoice]));
    for (const order of await tx.orders.findAll(others)) {
      const invoice = invoices.get(order.id);
      outcomes.set(
        order.id,
        invoice ? { kind: 'already-issued', invoice } : { kind: 'not-billable', state: order.state },
      );
    }
  });
}

function tell(context: FlowContext, outcomes: ReadonlyMap<string, IssueOutcome>): void {
  for (const outcome of outcomes.values()) {
    if (outcome.kind === 'issued') {
      const { invoice } = outcome;
      context.signals.invoiceIssued(invoice.format, invoice.kind, warningsOf(invoice));
    }
    if (outcome.kind === 'held') context.signals.orderSettled('held');
  }
}

function isBillable(order: OrderRow): boolean {
  return order.state === 'accepted' || order.state === 'held';
}
