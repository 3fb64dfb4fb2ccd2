import type { Command } from 'commander';
import { loadOrExplain } from '../configuration.js';
import { runUntilSignal } from '../run-until-signal.js';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the gateway: HTTP API, sources, and in embedded mode the jobs')
    .addHelpText('after', '\nPORT, HOST, DATABASE_URL, REDIS_URL and LOG_LEVEL override config/facteur.yaml.')
    .action(async () => {
      const loaded = loadOrExplain();
      const { startGateway } = await import('#apps/gateway');
      const gateway = await startGateway(loaded);
      await runUntilSignal(() => gateway.stop());
    });
}
