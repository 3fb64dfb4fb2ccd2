import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { asFacteurError, FacteurError, type Problem } from '#kernel';
import { mergeFiles, readStatements, statementLineJson, type BankStatement, type CsvMapping } from '#remittance';

const BALANCE_PROBLEMS: ReadonlySet<string> = new Set([
  'STATEMENT.BALANCE_BROKEN',
  'STATEMENT.CHAIN_BROKEN',
  'STATEMENT.TOTAL_BROKEN',
  'STATEMENT.BATCH_SUM',
]);

interface StatementOptions {
  readonly format: 'json' | 'text';
  readonly lang: 'en' | 'fr';
  readonly mapping?: string;
}

/** `facteur statement FILE…`: canonical bank lines on standard output, findings and refusals on standard error. */
export function registerStatement(program: Command): void {
  program
    .command('statement')
    .description('read bank statements and print canonical bank lines')
    .argument('<file...>', 'camt.052/053/054, MT940/942, CFONB 120, BAI2, OFX, or CSV with --mapping')
    .addOption(new Option('--format <format>', 'json: one object a line').choices(['json', 'text']).default('text'))
    .addOption(new Option('--lang <lang>', 'language of the messages').choices(['en', 'fr']).default('en'))
    .option('--mapping <file>', 'column mapping of a CSV, as JSON')
    .addHelpText(
      'after',
      '\nSeveral files are read together: a camt.054 completes its camt.053 entry, what two files report is printed once.\nExit codes: 0 all read and balanced; 1 balances or totals do not add up; 2 a file was refused.',
    )
    .action((files: string[], options: StatementOptions) => {
      const mapping = options.mapping === undefined ? undefined : readMapping(options.mapping);
      process.exitCode = printFiles(files, options, mapping);
    });
}

function readMapping(file: string): CsvMapping {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CsvMapping;
  } catch (cause) {
    throw new FacteurError('CLI.UNREADABLE', 'input', `Cannot read the mapping ${basename(file)}`, {}, { cause });
  }
}

/** All files are read before one is printed, since one completes or repeats another; the highest exit code counts. */
function printFiles(files: readonly string[], options: StatementOptions, mapping: CsvMapping | undefined): 0 | 1 | 2 {
  let code: 0 | 1 | 2 = 0;
  const read = files.map((file) => {
    const statements = readFile(file, options, mapping);
    if (statements === undefined) code = 2;
    return statements ?? [];
  });
  mergeFiles(read).forEach(({ statements, repeated, doubtful }, at) => {
    const file = files[at] as string;
    for (const statement of statements) {
      process.stdout.write(options.format === 'json' ? jsonLines(statement) : textOf(statement));
      for (const finding of statement.findings) {
        process.stderr.write(`${file}: ${sentence(finding, options.lang)}\n`);
        if (BALANCE_PROBLEMS.has(finding.code) && code === 0) code = 1;
      }
    }
    if (repeated > 0) process.stderr.write(`${file}: ${repeatedSentence(repeated, options.lang)}\n`);
    if (doubtful > 0) process.stderr.write(`${file}: ${doubtfulSentence(doubtful, options.lang)}\n`);
  });
  return code;
}

/** The statements of one file, or undefined after saying why it is refused. */
function readFile(
  file: string,
  options: StatementOptions,
  mapping: CsvMapping | undefined,
): readonly BankStatement[] | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (thrown) {
    process.stderr.write(`${file}: ${asFacteurError(thrown).message}\n`);
    return undefined;
  }
  const result = readStatements(bytes, { fileName: basename(file), ...(mapping === undefined ? {} : { mapping }) });
  if (result.ok) return result.value.statements;
  for (const problem of result.error) process.stderr.write(`${file}: ${sentence(problem, options.lang)}\n`);
  return undefined;
}

function repeatedSentence(count: number, lang: 'en' | 'fr'): string {
  return lang === 'fr'
    ? `STATEMENT.REPEATED: écritures déjà présentes dans un autre fichier, non répétées : ${count}.`
    : `STATEMENT.REPEATED: entries that another of these files holds, not printed again: ${count}.`;
}

function doubtfulSentence(count: number, lang: 'en' | 'fr'): string {
  return lang === 'fr'
    ? `STATEMENT.PERHAPS_REPEATED: avis qui peuvent être une écriture d'un autre fichier, sans qu'on puisse dire laquelle : ${count}.`
    : `STATEMENT.PERHAPS_REPEATED: notified entries that may be a booking of another file, nobody can say which: ${count}.`;
}

function sentence(problem: Problem, lang: 'en' | 'fr'): string {
  const place = [
    problem.row === undefined ? '' : `${lang === 'fr' ? 'ligne' : 'line'} ${problem.row}`,
    problem.field ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const value = problem.value === undefined || problem.value === '' ? '' : ` (${problem.value})`;
  return `${problem.code}${place === '' ? '' : ` ${place}`}: ${problem.message[lang]}${value} ${problem.remedy[lang]}`;
}

function jsonLines(statement: BankStatement): string {
  return statement.entries.map((entry) => `${statementLineJson(entry, statement)}\n`).join('');
}

function textOf(statement: BankStatement): string {
  const { opening, closing } = statement;
  const head = `${statement.account.ref} ${statement.currency} ${statement.statementRef} (${statement.messageVersion ?? statement.format})`;
  const lines = statement.entries.map((entry) => {
    const text = entry.remittanceLines.join(' ') || (entry.additionalInfo ?? '');
    const members = entry.members.length === 0 ? '' : ` [${entry.members.length}]`;
    return `  ${entry.bookedOn}  ${entry.amount.toString().padStart(14)}  ${entry.counterparty.name ?? ''}  ${text}${members}`;
  });
  const balance = (label: string, amount: string | undefined): string[] =>
    amount === undefined ? [] : [`  ${label.padEnd(10)}  ${amount.padStart(14)}`];
  return `${[head, ...balance('opening', opening?.amount.toString()), ...lines, ...balance('closing', closing?.amount.toString())].join('\n')}\n`;
}
