import { parse } from 'csv-parse/sync';
import { failed, ok, type Problem, type Result } from '#kernel';
import type { CsvColumn, CsvShape } from '../csv-mapping.js';
import { statementProblem } from '../statement-problem.js';

const MAX_ROWS = 500_000;

/** A row with its line number and access by declared column. */
export interface CsvRow {
  readonly row: number;
  /** Empty text where the cell, or the column in this row, is missing. */
  cell(column: CsvColumn | undefined): string;
  readonly raw: Readonly<Record<string, string>>;
}

/** The rows below the header. `needed` are the columns without which the file cannot be what was declared. */
export function csvRows(text: string, shape: CsvShape, needed: readonly CsvColumn[]): Result<CsvRow[], Problem[]> {
  const parsed = cells(text, shape);
  if (!parsed.ok) return parsed;
  const hasHeader = shape.hasHeader ?? true;
  const header = hasHeader ? (parsed.value[0]?.record ?? []).map((name) => name.trim()) : [];
  const missing = needed.filter((column) => typeof column === 'string' && !header.includes(column));
  if (missing.length > 0)
    return failed(missing.map((column) => statementProblem('STATEMENT.COLUMN_MISSING', { field: String(column) })));
  const body = parsed.value.slice(hasHeader ? 1 : 0).filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  return ok(body.map(({ record, line }) => rowOf(record, header, line)));
}

function rowOf(record: readonly string[], header: readonly string[], row: number): CsvRow {
  return {
    row,
    cell: (column) => {
      if (column === undefined) return '';
      const at = typeof column === 'number' ? column - 1 : header.indexOf(column);
      return record[at]?.trim() ?? '';
    },
    raw: Object.fromEntries(record.map((cell, at) => [header[at] || `column ${at + 1}`, cell])),
  };
}

function cells(text: string, shape: CsvShape): Result<{ record: string[]; line: number }[], Problem[]> {
  try {
    const delimiter = shape.delimiter ?? ',';
    const from = (shape.skipLines ?? 0) + 1;
    const options = {
      delimiter,
      from_line: from,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true as const,
    };
    const parsed: unknown = parse(text, { ...options, to: MAX_ROWS, bom: true });
    return ok(
      (parsed as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
        record,
        line: info.lines,
      })),
    );
  } catch (thrown) {
    const value = thrown instanceof Error ? thrown.message : '';
    return failed([statementProblem('STATEMENT.RECORD_INVALID', { field: 'CSV', value })]);
  }
}
