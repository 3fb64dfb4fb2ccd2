import { InvalidArgumentError, Option, type Command } from 'commander';
import { FacteurError, localDateOf, parseLocalDate, systemClock, type LocalDate } from '#kernel';
import { offeredPackIds, packIds } from '#rules';
import type { JudgeRequest, Language } from './validate/entry.js';
import { judgeFiles } from './validate/judge-files.js';
import { progressOn } from './validate/progress.js';
import { FORMATS, reportIn, type Format, type ReportStyle } from './validate/report.js';
import { filesOf } from './validate/walk.js';

interface ValidateOptions {
  readonly pack: string;
  readonly format: Format;
  readonly lang: Language;
  readonly on?: LocalDate;
}

/** Registers `facteur validate`. */
export function registerValidate(program: Command): void {
  program
    .command('validate')
    .description('judge invoices: UBL, CII and Factur-X PDF against EN 16931 and the rules they claim to follow')
    .argument('<path...>', 'files, folders (their XML and PDF files), or - for standard input')
    .option(
      '--pack <names>',
      `auto, or names separated by commas, each with @VERSION for one version: ${offeredPackIds().join(', ')}`,
      'auto',
    )
    .option('--on <date>', 'by the rules valid on this day, YYYY-MM-DD (default: those in force)', day)
    .addOption(new Option('--format <format>', 'how to report').choices(FORMATS).default('text'))
    .addOption(new Option('--lang <language>', 'language of messages').choices(['en', 'fr']).default(languageOfUser()))
    .addHelpText('after', '\nExit codes: 0 all valid; 1 some invalid; 2 something could not be read.')
    .action(validate);
}

async function validate(paths: string[], options: ValidateOptions): Promise<void> {
  const started = performance.now();
  const packs = packsOf(options.pack);
  const files = [...filesOf(paths)];
  if (files.length === 0)
    throw new FacteurError('VALIDATE.NOTHING', 'input', 'No XML or PDF file there to validate', {});
  const style: ReportStyle = {
    format: options.format,
    language: options.lang,
    colours: process.stdout.isTTY,
    several: files.length > 1,
  };
  const asOf = localDateOf(systemClock.now());
  const request: JudgeRequest = { packs, language: options.lang, asOf, ...(options.on && { on: options.on }) };
  const report = reportIn(style);
  const progress = progressOn(process.stderr, files.length);
  const counts = { valid: 0, invalid: 0, unread: 0 };
  await write(report.begin());
  for await (const { text, verdict } of judgeFiles(files, request, style)) {
    counts[verdict] += 1;
    progress.clear();
    await write(text);
    progress.show(counts.valid + counts.invalid + counts.unread);
  }
  progress.clear();
  await write(report.end({ ...counts, milliseconds: Math.round(performance.now() - started) }));
  process.exitCode = counts.unread > 0 ? 2 : counts.invalid > 0 ? 1 : 0;
}

/** @throws FacteurError `RULES.UNKNOWN_PACK` (category input) */
function packsOf(text: string): 'auto' | string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.length === 1 && names[0] === 'auto') return 'auto';
  const accepted = packIds();
  const wrong = names.find((name) => !accepted.includes(name.split('@')[0] ?? name));
  if (wrong !== undefined)
    throw new FacteurError(
      'RULES.UNKNOWN_PACK',
      'input',
      `No rule pack is called "${wrong}"; there are: auto, ${offeredPackIds().join(', ')}`,
      { name: wrong },
    );
  return names;
}

function day(text: string): LocalDate {
  const read = parseLocalDate(text);
  if (read === undefined) throw new InvalidArgumentError('a date as YYYY-MM-DD');
  return read;
}

function languageOfUser(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** Waits where the reader is slower than the judging, so that memory stays bounded. */
async function write(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
