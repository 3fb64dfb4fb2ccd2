import { InvalidArgumentError, Option, type Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { HYBRID_PROFILES, hybridProfileNamed, type HybridProfileId } from '#facturx';
import type { Invoice } from '#invoice';
import { FacteurError, type Problem } from '#kernel';
import { conversionReport, failureReport, isLost, lossLines, problemLines } from './convert/conversion-report.js';
import { invoiceInside, writeFacturX } from './convert/convert-facturx.js';
import { readAnyInvoice } from './convert/read-any-invoice.js';
import { TARGETS, writeAs, type Target } from './convert/write-as.js';

interface ConvertOptions {
  readonly to: Target | 'facturx';
  readonly output?: string;
  readonly report?: string;
  readonly profile?: HybridProfileId;
  readonly pdf?: string;
  readonly lang: 'en' | 'fr' | 'fr-en';
}

const UNREADABLE = 2;
const SOMETHING_LOST = 3;

const PROFILE_IDS = Object.keys(HYBRID_PROFILES).join(', ');

/** Registers `facteur convert`. */
export function registerConvert(program: Command): void {
  program
    .command('convert')
    .description('convert an invoice between UBL, CII, JSON and Factur-X, and say what the target could not take')
    .argument('<in>', 'the invoice: UBL, CII, JSON or a Factur-X PDF; - for standard input')
    .addOption(new Option('--to <syntax>', 'what to write').choices([...TARGETS, 'facturx']).makeOptionMandatory())
    .option('-o, --output <file>', 'where to write it; standard output when not said')
    .addOption(new Option('--profile <profile>', `of Factur-X: ${PROFILE_IDS}`).argParser(profileOption))
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
  if (!read.ok) return refuse(input, read.error, options);
  const { invoice, partial, faults, unread } = read.value;
  // The page of a Factur-X needs what the model needs; UBL, CII and JSON say as much as there is.
  if (options.to === 'facturx' && invoice === undefined) return refuse(input, faults, options);
  const { bytes, notCarried } =
    options.to === 'facturx'
      ? await writeFacturX(invoice as Invoice, { ...options, createdAt: new Date() })
      : writeAs(partial, options.to);
  const losses = { unread, notCarried, faults };
  if (options.output === undefined) process.stdout.write(bytes);
  else writeOutput(options.output, bytes);
  for (const line of lossLines(losses, language)) process.stderr.write(`${line}\n`);
  if (options.report !== undefined) {
    writeOutput(options.report, conversionReport(input, read.value.from, options.to, losses));
  }
  process.exitCode = isLost(losses) ? SOMETHING_LOST : 0;
}

function profileOption(name: string): HybridProfileId {
  const id = hybridProfileNamed(name);
  if (id === undefined) throw new InvalidArgumentError(`Allowed are ${PROFILE_IDS}.`);
  return id;
}

function refuse(input: string, problems: readonly Problem[], options: ConvertOptions): void {
  for (const line of problemLines(problems, options.lang === 'en' ? 'en' : 'fr')) process.stderr.write(`${line}\n`);
  if (options.report !== undefined) writeOutput(options.report, failureReport(input, problems));
  process.exitCode = UNREADABLE;
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
