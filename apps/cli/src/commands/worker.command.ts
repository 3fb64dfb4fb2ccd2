import type { Command } from 'commander';
import { loadOrExplain } from '../configuration.js';
import { runUntilSignal } from '../run-until-signal.js';

export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('run jobs only, beside gateways (needs DATABASE_URL and REDIS_URL)')
    .action(async () => {
      // Many workers share a machine: without PORT each takes a free one.
      process.env['PORT'] ??= '0';
      const loaded = loadOrExplain();
      const { startWorker } = await import('#apps/worker');
      const worker = await startWorker(loaded);
      await runUntilSignal(() => worker.stop());
    });
}
