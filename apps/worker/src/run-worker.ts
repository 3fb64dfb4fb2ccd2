import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { assemble, bullJobs, type Assembly } from '#assembly';
import { FacteurError } from '#kernel';
import type { LoadedSettings } from '#settings';
import { WorkerModule } from './worker.module.js';

export interface Worker {
  readonly url: string;
  readonly assembly: Assembly;
  stop(): Promise<void>;
}

/**
 * Runs jobs only; start as many as needed. Serves /metrics and /health of its own on PORT (any free port unless said).
 * @throws FacteurError `WORKER.NEEDS_REDIS` (precondition) without DATABASE_URL and REDIS_URL: the embedded queue belongs to
 *   the gateway's process.
 */
export async function startWorker(loaded: LoadedSettings): Promise<Worker> {
  if (loaded.settings.redis.url === undefined) {
    throw new FacteurError('WORKER.NEEDS_REDIS', 'precondition', 'A worker needs DATABASE_URL and REDIS_URL');
  }
  const assembly = await assemble(loaded, { role: 'worker' });
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.of(assembly, bullJobs(assembly, { processes: true })),
    new FastifyAdapter(),
    { logger: ['error', 'warn'] },
  );
  await app.listen(loaded.settings.server.port, loaded.settings.server.host);
  const url = await app.getUrl();
  assembly.log.info('worker.started', { url, version: assembly.version });
  return {
    url,
    assembly,
    stop: async () => {
      await app.close();
      await assembly.close();
      assembly.log.info('worker.stopped', {});
    },
  };
}
