import { Option, type Command } from 'commander';
import { FacteurError } from '#kernel';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import { showRows, type OutputFormat } from '../show.js';

interface ReportView {
  readonly id: string;
  readonly sellerRef: string;
  readonly kind: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly typeCode: string;
  readonly reportRef: string;
  readonly dueOn: string;
  readonly invoiceCount: number;
  readonly dayCount: number;
  readonly problems: readonly {
    readonly code: string;
    readonly field?: string;
    readonly message: { readonly en: string; readonly fr: string };
  }[];
}
interface DutyView {
  readonly sellerRef?: string;
  readonly kind: string;
  readonly start: string;
  readonly end: string;
  readonly dueOn: string;
  readonly state?: string;
}
interface Outcome {
  readonly outcome: 'prepared' | 'unchanged' | 'empty' | 'not-over';
  readonly report?: ReportView;
  readonly duty?: DutyView;
}
interface ListOptions extends GatewayOptions {
  readonly format: OutputFormat;
  readonly seller?: string;
  readonly kind?: string;
  readonly limit: string;
}
interface PrepareOptions extends ListOptions {
  readonly on?: string;
  readonly lang: 'en' | 'fr';
}

const format = () => new Option('--format <format>').choices(['text', 'json']).default('text');
const kind = () => new Option('--kind <kind>').choices(['transactions', 'payments']);

/** `facteur ereport …`: e-reporting (Flux 10) of sales to consumers and abroad, and of their payments. */
export function registerEReport(program: Command): void {
  const ereport = program.command('ereport').description('e-reporting of sales and payments (Flux 10)');
  withGatewayOptions(
    ereport
      .command('prepare')
      .description('prepare what is owed and over, and correct what has changed; or one period with --on')
      .option('--seller <ref>', 'one seller')
      .addOption(kind())
      .option('--on <date>', 'any day of the period, YYYY-MM-DD; needs --seller and --kind')
      .addOption(format())
      .addOption(new Option('--lang <lang>', 'language of the problems').choices(['en', 'fr']).default('en'))
      .addHelpText('after', '\nExit codes: 0 prepared, or nothing to do; 1 a report has problems; 2 wrong usage.'),
  ).action(prepare);
  withGatewayOptions(
    ereport
      .command('list')
      .description('reports, newest first')
      .option('--seller <ref>')
      .addOption(kind())
      .option('--limit <n>', 'at most so many', '50')
      .addOption(format()),
  ).action(list);
  withGatewayOptions(
    ereport
      .command('show')
      .description('one report as JSON, or its XML')
      .argument('<id>')
      .option('--xml', 'the file as it is sent'),
  ).action(show);
  withGatewayOptions(
    ereport
      .command('calendar')
      .description('periods and deadlines, and where each stands')
      .option('--seller <ref>')
      .addOption(format())
      .addHelpText('after', '\nExit codes: 0 nothing is late; 1 a deadline has passed without a report.'),
  ).action(calendar);
}

async function prepare(options: PrepareOptions): Promise<void> {
  if (options.on !== undefined && (options.seller === undefined || options.kind === undefined)) {
    throw new FacteurError('CLI.USAGE', 'input', '--on needs --seller and --kind');
  }
  const body = {
    sellerRef: options.seller,
    ...(options.on === undefined ? {} : { kind: options.kind, on: options.on }),
  };
  const { outcomes } = await gatewayClient(options).post<{ outcomes: Outcome[] }>('ereports/prepare', body);
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
  else for (const outcome of outcomes) process.stdout.write(lineOf(outcome));
  const problems = outcomes.flatMap(({ report }) => report?.problems ?? []);
  for (const { code, field, message } of problems) {
    process.stderr.write(`${code} ${field ?? ''}: ${message[options.lang]}\n`);
  }
  if (problems.length > 0) process.exitCode = 1;
}

function lineOf({ outcome, report, duty }: Outcome): string {
  if (report) {
    const { reportRef, kind: of, periodStart, periodEnd, typeCode, invoiceCount, dayCount, dueOn } = report;
    return `${outcome} ${reportRef} ${of} ${periodStart} to ${periodEnd} ${typeCode}, ${invoiceCount} invoices, ${dayCount} days, due ${dueOn}\n`;
  }
  return `${outcome} ${duty?.kind ?? ''} ${duty?.start ?? ''} to ${duty?.end ?? ''}, due ${duty?.dueOn ?? ''}\n`;
}

async function list(options: ListOptions): Promise<void> {
  const { seller: sellerRef, kind: of, limit } = options;
  const page = await gatewayClient(options).get<{ items: ReportView[] }>('ereports', { sellerRef, kind: of, limit });
  showRows(
    page.items,
    [
      { title: 'ID', of: (each: ReportView) => each.id },
      { title: 'REPORT', of: (each: ReportView) => each.reportRef },
      { title: 'KIND', of: (each: ReportView) => each.kind },
      { title: 'FROM', of: (each: ReportView) => each.periodStart },
      { title: 'TO', of: (each: ReportView) => each.periodEnd },
      { title: 'TYPE', of: (each: ReportView) => each.typeCode },
      { title: 'DUE', of: (each: ReportView) => each.dueOn },
      { title: 'PROBLEMS', of: (each: ReportView) => each.problems.length },
    ],
    options.format,
  );
}

async function show(id: string, options: GatewayOptions & { readonly xml?: boolean }): Promise<void> {
  const gateway = gatewayClient(options);
  const path = `ereports/${encodeURIComponent(id)}`;
  if (options.xml) process.stdout.write(await gateway.text(`${path}/content`));
  else process.stdout.write(`${JSON.stringify(await gateway.get(path), null, 2)}\n`);
}

async function calendar(options: ListOptions): Promise<void> {
  const { items } = await gatewayClient(options).get<{ items: DutyView[] }>('ereports/calendar', {
    sellerRef: options.seller,
  });
  showRows(
    items,
    [
      { title: 'DUE', of: (each: DutyView) => each.dueOn },
      { title: 'SELLER', of: (each: DutyView) => each.sellerRef },
      { title: 'KIND', of: (each: DutyView) => each.kind },
      { title: 'FROM', of: (each: DutyView) => each.start },
      { title: 'TO', of: (each: DutyView) => each.end },
      { title: 'STATE', of: (each: DutyView) => each.state },
    ],
    options.format,
  );
  if (items.some((each) => each.state === 'late')) process.exitCode = 1;
}
