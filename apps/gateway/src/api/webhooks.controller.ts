import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { addWebhook, removeWebhook, replayWebhook, replayWebhooksFrom } from '#flows';
import { FacteurError } from '#kernel';
import type { Caller, Transaction } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { JsonPipe, NamePipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { pageQuery } from './paging.js';
import { pageOf } from './views.js';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);
const webhookBody = z.strictObject({
  name,
  url: z.url({ protocol: /^https$/ }).max(2000),
  /** `*` stands for any run of characters: `invoice.*`, `*`. */
  events: z
    .array(z.string().regex(/^[a-z*][a-z*.-]{0,59}$/))
    .min(1)
    .max(50),
  secretName: z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/),
  trustedCertificate: z
    .string()
    .regex(/^[0-9A-Fa-f:]{64,95}$/)
    .optional(),
  allowPrivateNetwork: z.boolean().default(false),
});
const replayBody = z.strictObject({ fromSequence: z.int().min(0) });
const logQuery = pageQuery.extend({
  state: z.enum(['waiting', 'delivered', 'dead']).optional(),
  thread: z.string().max(100).optional(),
});

export const webhookView = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  secretName: z.string(),
  trustedCertificate: z.string().optional(),
  allowPrivateNetwork: z.boolean(),
  createdAt: z.iso.datetime(),
});
const messageView = z.object({
  id: z.string(),
  endpointId: z.string(),
  sequence: z.int(),
  thread: z.string(),
  type: z.string(),
  state: z.enum(['waiting', 'delivered', 'dead']),
  attempts: z.int(),
  detail: z.string().optional(),
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime().optional(),
});
const attemptView = z.object({
  attempt: z.int(),
  at: z.iso.datetime(),
  outcome: z.string(),
  detail: z.string(),
  milliseconds: z.int(),
});

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Route({
    id: 'listWebhooks',
    summary: 'Endpoints that are told of events',
    needs: 'operate',
    answer: z.object({ items: z.array(webhookView) }),
  })
  async list(@CurrentCaller() caller: Caller): Promise<unknown> {
    return { items: await this.transaction(caller, (tx) => tx.webhooks.endpoints()) };
  }

  @Post()
  @Route({
    id: 'addWebhook',
    summary: 'Tell an endpoint of events from now on',
    description:
      'Requests are signed as Standard Webhooks 1.0 says (webhook-id, webhook-timestamp, webhook-signature). secretName is the ' +
      'name of a secret of the deployment, never the secret. The name is the key: a second webhook of the same name is refused.',
    needs: 'admin',
    status: 201,
    body: webhookBody,
    answer: webhookView,
    problems: { 409: 'A webhook of this name exists' },
  })
  add(
    @CurrentCaller() caller: Caller,
    @Body(new JsonPipe(webhookBody)) body: z.output<typeof webhookBody>,
  ): Promise<unknown> {
    return addWebhook(this.assembly.context, caller.tenantId, body);
  }

  @Delete(':webhook')
  @Route({
    id: 'removeWebhook',
    summary: 'Tell an endpoint nothing more; its log stays',
    needs: 'admin',
    params: { webhook: 'Name or id' },
    answer: z.object({ removed: z.boolean() }),
    problems: { 404: 'No such webhook' },
  })
  async remove(@CurrentCaller() caller: Caller, @Param('webhook', new NamePipe()) webhook: string): Promise<unknown> {
    return { removed: await removeWebhook(this.assembly.context, caller.tenantId, webhook) };
  }

  @Get(':webhook/messages')
  @Route({
    id: 'listWebhookMessages',
    summary: 'What an endpoint was told, newest first',
    needs: 'operate',
    params: { webhook: 'Name or id; a removed one by id' },
    query: logQuery,
    answer: pageOf(messageView),
    problems: { 404: 'No such webhook' },
  })
  messages(
    @CurrentCaller() caller: Caller,
    @Param('webhook', new NamePipe()) webhook: string,
    @Query(new QueryPipe(logQuery)) query: z.output<typeof logQuery>,
  ): Promise<unknown> {
    return this.transaction(caller, async (tx) => {
      const endpoint = await tx.webhooks.findEndpoint(webhook);
      if (!endpoint) throw new FacteurError('WEBHOOK.NO_SUCH_ENDPOINT', 'not-found', 'No such webhook', { webhook });
      return tx.webhooks.messages({ ...query, endpointId: endpoint.id });
    });
  }

  @Get('messages/:id/attempts')
  @Route({
    id: 'listWebhookAttempts',
    summary: 'Every attempt at one message, oldest first',
    needs: 'operate',
    params: { id: 'Message id' },
    answer: z.object({ items: z.array(attemptView) }),
  })
  async attempts(@CurrentCaller() caller: Caller, @Param('id', new NamePipe()) id: string): Promise<unknown> {
    return { items: await this.transaction(caller, (tx) => tx.webhooks.attempts(id)) };
  }

  @Post('messages/:id/replay')
  @Route({
    id: 'replayWebhookMessage',
    summary: 'Send one message again, with the same id and body',
    needs: 'operate',
    params: { id: 'Message id' },
    answer: z.object({ replayed: z.boolean() }),
    problems: { 404: 'No such message' },
  })
  async replay(@CurrentCaller() caller: Caller, @Param('id', new NamePipe()) id: string): Promise<unknown> {
    return { replayed: await replayWebhook(this.assembly.context, caller.tenantId, id) };
  }

  @Post(':webhook/replay')
  @Route({
    id: 'replayWebhook',
    summary: 'Send an endpoint again what it was told from a place in the timeline on',
    needs: 'operate',
    params: { webhook: 'Name or id' },
    body: replayBody,
    answer: z.object({ replayed: z.int(), nextSequence: z.int().optional() }),
    problems: { 404: 'No such webhook' },
  })
  replayFrom(
    @CurrentCaller() caller: Caller,
    @Param('webhook', new NamePipe()) webhook: string,
    @Body(new JsonPipe(replayBody)) body: z.output<typeof replayBody>,
  ): Promise<unknown> {
    return replayWebhooksFrom(this.assembly.context, caller.tenantId, webhook, body.fromSequence);
  }

  private transaction<T>(caller: Caller, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.assembly.context.store.transaction(caller.tenantId, work);
  }
}
