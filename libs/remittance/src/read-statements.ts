import { failed, type Problem, type Result } from '#kernel';
import type { CsvMapping } from './csv-mapping.js';
import type { StatementFile } from './statement.js';

export interface ReadOptions {
  /** Only a hint and never a path that is opened. */
  readonly fileName?: string;
  /** Needed for CSV: a bank's columns are declared, not guessed. */
  readonly mapping?: CsvMapping;
}

/** Reads a bank file of any supported format, found by its content. Refusals name the reason; all problems at once. */
export function readStatements(_bytes: Uint8Array, _options: ReadOptions = {}): Result<StatementFile, Problem[]> {
  return failed([]);
}
