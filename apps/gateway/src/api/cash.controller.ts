import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { acceptProposal, readStatement, rejectProposal, type ProposalDecision } from '#flows';
import { FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { DISPUTE_CAUSE_CODES, type DisputeCause } from '#receivables';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { FILE_KEY, Sent, takeFile, type SentFile } from '../http/sent-file.js';
import { pageQuery } from './paging.js';
import { entryState, entryView, pageOf, proposalView, statementReadView, statementView } from './views.js';

const postQuery = z.object({
  fileName: z.string().max(200).optional(),
  mapping: z.string().max(60).optional().meta({ description: 'Column mapping of a CSV' }),
});
const acceptBody = z.strictObject({
  shortfall: z
    .strictObject({
      kind: z.enum(['discount', 'bank-charge', 'tolerance', 'dispute']),
      cause: z.enum(DISPUTE_CAUSE_CODES as [DisputeCause, ...DisputeCause[]]).optional(),
    })
    .optional()
    .meta({ description: 'What becomes of a part left open; without it, it stays due' }),
});
const entryQuery = pageQuery.extend({
  state: entryState.optional(),
});
const proposalQuery = pageQuery.extend({ state: z.enum(['open', 'accepted', 'rejected']).optional() });

@ApiTags('cash')
@Controller('v1')
export class CashController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post('statements')
  @Route({
    id: 'postStatement',
    summary: 'Send a bank statement',
    description:
      'camt.053 and the other formats of docs/statements.md. Entries reported before are recognised; each new one is matched at once.',
    needs: 'cash:write',
    status: 201,
    body: ['application/xml', 'text/plain', 'text/csv'],
    query: postQuery,
    headers: FILE_KEY,
    repeated: 'The same content came before under this key',
    answer: statementReadView,
    problems: { 409: 'The key was used with other content', 422: 'The file is no bank statement that can be read' },
  })
  async postStatement(
    @Sent() file: SentFile,
    @Query(new QueryPipe(postQuery)) query: z.output<typeof postQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { context } = this.assembly;
    const taken = await takeFile(context, file, 'statement', 'STATEMENT', query);
    const read = await readStatement(context, file.tenantId, taken.parcel.id);
    if (read.parcel.state === 'rejected') {
      throw new FacteurError('STATEMENT.REJECTED', 'refused', 'The content is no bank statement that can be read', {
        parcelId: read.parcel.id,
        problems: read.problems,
      });
    }
    if (taken.repeated) void reply.status(200);
    const { parcel, statements, newEntries, problems } = read;
    return {
      parcelId: parcel.id,
      repeated: taken.repeated,
      state: parcel.state,
      statements,
      newEntries,
      problems,
    };
  }

  @Get('statements')
  @Route({
    id: 'listStatements',
    summary: 'Bank statements, newest first',
    needs: 'read',
    query: pageQuery,
    answer: pageOf(statementView),
  })
  statements(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.cash.listStatements(query));
  }

  @Get('entries')
  @Route({
    id: 'listEntries',
    summary: 'Bank entries, newest first',
    needs: 'read',
    query: entryQuery,
    answer: pageOf(entryView),
  })
  entries(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(entryQuery)) query: z.output<typeof entryQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.cash.listEntries(query));
  }

  @Get('proposals')
  @Route({
    id: 'listProposals',
    summary: 'What the machine proposes but does not dare',
    needs: 'read',
    query: proposalQuery,
    answer: pageOf(proposalView),
  })
  proposals(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(proposalQuery)) query: z.output<typeof proposalQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.proposals.list(query));
  }

  @Post('proposals/:id/accept')
  @KeyedRoute({
    id: 'acceptProposal',
    summary: 'Allocate as proposed',
    params: { id: 'Proposal id' },
    body: acceptBody,
    answer: proposalView,
    problems: { 404: 'No such proposal', 409: 'Decided before, or the invoices have changed' },
  })
  async accept(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(acceptBody)) body: z.output<typeof acceptBody>,
  ): Promise<unknown> {
    return decided(await acceptProposal(this.assembly.context, tenantId, { proposalId: id, ...body, ...by }));
  }

  @Post('proposals/:id/reject')
  @KeyedRoute({
    id: 'rejectProposal',
    summary: 'Put a proposal aside',
    params: { id: 'Proposal id' },
    answer: proposalView,
    problems: { 404: 'No such proposal', 409: 'Decided before' },
  })
  async reject(@AskedBy() { tenantId, ...by }: Asked, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return decided(await rejectProposal(this.assembly.context, tenantId, { proposalId: id, ...by }));
  }
}

function decided(decision: ProposalDecision): unknown {
  if (decision.kind === 'too-late') throw new FacteurError('PROPOSAL.TOO_LATE', 'conflict', decision.reason);
  return decision.proposal;
}
