import { Body, Controller, Get, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { exportInvoice, verifyArchive, verifyNumbers, voidNumber } from '#flows';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe } from '../http/input.js';
import { checkedKey } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { sendFile } from './send-file.js';

const head = z.object({ position: z.number(), hash: z.string() });
const archiveView = z.object({
  tenantId: z.string(),
  events: z.number(),
  rows: z.number(),
  documents: z.number(),
  unchainedEvents: z.number(),
  head: head.optional(),
  findings: z.array(z.object({ code: z.string(), what: z.string(), detail: z.string() })),
});
const voidedView = z.object({
  sequence: z.number(),
  number: z.string(),
  reason: z.string(),
  person: z.string(),
  voidedAt: z.iso.datetime(),
});
const seriesView = z.object({
  sellerRef: z.string(),
  series: z.string(),
  fiscalYear: z.number(),
  issued: z.number(),
  lastSequence: z.number(),
  voided: z.array(voidedView),
  findings: z.array(z.object({ code: z.string(), sequence: z.number(), detail: z.string() })),
});
const numbersView = z.object({ tenantId: z.string(), series: z.array(seriesView) });
const voidBody = z.strictObject({
  sellerRef: z.string().min(1).max(100),
  kind: z.enum(['invoice', 'credit-note']),
  reason: z.string().min(1).max(500).meta({ description: 'Kept with the number for ever' }),
});
const voidView = voidedView.extend({ sellerRef: z.string(), series: z.string(), fiscalYear: z.number() });

@ApiTags('archive')
@Controller('v1')
export class ArchiveController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('archive/verification')
  @Route({
    id: 'verifyArchive',
    summary: 'Hold everything kept as evidence against the chained timeline',
    description: 'Reads every event, row and document of the tenant: minutes for a large archive.',
    needs: 'operate',
    answer: archiveView,
  })
  archive(@CurrentCaller() caller: Caller): Promise<unknown> {
    return verifyArchive(this.assembly.context, caller.tenantId);
  }

  @Get('numbers/verification')
  @Route({
    id: 'verifyNumbers',
    summary: 'Prove that invoice numbers are gapless by seller, series and fiscal year',
    needs: 'read',
    answer: numbersView,
  })
  numbers(@CurrentCaller() caller: Caller): Promise<unknown> {
    return verifyNumbers(this.assembly.context, caller.tenantId);
  }

  @Post('numbers/voids')
  @Route({
    id: 'voidNumber',
    summary: 'Take the next number of a series for nothing, with the reason',
    needs: 'operate',
    status: 201,
    body: voidBody,
    headers: { 'Idempotency-Key': 'The same key with the same request voids one number only.' },
    answer: voidView,
    problems: { 404: 'No such seller', 409: 'The key was used with another request' },
  })
  async void(
    @CurrentCaller() caller: Caller,
    @Body(new JsonPipe(voidBody)) body: z.output<typeof voidBody>,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<unknown> {
    const request = { ...body, person: caller.name, idempotencyKey: checkedKey(key) };
    return voidNumber(this.assembly.context, caller.tenantId, request);
  }

  @Get('invoices/:id/archive')
  @Route({
    id: 'exportInvoice',
    summary: "An invoice's whole file for an auditor, as a zip",
    description:
      'Order, documents, receipts, statuses, payments and the story of the invoice, with an index and a hash a file.',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: ['application/zip'],
    problems: { 404: 'No such invoice' },
  })
  async export(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { bytes, fileName } = await exportInvoice(this.assembly.context, caller.tenantId, { id });
    sendFile(reply, bytes, { mediaType: 'application/zip', fileName });
  }
}
