import { Option, type Command } from 'commander';
import { createAfnorPlatform } from '#connectors/platform-afnor';
import { FacteurError, parseLocalDate, systemClock } from '#kernel';
import type { Platform, PlatformAnswer } from '#ports';
import { loadOrExplain } from '../configuration.js';
import { addressLines, healthLines, webhookLines } from './platform/platform-report.js';

interface PlatformOptions {
  readonly tenant: string;
  readonly format: 'text' | 'json';
}

const PATIENCE_MS = 60_000;

/** Speaks to a platform itself, with the configuration of this installation: nothing has to run for it. */
export function registerPlatform(program: Command): void {
  const platform = program.command('platform').description('accredited platforms (PA): try them, look up, webhooks');
  withOptions(
    platform.command('check <platform>').description('token and both services; exit 1 when one is not well'),
  ).action((name: string, options: PlatformOptions) =>
    asking(name, options, async (open) => {
      const health = await open.health(AbortSignal.timeout(PATIENCE_MS));
      const isWell = health.flows === 'ok' && ['ok', 'not configured'].includes(health.directory);
      return { value: { platformId: name, ...health }, lines: healthLines(health), code: isWell ? 0 : 1 };
    }),
  );
  withOptions(
    platform
      .command('address <platform> <address>')
      .description('whether exactly this address receives; exit 1 when it does not, 2 when that is unknown')
      .option('--on <date>', 'on this day (AAAA-MM-JJ) instead of today'),
  ).action((name: string, address: string, options: PlatformOptions & { on?: string }) =>
    asking(name, options, async (open) => {
      const on = options.on === undefined ? systemClock.today() : parseLocalDate(options.on);
      if (!on) throw new FacteurError('CLI.NOT_A_DATE', 'input', '--on wants a date such as 2026-11-24');
      const found = await open.lookUp(address, on, AbortSignal.timeout(PATIENCE_MS));
      const code = { reachable: 0, unreachable: 1, unknown: 2 }[found.kind];
      return { value: { address, on, ...found }, lines: addressLines(address, on, found), code };
    }),
  );
  registerWebhooks(platform);
}

function registerWebhooks(platform: Command): void {
  const organization = () => new Option('--organization <id>', 'company, where the platform serves several');
  withOptions(
    platform
      .command('subscribe <platform> <callback-url>')
      .description('make a webhook; its signing key is shown once, for the secret that webhook.keySecret names')
      .addOption(organization()),
  ).action((name: string, url: string, options: PlatformOptions & { organization?: string }) =>
    asking(name, options, async (open) => {
      const made = valueOf(await open.subscribe(url, options.organization, AbortSignal.timeout(PATIENCE_MS)));
      return { value: made, lines: [`${made.webhookRef}`, `signing key: ${made.signingKey}`], code: 0 };
    }),
  );
  withOptions(
    platform.command('webhooks <platform>').description('webhooks of this client').addOption(organization()),
  ).action((name: string, options: PlatformOptions & { organization?: string }) =>
    asking(name, options, async (open) => {
      const webhooks = valueOf(await open.webhooks(options.organization, AbortSignal.timeout(PATIENCE_MS)));
      return { value: webhooks, lines: webhookLines(webhooks), code: 0 };
    }),
  );
  withOptions(
    platform.command('unsubscribe <platform> <webhook>').description('end a webhook').addOption(organization()),
  ).action((name: string, webhook: string, options: PlatformOptions & { organization?: string }) =>
    asking(name, options, async (open) => {
      valueOf(await open.unsubscribe(webhook, options.organization, AbortSignal.timeout(PATIENCE_MS)));
      return { value: { ended: webhook }, lines: [`${webhook}: ended`], code: 0 };
    }),
  );
}

function withOptions(command: Command): Command {
  return command
    .option('--tenant <id>', 'whose platform', 'main')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'));
}

interface Shown {
  readonly value: unknown;
  readonly lines: readonly string[];
  readonly code: number;
}

/** Opens the platform, also one that is switched off, asks, prints and closes. */
async function asking(
  name: string,
  { tenant, format }: PlatformOptions,
  ask: (platform: Platform) => Promise<Shown>,
): Promise<void> {
  const loaded = loadOrExplain();
  const profile = loaded
    .profiles(tenant)
    .platforms()
    .find(({ platformId }) => platformId === name);
  if (!profile) throw new FacteurError('PLATFORM.UNKNOWN', 'not-found', `No platform is named ${name}`);
  const platform = createAfnorPlatform(profile, { secrets: loaded.secrets });
  try {
    const { value, lines, code } = await ask(platform);
    process.stdout.write(`${format === 'json' ? JSON.stringify(value, null, 2) : lines.join('\n')}\n`);
    process.exitCode = code;
  } finally {
    await platform.close();
  }
}

function valueOf<T>(answer: PlatformAnswer<T>): T {
  if (answer.kind === 'found') return answer.value;
  throw new FacteurError('PLATFORM.NO_ANSWER', 'unavailable', answer.reason);
}
