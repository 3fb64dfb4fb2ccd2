import { Body, Controller, Headers, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { hearCallback } from '#flows';
import { ASSEMBLY } from '../assembly.token.js';
import { BytesPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';

/** Called by platforms, which have no key of ours: the signature is what opens. */
@ApiTags('platforms')
@Controller('hooks/platforms')
export class PlatformHooksController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post(':tenant/:platform')
  @Route({
    id: 'platformCallback',
    summary: 'Where a platform tells of flows (AFNOR XP Z12-013 webhook)',
    description: 'Judged by Afnor-Signature and Afnor-Signature-Timestamp over the bytes as they came; no API key.',
    needs: 'nothing',
    params: { tenant: 'Tenant id', platform: 'platformId' },
    headers: { 'Afnor-Signature': 'base64', 'Afnor-Signature-Timestamp': 'Seconds since 1970' },
    body: ['application/json'],
    answer: z.object({ taken: z.literal(true) }),
    problems: { 401: 'Not signed as agreed, or too old', 404: 'No such platform takes callbacks' },
  })
  async callback(
    @Param('tenant') tenantId: string,
    @Param('platform') platformId: string,
    @Headers('afnor-signature') signature: string | undefined,
    @Headers('afnor-signature-timestamp') timestamp: string | undefined,
    @Body(new BytesPipe()) body: Uint8Array,
  ): Promise<unknown> {
    await hearCallback(this.assembly.context, tenantId, platformId, { body, signature, timestamp });
    return { taken: true };
  }
}
