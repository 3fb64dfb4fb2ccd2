import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { REPORT_CATEGORIES } from '#ereporting';
import { prepareDueReports, prepareReport, recordRetailDays, reportCalendar, type PrepareOutcome } from '#flows';
import { Decimal, FacteurError, localDate } from '#kernel';
import type { Caller, EReportRow } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { checkedKey } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { dutyView, eReportDetailView, eReportView, prepareView } from './lifecycle-views.js';
import { pageQuery } from './paging.js';
import { sendFile } from './send-file.js';
import { pageOf } from './views.js';

const kind = z.enum(['transactions', 'payments']);
const sellerRef = z.string().min(1).max(100);
const listQuery = pageQuery.extend({ sellerRef: sellerRef.optional(), kind: kind.optional() });
const calendarQuery = z.object({ sellerRef: sellerRef.optional() });
const prepareBody = z
  .strictObject({
    sellerRef: sellerRef.optional(),
    kind: kind.optional(),
    on: z.iso.date().optional().meta({ description: 'Any day of the period; left out: all that is owed.' }),
  })
  .refine((body) => (body.on === undefined) === (body.kind === undefined), { path: ['on'] })
  .refine((body) => body.on === undefined || body.sellerRef !== undefined, { path: ['sellerRef'] });
const amount = z
  .string()
  .regex(/^-?\d{1,13}(\.\d{1,2})?$/)
  .transform((value) => Decimal.of(value));
const retailBody = z.strictObject({
  sellerRef,
  source: z.string().min(1).max(100),
  days: z
    .array(
      z.strictObject({
        day: z.iso.date().transform(localDate),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/)
          .default('EUR'),
        category: z.enum(REPORT_CATEGORIES),
        transactionCount: z.int().min(0).max(10_000_000),
        isCollected: z.boolean().default(true),
        lines: z
          .array(z.strictObject({ rate: amount, taxableAmount: amount, taxAmount: amount }))
          .min(1)
          .max(20),
      }),
    )
    .min(1)
    .max(400),
});

@ApiTags('e-reporting')
@Controller('v1/ereports')
export class EReportsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Route({
    id: 'listEReports',
    summary: 'E-reports (Flux 10), newest first',
    needs: 'read',
    query: listQuery,
    answer: pageOf(eReportView),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(listQuery)) query: z.output<typeof listQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.eReports.list(query));
  }

  @Get('calendar')
  @Route({
    id: 'getReportCalendar',
    summary: 'Periods and deadlines of the last twelve months, and where each stands',
    needs: 'read',
    query: calendarQuery,
    answer: z.object({ items: z.array(dutyView) }),
    problems: { 404: 'No such seller', 409: 'The seller has no e-reporting settings' },
  })
  async calendar(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(calendarQuery)) query: z.output<typeof calendarQuery>,
  ): Promise<unknown> {
    return { items: await reportCalendar(this.assembly.context, caller.tenantId, query.sellerRef) };
  }

  @Post('prepare')
  @Route({
    id: 'prepareEReports',
    summary: 'Prepare the report of a period, or all that is owed; correct what has changed',
    description:
      'Idempotent: a period that says the same is not prepared again. A change leads to a rectifying report (RE).',
    needs: 'operate',
    body: prepareBody,
    answer: prepareView,
    problems: { 404: 'No such seller', 409: 'The seller has no e-reporting settings, or nothing is owed for the day' },
  })
  async prepare(
    @CurrentCaller() caller: Caller,
    @Body(new JsonPipe(prepareBody)) body: z.output<typeof prepareBody>,
  ): Promise<unknown> {
    const { context } = this.assembly;
    if (body.on !== undefined && body.kind !== undefined && body.sellerRef !== undefined) {
      const request = { sellerRef: body.sellerRef, kind: body.kind, on: localDate(body.on) };
      return { outcomes: [outcomeView(await prepareReport(context, caller.tenantId, request))] };
    }
    const outcomes = await prepareDueReports(context, caller.tenantId, body.sellerRef);
    return { outcomes: outcomes.map(outcomeView) };
  }

  @Post('retail-days')
  @Route({
    id: 'postRetailDays',
    summary: 'Send daily totals of sales to consumers that no invoice carries',
    description: 'By day, source, currency and category; the same again replaces the earlier totals.',
    needs: 'orders:write',
    status: 201,
    headers: { 'Idempotency-Key': 'Up to 200 characters; the same key with the same request is recorded once.' },
    body: retailBody,
    answer: z.object({ recorded: z.int() }),
    problems: { 404: 'No such seller', 409: 'Key used otherwise' },
  })
  async retail(
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
    @Body(new JsonPipe(retailBody)) body: z.output<typeof retailBody>,
  ): Promise<unknown> {
    const request = { ...body, person: caller.name, idempotencyKey: checkedKey(key) };
    const { count } = await recordRetailDays(this.assembly.context, caller.tenantId, request);
    return { recorded: count };
  }

  @Get(':id')
  @Route({
    id: 'getEReport',
    summary: 'One e-report with how it was sent',
    needs: 'read',
    params: { id: 'Report id' },
    answer: eReportDetailView,
    problems: { 404: 'No such report' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const report = await tx.eReports.find(id);
      if (!report) throw unknown(id);
      return { ...report, messages: await tx.outgoing.bySubject(id) };
    });
  }

  @Get(':id/content')
  @Route({
    id: 'getEReportContent',
    summary: 'The report as XML (Flux 10)',
    needs: 'read',
    params: { id: 'Report id' },
    answer: ['application/xml'],
    problems: { 404: 'No such report' },
  })
  async content(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const report = await this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.eReports.find(id));
    if (!report) throw unknown(id);
    const bytes = await this.assembly.context.documents.get(report.sha256);
    sendFile(reply, bytes, { mediaType: 'application/xml', fileName: `${report.reportRef}.xml` });
  }
}

function outcomeView(outcome: PrepareOutcome): { outcome: string; report?: EReportRow; duty?: unknown } {
  switch (outcome.kind) {
    case 'prepared':
    case 'unchanged':
      return { outcome: outcome.kind, report: outcome.report };
    case 'empty':
    case 'not-over':
      return { outcome: outcome.kind, duty: outcome.duty };
  }
}

function unknown(reportId: string): FacteurError {
  return new FacteurError('EREPORT.UNKNOWN', 'not-found', 'No such report', { reportId });
}
