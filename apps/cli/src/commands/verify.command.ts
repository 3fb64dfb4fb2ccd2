import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { assemble, type Assembly } from '#assembly';
import { exportInvoice, verifyArchive, verifyNumbers, type ArchiveReport, type NumbersReport } from '#flows';
import { FacteurError } from '#kernel';
import { createLog } from '#telemetry';
import { loadOrExplain } from '../configuration.js';

interface VerifyOptions {
  readonly tenant?: string;
  readonly format: 'text' | 'json';
  readonly export?: string;
  readonly output?: string;
}

const HELP = `
Reads the database and the documents that the configuration names. The embedded database belongs to one process at a time: while
a gateway runs on it, ask that gateway (GET /v1/archive/verification, /v1/numbers/verification, /v1/invoices/{id}/archive).

Exit codes: 0 everything is as it was left; 1 something is not; 2 it could not be looked at.`;

export function registerVerify(program: Command): void {
  const verify = program.command('verify').description('prove that the archive is untouched and numbers are gapless');
  const format = () => new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text');
  verify
    .command('archive')
    .description(
      'hold events, rows and documents against the chained timeline; --export writes an invoice’s whole file',
    )
    .option('--tenant <id>', 'one tenant (default: all)')
    .addOption(format())
    .option('--export <invoice>', 'number or id of an invoice: writes its file for an auditor instead')
    .option('-o, --output <file>', 'where the zip goes (default: INVOICE.zip)')
    .addHelpText('after', HELP)
    .action((options: VerifyOptions) =>
      withAssembly((assembly) =>
        options.export === undefined ? archive(assembly, options) : write(assembly, options),
      ),
    );
  verify
    .command('numbers')
    .description('prove numbers gapless by seller, series and fiscal year; voided ones are listed with their reason')
    .option('--tenant <id>', 'one tenant (default: all)')
    .addOption(format())
    .addHelpText('after', HELP)
    .action((options: VerifyOptions) => withAssembly((assembly) => numbers(assembly, options)));
}

async function withAssembly(work: (assembly: Assembly) => Promise<void>): Promise<void> {
  const assembly = await assemble(loadOrExplain(), { log: createLog('silent') });
  try {
    await work(assembly);
  } finally {
    await assembly.close();
  }
}

async function archive({ context, loaded }: Assembly, options: VerifyOptions): Promise<void> {
  const reports: ArchiveReport[] = [];
  for (const id of tenantsOf(loaded.settings.tenants, options)) reports.push(await verifyArchive(context, id));
  print(options, reports, archiveText);
  if (reports.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

async function numbers({ context, loaded }: Assembly, options: VerifyOptions): Promise<void> {
  const reports: NumbersReport[] = [];
  for (const id of tenantsOf(loaded.settings.tenants, options)) reports.push(await verifyNumbers(context, id));
  print(options, reports, numbersText);
  if (reports.some(({ series }) => series.some(({ findings }) => findings.length > 0))) process.exitCode = 1;
}

async function write({ context, loaded }: Assembly, options: VerifyOptions): Promise<void> {
  const wanted = options.export as string;
  const found = await findIn(context, tenantsOf(loaded.settings.tenants, options), wanted);
  const { bytes, fileName, files } = await exportInvoice(context, found.tenantId, { id: found.id });
  const output = options.output ?? fileName;
  writeFileSync(output, bytes);
  const lines = files.map(({ sha256, path, what }) => `  ${sha256.slice(0, 12)}  ${path}  ${what}\n`).join('');
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify({ output, files }, null, 2)}\n` : `${output}\n${lines}`,
  );
}

async function findIn(
  { store }: Assembly['context'],
  tenants: readonly string[],
  wanted: string,
): Promise<{ tenantId: string; id: string }> {
  for (const tenantId of tenants) {
    const invoice = await store.transaction(
      tenantId,
      async (tx) => (await tx.invoices.findByNumber(wanted)) ?? (await tx.invoices.find(wanted)),
    );
    if (invoice) return { tenantId, id: invoice.id };
  }
  throw new FacteurError('INVOICE.UNKNOWN', 'not-found', `No invoice has the number or id ${wanted}`);
}

function tenantsOf(all: readonly { readonly id: string }[], { tenant }: VerifyOptions): readonly string[] {
  if (tenant === undefined) return all.map(({ id }) => id);
  if (!all.some(({ id }) => id === tenant))
    throw new FacteurError('CLI.NO_TENANT', 'input', `No tenant is called ${tenant}`);
  return [tenant];
}

function print<T>({ format }: VerifyOptions, reports: readonly T[], text: (report: T) => string): void {
  process.stdout.write(format === 'json' ? `${JSON.stringify(reports, null, 2)}\n` : reports.map(text).join(''));
}

function archiveText(report: ArchiveReport): string {
  const { tenantId, events, rows, documents, findings, head, unchainedEvents } = report;
  const before = unchainedEvents > 0 ? `, ${unchainedEvents} events from before the chain` : '';
  const counts = `${events} events, ${rows} rows, ${documents} documents${before}`;
  const lines = findings.map(({ code, what, detail }) => `  ${code}  ${what}: ${detail}\n`).join('');
  const verdict = findings.length === 0 ? 'untouched' : `${findings.length} findings`;
  return `${tenantId}: ${verdict}; ${counts}; head ${head ? `${head.position} ${head.hash}` : 'none'}\n${lines}`;
}

function numbersText({ tenantId, series }: NumbersReport): string {
  const lines = series.map(({ sellerRef, series: name, fiscalYear, issued, voided, lastSequence, findings }) => {
    const verdict = findings.length === 0 ? 'gapless' : `${findings.length} findings`;
    const faults = findings.map(({ code, sequence, detail }) => `    ${code}  ${sequence}: ${detail}\n`).join('');
    const gone = voided.map(({ number, reason, person }) => `    voided ${number}: ${reason} (${person})\n`).join('');
    return `  ${sellerRef} ${name} ${fiscalYear}: ${verdict}, 1 to ${lastSequence}, ${issued} issued, ${voided.length} voided\n${gone}${faults}`;
  });
  return `${tenantId}: ${series.length} series\n${lines.join('')}`;
}
