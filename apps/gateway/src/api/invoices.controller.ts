import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import type { CreditScope } from '#billing';
import { issueCreditNote, openDispute } from '#flows';
import { Decimal, FacteurError } from '#kernel';
import type { Caller, Transaction } from '#ports';

import { DISPUTE_CAUSE_CODES, type DisputeCause } from '#receivables';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { pageQuery } from './paging.js';
import { sendFile } from './send-file.js';
import { disputeView, eventView, invoiceDetailView, invoiceView, pageOf } from './views.js';

const listQuery = pageQuery.extend({
  customerRef: z.string().max(100).optional(),
  number: z.string().max(35).optional(),
  open: z.stringbool().optional(),
});
const decimal = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,6})?$/)
  .meta({ description: 'Exact decimal', examples: ['120.00'] });
const creditNoteBody = z.strictObject({
  reason: z.string().min(1).max(500).meta({ description: 'Printed on the credit note' }),
  lines: z
    .array(z.strictObject({ lineId: z.string().max(50), quantity: decimal.optional() }))
    .min(1)
    .max(10_000)
    .optional()
    .meta({
      description: 'Which lines are credited, wholly or in part; without it and without amount: the whole invoice',
    }),
  amount: decimal
    .optional()
    .meta({ description: 'Amount including VAT to credit, spread over the VAT rates; not together with lines' }),
});
const disputeBody = z.strictObject({
  cause: z.enum(DISPUTE_CAUSE_CODES as [DisputeCause, ...DisputeCause[]]),
  amount: decimal.optional().meta({ description: 'Left out, with lines left out: all that is open' }),
  lines: z
    .array(z.strictObject({ lineId: z.string().max(50), amount: decimal.optional() }))
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'Disputed lines, wholly or for an amount including VAT; not together with amount' }),
  comment: z.string().max(5000).optional(),
});

@ApiTags('invoices')
@Controller('v1/invoices')
export class InvoicesController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Route({
    id: 'listInvoices',
    summary: 'Invoices and credit notes, newest first',
    needs: 'read',
    query: listQuery,
    answer: pageOf(invoiceView),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(listQuery)) query: z.output<typeof listQuery>,
  ): Promise<unknown> {
    return this.read(caller, (tx) => tx.invoices.list(query));
  }

  @Get(':id')
  @Route({
    id: 'getInvoice',
    summary: 'One invoice with everything about it',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: invoiceDetailView,
    problems: { 404: 'No such invoice' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.read(caller, async (tx) => {
      const row = await tx.invoices.find(id);
      const summary = await tx.invoices.summary(id);
      if (!row || !summary) throw unknownInvoice(id);
      const creditNotes = await tx.invoices.creditNotesOf(id);
      return {
        ...summary,
        model: row.model,
        findings: row.findings,
        documents: await tx.documents.byInvoice(id),
        deliveries: await tx.deliveries.byInvoice(id),
        ledger: await tx.ledger.ofInvoice(id),
        disputes: (await tx.disputes.list({ limit: 200, invoiceId: id })).items,
        creditNotes: creditNotes.map(({ id: noteId, number, amountDue }) => ({ id: noteId, number, amountDue })),
      };
    });
  }

  @Get(':id/document')
  @Route({
    id: 'getInvoiceDocument',
    summary: 'The document as it was delivered',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: ['application/pdf', 'application/xml'],
    problems: { 404: 'No such invoice' },
  })
  async document(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [document] = await this.read(caller, (tx) => tx.documents.byInvoice(id));
    if (!document) throw unknownInvoice(id);
    sendFile(reply, await this.assembly.context.documents.get(document.sha256), document);
  }

  @Get(':id/timeline')
  @Route({
    id: 'getInvoiceTimeline',
    summary: 'What happened to an invoice, oldest first, from the order on',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: z.object({ items: z.array(eventView) }),
    problems: { 404: 'No such invoice' },
  })
  timeline(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.read(caller, async (tx) => {
      const row = await tx.invoices.find(id);
      if (!row) throw unknownInvoice(id);
      return { items: await tx.timeline.story(row.correlationId) };
    });
  }

  @Post(':id/credit-notes')
  @KeyedRoute({
    id: 'postCreditNote',
    summary: 'Issue a credit note for an invoice: whole, by line or by amount',
    description:
      'Numbered, judged, written, delivered and set against the invoice like any other document, in one call.',
    status: 201,
    params: { id: 'Invoice id' },
    body: creditNoteBody,
    answer: invoiceView,
    problems: { 404: 'No such invoice', 422: 'The credit note cannot be issued; all that is wrong is listed' },
  })
  async creditNote(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(creditNoteBody)) body: z.output<typeof creditNoteBody>,
  ): Promise<unknown> {
    const outcome = await issueCreditNote(this.assembly.context, tenantId, {
      invoiceId: id,
      reason: body.reason,
      scope: scopeOf(body),
      ...by,
    });
    if (outcome.kind === 'refused') {
      throw new FacteurError('CREDIT_NOTE.NOT_POSSIBLE', 'refused', 'The credit note cannot be issued', {
        problems: outcome.problems,
      });
    }
    return this.assembly.context.store.transaction(tenantId, (tx) => tx.invoices.summary(outcome.invoice.id));
  }

  @Post(':id/disputes')
  @KeyedRoute({
    id: 'postDispute',
    summary: 'Open a dispute about an invoice or a part of it',
    needs: 'disputes:write',
    status: 201,
    params: { id: 'Invoice id' },
    body: disputeBody,
    answer: disputeView,
    problems: { 404: 'No such invoice', 422: 'More than is open' },
  })
  async dispute(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(disputeBody)) body: z.output<typeof disputeBody>,
  ): Promise<unknown> {
    const outcome = await openDispute(this.assembly.context, tenantId, {
      invoiceId: id,
      cause: body.cause,
      amount: body.amount === undefined ? undefined : Decimal.of(body.amount),
      ...(body.lines === undefined ? {} : { lines: disputedLines(body.lines) }),
      comment: body.comment,
      ...by,
    });
    if (outcome.kind === 'opened') return outcome.dispute;
    if (outcome.kind === 'unknown-line') {
      throw new FacteurError('DISPUTE.UNKNOWN_LINE', 'refused', 'The invoice has no such line', {
        lineId: outcome.lineId,
      });
    }
    throw new FacteurError('DISPUTE.TOO_MUCH', 'refused', 'No more can be disputed than is open and not disputed yet', {
      disputable: outcome.disputable.toString(),
    });
  }

  private read<T>(caller: Caller, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.assembly.context.store.transaction(caller.tenantId, work);
  }
}

function unknownInvoice(invoiceId: string): FacteurError {
  return new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId });
}

function scopeOf(body: z.output<typeof creditNoteBody>): CreditScope {
  if (body.amount !== undefined) return { kind: 'amount', amount: Decimal.of(body.amount), basis: 'with-vat' };
  if (body.lines === undefined) return { kind: 'whole' };
  const lines = body.lines.map(({ lineId, quantity }) => ({
    id: lineId,
    quantity: quantity === undefined ? undefined : Decimal.of(quantity),
  }));
  return { kind: 'lines', lines };
}

function disputedLines(lines: NonNullable<z.output<typeof disputeBody>['lines']>) {
  return lines.map(({ lineId, amount }) => ({
    lineId,
    ...(amount === undefined ? {} : { amount: Decimal.of(amount) }),
  }));
}
