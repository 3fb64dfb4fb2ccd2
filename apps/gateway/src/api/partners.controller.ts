import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { pausePartner, resumePartner, testPartner } from '#flows';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { JsonPipe, NamePipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';

const pauseBody = z.strictObject({ reason: z.string().min(1).max(500) });
const testBody = z.strictObject({
  sellerRef: z.string().max(100).optional(),
  acknowledgementSeconds: z.int().min(0).max(300).default(30),
});
const bilingual = z.object({ en: z.string(), fr: z.string() });
const partnerView = z.object({
  customerRef: z.string(),
  name: z.string(),
  format: z.string(),
  channel: z.string(),
  paused: z.object({ reason: z.string(), pausedBy: z.string(), pausedAt: z.iso.datetime() }).optional(),
});
const testView = z.object({
  partner: z.string(),
  channel: z.string(),
  passed: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      outcome: z.enum(['passed', 'failed', 'skipped']),
      title: bilingual,
      detail: z.string(),
    }),
  ),
});

@ApiTags('partners')
@Controller('v1/partners')
export class PartnersController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Route({
    id: 'listPartners',
    summary: 'Customer profiles, how their documents travel, and who is paused',
    needs: 'read',
    answer: z.object({ items: z.array(partnerView) }),
  })
  async list(@CurrentCaller() caller: Caller): Promise<unknown> {
    const { context } = this.assembly;
    const pauses = await context.store.transaction(caller.tenantId, (tx) => tx.partnerPauses.list());
    const byPartner = new Map(pauses.map(({ partner, ...pause }) => [partner, pause]));
    const items = context
      .profiles(caller.tenantId)
      .customers()
      .map(({ customerRef, name, format, delivery }) => ({
        ...{ customerRef, name, format, channel: delivery.channel },
        ...(byPartner.has(customerRef) ? { paused: byPartner.get(customerRef) } : {}),
      }));
    return { items };
  }

  @Post(':partner/pause')
  @Route({
    id: 'pausePartner',
    summary: 'Send this partner nothing until it is resumed',
    description: 'What is issued meanwhile waits; no attempt is counted. Asking twice changes nothing.',
    needs: 'operate',
    params: { partner: 'The customerRef of its profile' },
    body: pauseBody,
    answer: z.object({ paused: z.boolean() }),
    problems: { 404: 'No such partner' },
  })
  async pause(
    @CurrentCaller() caller: Caller,
    @Param('partner', new NamePipe()) partner: string,
    @Body(new JsonPipe(pauseBody)) { reason }: z.output<typeof pauseBody>,
  ): Promise<unknown> {
    const by = { reason, pausedBy: caller.name };
    return { paused: await pausePartner(this.assembly.context, caller.tenantId, partner, by) };
  }

  @Post(':partner/resume')
  @Route({
    id: 'resumePartner',
    summary: 'End the pause; what waited goes out at once',
    needs: 'operate',
    params: { partner: 'The customerRef of its profile' },
    answer: z.object({ resumed: z.boolean() }),
    problems: { 404: 'No such partner' },
  })
  async resume(@CurrentCaller() caller: Caller, @Param('partner', new NamePipe()) partner: string): Promise<unknown> {
    return { resumed: await resumePartner(this.assembly.context, caller.tenantId, partner, caller.name) };
  }

  @Post(':partner/test')
  @Route({
    id: 'testPartner',
    summary: 'Hold the profile against its real endpoint: a marked test document, sent twice and acknowledged',
    description:
      'Nothing is issued: no number is taken and no ledger entry made. The document’s number begins with TEST.',
    needs: 'operate',
    params: { partner: 'The customerRef of its profile' },
    body: testBody,
    answer: testView,
    problems: { 404: 'No such partner, or no seller profile' },
  })
  test(
    @CurrentCaller() caller: Caller,
    @Param('partner', new NamePipe()) partner: string,
    @Body(new JsonPipe(testBody)) body: z.output<typeof testBody>,
  ): Promise<unknown> {
    return testPartner(this.assembly.context, caller.tenantId, partner, {
      sellerRef: body.sellerRef,
      acknowledgementMs: body.acknowledgementSeconds * 1000,
    });
  }
}
