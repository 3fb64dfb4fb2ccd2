import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { holdOf, readRemittanceAdvice, releaseEntry, sameMoney, splitEntry, takeBackEntry, undoEntry } from '#flows';
import { FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { FILE_KEY, Sent, takeFile, type SentFile } from '../http/sent-file.js';
import { allocationLine, customerInput, linesOf, noteInput, throwRefused } from './money-input.js';
import { pageQuery } from './paging.js';
import { adviceView, bookingView } from './receivables-views.js';
import { entryState, entryView, pageOf, parcelView, problemView, proposalView } from './views.js';

const splitBody = z.strictObject({
  lines: z.array(allocationLine).max(1000).default([]),
  customerRef: customerInput.optional().meta({ description: 'On whose account the rest stays' }),
});
const undoBody = z.strictObject({ note: noteInput });
const takeBackBody = z.strictObject({ receiptId: z.uuid(), note: noteInput });
const sameBody = z.strictObject({ sameAs: z.array(z.uuid()).min(1).max(1000) });
const fileQuery = z.object({
  fileName: z.string().max(200).optional(),
  mapping: z.string().max(60).optional().meta({ description: 'Column mapping of a CSV' }),
});
const adviceReadView = z.object({
  parcelId: z.string(),
  repeated: z.boolean(),
  state: parcelView.shape.state,
  advices: z.int(),
  newAdvices: z.int(),
  rematched: z.int().meta({ description: 'Bank entries that waited for it' }),
  problems: z.array(problemView),
});

/** What people do with single bank entries, and the remittance advices that explain them. */
@ApiTags('cash')
@Controller('v1')
export class EntriesController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('entries/:id')
  @Route({
    id: 'getEntry',
    summary: 'One bank entry with everything the bank said, its bookings and proposals',
    needs: 'read',
    params: { id: 'Entry id' },
    answer: entryView.extend({
      entry: z.unknown(),
      bookings: z.array(bookingView),
      proposals: z.array(proposalView),
      heldFor: z.array(z.string()).meta({ description: 'Entries that may be the same money, when it is held' }),
    }),
    problems: { 404: 'No such entry' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const row = await tx.cash.findEntry(id);
      if (!row) throw new FacteurError('ENTRY.UNKNOWN', 'not-found', 'No such entry', { entryId: id });
      const { candidates: heldFor } = row.state === 'held' ? await holdOf(tx, row) : { candidates: [] };
      return { ...row, bookings: await tx.ledger.ofEntry(id), proposals: await tx.proposals.byEntry(id), heldFor };
    });
  }

  @Post('entries/:id/allocate')
  @KeyedRoute({
    id: 'splitEntry',
    summary: 'Allocate a bank entry by hand: to invoices of one or several customers, the rest on account',
    params: { id: 'Entry id' },
    body: splitBody,
    answer: z.object({ kind: z.literal('allocated'), entryId: z.string(), onAccount: z.string() }),
    problems: { 404: 'No such entry' },
  })
  async split(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(splitBody)) body: z.output<typeof splitBody>,
  ): Promise<unknown> {
    const request = { entryId, customerRef: body.customerRef, lines: linesOf(body.lines), ...by };
    const outcome = await splitEntry(this.assembly.context, tenantId, request);
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('entries/:id/undo')
  @KeyedRoute({
    id: 'undoEntry',
    summary: 'Take back everything a bank entry did, as if it had just come in',
    params: { id: 'Entry id' },
    body: undoBody,
    answer: z.object({ kind: z.literal('undone'), entryId: z.string(), bookings: z.int() }),
    problems: { 404: 'No such entry', 422: 'Nothing to undo, or the money went back meanwhile' },
  })
  async undo(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(undoBody)) body: z.output<typeof undoBody>,
  ): Promise<unknown> {
    const request = { entryId, ...body, ...by };
    const outcome = await undoEntry(this.assembly.context, tenantId, request);
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('entries/:id/take-back')
  @KeyedRoute({
    id: 'takeBackEntry',
    summary: 'Say which receipt a debit takes back (chargeback, bounced cheque): its invoices are due again',
    params: { id: 'Entry id of the debit' },
    body: takeBackBody,
    answer: z.object({ kind: z.literal('taken-back'), entryId: z.string() }),
    problems: { 404: 'No such entry', 422: 'The debit cannot take this receipt back' },
  })
  async takeBack(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(takeBackBody)) body: z.output<typeof takeBackBody>,
  ): Promise<unknown> {
    const request = { entryId, ...body, ...by };
    const outcome = await takeBackEntry(this.assembly.context, tenantId, request);
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('entries/:id/same')
  @KeyedRoute({
    id: 'sameMoney',
    summary: 'Say that an entry is money other entries stand for already, such as a notification and its booking',
    params: { id: 'Entry id' },
    body: sameBody,
    answer: z.object({ kind: z.literal('same'), entryId: z.string(), sameAs: z.array(z.string()) }),
    problems: { 404: 'No such entry', 422: 'They cannot be the same money, or it is decided already' },
  })
  async same(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(sameBody)) body: z.output<typeof sameBody>,
  ): Promise<unknown> {
    const outcome = await sameMoney(this.assembly.context, tenantId, { entryId, ...body, ...by });
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('entries/:id/release')
  @KeyedRoute({
    id: 'releaseEntry',
    summary: 'Say that a held entry is money of its own: it is matched now',
    params: { id: 'Entry id' },
    answer: z.object({
      kind: z.literal('released'),
      entryId: z.string(),
      entries: z.array(z.object({ id: z.string(), state: entryState })),
    }),
    problems: { 404: 'No such entry', 422: 'The entry is not held' },
  })
  async release(@AskedBy() { tenantId, ...by }: Asked, @Param('id', new IdPipe()) entryId: string): Promise<unknown> {
    const outcome = await releaseEntry(this.assembly.context, tenantId, { entryId, ...by });
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('remittance-advices')
  @Route({
    id: 'postRemittanceAdvice',
    summary: 'Send a remittance advice: EDIFACT REMADV, UBL, or CSV with a mapping',
    description: 'It moves no money: it explains a bank entry, which is matched again when it waits for it.',
    needs: 'cash:write',
    status: 201,
    body: ['application/xml', 'text/plain', 'text/csv'],
    query: fileQuery,
    headers: FILE_KEY,
    repeated: 'The same content came before under this key',
    answer: adviceReadView,
    problems: { 409: 'The key was used with other content', 422: 'The file is no advice that can be read' },
  })
  async advice(
    @Sent() file: SentFile,
    @Query(new QueryPipe(fileQuery)) query: z.output<typeof fileQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { context } = this.assembly;
    const taken = await takeFile(context, file, 'remittance-advice', 'ADVICE', query);
    const read = await readRemittanceAdvice(context, file.tenantId, taken.parcel.id);
    if (read.parcel.state === 'rejected') {
      throw new FacteurError('ADVICE.REJECTED', 'refused', 'The content is no remittance advice that can be read', {
        parcelId: read.parcel.id,
        problems: read.problems,
      });
    }
    const { parcel, advices, newAdvices, rematched, problems } = read;
    const { repeated } = taken;
    if (repeated) void reply.status(200);
    return { parcelId: parcel.id, repeated, state: parcel.state, advices, newAdvices, rematched, problems };
  }

  @Get('remittance-advices')
  @Route({
    id: 'listRemittanceAdvices',
    summary: 'Remittance advices, newest first',
    needs: 'read',
    query: pageQuery,
    answer: pageOf(adviceView),
  })
  advices(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.advices.list(query));
  }
}
