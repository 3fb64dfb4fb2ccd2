/** How results are printed: for people, or one JSON object a line for scripts. */
export type OutputFormat = 'text' | 'json';

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string | number | undefined;
}

/** A table whose columns are as wide as what stands in them, or one JSON object a line. */
export function showRows<T>(rows: readonly T[], columns: readonly Column<T>[], format: OutputFormat): void {
  if (format === 'json') {
    for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => plain(of(row))))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => (line[index] as string).length)));
  for (const line of cells) {
    const padded = line.map((cell, index) => (index === line.length - 1 ? cell : cell.padEnd(widths[index] as number)));
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  }
}

/** A partner's words may hold anything: one line, no control characters. */
export function plain(value: string | number | undefined): string {
  return String(value ?? '').replace(/[\p{C}\s]+/gu, ' ');
}
