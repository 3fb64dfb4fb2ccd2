import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { platformNamed } from '#flows';
import { FacteurError, parseLocalDate } from '#kernel';
import type { Caller, Platform, PlatformAnswer } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { pageQuery } from './paging.js';
import { addressView, platformFlowView, platformView } from './platform-views.js';
import { sendFile } from './send-file.js';
import { pageOf } from './views.js';

const listQuery = pageQuery.extend({
  platform: z.string().max(60).optional(),
  direction: z.enum(['in', 'out']).optional(),
  state: platformFlowView.shape.state.optional(),
  subjectId: z.string().max(60).optional(),
});
const addressQuery = z.object({ on: z.iso.date().optional() });
const documentQuery = z.object({ view: z.enum(['original', 'converted', 'readable']).default('original') });

/** A question to a platform on behalf of somebody who waits for the answer. */
const PATIENCE_MS = 30_000;

@ApiTags('platforms')
@Controller('v1')
export class PlatformsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('platforms')
  @Route({
    id: 'listPlatforms',
    summary: 'Accredited platforms that are switched on, and how they answer',
    needs: 'read',
    answer: z.object({ items: z.array(platformView) }),
  })
  async platforms(@CurrentCaller() caller: Caller): Promise<unknown> {
    const platforms = this.assembly.context.platforms?.(caller.tenantId) ?? [];
    const items = platforms.map(async (platform) => ({
      platformId: platform.platformId,
      organizations: platform.organizations.filter((each) => each !== undefined),
      directoryCheck: platform.directoryCheck,
      takesCallbacks: platform.hearsCallbacks,
      health: await platform.health(AbortSignal.timeout(PATIENCE_MS)),
    }));
    return { items: await Promise.all(items) };
  }

  @Get('platforms/:platform/addresses/:address')
  @Route({
    id: 'lookUpAddress',
    summary: 'Whether exactly this address (BT-49, scheme 0225) receives on a day',
    needs: 'read',
    params: { platform: 'platformId', address: 'Address as the directory has it' },
    query: addressQuery,
    answer: addressView,
    problems: { 404: 'No such platform' },
  })
  async address(
    @CurrentCaller() caller: Caller,
    @Param('platform') name: string,
    @Param('address') address: string,
    @Query(new QueryPipe(addressQuery)) query: z.output<typeof addressQuery>,
  ): Promise<unknown> {
    const platform = this.platform(caller.tenantId, name);
    const on = parseLocalDate(query.on ?? '') ?? this.assembly.context.clock.today();
    const found = await platform.lookUp(address, on, AbortSignal.timeout(PATIENCE_MS));
    const { kind, checkedAt, ...rest } = found;
    return { address, on, result: kind, checkedAt, ...rest };
  }

  @Get('flows')
  @Route({
    id: 'listFlows',
    summary: 'What platforms carried for us, in both directions, newest first',
    needs: 'read',
    query: listQuery,
    answer: pageOf(platformFlowView),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(listQuery)) query: z.output<typeof listQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.platformFlows.list(query));
  }

  @Get('flows/:id/document')
  @Route({
    id: 'getFlowDocument',
    summary: 'A flow’s document as the platform holds it: original, converted, or readable',
    needs: 'read',
    params: { id: 'Flow id' },
    query: documentQuery,
    answer: ['application/octet-stream'],
    problems: { 404: 'No such flow, or no such document of it', 503: 'The platform does not answer' },
  })
  async document(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) id: string,
    @Query(new QueryPipe(documentQuery)) query: z.output<typeof documentQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const row = await this.assembly.context.store.transaction(caller.tenantId, (tx) => tx.platformFlows.find(id));
    if (!row?.flowRef) throw new FacteurError('FLOW.UNKNOWN', 'not-found', 'No such flow', { flowId: id });
    const platform = this.platform(caller.tenantId, row.platform);
    const organizations = row.organization === undefined ? platform.organizations : [row.organization];
    let answer: PlatformAnswer<{ readonly bytes: Uint8Array }> = { kind: 'absent', reason: 'No company' };
    for (const organization of organizations) {
      answer = await platform.document(row.flowRef, query.view, organization, AbortSignal.timeout(PATIENCE_MS));
      if (answer.kind === 'found' || answer.kind === 'unavailable') break;
    }
    const extension = query.view === 'readable' ? 'pdf' : 'bin';
    // Whatever the platform called it, a browser must not run it.
    sendFile(reply, foundOf(answer).bytes, { mediaType: 'application/octet-stream', fileName: `${id}.${extension}` });
  }

  private platform(tenantId: string, platformId: string): Platform {
    const platform = platformNamed(this.assembly.context, tenantId, platformId);
    if (!platform) throw new FacteurError('PLATFORM.UNKNOWN', 'not-found', 'No such platform', { platformId });
    return platform;
  }
}

function foundOf<T>(answer: PlatformAnswer<T>): T {
  if (answer.kind === 'found') return answer.value;
  const { reason } = answer;
  if (answer.kind === 'absent') throw new FacteurError('FLOW.NO_DOCUMENT', 'not-found', 'No such document', { reason });
  throw new FacteurError('PLATFORM.NO_ANSWER', 'unavailable', 'The platform does not answer', { reason });
}
