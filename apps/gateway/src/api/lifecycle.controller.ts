import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { readStatus, reissueInvoice, replayMessage, setStatus } from '#flows';
import { FacteurError } from '#kernel';
import { lifecycleState, SELLER_STATUSES, statusLabel } from '#lifecycle';
import type { Caller, StatusRow } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { checkedKey } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { FILE_KEY, Sent, takeFile, type SentFile } from '../http/sent-file.js';
import {
  expectationView,
  lifecycleView,
  messageReplayView,
  outgoingView,
  setStatusView,
  statusReadView,
  waitingStatusView,
} from './lifecycle-views.js';
import { pageQuery } from './paging.js';
import { sendFile } from './send-file.js';
import { orderView, pageOf } from './views.js';

const postQuery = z.object({ fileName: z.string().max(200).optional() });
const outgoingQuery = pageQuery.extend({
  state: z.enum(['waiting', 'delivered', 'refused', 'dead', 'kept']).optional(),
  subject: z.enum(['status', 'report']).optional(),
});
const expectationQuery = pageQuery.extend({ state: z.enum(['open', 'met', 'void']).optional() });
const text = (max: number) => z.string().min(1).max(max);
const statusBody = z.strictObject({
  status: z.enum(SELLER_STATUSES).meta({ description: '212 is not among them: only bank cash says it.' }),
  reasonCode: z
    .string()
    .regex(/^[A-Z0-9_]{1,40}$/)
    .optional(),
  reason: text(500).optional(),
  comment: text(2000).optional(),
  iban: z
    .string()
    .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/)
    .optional(),
});
const KEY = { 'Idempotency-Key': 'Up to 200 characters; the same key with the same request answers the first one.' };

@ApiTags('lifecycle')
@Controller('v1')
export class LifecycleController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post('statuses')
  @Route({
    id: 'postStatus',
    summary: 'Send a lifecycle message (CDAR)',
    description:
      'Any status, in any order; the same one again changes nothing. A status of an unknown invoice is kept and applied when the invoice appears.',
    needs: 'operate',
    status: 201,
    body: ['application/xml'],
    query: postQuery,
    headers: FILE_KEY,
    repeated: 'The same content came before under this key',
    answer: statusReadView,
    problems: { 409: 'The key was used with other content', 422: 'The content is no lifecycle message' },
  })
  async postStatus(
    @Sent() file: SentFile,
    @Query(new QueryPipe(postQuery)) query: z.output<typeof postQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { context } = this.assembly;
    const taken = await takeFile(context, file, 'status', 'STATUS', query);
    const { parcel, statuses, problems } = await readStatus(context, file.tenantId, taken.parcel.id);
    if (parcel.state === 'rejected') {
      throw new FacteurError('STATUS.REJECTED', 'refused', 'The content is no lifecycle message that can be read', {
        parcelId: parcel.id,
        problems,
      });
    }
    if (taken.repeated) void reply.status(200);
    return { parcelId: parcel.id, repeated: taken.repeated, state: parcel.state, statuses, problems };
  }

  @Get('statuses/waiting')
  @Route({
    id: 'listWaitingStatuses',
    summary: 'Statuses of invoices that are not known (yet)',
    needs: 'read',
    query: pageQuery,
    answer: pageOf(waitingStatusView),
  })
  async waiting(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<unknown> {
    const page = await this.assembly.context.store.transaction(caller.tenantId, (tx) =>
      tx.lifecycle.listWaiting(query),
    );
    const items = page.items.map(({ status, ...names }) => ({
      ...names,
      code: status.code,
      label: statusLabel(status.code),
      setAt: status.setAt,
    }));
    return { ...page, items };
  }

  @Get('expected-payments')
  @Route({
    id: 'listExpectedPayments',
    summary: 'Payments that buyers announced (211), newest first',
    needs: 'read',
    query: expectationQuery,
    answer: pageOf(expectationView),
  })
  expected(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(expectationQuery)) query: z.output<typeof expectationQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.lifecycle.listExpectations(query));
  }

  @Get('invoices/:id/lifecycle')
  @Route({
    id: 'getLifecycle',
    summary: 'State and history of an invoice: transmission, processing, payment; cash by VAT rate',
    needs: 'read',
    params: { id: 'Invoice id' },
    answer: lifecycleView,
    problems: { 404: 'No such invoice' },
  })
  lifecycle(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const invoice = await tx.invoices.find(id);
      if (!invoice) throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId: id });
      const history = await tx.lifecycle.history(id);
      return {
        invoiceId: id,
        number: invoice.number,
        ...lifecycleState(history),
        statuses: history.map(viewOf),
        collections: await tx.collections.ofInvoice(id),
        expectations: await tx.lifecycle.expectations(id),
      };
    });
  }

  @Post('invoices/:id/statuses')
  @Route({
    id: 'setStatus',
    summary: 'Set a status as the seller',
    description: '209 answers 208; 220 after a corrective invoice; 211 of a refund; 224 to 228 say who is to be paid.',
    needs: 'operate',
    status: 201,
    params: { id: 'Invoice id' },
    headers: KEY,
    body: statusBody,
    answer: setStatusView,
    problems: { 404: 'No such invoice', 409: 'Key used otherwise', 422: 'The history does not allow this status' },
  })
  async set(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body(new JsonPipe(statusBody)) body: z.output<typeof statusBody>,
  ): Promise<unknown> {
    const outcome = await setStatus(this.assembly.context, caller.tenantId, {
      ...body,
      invoiceId: id,
      person: caller.name,
      idempotencyKey: checkedKey(key),
    });
    if (outcome.kind === 'set') return { status: viewOf(outcome.status), message: outcome.message };
    throw new FacteurError('STATUS.NOT_ALLOWED', 'refused', 'The history of the invoice does not allow this status', {
      problems: outcome.problems,
    });
  }

  @Post('invoices/:id/reissue')
  @Route({
    id: 'reissueInvoice',
    summary: 'Bill the order of a refused or rejected invoice again, with a new number',
    needs: 'operate',
    status: 201,
    params: { id: 'Invoice id' },
    answer: z.object({ order: orderView }),
    problems: { 404: 'No such invoice', 409: 'The invoice was not cancelled, or a newer order took its place' },
  })
  async reissue(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    const outcome = await reissueInvoice(this.assembly.context, caller.tenantId, id, caller.name);
    if (outcome.kind === 'reissued') return { order: outcome.order };
    throw new FacteurError('INVOICE.NOT_CANCELLED', 'conflict', 'The order of this invoice is not free to be billed', {
      state: outcome.state,
    });
  }

  @Get('messages')
  @Route({
    id: 'listMessages',
    summary: 'Lifecycle messages and e-reports on their way out, newest first',
    needs: 'read',
    query: outgoingQuery,
    answer: pageOf(outgoingView),
  })
  messages(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(outgoingQuery)) query: z.output<typeof outgoingQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.outgoing.list(query));
  }

  @Get('messages/:id/content')
  @Route({
    id: 'getMessageContent',
    summary: 'The file as it is sent',
    needs: 'read',
    params: { id: 'Message id' },
    answer: ['application/xml'],
    problems: { 404: 'No such message' },
  })
  async content(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = await this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.outgoing.find(id));
    if (!message) throw new FacteurError('MESSAGE.UNKNOWN', 'not-found', 'No such message', { messageId: id });
    const bytes = await this.assembly.context.documents.get(message.sha256);
    sendFile(reply, bytes, { mediaType: 'application/xml', fileName: message.fileName });
  }

  @Post('messages/:id/replay')
  @Route({
    id: 'replayMessage',
    summary: 'Send a message again that was given up, refused or kept',
    description:
      'The same bytes again; a message that the rules had refused is written anew, to the parties as their profiles have them now.',
    needs: 'operate',
    params: { id: 'Message id' },
    answer: messageReplayView,
    problems: { 404: 'No such message', 422: 'Written anew, the message would still not be valid' },
  })
  async replay(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    const outcome = await replayMessage(this.assembly.context, caller.tenantId, id);
    if (outcome.kind === 'replayed') return { replayed: true, messageId: outcome.messageId };
    if (outcome.kind === 'not-needed') return { replayed: false, state: outcome.state };
    throw new FacteurError('MESSAGE.INVALID', 'refused', outcome.detail, { messageId: id });
  }
}

/** A status as the API shows it. */
function viewOf(status: StatusRow): unknown {
  const { issuer, details } = status;
  return {
    ...status,
    label: statusLabel(status.code),
    by: { name: issuer?.name, roleCode: issuer?.roleCode, id: issuer?.globalIds[0]?.id },
    reasons: details
      .filter((detail) => detail.reasonCode !== undefined || detail.reason !== undefined)
      .map((detail) => ({ code: detail.reasonCode, text: detail.reason, action: detail.actionCode })),
    comments: details.flatMap((detail) => detail.notes.flatMap((note) => note.content ?? [])),
    amounts: details.flatMap((detail) =>
      detail.data.flatMap((datum) =>
        datum.amount === undefined
          ? []
          : [
              {
                typeCode: datum.typeCode ?? '',
                amount: datum.amount,
                currency: datum.currency,
                rate: datum.percent,
                on: datum.on,
              },
            ],
      ),
    ),
    issuer: undefined,
    details: undefined,
    key: undefined,
  };
}
