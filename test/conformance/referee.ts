import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the official artefacts say of a file. */
export interface OfficialVerdict {
  readonly file: string;
  readonly ruleSet: string;
  /** Messages of the schema; they do not stop the rules. */
  readonly xsd: readonly string[];
  readonly fatal: readonly string[];
  readonly warning: readonly string[];
  readonly information: readonly string[];
  /** Set when a stylesheet gave up, so that the document counts as invalid. */
  readonly stopped?: string;
  /** Set when the file could not be judged at all. */
  readonly error?: string;
}

const SCRIPT = fileURLToPath(new URL('referee.sh', import.meta.url));

/** Judges all files in one Java process. The order is kept. */
export function officialVerdicts(
  cases: readonly { readonly file: string; readonly ruleSet: string }[],
): OfficialVerdict[] {
  const input = cases.map(({ file, ruleSet }) => `${file}\t${ruleSet}\n`).join('');
  const run = spawnSync('bash', [SCRIPT], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`The referee failed: ${run.stderr.slice(0, 2000)}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as OfficialVerdict);
}
