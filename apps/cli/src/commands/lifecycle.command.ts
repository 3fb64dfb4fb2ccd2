import { Argument, Option, type Command } from 'commander';
import { SELLER_STATUSES } from '#lifecycle';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import { showRows, type OutputFormat } from '../show.js';

interface StatusView {
  readonly code: string;
  readonly label: { readonly en: string; readonly fr: string };
  readonly setAt: string;
  readonly direction: string;
  readonly by: { readonly name?: string; readonly roleCode?: string };
  readonly reasons: readonly { readonly code?: string }[];
}
interface LifecycleView {
  readonly number: string;
  readonly transmission: string;
  readonly processing: string;
  readonly payment: string;
  readonly isSuspended: boolean;
  readonly closedBy?: string;
  readonly collected: readonly { readonly rate: string; readonly amount: string; readonly currency: string }[];
  readonly statuses: readonly StatusView[];
}
interface WaitingView {
  readonly id: string;
  readonly code: string;
  readonly invoiceNumber: string;
  readonly setAt: string;
  readonly parcelId: string;
}
interface ShowOptions extends GatewayOptions {
  readonly format: OutputFormat;
  readonly lang: 'en' | 'fr';
}
interface SetOptions extends ShowOptions {
  readonly reason?: string;
  readonly comment?: string;
  readonly iban?: string;
}

const format = () => new Option('--format <format>').choices(['text', 'json']).default('text');
const lang = () => new Option('--lang <lang>', 'language of the labels').choices(['en', 'fr']).default('en');

/** `facteur lifecycle …`: what buyers and platforms said of invoices, and what the seller may say. */
export function registerLifecycle(program: Command): void {
  const lifecycle = program.command('lifecycle').description('statuses of invoices (French reform)');
  withGatewayOptions(
    lifecycle
      .command('show')
      .description('state and history of an invoice')
      .argument('<invoice>', 'its id')
      .addOption(format())
      .addOption(lang()),
  ).action(show);
  withGatewayOptions(
    lifecycle
      .command('set')
      .description('set a status as the seller; 212 is told by bank cash alone')
      .argument('<invoice>', 'its id')
      .addArgument(new Argument('<status>').choices([...SELLER_STATUSES]))
      .option('--reason <code>', 'reason code (MDT-113)')
      .option('--comment <text>', 'comment (MDT-126)')
      .option('--iban <iban>', 'account to pay, with 227')
      .addOption(format())
      .addOption(lang()),
  ).action(set);
  withGatewayOptions(
    lifecycle.command('waiting').description('statuses of invoices that are not known yet').addOption(format()),
  ).action(waiting);
}

async function show(invoice: string, options: ShowOptions): Promise<void> {
  const view = await gatewayClient(options).get<LifecycleView>(`invoices/${encodeURIComponent(invoice)}/lifecycle`);
  if (options.format === 'json') return print(view);
  const collected = view.collected.map((each) => `${each.amount} ${each.currency} at ${each.rate} %`).join(', ');
  process.stdout.write(
    [
      `${view.number}: transmission ${view.transmission}, processing ${view.processing}, payment ${view.payment}`,
      ...(view.isSuspended ? ['suspended: answer with 209'] : []),
      ...(view.closedBy === undefined ? [] : [`closed by ${view.closedBy}`]),
      ...(collected === '' ? [] : [`collected ${collected}`]),
      '',
    ].join('\n'),
  );
  showRows(view.statuses, columns(options.lang), 'text');
}

async function set(invoice: string, status: string, options: SetOptions): Promise<void> {
  const { reason: reasonCode, comment, iban } = options;
  const answer = await gatewayClient(options).post<{ status: StatusView; message: { state: string } }>(
    `invoices/${encodeURIComponent(invoice)}/statuses`,
    { status, reasonCode, comment, iban },
  );
  if (options.format === 'json') return print(answer);
  process.stdout.write(
    `${answer.status.code} ${answer.status.label[options.lang]} ${answer.status.setAt}: message ${answer.message.state}\n`,
  );
}

async function waiting(options: ShowOptions): Promise<void> {
  const page = await gatewayClient(options).get<{ items: WaitingView[] }>('statuses/waiting', { limit: 200 });
  showRows(
    page.items,
    [
      { title: 'ID', of: (each: WaitingView) => each.id },
      { title: 'STATUS', of: (each: WaitingView) => each.code },
      { title: 'INVOICE', of: (each: WaitingView) => each.invoiceNumber },
      { title: 'SET AT', of: (each: WaitingView) => each.setAt },
      { title: 'PARCEL', of: (each: WaitingView) => each.parcelId },
    ],
    options.format,
  );
}

function columns(language: 'en' | 'fr') {
  return [
    { title: 'SET AT', of: (each: StatusView) => each.setAt },
    { title: 'STATUS', of: (each: StatusView) => `${each.code} ${each.label[language]}` },
    { title: 'WAY', of: (each: StatusView) => each.direction },
    { title: 'BY', of: (each: StatusView) => each.by.name ?? each.by.roleCode },
    { title: 'REASONS', of: (each: StatusView) => each.reasons.flatMap(({ code }) => code ?? []).join(' ') },
  ];
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
