import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { readOrders, replayOrder } from '#flows';
import { FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { FILE_KEY, Sent, takeFile, type SentFile } from '../http/sent-file.js';
import { pageQuery } from './paging.js';
import { replayAnswer } from './replay-answer.js';
import { orderDetailView, ordersReadView, orderView, pageOf, replayView } from './views.js';

const listQuery = pageQuery.extend({
  state: z.enum(['accepted', 'held', 'invoiced', 'rejected', 'superseded', 'cancelled']).optional(),
  orderRef: z.string().max(100).optional(),
});
const postQuery = z.object({ mapping: z.string().max(60).optional(), fileName: z.string().max(200).optional() });
const ORDER_TYPES = ['application/json', 'text/csv', 'application/xml'];

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post()
  @Route({
    id: 'postOrders',
    summary: 'Send orders',
    description:
      'Facteur JSON, CSV (with ?mapping=) or UBL Order 2.1; one order or many. The bytes are stored before they are read. The same Idempotency-Key with the same content answers the same (repeated: true, status 200); with other content it is a conflict. Accepted orders are billed at once.',
    needs: 'orders:write',
    status: 201,
    body: ORDER_TYPES,
    query: postQuery,
    headers: FILE_KEY,
    repeated: 'The same content came before under this key',
    answer: ordersReadView,
    problems: {
      409: 'The key, or the order number, was used with other content',
      422: 'No order of the content could be taken',
    },
  })
  async post(
    @Sent() file: SentFile,
    @Query(new QueryPipe(postQuery)) query: z.output<typeof postQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { context } = this.assembly;
    const taken = await takeFile(context, file, 'order', 'ORDER', query);
    const { parcel, orders, problems } = await readOrders(context, file.tenantId, taken.parcel.id);
    if (parcel.state === 'rejected') {
      const isConflict = problems.length > 0 && problems.every((problem) => problem.code === 'ORDER.CONFLICT');
      throw new FacteurError(
        isConflict ? 'ORDER.CONFLICT' : 'ORDER.REJECTED',
        isConflict ? 'conflict' : 'refused',
        'No order of the content could be taken; all that is wrong is listed',
        {
          parcelId: parcel.id,
          orders: orders.map(({ id, orderRef, state }) => ({ id, orderRef, state })),
          problems,
        },
      );
    }
    if (taken.repeated) void reply.status(200);
    return { parcelId: parcel.id, repeated: taken.repeated, state: parcel.state, orders, problems };
  }

  @Get()
  @Route({
    id: 'listOrders',
    summary: 'Orders, newest first',
    needs: 'read',
    query: listQuery,
    answer: pageOf(orderView),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(listQuery)) query: z.output<typeof listQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.orders.list(query));
  }

  @Get(':id')
  @Route({
    id: 'getOrder',
    summary: 'One order with its content and problems',
    needs: 'read',
    params: { id: 'Order id' },
    answer: orderDetailView,
    problems: { 404: 'No such order' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const order = await tx.orders.find(id);
      if (!order) throw new FacteurError('ORDER.UNKNOWN', 'not-found', 'No such order', { orderId: id });
      return { ...order, invoiceId: (await tx.invoices.findByOrder(id))?.id };
    });
  }

  @Post(':id/replay')
  @Route({
    id: 'replayOrder',
    summary: 'Bill a held order again',
    needs: 'operate',
    params: { id: 'Order id' },
    answer: replayView,
    problems: { 404: 'No such order' },
  })
  async replay(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return replayAnswer(await replayOrder(this.assembly.context, caller.tenantId, id));
  }
}
