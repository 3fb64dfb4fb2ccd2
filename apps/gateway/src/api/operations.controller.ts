import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { createApiKeyOnce } from '#access';
import type { Assembly } from '#assembly';
import { hearVerdict, replayDelivery } from '#flows';
import { FacteurError } from '#kernel';
import { JOB_KINDS, ROLES, type Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller, PresentedKey } from '../http/access.guard.js';
import { IdPipe, JsonPipe, NamePipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import { pageQuery } from './paging.js';
import { replayAnswer } from './replay-answer.js';
import { apiKeyView, deliveryView, eventView, jobView, pageOf, replayView, summaryView } from './views.js';

const deliveryQuery = pageQuery.extend({
  state: z.enum(['waiting', 'delivered', 'refused', 'dead']).optional(),
  partner: z.string().max(100).optional(),
});
const jobQuery = pageQuery.extend({
  kind: z.enum(JOB_KINDS).optional(),
  state: z.enum(['waiting', 'running', 'done', 'dead', 'cancelled']).optional(),
});
const verdictBody = z.strictObject({ outcome: z.enum(['accepted', 'refused']), detail: z.string().min(1).max(500) });
const keyBody = z.strictObject({ name: z.string().min(1).max(100), roles: z.array(z.enum(ROLES)).min(1) });

@ApiTags('operations')
@Controller('v1')
export class OperationsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('summary')
  @Route({ id: 'getSummary', summary: 'How things stand', needs: 'read', answer: summaryView })
  summary(@CurrentCaller() caller: Caller): Promise<unknown> {
    return this.assembly.figures.summary(caller.tenantId);
  }

  @Get('deliveries')
  @Route({
    id: 'listDeliveries',
    summary: 'Deliveries, newest first; state=dead is the dead-letter list',
    needs: 'read',
    query: deliveryQuery,
    answer: pageOf(deliveryView),
  })
  deliveries(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(deliveryQuery)) query: z.output<typeof deliveryQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.deliveries.list(query));
  }

  @Post('deliveries/:id/replay')
  @Route({
    id: 'replayDelivery',
    summary: 'Send again what was given up or refused: the same bytes under the same key',
    needs: 'operate',
    params: { id: 'Delivery id' },
    answer: replayView,
    problems: { 404: 'No such delivery' },
  })
  async replayDelivery(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    return replayAnswer(await replayDelivery(this.assembly.context, caller.tenantId, id));
  }

  @Post('deliveries/:id/verdict')
  @Route({
    id: 'hearVerdict',
    summary: 'What the receiver said later: a 200 that turned out a refusal, or an answer that was lost',
    description: 'The last word counts; the same word twice changes nothing.',
    needs: 'operate',
    params: { id: 'Delivery id' },
    body: verdictBody,
    answer: z.object({ outcome: z.enum(['recorded', 'already-known']) }),
    problems: { 404: 'No such delivery' },
  })
  async verdict(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Body(new JsonPipe(verdictBody)) body: z.output<typeof verdictBody>,
  ): Promise<unknown> {
    return { outcome: await hearVerdict(this.assembly.context, caller.tenantId, id, body) };
  }

  @Get('jobs')
  @Route({ id: 'listJobs', summary: 'Jobs, newest first', needs: 'operate', query: jobQuery, answer: pageOf(jobView) })
  jobs(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(jobQuery)) query: z.output<typeof jobQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.jobs.list(query));
  }

  @Get('jobs/:id')
  @Route({
    id: 'getJob',
    summary: 'One job, with what it is about and why it failed',
    needs: 'operate',
    params: { id: 'Job id' },
    answer: jobView.extend({ payload: z.record(z.string(), z.string()) }),
    problems: { 404: 'No such job' },
  })
  job(@CurrentCaller() caller: Caller, @Param('id', new NamePipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const job = await tx.jobs.find(id);
      if (!job) throw new FacteurError('JOB.UNKNOWN', 'not-found', 'No such job', { jobId: id });
      return job;
    });
  }

  @Post('jobs/:id/retry')
  @Route({
    id: 'retryJob',
    summary: 'Let a dead or cancelled job run again',
    needs: 'operate',
    params: { id: 'Job id' },
    answer: replayView,
    problems: { 404: 'No such job' },
  })
  retry(@CurrentCaller() caller: Caller, @Param('id', new NamePipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => {
      const job = await tx.jobs.find(id);
      if (!job) throw new FacteurError('JOB.UNKNOWN', 'not-found', 'No such job', { jobId: id });
      return { replayed: await tx.jobs.retry(id), state: job.state };
    });
  }

  @Post('jobs/:id/cancel')
  @Route({
    id: 'cancelJob',
    summary: 'Take a waiting job out of the queue',
    needs: 'operate',
    params: { id: 'Job id' },
    answer: z.object({ cancelled: z.boolean() }),
  })
  cancel(@CurrentCaller() caller: Caller, @Param('id', new NamePipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => ({
      cancelled: await tx.jobs.cancel(id),
    }));
  }

  @Get('timeline')
  @Route({
    id: 'listTimeline',
    summary: 'Everything that happened, newest first',
    needs: 'read',
    query: pageQuery,
    answer: pageOf(eventView),
  })
  timeline(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.timeline.list(query));
  }

  @Get('timeline/:correlationId')
  @Route({
    id: 'getStory',
    summary: 'The story behind one correlation id, oldest first',
    needs: 'read',
    params: { correlationId: 'As every resource shows it' },
    answer: z.object({ items: z.array(eventView) }),
  })
  story(@CurrentCaller() caller: Caller, @Param('correlationId', new IdPipe()) id: string): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => ({
      items: await tx.timeline.story(id),
    }));
  }

  @Get('api-keys')
  @Route({
    id: 'listApiKeys',
    summary: 'API keys of this tenant',
    needs: 'admin',
    answer: z.object({ items: z.array(apiKeyView) }),
  })
  async keys(@CurrentCaller() caller: Caller): Promise<unknown> {
    const rows = await this.assembly.context.store.apiKeys.list(caller.tenantId);
    return { items: rows.map(({ hash: _, tenantId: __, ...row }) => row) };
  }

  @Post('api-keys')
  @KeyedRoute({
    id: 'createApiKey',
    summary: 'Make an API key; it is shown in this answer alone',
    needs: 'admin',
    status: 201,
    body: keyBody,
    answer: apiKeyView.extend({ key: z.string() }),
    problems: { 409: 'The Idempotency-Key was used with another request, or the key it made was revoked' },
  })
  async createKey(
    @CurrentCaller() caller: Caller,
    @AskedBy() { idempotencyKey }: Asked,
    @PresentedKey() presented: string,
    @Body(new JsonPipe(keyBody)) body: z.output<typeof keyBody>,
  ): Promise<unknown> {
    const { store, clock } = this.assembly.context;
    const { key, row } = await createApiKeyOnce(store, clock, caller, presented, body, idempotencyKey);
    const { hash: _, tenantId: __, ...shown } = row;
    return { ...shown, key };
  }

  @Delete('api-keys/:id')
  @Route({
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    needs: 'admin',
    params: { id: 'Key id' },
    answer: z.object({ revoked: z.boolean() }),
    problems: { 404: 'No such key' },
  })
  async revokeKey(@CurrentCaller() caller: Caller, @Param('id', new IdPipe()) id: string): Promise<unknown> {
    const { apiKeys } = this.assembly.context.store;
    const mine = await apiKeys.list(caller.tenantId);
    if (!mine.some((row) => row.id === id))
      throw new FacteurError('ACCESS.NO_SUCH_KEY', 'not-found', 'No such key', { id });
    return { revoked: await apiKeys.revoke(id, this.assembly.context.clock.now()) };
  }
}
