import type { Problem } from '#kernel';
import { cellValue } from './csv-values.js';
import { resolveColumns, type ResolvedColumn } from './csv-columns.js';
import type { CsvMapping } from './csv-mapping.js';
import { readCsvTable, type CsvRow, type CsvTable } from './csv-table.js';
import { DEFAULT_ORDER_LIMITS, type OrderLimits } from './limits.js';
import { orderField } from './order-field.js';
import { parseOrder, unreadable, type OrderReading, type ReadOrder, type RejectedOrder } from './parse-order.js';
import { bounded, problem } from './problems.js';
import { RawOrder } from './raw-order.js';

/** The rows of one order. */
interface RowGroup {
  readonly rows: CsvRow[];
  /** What is wrong with the grouping itself. */
  readonly problems: Problem[];
}

/**
 * Reads an ERP's CSV export through a declared column mapping. One row is one order line; what belongs to the order as a whole
 * may be repeated on each row or stand on the first only, but must not differ. A bad row rejects its order, not the file.
 */
export function readCsvOrders(
  bytes: Uint8Array,
  mapping: CsvMapping,
  limits: OrderLimits = DEFAULT_ORDER_LIMITS,
): OrderReading {
  const table = readCsvTable(bytes, mapping, limits);
  if (!table.ok) return unreadable(...table.error);
  const columns = resolveColumns(table.value.header, mapping);
  if (!columns.ok) return unreadable(...columns.error);
  const { groups, strays } = groupRows(table.value, columns.value, mapping);
  const orders: ReadOrder[] = [];
  const rejected: RejectedOrder[] = [];
  groups.forEach((group, position) => {
    const outcome = readGroup(group, columns.value, table.value.header, mapping);
    const row = group.rows[0]?.line;
    if (outcome.order) orders.push({ position, row, order: outcome.order, locate: outcome.locate });
    else rejected.push({ position, row, number: outcome.number, problems: outcome.problems });
  });
  const problems = bounded([...strays, ...rejected.flatMap((one) => one.problems)], limits.maxProblems);
  return { orders, rejected, problems };
}

/** Rows with the same key are one order, wherever they stand. A row without key makes the order above it doubtful. */
function groupRows(table: CsvTable, columns: readonly ResolvedColumn[], mapping: CsvMapping) {
  const keys = mapping.groupBy.map((path) => columns.find((column) => column.to === path) as ResolvedColumn);
  const groups = new Map<string, RowGroup>();
  const strays: Problem[] = [];
  let above: RowGroup | undefined;
  for (const row of table.rows) {
    const parts = keys.map((column) => (row.cells[column.index] ?? '').trim());
    if (parts.includes('')) {
      const blank = keys[parts.indexOf('')] as ResolvedColumn;
      (above?.problems ?? strays).push(rowWithoutOrder(row.line, blank.name));
      continue;
    }
    const key = JSON.stringify(parts);
    above = groups.get(key);
    if (!above) groups.set(key, (above = { rows: [], problems: [] }));
    above.rows.push(row);
  }
  return { groups: [...groups.values()], strays };
}

function readGroup(
  group: RowGroup,
  columns: readonly ResolvedColumn[],
  header: readonly string[],
  mapping: CsvMapping,
) {
  const raw = new RawOrder((path) => ({ row: group.rows[0]?.line, field: columnOf(path, columns) }));
  const problems = [...group.problems];
  for (const [path, value] of Object.entries(mapping.constants)) setConstant(raw, path, value, group.rows.length);
  group.rows.forEach((row, index) => {
    raw.mark(['lines', index], { row: row.line, field: '' });
    if (row.cells.length !== header.length) problems.push(wrongWidth(row, header.length));
    for (const column of columns) problems.push(...setCell(raw, row, index, column, mapping));
  });
  const outcome = parseOrder(raw.finished(), raw.locate);
  const found = outcome.ok ? problems : [...problems, ...outcome.error];
  const number = raw.value['number'];
  return {
    order: outcome.ok && found.length === 0 ? outcome.value : undefined,
    locate: raw.locate,
    number: typeof number === 'string' ? number.slice(0, 100) : undefined,
    problems: found.sort((left, right) => (left.row ?? 0) - (right.row ?? 0)),
  };
}

function setCell(raw: RawOrder, row: CsvRow, index: number, column: ResolvedColumn, mapping: CsvMapping): Problem[] {
  const cell = (row.cells[column.index] ?? '').trim();
  const own = column.values && Object.hasOwn(column.values, cell) ? column.values[cell] : undefined;
  const value = own ?? cellValue(cell, column.kind, mapping);
  const path = column.isOfLine ? ['lines', index, ...column.path] : column.path;
  const before = column.isOfLine ? undefined : raw.originOf(path);
  if (before !== undefined && index > 0) {
    const differs = cell !== '' && before.value !== cell && before.row !== undefined;
    return differs ? [headerDiffers(row.line, column.name, cell, String(before.value), before.row ?? 0)] : [];
  }
  raw.set(path, value, { row: row.line, field: column.name, value: cell });
  return [];
}

function setConstant(raw: RawOrder, dotted: string, value: string, lines: number): void {
  const field = orderField(dotted);
  if (!field) return;
  const origin = { field: dotted, value };
  if (!field.isOfLine) raw.set(field.path, value, origin);
  else for (let index = 0; index < lines; index += 1) raw.set(['lines', index, ...field.path], value, origin);
}

/** The column that would hold a field; the field itself where no column is mapped to it. */
function columnOf(path: readonly (string | number)[], columns: readonly ResolvedColumn[]): string {
  const isLine = path[0] === 'lines' && typeof path[1] === 'number';
  const dotted = (isLine ? ['lines', ...path.slice(2)] : path).join('.');
  const exact = columns.find((column) => column.to === dotted);
  return (exact ?? columns.find((column) => column.to.startsWith(`${dotted}.`)))?.name ?? dotted;
}

const rowWithoutOrder = (row: number, field: string) =>
  problem(
    'ORDER.ROW_WITHOUT_ORDER',
    {
      en: 'The row does not say which order it belongs to; the order above it may be incomplete and is not billed.',
      fr: "La ligne n'indique pas sa commande ; la commande précédente, peut-être incomplète, n'est pas facturée.",
    },
    { en: 'Repeat the order number on each row.', fr: 'Répétez le numéro de commande sur chaque ligne.' },
    { row, field },
  );
const wrongWidth = (row: CsvRow, expected: number) =>
  problem(
    'ORDER.ROW_WIDTH',
    {
      en: `The row has ${row.cells.length} cells, the header ${expected}.`,
      fr: `La ligne compte ${row.cells.length} cellules, l'en-tête ${expected}.`,
    },
    {
      en: 'Put quotes around cells that hold the delimiter.',
      fr: 'Entourez de guillemets les cellules contenant le séparateur.',
    },
    { row: row.line, value: row.cells.join(' | ') },
  );
const headerDiffers = (row: number, field: string, value: string, before: string, beforeRow: number) =>
  problem(
    'ORDER.ROWS_DIFFER',
    {
      en: `This value of the order differs from "${before}" on row ${beforeRow}.`,
      fr: `Cette donnée de la commande diffère de « ${before} » (ligne ${beforeRow}).`,
    },
    {
      en: 'Write the same value on all rows of the order, or leave it empty after the first.',
      fr: 'Écrivez la même valeur sur toutes les lignes de la commande ou laissez-la vide après la première.',
    },
    { row, field, value },
  );
