import { failed, type Problem, type Result } from '#kernel';
import type { AdviceFile } from './advice.js';
import { readCsvAdvice } from './advice/csv-advice-reader.js';
import { readRemadv } from './advice/remadv-reader.js';
import { readUblAdvice } from './advice/ubl-advice-reader.js';
import type { AdviceCsvMapping } from './csv-mapping.js';
import { decodeText } from './decode-text.js';
import { detectFormat, isArchive } from './detect-format.js';
import { statementProblem } from './statement-problem.js';

/**
 * Reads remittance advices: EDIFACT REMADV, UBL RemittanceAdvice, or CSV with a declared mapping. Pure. An advice proposes
 * an allocation and moves no money.
 */
export function readRemittanceAdvices(
  bytes: Uint8Array,
  options: { readonly mapping?: AdviceCsvMapping } = {},
): Result<AdviceFile, Problem[]> {
  if (isArchive(bytes)) return failed([statementProblem('STATEMENT.ARCHIVE')]);
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const format = detectFormat(decoded.value);
  if (format === 'edifact-remadv') return readRemadv(decoded.value);
  if (format === 'ubl-remittance-advice') return readUblAdvice(decoded.value);
  if (options.mapping !== undefined && (format === 'csv' || format === 'unknown'))
    return readCsvAdvice(decoded.value, options.mapping);
  return failed([statementProblem('ADVICE.UNKNOWN_FORMAT', { value: format })]);
}
