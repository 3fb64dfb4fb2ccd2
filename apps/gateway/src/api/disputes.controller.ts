import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { commentDispute, resolveDispute } from '#flows';
import { FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { DISPUTE_RESOLUTIONS, type DisputeResolution } from '#receivables';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { pageQuery } from './paging.js';
import { disputeDetailView, disputeView, pageOf } from './views.js';

const listQuery = pageQuery.extend({ open: z.stringbool().optional(), invoiceId: z.uuid().optional() });
const commentBody = z.strictObject({ text: z.string().min(1).max(5000) });
const resolveBody = z.strictObject({
  resolution: z.enum(Object.keys(DISPUTE_RESOLUTIONS) as [DisputeResolution, ...DisputeResolution[]]),
  comment: z.string().max(5000).optional(),
});

@ApiTags('disputes')
@Controller('v1/disputes')
export class DisputesController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Route({
    id: 'listDisputes',
    summary: 'Disputes, newest first',
    needs: 'read',
    query: listQuery,
    answer: pageOf(disputeView),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(listQuery)) query: z.output<typeof listQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.disputes.list(query));
  }

  @Get(':id')
  @Route({
    id: 'getDispute',
    summary: 'One dispute with its comments',
    needs: 'read',
    params: { id: 'Dispute id' },
    answer: disputeDetailView,
    problems: { 404: 'No such dispute' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const dispute = await tx.disputes.find(id);
      if (!dispute) throw new FacteurError('DISPUTE.UNKNOWN', 'not-found', 'No such dispute', { disputeId: id });
      return { ...dispute, comments: await tx.disputes.comments(id) };
    });
  }

  @Post(':id/comments')
  @Route({
    id: 'commentDispute',
    summary: 'Add a comment',
    needs: 'disputes:write',
    status: 201,
    params: { id: 'Dispute id' },
    body: commentBody,
    answer: disputeView,
    problems: { 404: 'No such dispute' },
  })
  comment(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(commentBody)) body: z.output<typeof commentBody>,
  ): Promise<unknown> {
    return commentDispute(this.assembly.context, caller.tenantId, id, { person: caller.name, text: body.text });
  }

  @Post(':id/resolve')
  @Route({
    id: 'resolveDispute',
    summary: 'Close a dispute with its resolution',
    needs: 'disputes:write',
    params: { id: 'Dispute id' },
    body: resolveBody,
    answer: disputeView,
    problems: { 404: 'No such dispute', 409: 'Resolved before' },
  })
  async resolve(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(resolveBody)) body: z.output<typeof resolveBody>,
  ): Promise<unknown> {
    const outcome = await resolveDispute(this.assembly.context, caller.tenantId, id, { person: caller.name, ...body });
    if (outcome.kind === 'resolved') return outcome.dispute;
    throw new FacteurError('DISPUTE.RESOLVED', 'precondition', 'The dispute is resolved already', {
      resolution: outcome.dispute.resolution,
    });
  }
}
