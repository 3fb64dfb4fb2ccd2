import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import {
  addEvidence,
  closeDispute,
  commentDispute,
  moveDisputeTo,
  PLAIN_MOVES,
  resolveDispute,
  type MoveDisputeOutcome,
} from '#flows';
import { FacteurError } from '#kernel';
import type { Caller } from '#ports';
import {
  allowedMoves,
  causeRow,
  DISPUTE_RESOLUTIONS,
  isDisputeCause,
  reasonOfCause,
  slaClocks,
  type DisputeResolution,
  type DisputeState,
} from '#receivables';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { BytesPipe, IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { pageQuery } from './paging.js';
import { evidenceView } from './receivables-views.js';
import { sendFile } from './send-file.js';
import { disputeDetailView, disputeView, pageOf } from './views.js';

const listQuery = pageQuery.extend({ open: z.stringbool().optional(), invoiceId: z.uuid().optional() });
const commentBody = z.strictObject({ text: z.string().min(1).max(5000) });
const resolveBody = z.strictObject({
  resolution: z.enum(Object.keys(DISPUTE_RESOLUTIONS) as [DisputeResolution, ...DisputeResolution[]]),
  comment: z.string().max(5000).optional(),
});

const moveBody = z.strictObject({
  move: z.enum(PLAIN_MOVES),
  assignee: z.string().max(200).optional(),
  comment: z.string().max(5000).optional(),
});
const evidenceQuery = z.object({ fileName: z.string().min(1).max(200) });

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
      const steps = await tx.disputes.steps(id);
      const cause = isDisputeCause(dispute.cause) ? dispute.cause : 'OTHER';
      const at = steps.map((step) => ({ at: step.at, state: step.state as DisputeState }));
      return {
        ...dispute,
        causeLabel: causeRow(cause).label,
        frenchReason: dispute.reasonCode ?? reasonOfCause(cause),
        allowedMoves: allowedMoves(dispute.state as DisputeState),
        clocks: slaClocks(cause, at, this.assembly.context.clock.now()),
        steps,
        evidence: await tx.disputes.evidence(id),
        comments: await tx.disputes.comments(id),
      };
    });
  }

  @Post(':id/comments')
  @KeyedRoute({
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
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(commentBody)) body: z.output<typeof commentBody>,
  ): Promise<unknown> {
    return commentDispute(this.assembly.context, tenantId, id, { ...by, text: body.text });
  }

  @Post(':id/moves')
  @KeyedRoute({
    id: 'moveDispute',
    summary: 'Move a dispute on: qualify, assign, ask the customer (its clocks then stand still), answer, reopen',
    needs: 'disputes:write',
    params: { id: 'Dispute id' },
    body: moveBody,
    answer: disputeView,
    problems: { 404: 'No such dispute', 409: 'Not allowed from its state, or the key was used with another request' },
  })
  async move(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(moveBody)) body: z.output<typeof moveBody>,
  ): Promise<unknown> {
    return moved(await moveDisputeTo(this.assembly.context, tenantId, id, { ...by, ...body }));
  }

  @Post(':id/close')
  @KeyedRoute({
    id: 'closeDispute',
    summary: 'Close a resolved dispute',
    needs: 'disputes:write',
    params: { id: 'Dispute id' },
    answer: disputeView,
    problems: { 404: 'No such dispute', 409: 'Not resolved yet, or the key was used with another request' },
  })
  async close(@AskedBy() { tenantId, ...by }: Asked, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return moved(await closeDispute(this.assembly.context, tenantId, id, by));
  }

  @Post(':id/evidence')
  @KeyedRoute({
    id: 'postEvidence',
    summary: 'Add a file for or against the claim, as it is; the same file is kept once',
    needs: 'disputes:write',
    status: 201,
    params: { id: 'Dispute id' },
    body: ['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'application/octet-stream'],
    query: evidenceQuery,
    answer: evidenceView,
    problems: { 404: 'No such dispute' },
  })
  async addFile(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Query(new QueryPipe(evidenceQuery)) query: z.output<typeof evidenceQuery>,
    @Headers('content-type') type: string | undefined,
  ): Promise<unknown> {
    const mediaType = (type ?? 'application/octet-stream').split(';')[0] as string;
    const file = { bytes, mediaType, fileName: query.fileName, ...by };
    return addEvidence(this.assembly.context, tenantId, id, file);
  }

  @Get(':id/evidence/:evidenceId')
  @Route({
    id: 'getEvidence',
    summary: 'A file of the dispute, byte for byte',
    needs: 'read',
    params: { id: 'Dispute id', evidenceId: 'Evidence id' },
    answer: ['application/octet-stream'],
    problems: { 404: 'No such file' },
  })
  async file(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Param('evidenceId', new IdPipe()) evidenceId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { store, documents } = this.assembly.context;
    const files = await store.transaction(caller.tenantId, (tx) => tx.disputes.evidence(id));
    const found = files.find((each) => each.id === evidenceId);
    if (!found) throw new FacteurError('EVIDENCE.UNKNOWN', 'not-found', 'No such file', { evidenceId });
    // Whatever somebody uploaded is never shown in a page.
    const file = { mediaType: 'application/octet-stream', fileName: found.fileName };
    sendFile(reply, await documents.get(found.sha256), file);
  }

  @Post(':id/resolve')
  @KeyedRoute({
    id: 'resolveDispute',
    summary: 'Close a dispute with its resolution',
    needs: 'disputes:write',
    params: { id: 'Dispute id' },
    body: resolveBody,
    answer: disputeView,
    problems: {
      404: 'No such dispute',
      409: 'Resolved before, or the key was used with another request',
      422: 'The amount is not explained yet',
    },
  })
  async resolve(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(resolveBody)) body: z.output<typeof resolveBody>,
  ): Promise<unknown> {
    const outcome = await resolveDispute(this.assembly.context, tenantId, id, { ...by, ...body });
    if (outcome.kind === 'resolved') return outcome.dispute;
    if (outcome.kind === 'unexplained') {
      const facts = { missing: outcome.missing.toString() };
      throw new FacteurError('DISPUTE.UNEXPLAINED', 'refused', 'The disputed amount is not explained yet', facts);
    }
    throw new FacteurError('DISPUTE.RESOLVED', 'precondition', 'The dispute is resolved already', {
      resolution: outcome.dispute.resolution,
    });
  }
}

function moved(outcome: MoveDisputeOutcome): unknown {
  if (outcome.kind === 'moved') return outcome.dispute;
  const { state, allowed } = outcome;
  throw new FacteurError('DISPUTE.NOT_ALLOWED', 'precondition', `Not allowed while it is ${state}`, { state, allowed });
}
