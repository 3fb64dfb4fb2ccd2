import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { comparePage, inspectPdf, type HybridError } from '#facturx';
import { FacteurError } from '#kernel';
import { extractTo } from './inspect/extract-to.js';
import { inspectionJson, inspectionText, type InspectedFile } from './inspect/inspection-report.js';

interface InspectOptions {
  readonly extract?: string;
  readonly compare?: boolean;
  readonly format: 'text' | 'json';
  readonly lang: 'en' | 'fr';
}

const UNSOUND = 1;
const UNREADABLE = 2;

/** Registers `facteur inspect`. */
export function registerInspect(program: Command): void {
  program
    .command('inspect')
    .description('say what is inside a Factur-X PDF, and whether container and content are sound')
    .argument('<file>', 'a PDF: Factur-X, ZUGFeRD, XRechnung hybrid')
    .option('--extract <dir>', 'write the invoice XML and the other embedded files into this folder')
    .option('--compare', 'look whether the printed page says what the XML says')
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addOption(new Option('--lang <language>', 'language of messages').choices(['en', 'fr']).default(languageOfUser()))
    .addHelpText('after', '\nExit codes: 0 sound; 1 unsound, or page and XML differ; 2 unreadable.')
    .action(inspect);
}

async function inspect(file: string, options: InspectOptions): Promise<void> {
  const content = readInput(file);
  const inspected = await inspectPdf(content);
  if (!inspected.ok) {
    process.exitCode = UNREADABLE;
    refuse(inspected.error, options);
    return;
  }
  const { invoice } = inspected.value;
  const comparison = options.compare && invoice.ok ? await comparePage(content) : undefined;
  const report: InspectedFile = {
    file,
    inspection: inspected.value,
    comparison: comparison?.ok ? comparison.value : undefined,
    written: options.extract !== undefined && invoice.ok ? extractTo(options.extract, invoice.value) : [],
  };
  process.stdout.write(options.format === 'json' ? inspectionJson(report) : inspectionText(report, options.lang));
  const differs = report.comparison !== undefined && !report.comparison.same;
  process.exitCode = inspected.value.sound && invoice.ok && !differs ? 0 : UNSOUND;
}

function refuse(error: HybridError, { format, lang }: InspectOptions): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify({ readable: false, error }, null, 2)}\n`);
  else process.stderr.write(`${error.message[lang]} [${error.code}]\n`);
}

/** @throws FacteurError `INSPECT.INPUT` (category not-found) */
function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    throw new FacteurError('INSPECT.INPUT', 'not-found', `Cannot read ${file}`, { file }, { cause });
  }
}

function languageOfUser(): 'en' | 'fr' {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('fr') ? 'fr' : 'en';
}
