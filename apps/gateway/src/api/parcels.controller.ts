import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { replayParcel } from '#flows';
import { FacteurError } from '#kernel';
import { PARCEL_PURPOSES, type Caller, type Parcel } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { sendFile } from './send-file.js';
import { pageQuery } from './paging.js';
import { replayAnswer } from './replay-answer.js';
import { orderView, pageOf, parcelView, replayView } from './views.js';

const listQuery = pageQuery.extend({
  purpose: z.enum(PARCEL_PURPOSES).optional(),
  state: z.enum(['received', 'read', 'partly-read', 'rejected']).optional(),
});

@ApiTags('parcels')
@Controller('v1/parcels')
export class ParcelsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Route({
    id: 'listParcels',
    summary: 'Everything that came in, newest first',
    needs: 'read',
    query: listQuery,
    answer: pageOf(parcelView),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(listQuery)) query: z.output<typeof listQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.parcels.list(query));
  }

  @Get(':id')
  @Route({
    id: 'getParcel',
    summary: 'One parcel with the orders it held',
    needs: 'read',
    params: { id: 'Parcel id' },
    answer: parcelView.extend({ orders: z.array(orderView) }),
    problems: { 404: 'No such parcel' },
  })
  async get(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    const parcel = await this.find(caller, id);
    const orders = await this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.orders.byParcel(id));
    return { ...parcel, orders };
  }

  @Get(':id/content')
  @Route({
    id: 'getParcelContent',
    summary: 'The bytes as they came',
    needs: 'read',
    params: { id: 'Parcel id' },
    answer: ['application/octet-stream'],
    problems: { 404: 'No such parcel' },
  })
  async content(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parcel = await this.find(caller, id);
    const bytes = await this.assembly.context.documents.get(parcel.sha256);
    // Whatever the sender called it, a browser must not run it.
    sendFile(reply, bytes, { mediaType: 'application/octet-stream', fileName: `${parcel.id}.bin` });
  }

  @Post(':id/replay')
  @Route({
    id: 'replayParcel',
    summary: 'Read a parcel again after what it failed on was mended',
    needs: 'operate',
    params: { id: 'Parcel id' },
    answer: replayView,
    problems: { 404: 'No such parcel' },
  })
  async replay(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return replayAnswer(await replayParcel(this.assembly.context, caller.tenantId, id));
  }

  private async find(caller: Caller, id: string): Promise<Parcel> {
    const parcel = await this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.parcels.find(id));
    if (!parcel) throw new FacteurError('PARCEL.UNKNOWN', 'not-found', 'No such parcel', { parcelId: id });
    return parcel;
  }
}
