import { Controller, Get, Headers, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Assembly } from '#assembly';

const ASSEMBLY = Symbol('assembly');

/** What a worker shows of itself. */
@Controller()
class WorkerController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Get('health/live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'up' | 'down' }> {
    try {
      await this.assembly.context.store.ping();
      return { status: 'up' };
    } catch {
      void reply.status(503);
      return { status: 'down' };
    }
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply, @Headers('accept') accept?: string): Promise<void> {
    const { contentType, text } = await this.assembly.processMetrics(accept);
    void reply.header('content-type', contentType).send(text);
  }
}

@Module({})
export class WorkerModule {
  static of(assembly: Assembly, jobs: DynamicModule): DynamicModule {
    return {
      module: WorkerModule,
      imports: [jobs],
      controllers: [WorkerController],
      providers: [{ provide: ASSEMBLY, useValue: assembly }],
    };
  }
}
