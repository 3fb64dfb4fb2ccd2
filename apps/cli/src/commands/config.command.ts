import type { Command } from 'commander';
import { stringify } from 'yaml';
import { effectiveSettings } from '#settings';
import { loadOrExplain } from '../configuration.js';

export function registerConfig(program: Command): void {
  program
    .command('config')
    .description('print the configuration in force, secrets hidden; exit 2 with every fault when it is wrong')
    .option('--format <format>', 'yaml or json', 'yaml')
    .action((options: { format: string }) => {
      const effective = effectiveSettings(loadOrExplain());
      const text = options.format === 'json' ? JSON.stringify(effective, null, 2) : stringify(effective).trimEnd();
      process.stdout.write(`${text}\n`);
    });
}
