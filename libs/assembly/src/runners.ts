import type { DynamicModule } from '@nestjs/common';
import { FacteurError } from '#kernel';
import { BullJobsModule, createEmbeddedRunner } from '#jobs';
import type { JobRunner } from '#ports';
import type { Assembly } from './assemble.js';

/** The jobs run in this process, on the embedded queue. */
export function embeddedRunner(assembly: Assembly): JobRunner {
  // The embedded database belongs to one process at a time, so one name serves; a server may have several.
  const isAlone = assembly.loaded.settings.database.url === undefined;
  return createEmbeddedRunner({ ...runnerOptions(assembly), worker: isAlone ? 'embedded' : undefined });
}

/**
 * The module that carries jobs with Bull: every process publishes what is due; those with `processes` run it, too.
 * @throws FacteurError `JOBS.NO_REDIS` (precondition) without REDIS_URL.
 */
export function bullJobs(assembly: Assembly, options: { processes: boolean }): DynamicModule {
  const { url } = assembly.loaded.settings.redis;
  const republishMs = assembly.loaded.settings.jobs.republishSeconds * 1000;
  if (url === undefined) throw new FacteurError('JOBS.NO_REDIS', 'precondition', 'Bull needs REDIS_URL');
  return BullJobsModule.forRoot({
    ...runnerOptions(assembly),
    redisUrl: url,
    processes: options.processes,
    republishMs,
  });
}

function runnerOptions({ context, handlers, loaded }: Assembly) {
  const { jobs } = loaded.settings;
  return {
    queue: context.store.queue,
    handlers,
    concurrency: jobs.concurrency,
    leaseMs: jobs.leaseSeconds * 1000,
    clock: context.clock,
    signals: context.signals,
    log: context.log,
  };
}
