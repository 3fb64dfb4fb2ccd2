import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { acceptParcel, acceptProposal, readStatement, rejectProposal, type ProposalDecision } from '#flows';
import { FacteurError, sha256 } from '#kernel';
import type { Caller } from '#ports';
import { DISPUTE_CAUSE_CODES, type DisputeCause } from '#receivables';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { BytesPipe, IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { checkedKey } from './orders.controller.js';
import { pageQuery } from './paging.js';
import { entryView, pageOf, proposalView, statementReadView, statementView } from './views.js';

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
  state: z.enum(['new', 'allocated', 'proposed', 'unmatched', 'ignored']).optional(),
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
    headers: { 'Idempotency-Key': 'Up to 200 characters; without it the content itself is the key.' },
    answer: statementReadView,
    problems: { 409: 'The key was used with other content', 422: 'The file is no bank statement that can be read' },
  })
  async postStatement(
    @CurrentCaller() caller: Caller,
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Query(new QueryPipe(postQuery)) query: z.output<typeof postQuery>,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('content-type') mediaType: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const accepted = await acceptParcel(this.assembly.context, {
      tenantId: caller.tenantId,
      purpose: 'statement',
      source: query.mapping === undefined ? 'api' : `api/${query.mapping}`,
      sourceKey: checkedKey(key) ?? sha256(bytes),
      isKeyUnique: true,
      bytes,
      fileName: query.fileName ?? '',
      mediaType: (mediaType ?? 'application/octet-stream').split(';')[0] as string,
    });
    if (accepted.kind === 'conflict') {
      throw new FacteurError('STATEMENT.KEY_REUSED', 'conflict', 'This Idempotency-Key was used with other content', {
        parcelId: accepted.parcel.id,
      });
    }
    const read = await readStatement(this.assembly.context, caller.tenantId, accepted.parcel.id);
    if (read.parcel.state === 'rejected') {
      throw new FacteurError('STATEMENT.REJECTED', 'refused', 'The content is no bank statement that can be read', {
        parcelId: read.parcel.id,
        problems: read.problems,
      });
    }
    if (accepted.kind === 'known') void reply.status(200);
    const { parcel, statements, newEntries, problems } = read;
    return {
      parcelId: parcel.id,
      repeated: accepted.kind === 'known',
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
  @Route({
    id: 'acceptProposal',
    summary: 'Allocate as proposed',
    needs: 'cash:write',
    params: { id: 'Proposal id' },
    body: acceptBody,
    answer: proposalView,
    problems: { 404: 'No such proposal', 409: 'Decided before, or the invoices have changed' },
  })
  async accept(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(acceptBody)) body: z.output<typeof acceptBody>,
  ): Promise<unknown> {
    const { context } = this.assembly;
    return decided(await acceptProposal(context, caller.tenantId, id, caller.name, body.shortfall));
  }

  @Post('proposals/:id/reject')
  @Route({
    id: 'rejectProposal',
    summary: 'Put a proposal aside',
    needs: 'cash:write',
    params: { id: 'Proposal id' },
    answer: proposalView,
    problems: { 404: 'No such proposal', 409: 'Decided before' },
  })
  async reject(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return decided(await rejectProposal(this.assembly.context, caller.tenantId, id, caller.name));
  }
}

function decided(decision: ProposalDecision): unknown {
  if (decision.kind === 'too-late') throw new FacteurError('PROPOSAL.TOO_LATE', 'conflict', decision.reason);
  return decision.proposal;
}
