import type { Command } from 'commander';
import { stringify } from 'yaml';
import { Decimal, localDate, systemClock } from '#kernel';
import { halfYearWithoutRate, KNOWN_RATES, RATES_SETTING } from '#receivables';
import { effectiveSettings, type LoadedSettings } from '#settings';
import { loadOrExplain } from '../configuration.js';

export function registerConfig(program: Command): void {
  program
    .command('config')
    .description('print the configuration in force, secrets hidden; exit 2 with every fault when it is wrong')
    .option('--format <format>', 'yaml or json', 'yaml')
    .action((options: { format: string }) => {
      const loaded = loadOrExplain();
      const effective = effectiveSettings(loaded);
      const text = options.format === 'json' ? JSON.stringify(effective, null, 2) : stringify(effective).trimEnd();
      process.stdout.write(`${text}\n`);
      tellMissingRate(loaded);
    });
}

/** Without the rate of the running half-year, interest on late payment cannot be claimed: better known before it is asked for. */
function tellMissingRate({ settings }: LoadedSettings): void {
  const set = settings.receivables.interestRates.map(({ from, refinancingRate }) => ({
    from: localDate(from),
    refinancingRate: Decimal.of(refinancingRate),
  }));
  const halfYear = halfYearWithoutRate(systemClock.today(), [...set, ...KNOWN_RATES]);
  if (halfYear === undefined) return;
  process.stderr.write(
    `Warning: ${RATES_SETTING} has no rates for the half-year from ${halfYear}; late-payment interest cannot be claimed for it ` +
      `until they are set (refinancingRate: central bank rate of that day; legalRate: legal interest rate between professionals).\n`,
  );
}
