import { fileURLToPath } from 'node:url';
import { FacteurError, type Problem } from '#kernel';
import { findRoot, loadSettings, type LoadedSettings } from '#settings';

/** The folder of this installation, wherever the command is called from. */
export function installationRoot(): string {
  return findRoot(fileURLToPath(new URL('.', import.meta.url)));
}

/**
 * Reads the configuration, or prints every fault at once.
 * @throws FacteurError `CONFIG.INVALID` (precondition).
 */
export function loadOrExplain(root = installationRoot()): LoadedSettings {
  const loaded = loadSettings(root);
  if (loaded.ok) return loaded.value;
  process.stderr.write(`${loaded.error.map(problemLine).join('\n')}\n`);
  throw new FacteurError(
    'CONFIG.INVALID',
    'precondition',
    `The configuration has faults, listed above (${loaded.error.length})`,
  );
}

/** One problem as people read it: place, what is wrong, what to do. */
export function problemLine(problem: Problem): string {
  const row = problem.row === undefined ? '' : `row ${problem.row}`;
  const place = [row, problem.field].filter((part) => part).join(' ');
  const value = problem.value === undefined ? '' : ` (${problem.value})`;
  return `  ${place}${value}: ${problem.message.en} ${problem.remedy.en} [${problem.code}]`;
}
