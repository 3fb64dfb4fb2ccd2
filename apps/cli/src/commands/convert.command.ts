import { Option, type Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FacteurError } from '#kernel';
import { PROFILES, type ProfileId } from '#syntax';
import { conversionReport, failureReport, lossLines, problemLines } from './convert/conversion-report.js';
import { invoiceInside, writeFacturX } from './convert/convert-facturx.js';
import { readAnyInvoice } from './convert/read-any-invoice.js';
import { TARGETS, writeAs, type Target } from './convert/write-as.js';

interface ConvertOptions {
  readonly to: Target | 'facturx';
  readonly output?: string;
  readonly report?: string;
  readonly profile?: ProfileId;
  readonly pdf?: string;
  readonly lang: 'en' | 'fr' | 'fr-en';
}

const UNREADABLE = 2;
const SOMETHING_LOST = 3;

/** Registers `facteur convert`. */
export function registerConvert(program: Command): void {
  program
    .command('convert')
    .description('convert an invoice between UBL, CII, JSON and Factur-X, and say what the target could not take')
    .argument('<in>', 'the invoice: UBL, CII, JSON or a Factur-X PDF; - for standard input')
    .addOption(new Option('--to <syntax>', 'what to write').choices([...TARGETS, 'facturx']).makeOptionMandatory())
    .option('-o, --output <file>', 'where to write it; standard output when not said')
    .addOption(new Option('--profile <profile>', 'of Factur-X').choices(PROFILES.map(({ id }) => id)))
    .option('--pdf <file>', 'with --to facturx: the page to embed into, instead of a composed one')
    .option('--report <file>', 'where to write, as JSON, what was lost or why the invoice could not be read')
    .addOption(
      new Option('--lang <language>', 'language of messages and of the Factur-X page')
        .choices(['en', 'fr', 'fr-en'])
        .default(languageOfUser()),
    )
    .addHelpText('after', '\nExit codes: 0 everything carried over; 2 unreadable; 3 converted, but something was lost.')
    .action(convert);
}

async function convert(input: string, options: ConvertOptions): Promise<void> {
  const language = options.lang === 'en' ? 'en' : 'fr';
  const read = readAnyInvoice(await invoiceInside(readInput(input)), basename(input));
  if (!read.ok) {
    for (const line of problemLines(read.error, language)) process.stderr.write(`${line}\n`);
    if (options.report !== undefined) writeOutput(options.report, failureReport(input, read.error));
    process.exitCode = UNREADABLE;
    return;
  }
  const { invoice } = read.value;
  const { bytes, notCarried } =
    options.to === 'facturx'
      ? await writeFacturX(invoice, { ...options, createdAt: new Date() })
      : writeAs(invoice, options.to);
  const losses = { unread: read.value.unread, notCarried };
  if (options.output === undefined) process.stdout.write(bytes);
  else writeOutput(options.output, bytes);
  for (const line of lossLines(losses, language)) process.stderr.write(`${line}\n`);
  if (options.report !== undefined) {
    writeOutput(options.report, conversionReport(input, read.value.from, options.to, losses));
  }
  process.exitCode = losses.unread.length + losses.notCarried.length > 0 ? SOMETHING_LOST : 0;
}

/** @throws FacteurError `CONVERT.INPUT` (category not-found) */
function readInput(input: string): Uint8Array {
  try {
    return readFileSync(input === '-' ? 0 : input);
  } catch (cause) {
    throw new FacteurError('CONVERT.INPUT', 'not-found', `Cannot read ${input}`, { input }, { cause });
  }
}

/** @throws FacteurError `CONVERT.OUTPUT` (category unavailable) */
function writeOutput(path: string, content: Uint8Array | string): void {
  try {
    writeFileSync(path, content);
  } catch (cause) {
    throw new FacteurError('CONVERT.OUTPUT', 'unavailable', `Cannot write ${path}`, { path }, { cause });
  }
}

function languageOfUser(): 'en' | 'fr' {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('fr') ? 'fr' : 'en';
}
