import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import {
  cancelAndReissue,
  cancelPlan,
  creditDiscount,
  creditAndRefund,
  issueCorrective,
  makePlan,
  promisesOf,
  recordPromise,
  type CorrectionOutcome,
} from '#flows';
import { Decimal, FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { dateInput, decimalInput, noteInput } from './money-input.js';
import { correctionView, planView, promiseView } from './receivables-views.js';

const reason = z.string().min(1).max(500).meta({ description: 'Printed on the document' });
const changesBody = z.strictObject({
  reason,
  lines: z
    .array(
      z.strictObject({ id: z.string().max(50), quantity: decimalInput.optional(), netPrice: decimalInput.optional() }),
    )
    .max(10_000)
    .optional()
    .meta({ description: 'Lines by BT-126; a quantity of 0 takes the line out' }),
  purchaseOrderReference: z.string().max(200).optional(),
  buyerReference: z.string().max(200).optional(),
  dueDate: dateInput.optional(),
});
const goodwillBody = z.strictObject({
  reason,
  amount: decimalInput.meta({ description: 'Including VAT' }),
  refund: z.boolean().default(false).meta({ description: 'Give the credit back that no open amount takes' }),
});
const discountBody = z.strictObject({ reason });
const planBody = z.strictObject({
  instalments: z
    .array(z.strictObject({ dueOn: dateInput, amount: decimalInput }))
    .min(1)
    .max(120),
  note: noteInput,
});
const promiseBody = z.strictObject({
  amount: decimalInput.optional(),
  promisedOn: dateInput,
  madeBy: z.string().min(1).max(200),
  channel: z.enum(['phone', 'mail', 'letter', 'meeting', 'portal']),
  note: noteInput,
});

/** Corrections, plans and promises of invoices. */
@ApiTags('receivables')
@Controller('v1')
export class ReceivablesController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post('invoices/:id/corrective')
  @KeyedRoute({
    id: 'postCorrective',
    summary: 'Replace an invoice by a corrective one (384)',
    description: 'What had been paid moves over. Judged, written, booked and delivered in one call.',
    status: 201,
    params: { id: 'Invoice id' },
    body: changesBody,
    answer: correctionView,
    problems: { 404: 'No such invoice', 422: 'Not possible; all that is wrong is listed' },
  })
  async corrective(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(changesBody)) body: z.output<typeof changesBody>,
  ): Promise<unknown> {
    const request = { invoiceId, ...changesOf(body), ...by };
    return this.corrected(await issueCorrective(this.assembly.context, tenantId, request));
  }

  @Post('invoices/:id/cancel-and-reissue')
  @KeyedRoute({
    id: 'cancelAndReissue',
    summary: 'Credit an invoice wholly (381) and issue it anew, both referring to it',
    status: 201,
    params: { id: 'Invoice id' },
    body: changesBody,
    answer: correctionView,
    problems: { 404: 'No such invoice', 422: 'Not possible; all that is wrong is listed' },
  })
  async reissue(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(changesBody)) body: z.output<typeof changesBody>,
  ): Promise<unknown> {
    const request = { invoiceId, ...changesOf(body), ...by };
    return this.corrected(await cancelAndReissue(this.assembly.context, tenantId, request));
  }

  @Post('invoices/:id/goodwill')
  @KeyedRoute({
    id: 'postGoodwill',
    summary: 'Grant a commercial gesture: a credit note for an amount, given back where nothing is open',
    status: 201,
    params: { id: 'Invoice id' },
    body: goodwillBody,
    answer: correctionView,
    problems: { 404: 'No such invoice', 422: 'Not possible; all that is wrong is listed' },
  })
  async goodwill(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(goodwillBody)) body: z.output<typeof goodwillBody>,
  ): Promise<unknown> {
    const scope = { kind: 'amount', amount: Decimal.of(body.amount), basis: 'with-vat' } as const;
    const request = { invoiceId, reason: body.reason, scope, isGoodwill: true, refunds: body.refund };
    return this.corrected(await creditAndRefund(this.assembly.context, tenantId, { ...request, ...by }));
  }

  @Post('invoices/:id/discount-credit-note')
  @KeyedRoute({
    id: 'creditDiscount',
    summary: 'Correct the VAT of an early-payment discount that was taken: a credit note in place of its write-off',
    status: 201,
    params: { id: 'Invoice id' },
    body: discountBody,
    answer: correctionView,
    problems: { 404: 'No such invoice', 422: 'No discount was taken, or it was credited before' },
  })
  async discount(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(discountBody)) body: z.output<typeof discountBody>,
  ): Promise<unknown> {
    return this.corrected(await creditDiscount(this.assembly.context, tenantId, { invoiceId, ...body, ...by }));
  }

  @Post('invoices/:id/plans')
  @KeyedRoute({
    id: 'postPlan',
    summary: 'Agree on instalments for what is open, each with its own due date',
    status: 201,
    params: { id: 'Invoice id' },
    body: planBody,
    answer: planView,
    problems: { 404: 'No such invoice', 409: 'A plan is in force', 422: 'The instalments do not cover what is open' },
  })
  async plan(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(planBody)) body: z.output<typeof planBody>,
  ): Promise<unknown> {
    const instalments = body.instalments.map(({ dueOn, amount }) => ({ dueOn, amount: Decimal.of(amount) }));
    const request = { invoiceId, instalments, note: body.note, ...by };
    const outcome = await makePlan(this.assembly.context, tenantId, request);
    if (outcome.kind === 'planned') return outcome.plan;
    if (outcome.kind === 'active-already') {
      throw new FacteurError('PLAN.ACTIVE', 'conflict', 'A plan is in force', { planId: outcome.planId });
    }
    const facts = { fault: outcome.fault, open: String(outcome.open) };
    throw new FacteurError('PLAN.UNSOUND', 'refused', 'The instalments do not make a plan', facts);
  }

  @Get('invoices/:id/plans')
  @Route({
    id: 'listPlans',
    summary: 'Payment plans of an invoice, newest first',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: z.object({ items: z.array(planView) }),
  })
  plans(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => ({
      items: await tx.receivables.plansOf(id),
    }));
  }

  @Post('plans/:id/cancel')
  @Route({
    id: 'cancelPlan',
    summary: 'End a plan: what is open is due on the invoice’s own date again',
    needs: 'cash:write',
    params: { id: 'Plan id' },
    answer: planView,
    problems: { 404: 'No such plan' },
  })
  async cancel(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return (await cancelPlan(this.assembly.context, caller.tenantId, id, caller.name)).plan;
  }

  @Post('invoices/:id/promises')
  @KeyedRoute({
    id: 'postPromise',
    summary: "Note a customer's promise to pay",
    status: 201,
    params: { id: 'Invoice id' },
    body: promiseBody,
    answer: promiseView,
    problems: { 404: 'No such invoice', 422: 'More than is open' },
  })
  async promise(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(promiseBody)) body: z.output<typeof promiseBody>,
  ): Promise<unknown> {
    const amount = body.amount === undefined ? undefined : Decimal.of(body.amount);
    const request = { invoiceId, ...body, amount, ...by };
    const outcome = await recordPromise(this.assembly.context, tenantId, request);
    if (outcome.kind === 'promised') return outcome.promise;
    const facts = { open: String(outcome.open) };
    throw new FacteurError('PROMISE.TOO_MUCH', 'refused', 'No more can be promised than is open', facts);
  }

  @Get('invoices/:id/promises')
  @Route({
    id: 'listPromises',
    summary: 'Promises of an invoice: open, kept, partly kept, broken',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: z.object({ items: z.array(promiseView) }),
  })
  promises(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    const { context } = this.assembly;
    return context.store.transaction(caller.tenantId, async (tx) => ({ items: await promisesOf(context, tx, id) }));
  }

  private corrected(outcome: CorrectionOutcome): unknown {
    if (outcome.kind === 'corrected') return outcome;
    throw new FacteurError('CORRECTION.NOT_POSSIBLE', 'refused', 'The correction cannot be issued', {
      problems: outcome.problems,
    });
  }
}

function changesOf({ reason: text, lines, ...rest }: z.output<typeof changesBody>) {
  const changed = lines?.map(({ id, quantity, netPrice }) => ({
    id,
    ...(quantity === undefined ? {} : { quantity: Decimal.of(quantity) }),
    ...(netPrice === undefined ? {} : { netPrice: Decimal.of(netPrice) }),
  }));
  return { reason: text, changes: { ...rest, ...(changed === undefined ? {} : { lines: changed }) } };
}
