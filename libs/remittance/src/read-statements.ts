import { failed, type Problem, type Result } from '#kernel';
import { readBai2 } from './bai2/bai2-reader.js';
import { readCamt } from './camt/camt-reader.js';
import { readCfonb } from './cfonb/cfonb-reader.js';
import { readCsv } from './csv/csv-reader.js';
import type { CsvMapping } from './csv-mapping.js';
import { decodeText } from './decode-text.js';
import { detectFormat, isArchive, type DetectedFormat } from './detect-format.js';
import { readMt } from './mt/mt-reader.js';
import { readOfx } from './ofx/ofx-reader.js';
import { statementProblem } from './statement-problem.js';
import type { StatementFile } from './statement.js';

export interface ReadOptions {
  /** Only a hint for messages and never a path that is opened. */
  readonly fileName?: string;
  /** Needed for CSV: a bank's columns are declared, not guessed. */
  readonly mapping?: CsvMapping;
}

/**
 * Reads a bank file of any supported format, found by its content. Pure: bytes in, canonical statements out.
 * A file is read whole or refused with every problem at once; what is doubtful but readable is a finding on its statement.
 */
export function readStatements(bytes: Uint8Array, options: ReadOptions = {}): Result<StatementFile, Problem[]> {
  if (isArchive(bytes)) return failed([statementProblem('STATEMENT.ARCHIVE')]);
  const decoded = decodeText(bytes, options.mapping?.encoding);
  if (!decoded.ok) return decoded;
  const detected = detectFormat(decoded.value);
  const isDeclaredCsv = options.mapping !== undefined && (detected === 'unknown' || detected === 'csv');
  return readAs(isDeclaredCsv ? 'csv' : detected, decoded.value, options.mapping);
}

function readAs(format: DetectedFormat, text: string, mapping?: CsvMapping): Result<StatementFile, Problem[]> {
  switch (format) {
    case 'camt':
      return readCamt(text);
    case 'mt':
      return readMt(text);
    case 'cfonb120':
      return readCfonb(text);
    case 'bai2':
      return readBai2(text);
    case 'ofx':
      return readOfx(text);
    case 'csv':
      return mapping === undefined ? failed([statementProblem('STATEMENT.MAPPING_MISSING')]) : readCsv(text, mapping);
    case 'edifact-remadv':
    case 'ubl-remittance-advice':
      return failed([statementProblem('STATEMENT.IS_ADVICE', { value: format })]);
    case 'cfonb240':
    case 'other-xml':
    case 'other-edi':
      return failed([statementProblem('STATEMENT.NOT_A_STATEMENT', { value: format })]);
    case 'qif':
      return failed([statementProblem('STATEMENT.FORMAT_NOT_READ', { value: 'QIF' })]);
    default:
      return failed([statementProblem('STATEMENT.UNKNOWN_FORMAT')]);
  }
}
