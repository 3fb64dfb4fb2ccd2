import { Command } from 'commander';
import { asFacteurError } from '#kernel';
import { COMMANDS } from './commands.js';

/** Exit code of a command that could not do its work at all (bad usage, unreadable input, wrong configuration). */
const FAILED = 2;

/** Runs the command line. `argv` as Node gives it. Sets the exit code; never throws. */
export async function main(argv: string[]): Promise<void> {
  process.stdout.on('error', endWhenNobodyReads);
  const program = new Command('facteur')
    .description('From the ERP order to the cashed invoice: Facteur on the command line.')
    .showHelpAfterError('(facteur COMMAND --help says more)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  try {
    const wanted = COMMANDS.filter((command) => command.name === argv[2]);
    for (const command of wanted.length > 0 ? wanted : COMMANDS) (await command.load())(program);
    await program.parseAsync(argv);
  } catch (thrown) {
    process.exitCode = report(thrown);
  }
}

/** `facteur … | head`: the reader has what it wanted. */
function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

function report(thrown: unknown): number {
  if (isCommanderError(thrown)) return thrown.exitCode === 0 ? 0 : FAILED;
  const error = asFacteurError(thrown);
  process.stderr.write(`facteur: ${error.message} [${error.code}]\n`);
  if (error.category === 'defect')
    process.stderr.write(`${(error.cause as Error | undefined)?.stack ?? error.stack ?? ''}\n`);
  return FAILED;
}

/** Commander has printed its message already. */
function isCommanderError(thrown: unknown): thrown is { exitCode: number } {
  return thrown instanceof Error && 'exitCode' in thrown && thrown.constructor.name.startsWith('Commander');
}

const EXIT_CODES = `
Exit codes: 0 all well; 1 something is wrong with what was looked at (invalid, unsound, unbalanced);
2 it could not be looked at (unreadable, bad usage, wrong configuration); 3 converted, but something was lost.

Without options, \`facteur serve\` runs the gateway. Documentation: docs/ and http://127.0.0.1:3000/docs`;
