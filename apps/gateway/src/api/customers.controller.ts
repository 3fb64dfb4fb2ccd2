import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { accountStatement, frameFor, statementLetter, type AccountStatement } from '#flows';
import { addDays, FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { kpiReport } from '#receivables';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { JsonPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { dateInput, languageInput } from './money-input.js';
import { accountStatementView, ageingView, kpiView, standingView } from './receivables-views.js';
import { sendFile } from './send-file.js';

const statementQuery = z.object({
  from: dateInput.optional(),
  to: dateInput.optional(),
  format: z.enum(['json', 'pdf']).optional().meta({ description: 'Or by the Accept header' }),
  lang: languageInput.optional().meta({ description: "Of the PDF; left out: the customer's" }),
});
const standingBody = z.strictObject({ doubtful: z.boolean(), reason: z.string().max(500).optional() });
const ageingQuery = z.object({
  on: dateInput.optional().meta({ description: 'Left out: today' }),
  customerRef: z.string().min(1).max(100).optional(),
});
const kpiQuery = z.object({
  to: dateInput.optional().meta({ description: 'Last day of the period; left out: today' }),
  days: z.coerce.number().int().min(1).max(731).default(90),
});

@ApiTags('customers')
@Controller('v1')
export class CustomersController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('customers/:customerRef/statement')
  @Route({
    id: 'getAccountStatement',
    summary: 'Statement of account, as JSON or PDF: movements, what is open, credits and cash on account, by currency',
    needs: 'read',
    params: { customerRef: "The ERP's name of the customer" },
    query: statementQuery,
    answer: accountStatementView,
    problems: { 404: 'No such customer' },
  })
  async statement(
    @CurrentCaller() caller: Caller,
    @Param('customerRef') customerRef: string,
    @Query(new QueryPipe(statementQuery)) query: z.output<typeof statementQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountStatement | undefined> {
    const { context } = this.assembly;
    const statement = await accountStatement(context, caller.tenantId, { customerRef, from: query.from, to: query.to });
    if (!statement) throw new FacteurError('CUSTOMER.UNKNOWN', 'not-found', 'No such customer', { customerRef });
    const isPdf = query.format === 'pdf' || (query.format === undefined && accept?.includes('application/pdf'));
    if (!isPdf) return statement;
    const frame = frameFor(context, caller.tenantId, { customerRef, language: query.lang });
    const fileName = `statement-${customerRef}-${statement.to}.pdf`;
    sendFile(reply, statementLetter(context, statement, frame), { mediaType: 'application/pdf', fileName });
    return undefined;
  }

  @Post('customers/:customerRef/standing')
  @Route({
    id: 'setCustomerStanding',
    summary: 'Hold a customer doubtful, or no longer',
    needs: 'cash:write',
    params: { customerRef: "The ERP's name of the customer" },
    body: standingBody,
    answer: standingView,
  })
  async standing(
    @CurrentCaller() caller: Caller,
    @Param('customerRef') customerRef: string,
    @Body(new JsonPipe(standingBody)) body: z.output<typeof standingBody>,
  ): Promise<unknown> {
    const { store, clock } = this.assembly.context;
    return store.transaction(caller.tenantId, async (tx) => {
      await tx.receivables.setStanding({
        ...{ customerRef: customerRef.slice(0, 100), isDoubtful: body.doubtful, decidedBy: caller.name },
        ...{ decidedAt: clock.now(), ...(body.reason === undefined ? {} : { reason: body.reason }) },
      });
      return tx.receivables.standing(customerRef.slice(0, 100));
    });
  }

  @Get('ageing')
  @Route({
    id: 'getAgeing',
    summary: 'Open invoices by days past due as they stood at the end of any day, by currency',
    description:
      'Read from the ledger by booking date. Credits and cash on account stand apart and are not subtracted.',
    needs: 'read',
    query: ageingQuery,
    answer: ageingView,
  })
  async ageing(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(ageingQuery)) { on: asked, customerRef }: z.output<typeof ageingQuery>,
  ): Promise<unknown> {
    const { store, clock } = this.assembly.context;
    const query = { on: asked ?? clock.today(), ...(customerRef === undefined ? {} : { customerRef }) };
    return { ...query, currencies: await store.figures.ageingOn(caller.tenantId, query) };
  }

  @Get('kpis')
  @Route({
    id: 'getKpis',
    summary: 'Key figures of receivables by currency: DSO, ageing, collection, disputes, matching',
    description: 'Definitions: docs/kpis.md. Receivables and ageing are as of now; rates are of the period.',
    needs: 'read',
    query: kpiQuery,
    answer: kpiView,
  })
  async kpis(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(kpiQuery)) query: z.output<typeof kpiQuery>,
  ): Promise<unknown> {
    const { store, clock } = this.assembly.context;
    const to = query.to ?? clock.today();
    const from = addDays(to, 1 - query.days);
    const sums = await store.figures.kpi(caller.tenantId, { from, to, today: clock.today() });
    const currencies = sums.map((each) => ({ currency: each.currency, ...kpiReport(each, query.days, to) }));
    return { from, to, days: query.days, currencies };
  }
}
