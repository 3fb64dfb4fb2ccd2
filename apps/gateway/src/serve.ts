import type { NestFastifyApplication } from '@nestjs/platform-fastify';
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
  const { jobs, redis, server } = loaded.settings;
  const isEmbedded = redis.url === undefined;
  const imports = isEmbedded ? [] : [bullJobs(assembly, { processes: jobs.inGateway })];
  const app = await createApp(assembly, { imports, servesDocs: true });
  const runner = isEmbedded && jobs.inGateway ? embeddedRunner(assembly) : undefined;
  await runner?.start();
  assembly.startSources();
  await app.listen(server.port, server.host);
  const url = addressOf(app);
  assembly.log.info('gateway.started', { url, version: assembly.version, mode: isEmbedded ? 'embedded' : 'scaled' });
  return {
    url,
    assembly,
    app,
    stop: async () => {
      await app.close();
      await runner?.stop();
      await assembly.close();
    },
  };
}

function addressOf(app: NestFastifyApplication): string {
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
