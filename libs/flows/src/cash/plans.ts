import { Decimal, FacteurError, newId, type LocalDate } from '#kernel';
import type { PlanRow, PromiseRow, Transaction } from '#ports';
import { checkPlan, promiseState, standing, type PromiseState } from '#receivables';
import type { FlowContext } from '../context.js';
import { tellInvoice } from './book.js';
import { once, type Keyed } from './once.js';

export interface PlanRequest extends Keyed {
  readonly invoiceId: string;
  readonly instalments: readonly { readonly dueOn: LocalDate; readonly amount: Decimal }[];
  readonly note?: string;
  readonly person: string;
}

export type PlanOutcome =
  | { readonly kind: 'planned'; readonly plan: PlanRow }
  | { readonly kind: 'unsound'; readonly fault: string; readonly open: Decimal }
  | { readonly kind: 'active-already'; readonly planId: string };

/**
 * Agrees on instalments for what is open on an invoice, each with its own due date; ageing, statement and reminders follow them.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function makePlan(context: FlowContext, tenantId: string, request: PlanRequest): Promise<PlanOutcome> {
  return context.store.transaction(tenantId, (tx) =>
    once<PlanOutcome>(context, tx, 'plans', request, async () => {
      const open = await tx.ledger.openAmountForUpdate(request.invoiceId);
      const active = (await tx.receivables.plansOf(request.invoiceId)).find((each) => each.state === 'active');
      if (active) return { kind: 'active-already', planId: active.id };
      const sound = checkPlan(open, request.instalments);
      if (!sound.ok) return { kind: 'unsound', fault: sound.error, open };
      const id = newId();
      const { invoiceId, instalments, note, person: madeBy } = request;
      await tx.receivables.addPlan({
        id,
        invoiceId,
        amount: open,
        note,
        madeBy,
        madeAt: context.clock.now(),
        instalments,
      });
      const terms = instalments.map((each) => ({ dueOn: each.dueOn, amount: each.amount.toString() }));
      await tellInvoice(context, tx, invoiceId, 'plan-agreed', { planId: id, instalments: terms, person: madeBy });
      return { kind: 'planned', plan: (await tx.receivables.findPlan(id)) as PlanRow };
    }),
  );
}

/**
 * Ends a plan: what is open is due on the invoice's own date again.
 * @throws FacteurError `PLAN.UNKNOWN` (not-found).
 */
export async function cancelPlan(
  context: FlowContext,
  tenantId: string,
  planId: string,
  person: string,
): Promise<{ readonly plan: PlanRow; readonly isCancelled: boolean }> {
  return context.store.transaction(tenantId, async (tx) => {
    const plan = await tx.receivables.findPlan(planId);
    if (!plan) throw new FacteurError('PLAN.UNKNOWN', 'not-found', 'No such plan', { planId });
    const isCancelled = await tx.receivables.cancelPlan(planId);
    if (isCancelled) await tellInvoice(context, tx, plan.invoiceId, 'plan-cancelled', { planId, person });
    return { plan: { ...plan, state: 'cancelled' }, isCancelled };
  });
}

export interface PromiseRequest extends Keyed {
  readonly invoiceId: string;
  /** Left out: all that is open. */
  readonly amount?: Decimal;
  readonly promisedOn: LocalDate;
  readonly madeBy: string;
  readonly channel: string;
  readonly note?: string;
  readonly person: string;
}

export type PromiseView = PromiseRow & { readonly state: PromiseState | 'withdrawn' };
export type PromiseOutcome =
  { readonly kind: 'promised'; readonly promise: PromiseView } | { readonly kind: 'too-much'; readonly open: Decimal };

/**
 * Notes a customer's word to pay by a day. It moves no due date; it is kept, partly kept or broken by what is paid.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function recordPromise(
  context: FlowContext,
  tenantId: string,
  request: PromiseRequest,
): Promise<PromiseOutcome> {
  return context.store.transaction(tenantId, (tx) =>
    once<PromiseOutcome>(context, tx, 'promises', request, async () => {
      const open = await tx.ledger.openAmountForUpdate(request.invoiceId);
      const invoice = await tx.invoices.summary(request.invoiceId);
      const amount = request.amount ?? open;
      if (!invoice || !amount.isPositive() || amount.greaterThan(open)) return { kind: 'too-much', open };
      const { invoiceId, promisedOn, madeBy, channel, note, person } = request;
      const { customerRef, currency } = invoice;
      const promise: PromiseRow = {
        ...{ id: newId(), invoiceId, customerRef, currency, amount, promisedOn, madeBy, channel },
        ...{ madeOn: context.clock.today(), recordedBy: person },
        ...(note === undefined ? {} : { note }),
      };
      await tx.receivables.addPromise(promise);
      const data = { amount: amount.toString(), promisedOn, madeBy, channel, person };
      await tellInvoice(context, tx, invoiceId, 'payment-promised', data);
      return { kind: 'promised', promise: { ...promise, state: await stateOf(context, tx, promise) } };
    }),
  );
}

/** Promises of an invoice with what became of them. */
export async function promisesOf(
  context: FlowContext,
  tx: Transaction,
  invoiceId: string,
): Promise<readonly PromiseView[]> {
  const promises = await tx.receivables.promisesOf(invoiceId);
  return Promise.all(promises.map(async (each) => ({ ...each, state: await stateOf(context, tx, each) })));
}

async function stateOf(context: FlowContext, tx: Transaction, promise: PromiseRow): Promise<PromiseView['state']> {
  if (promise.withdrawnAt) return 'withdrawn';
  const bookings = standing(await tx.ledger.ofInvoice(promise.invoiceId));
  const payments = bookings
    .filter(
      (each) => each.kind === 'allocation' && each.paymentId !== undefined && each.invoiceId === promise.invoiceId,
    )
    .map((each) => ({ paidOn: each.bookedOn, amount: each.amount }));
  return promiseState(promise, payments, context.clock.today());
}
