import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { claimableOf, claimLatePayment, discountOf } from '#flows';
import { FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { dateInput, languageInput } from './money-input.js';
import { pageQuery } from './paging.js';
import { claimableView, claimView, discountView } from './receivables-views.js';
import { sendFile } from './send-file.js';
import { pageOf } from './views.js';

const claimBody = z.strictObject({ on: dateInput.optional(), language: languageInput.optional() });
const claimQuery = z.object({ on: dateInput.optional() });
const claimsQuery = pageQuery.extend({
  invoiceId: z.uuid().optional(),
  customerRef: z.string().max(100).optional(),
  open: z.stringbool().optional(),
});

/** What paying late costs and paying early saves, each with its working. */
@ApiTags('receivables')
@Controller('v1')
export class ClaimsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('invoices/:id/late-payment')
  @Route({
    id: 'getLatePayment',
    summary: 'What late payment comes to, with its working, less what was claimed',
    needs: 'read',
    params: { id: 'Invoice id' },
    query: claimQuery,
    answer: claimableView,
    problems: { 404: 'No such invoice', 409: 'No interest rate is set for a half-year' },
  })
  claimable(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) invoiceId: string,
    @Query(new QueryPipe(claimQuery)) query: z.output<typeof claimQuery>,
  ): Promise<unknown> {
    return claimableOf(this.assembly.context, caller.tenantId, { invoiceId, ...query });
  }

  @Get('invoices/:id/early-payment')
  @Route({
    id: 'getEarlyPayment',
    summary: 'The early-payment discount on a day with its working, by VAT category and rate',
    needs: 'read',
    params: { id: 'Invoice id' },
    query: claimQuery,
    answer: discountView,
    problems: { 404: 'No such invoice', 409: 'No discount is granted' },
  })
  earlyPayment(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) invoiceId: string,
    @Query(new QueryPipe(claimQuery)) query: z.output<typeof claimQuery>,
  ): Promise<unknown> {
    return discountOf(this.assembly.context, caller.tenantId, { invoiceId, ...query });
  }

  @Post('invoices/:id/claims')
  @KeyedRoute({
    id: 'postClaim',
    summary: 'Claim late-payment interest and the recovery indemnity',
    description: 'A debit note with its working and document; it lives on when the invoice is paid.',
    status: 201,
    params: { id: 'Invoice id' },
    body: claimBody,
    answer: claimView,
    problems: {
      404: 'No such invoice',
      409: 'No interest rate is set for a half-year, or the key was used with another request',
      422: 'Nothing is late, or all of it was claimed',
    },
  })
  async claim(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) invoiceId: string,
    @Body(new JsonPipe(claimBody)) body: z.output<typeof claimBody>,
  ): Promise<unknown> {
    const request = { invoiceId, ...body, ...by };
    const outcome = await claimLatePayment(this.assembly.context, tenantId, request);
    if (outcome.kind === 'claimed') return outcome.claim;
    throw new FacteurError('CLAIM.NOTHING', 'refused', 'Nothing is late, or all of it was claimed', { invoiceId });
  }

  @Get('claims')
  @Route({
    id: 'listClaims',
    summary: 'Late-payment claims, newest first',
    needs: 'read',
    query: claimsQuery,
    answer: pageOf(claimView),
  })
  claims(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(claimsQuery)) query: z.output<typeof claimsQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.receivables.claims(query));
  }

  @Get('claims/:id/document')
  @Route({
    id: 'getClaimDocument',
    summary: 'A claim as it was made',
    needs: 'read',
    params: { id: 'Claim id' },
    answer: ['application/pdf'],
    problems: { 404: 'No such claim' },
  })
  async claimDocument(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { store, documents } = this.assembly.context;
    const claim = await store.transaction(caller.tenantId, (tx) => tx.receivables.findClaim(id));
    if (!claim) throw new FacteurError('CLAIM.UNKNOWN', 'not-found', 'No such claim', { claimId: id });
    const file = { mediaType: 'application/pdf', fileName: `${claim.number}.pdf` };
    sendFile(reply, await documents.get(claim.sha256), file);
  }
}
