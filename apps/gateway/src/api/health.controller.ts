import { Controller, Get, Header, Headers, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { FacteurError } from '#kernel';
import { ASSEMBLY } from '../assembly.token.js';
import { Route } from '../http/route.decorator.js';
import { homePage } from './home-page.js';

const status = z.object({ status: z.enum(['up']) });

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get()
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  @Route({ id: 'home', summary: 'Where to go from here', needs: 'nothing', answer: ['text/html'] })
  home(@Res() reply: FastifyReply): void {
    void reply.header('content-type', 'text/html; charset=utf-8').send(homePage(this.assembly.version));
  }

  @Get('health/live')
  @Route({ id: 'live', summary: 'The process runs', needs: 'nothing', answer: status })
  live(): z.output<typeof status> {
    return { status: 'up' };
  }

  @Get('health/ready')
  @Route({
    id: 'ready',
    summary: 'The process can take work: its database answers',
    needs: 'nothing',
    answer: status,
    problems: { 503: 'The database does not answer' },
  })
  async ready(): Promise<z.output<typeof status>> {
    try {
      await this.assembly.context.store.ping();
    } catch (cause) {
      throw new FacteurError('HEALTH.NOT_READY', 'unavailable', 'The database does not answer', {}, { cause });
    }
    return { status: 'up' };
  }

  @Get('metrics')
  @Route({ id: 'metrics', summary: 'Prometheus metrics', needs: 'nothing', answer: ['text/plain'] })
  async metrics(@Res() reply: FastifyReply, @Headers('accept') accept?: string): Promise<void> {
    const { contentType, text } = await this.assembly.metrics(accept);
    void reply.header('content-type', contentType).send(text);
  }
}
