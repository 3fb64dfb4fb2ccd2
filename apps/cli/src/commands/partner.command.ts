import { Option, type Command } from 'commander';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import { plain, showRows, type OutputFormat } from '../show.js';

interface PartnerView {
  readonly customerRef: string;
  readonly name: string;
  readonly format: string;
  readonly channel: string;
  readonly paused?: { readonly reason: string; readonly pausedAt: string };
}
interface CheckView {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly title: { readonly en: string; readonly fr: string };
  readonly detail: string;
}
interface FormatOptions extends GatewayOptions {
  readonly format: OutputFormat;
}
interface TestOptions extends FormatOptions {
  readonly seller?: string;
  readonly wait: string;
  readonly lang: 'en' | 'fr';
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;
const COLUMNS = [
  { title: 'PARTNER', of: (each: PartnerView) => each.customerRef },
  { title: 'NAME', of: (each: PartnerView) => each.name },
  { title: 'FORMAT', of: (each: PartnerView) => each.format },
  { title: 'CHANNEL', of: (each: PartnerView) => each.channel },
  { title: 'PAUSED', of: (each: PartnerView) => each.paused && `${each.paused.pausedAt} ${each.paused.reason}` },
];
const format = (): Option => new Option('--format <format>').choices(['text', 'json']).default('text');
const language = (): 'en' | 'fr' => (/^fr/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'fr' : 'en');

export function registerPartner(program: Command): void {
  const partner = program.command('partner').description('customers’ systems: try them before go-live, pause, resume');
  withGatewayOptions(
    partner.command('list').description('every customer profile and who is paused').addOption(format()),
  ).action(async (options: FormatOptions) => {
    const { items } = await gatewayClient(options).get<{ items: PartnerView[] }>('partners');
    showRows(items, COLUMNS, options.format);
  });
  withGatewayOptions(
    partner
      .command('test')
      .description('send a marked test document to the real endpoint, twice, and see whether it keeps the contract')
      .argument('<partner>', 'the customerRef of its profile')
      .option('--seller <ref>', 'whose document is sent (default: the first seller)')
      .option('--wait <seconds>', 'for the acknowledgement, where the profile declares one', '30')
      .addOption(new Option('--lang <language>').choices(['en', 'fr']).default(language()))
      .addOption(format())
      .addHelpText('after', '\nNothing is issued. Exit 0: the contract is kept; 1: it is not.'),
  ).action(test);
  withGatewayOptions(
    partner
      .command('pause')
      .description('send nothing until resumed; what is issued meanwhile waits')
      .argument('<partner>')
      .requiredOption('--reason <text>', 'for the timeline'),
  ).action(async (name: string, { reason, ...options }: GatewayOptions & { reason: string }) => {
    const { paused } = await gatewayClient(options).post<{ paused: boolean }>(pathOf(name, 'pause'), { reason });
    process.stdout.write(`${name}: ${paused ? 'paused' : 'was paused already'}\n`);
  });
  withGatewayOptions(
    partner.command('resume').description('end the pause; what waited goes out at once').argument('<partner>'),
  ).action(async (name: string, options: GatewayOptions) => {
    const { resumed } = await gatewayClient(options).post<{ resumed: boolean }>(pathOf(name, 'resume'));
    process.stdout.write(`${name}: ${resumed ? 'resumed' : 'was not paused'}\n`);
  });
}

async function test(name: string, options: TestOptions): Promise<void> {
  const result = await gatewayClient(options).post<{ passed: boolean; checks: CheckView[] }>(pathOf(name, 'test'), {
    acknowledgementSeconds: Number(options.wait),
    ...(options.seller === undefined ? {} : { sellerRef: options.seller }),
  });
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    for (const { outcome, title, detail } of result.checks)
      process.stdout.write(`${MARKS[outcome]} ${title[options.lang]}${detail === '' ? '' : `: ${plain(detail)}`}\n`);
  process.exitCode = result.passed ? 0 : 1;
}

function pathOf(name: string, verb: string): string {
  return `partners/${encodeURIComponent(name)}/${verb}`;
}
