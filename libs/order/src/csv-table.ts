import { failed, ok, type Problem, type Result } from '#kernel';
import { CsvError, parse } from 'csv-parse/sync';
import { decode, tooLarge } from './decode.js';
import type { CsvMapping } from './csv-mapping.js';
import type { OrderLimits } from './limits.js';
import { problem } from './problems.js';

/** A data row with its line in the file. */
export interface CsvRow {
  /** 1-based line on which the record begins in a file without line breaks inside cells. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  /** Names of the columns; positions from 1 where the file has no header. */
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Takes the file apart within its limits. A file that is not sound CSV is refused whole: a lost row would bill too little. */
export function readCsvTable(bytes: Uint8Array, mapping: CsvMapping, limits: OrderLimits): Result<CsvTable, Problem[]> {
  if (bytes.length > limits.maxBytes) return failed([tooLarge(bytes.length, limits.maxBytes)]);
  const text = decode(bytes, mapping.encoding);
  if (text === undefined) return failed([wrongEncoding(mapping.encoding)]);
  const records = recordsOf(text, mapping, limits);
  if (!records.ok) return records;
  const { headerRows } = mapping;
  const head = records.value[headerRows - 1]?.cells ?? [];
  const rows = records.value.slice(headerRows);
  if (rows.length === 0) return failed([noRows()]);
  const problems = boundProblems(rows, head, limits);
  if (problems.length > 0) return failed(problems);
  const width = rows[0]?.cells.length ?? 0;
  const header = headerRows > 0 ? head.map((name) => name.trim().normalize('NFC')) : positions(width);
  return ok({ header, rows });
}

const positions = (width: number) => Array.from({ length: width }, (_, index) => String(index + 1));

function recordsOf(text: string, mapping: CsvMapping, limits: OrderLimits): Result<CsvRow[], Problem[]> {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      delimiter: mapping.delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: limits.maxColumns * limits.maxCellLength,
      to: mapping.headerRows + limits.maxRows + 1,
      on_record: (cells: string[], context) => {
        rows.push({ line: context.lines - lineBreaks(cells), cells });
        return null;
      },
    });
    return ok(rows);
  } catch (error) {
    if (error instanceof CsvError) return failed([notCsv(error)]);
    throw error;
  }
}

/** The parser counts the line on which a record ends; breaks inside quoted cells come before it. */
function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 0);
}

function boundProblems(rows: readonly CsvRow[], head: readonly string[], limits: OrderLimits): Problem[] {
  const problems: Problem[] = [];
  if (rows.length > limits.maxRows) problems.push(tooManyRows(limits.maxRows));
  if (head.length > limits.maxColumns) problems.push(tooWide(limits.maxColumns));
  for (const row of rows) {
    if (row.cells.length > limits.maxColumns) problems.push(tooWide(limits.maxColumns, row.line));
    const long = row.cells.findIndex((cell) => cell.length > limits.maxCellLength);
    if (long >= 0) problems.push(cellTooLong(limits.maxCellLength, row, long));
  }
  return problems.slice(0, limits.maxProblems);
}

const wrongEncoding = (encoding: string) =>
  problem(
    'ORDER.ENCODING',
    { en: `The file is not text in ${encoding}.`, fr: `Le fichier n'est pas un texte en ${encoding}.` },
    {
      en: 'Export it in this encoding, or declare the right one in the column mapping.',
      fr: 'Exportez-le dans cet encodage ou déclarez le bon dans la correspondance des colonnes.',
    },
  );
const notCsv = (error: CsvError) =>
  problem(
    'ORDER.NOT_CSV',
    {
      en: 'The file is not sound CSV (quotes or record size).',
      fr: "Le fichier n'est pas un CSV correct (guillemets ou taille).",
    },
    {
      en: 'Put quotes around cells that hold the delimiter or quotes, and double the quotes inside.',
      fr: 'Entourez de guillemets les cellules contenant le séparateur ou des guillemets et doublez ceux qui sont à l’intérieur.',
    },
    { row: typeof error['lines'] === 'number' ? error['lines'] : undefined, value: error.code },
  );
const noRows = () =>
  problem(
    'ORDER.NONE',
    { en: 'The file holds no row of data.', fr: 'Le fichier ne contient aucune ligne de données.' },
    {
      en: 'Check the number of header rows in the column mapping.',
      fr: "Vérifiez le nombre de lignes d'en-tête dans la correspondance.",
    },
  );
const tooManyRows = (max: number) =>
  problem(
    'ORDER.TOO_MANY_ROWS',
    { en: `The file has more than ${max} rows.`, fr: `Le fichier compte plus de ${max} lignes.` },
    { en: 'Split the file between two orders.', fr: 'Scindez le fichier entre deux commandes.' },
  );
const tooWide = (max: number, row?: number) =>
  problem(
    'ORDER.TOO_MANY_COLUMNS',
    { en: `There are more than ${max} columns.`, fr: `Il y a plus de ${max} colonnes.` },
    {
      en: 'Check the delimiter, or export fewer columns.',
      fr: 'Vérifiez le séparateur ou exportez moins de colonnes.',
    },
    { row },
  );
const cellTooLong = (max: number, row: CsvRow, index: number) =>
  problem(
    'ORDER.CELL_TOO_LONG',
    { en: `The cell has more than ${max} characters.`, fr: `La cellule compte plus de ${max} caractères.` },
    { en: 'Shorten it, or check the quotes.', fr: 'Raccourcissez-la ou vérifiez les guillemets.' },
    { row: row.line, field: String(index + 1), value: row.cells[index] },
  );
