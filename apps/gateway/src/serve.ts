import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { halfYearWithoutRate, KNOWN_RATES, RATES_SETTING } from '#receivables';
import { assemble, bullJobs, embeddedRunner, type Assembly } from '#assembly';
import { missingSecrets, type LoadedSettings } from '#settings';
import { createApp } from './create-app.js';

export interface Gateway {
  readonly url: string;
  readonly assembly: Assembly;
  readonly app: NestFastifyApplication;
  /** Takes no new work, finishes what is in hand, closes everything. */
  stop(): Promise<void>;
}

/** Starts the gateway: HTTP, sources, and in embedded mode the jobs, so that one process is the whole product. */
export async function startGateway(loaded: LoadedSettings): Promise<Gateway> {
  const assembly = await assemble(loaded);
  const missing = missingSecrets(loaded);
  if (missing.length > 0) assembly.log.warn('config.secrets-missing', { secrets: missing });
  const { clock, interestRates = [] } = assembly.context;
  const halfYear = halfYearWithoutRate(clock.today(), [...interestRates, ...KNOWN_RATES]);
  if (halfYear !== undefined) assembly.log.warn('config.interest-rate-missing', { halfYear, setting: RATES_SETTING });
  const { jobs, redis, server } = loaded.settings;
  const isEmbedded = redis.url === undefined;
  const imports = isEmbedded ? [] : [bullJobs(assembly, { processes: jobs.inGateway })];
  const app = await createApp(assembly, { imports, servesDocs: true });
  const runner = isEmbedded && jobs.inGateway ? embeddedRunner(assembly) : undefined;
  await runner?.start();
  assembly.startSources();
  const sweeping = sweepJobs(assembly);
  await app.listen(server.port, server.host);
  const url = addressOf(app);
  assembly.log.info('gateway.started', { url, version: assembly.version, mode: isEmbedded ? 'embedded' : 'scaled' });
  return {
    url,
    assembly,
    app,
    stop: async () => {
      clearInterval(sweeping);
      await app.close();
      await runner?.stop();
      await assembly.close();
      assembly.log.info('gateway.stopped', {});
    },
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Once an hour the finished jobs of long ago are removed; nothing that is evidence is a job. */
function sweepJobs({ context, loaded, log }: Assembly): NodeJS.Timeout {
  const { keepDoneDays, keepDeadDays } = loaded.settings.jobs;
  const sweep = async (): Promise<void> => {
    const now = context.clock.now().getTime();
    const before = { done: new Date(now - keepDoneDays * DAY_MS), dead: new Date(now - keepDeadDays * DAY_MS) };
    const removed = await context.store.queue.purge(before);
    if (removed > 0) log.info('jobs.purged', { removed });
  };
  const timer = setInterval(
    () => void sweep().catch((thrown: unknown) => log.warn('jobs.not-purged', { reason: String(thrown) })),
    HOUR_MS,
  );
  return timer.unref();
}

function addressOf(app: NestFastifyApplication): string {
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
