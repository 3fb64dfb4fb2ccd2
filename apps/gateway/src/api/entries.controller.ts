import { Body, Controller, Get, Headers, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { acceptParcel, readRemittanceAdvice, splitEntry, takeBackEntry, undoEntry } from '#flows';
import { FacteurError, sha256 } from '#kernel';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { BytesPipe, IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { allocationLine, customerInput, IDEMPOTENT, linesOf, noteInput, throwRefused } from './money-input.js';
import { checkedKey } from './orders.controller.js';
import { pageQuery } from './paging.js';
import { adviceView, bookingView } from './receivables-views.js';
import { entryView, pageOf, parcelView, problemView, proposalView } from './views.js';

const splitBody = z.strictObject({
  lines: z.array(allocationLine).max(1000).default([]),
  customerRef: customerInput.optional().meta({ description: 'On whose account the rest stays' }),
});
const undoBody = z.strictObject({ note: noteInput });
const takeBackBody = z.strictObject({ receiptId: z.uuid(), note: noteInput });
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
    }),
    problems: { 404: 'No such entry' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const row = await tx.cash.findEntry(id);
      if (!row) throw new FacteurError('ENTRY.UNKNOWN', 'not-found', 'No such entry', { entryId: id });
      return { ...row, bookings: await tx.ledger.ofEntry(id), proposals: await tx.proposals.byEntry(id) };
    });
  }

  @Post('entries/:id/allocate')
  @Route({
    id: 'splitEntry',
    summary: 'Allocate a bank entry by hand: to invoices of one or several customers, the rest on account',
    needs: 'cash:write',
    params: { id: 'Entry id' },
    body: splitBody,
    headers: IDEMPOTENT,
    answer: z.object({ kind: z.literal('allocated'), entryId: z.string(), onAccount: z.string() }),
    problems: { 404: 'No such entry', 422: 'Not possible; nothing was booked' },
  })
  async split(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(splitBody)) body: z.output<typeof splitBody>,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<unknown> {
    const request = { entryId, customerRef: body.customerRef, lines: linesOf(body.lines), ...by(caller, key) };
    const outcome = await splitEntry(this.assembly.context, caller.tenantId, request);
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('entries/:id/undo')
  @Route({
    id: 'undoEntry',
    summary: 'Take back everything a bank entry did, as if it had just come in',
    needs: 'cash:write',
    params: { id: 'Entry id' },
    body: undoBody,
    headers: IDEMPOTENT,
    answer: z.object({ kind: z.literal('undone'), entryId: z.string(), bookings: z.int() }),
    problems: { 404: 'No such entry', 422: 'Nothing to undo, or the money went back meanwhile' },
  })
  async undo(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(undoBody)) body: z.output<typeof undoBody>,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<unknown> {
    const request = { entryId, ...body, ...by(caller, key) };
    const outcome = await undoEntry(this.assembly.context, caller.tenantId, request);
    return outcome.kind === 'refused' ? throwRefused(outcome.problem) : outcome;
  }

  @Post('entries/:id/take-back')
  @Route({
    id: 'takeBackEntry',
    summary: 'Say which receipt a debit takes back (chargeback, bounced cheque): its invoices are due again',
    needs: 'cash:write',
    params: { id: 'Entry id of the debit' },
    body: takeBackBody,
    headers: IDEMPOTENT,
    answer: z.object({ kind: z.literal('taken-back'), entryId: z.string() }),
    problems: { 404: 'No such entry', 422: 'The debit cannot take this receipt back' },
  })
  async takeBack(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) entryId: string,
    @Body(new JsonPipe(takeBackBody)) body: z.output<typeof takeBackBody>,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<unknown> {
    const request = { entryId, ...body, ...by(caller, key) };
    const outcome = await takeBackEntry(this.assembly.context, caller.tenantId, request);
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
    headers: { 'Idempotency-Key': 'Up to 200 characters; without it the content itself is the key.' },
    answer: adviceReadView,
    problems: { 409: 'The key was used with other content', 422: 'The file is no advice that can be read' },
  })
  async advice(
    @CurrentCaller() caller: Caller,
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Query(new QueryPipe(fileQuery)) query: z.output<typeof fileQuery>,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('content-type') mediaType: string | undefined,
  ): Promise<unknown> {
    const accepted = await acceptParcel(this.assembly.context, {
      tenantId: caller.tenantId,
      purpose: 'remittance-advice',
      source: query.mapping === undefined ? 'api' : `api/${query.mapping}`,
      sourceKey: checkedKey(key) ?? sha256(bytes),
      isKeyUnique: true,
      bytes,
      fileName: query.fileName ?? '',
      mediaType: (mediaType ?? 'application/octet-stream').split(';')[0] as string,
    });
    if (accepted.kind === 'conflict') {
      throw new FacteurError('ADVICE.KEY_REUSED', 'conflict', 'This Idempotency-Key was used with other content', {
        parcelId: accepted.parcel.id,
      });
    }
    const read = await readRemittanceAdvice(this.assembly.context, caller.tenantId, accepted.parcel.id);
    if (read.parcel.state === 'rejected') {
      throw new FacteurError('ADVICE.REJECTED', 'refused', 'The content is no remittance advice that can be read', {
        parcelId: read.parcel.id,
        problems: read.problems,
      });
    }
    const { parcel, advices, newAdvices, rematched, problems } = read;
    const repeated = accepted.kind === 'known';
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

function by(caller: Caller, key: string | undefined): { person: string; idempotencyKey?: string } {
  return { person: caller.name, idempotencyKey: checkedKey(key) };
}
