import { describe, expect, it } from '@jest/globals';
import { csvMappingSchema, detectOrderFormat, readCsvOrders, type CsvMapping } from './index.js';
import { decimalText } from './csv-values.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const mapping: CsvMapping = csvMappingSchema.parse({
  mappingId: 'exemple',
  decimalMark: ',',
  groupingMark: ' ',
  dateFormat: 'DD/MM/YYYY',
  columns: [
    { column: 'Commande', to: 'number' },
    { column: 'Date', to: 'date' },
    { column: 'Client', to: 'customerRef' },
    { column: 'Désignation', to: 'lines.item.name' },
    { column: 'Qté', to: 'lines.quantity' },
    { column: 'Unité', to: 'lines.unit', values: { U: 'C62', H: 'HUR' } },
    { column: 'PU HT', to: 'lines.netPrice' },
    { column: 'Remise %', to: 'lines.allowances.0.percentage' },
    { column: 'TVA', to: 'lines.vat.code' },
  ],
  constants: { sellerRef: 'atelier-exemple', currency: 'EUR' },
});
const HEADER = 'Commande;Date;Client;Désignation;Qté;Unité;PU HT;Remise %;TVA\n';
const read = (rows: string, changes: Partial<CsvMapping> = {}) =>
  readCsvOrders(bytes(HEADER + rows), { ...mapping, ...changes });
const told = (rows: string) => read(rows).problems.map((one) => `${one.row} ${one.field} ${one.code}`);

describe('reading CSV orders', () => {
  it('groups rows to orders, wherever they stand', () => {
    const reading = read(
      'C1;20/11/2026;A;Chaise;2;U;1 234,50;;N\nC2;21/11/2026;B;Pose;1,5;H;60;5;N\nC1;;;Table;1;U;300;;N\n',
    );
    expect(reading.problems).toEqual([]);
    expect(reading.orders.map((one) => [one.order.number, one.row, one.order.lines.length])).toEqual([
      ['C1', 2, 2],
      ['C2', 3, 1],
    ]);
    const [first, second] = reading.orders.map((one) => one.order);
    expect(first?.lines[0]?.netPrice?.toString()).toBe('1234.50');
    expect(first?.date).toBe('2026-11-20');
    expect(first?.lines[0]?.allowances).toBeUndefined();
    expect(second?.lines[0]?.unit).toBe('HUR');
    expect(second?.lines[0]?.allowances?.[0]?.percentage?.toString()).toBe('5');
    expect(second?.sellerRef).toBe('atelier-exemple');
  });

  it('tells row, column and value of everything that is wrong, and keeps the good orders', () => {
    const reading = read(
      'C1;20/11/2026;A;Chaise;deux;U;1.50;;N\nC1;20/11/2026;B;;1;XXXX;2;;N\nC2;31/02/2026;;Table;1;U;;;N\nC3;20/11/2026;A;Lampe;1;U;5;;N\n',
    );
    expect(reading.orders.map((one) => one.order.number)).toEqual(['C3']);
    expect(reading.rejected.map((one) => [one.number, one.row])).toEqual([
      ['C1', 2],
      ['C2', 4],
    ]);
    expect(reading.problems.map((one) => `${one.row} ${one.field} ${one.code} ${one.value ?? ''}`)).toEqual([
      '2 Qté ORDER.DECIMAL deux',
      '2 PU HT ORDER.DECIMAL 1.50',
      '3 Client ORDER.ROWS_DIFFER B',
      '3 Unité ORDER.FORMAT XXXX',
      '3 Désignation ORDER.MISSING ',
      '4 Date ORDER.DATE 31/02/2026',
      '4 Client ORDER.MISSING ',
      '4 PU HT ORDER.PRICE_MISSING ',
    ]);
  });

  it('does not bill an order whose rows may be incomplete', () => {
    expect(told('C1;20/11/2026;A;Chaise;1;U;1;;N\n;;;Table;1;U;5;;N\n')).toEqual([
      '3 Commande ORDER.ROW_WITHOUT_ORDER',
    ]);
    expect(told('C1;20/11/2026;A;Cha;ise;1;U;1;;N\n')).toContain('2 undefined ORDER.ROW_WIDTH');
    expect(told('C1;20/11/2026;A;"Chaise;1;U;1;;N\n')[0]).toMatch(/ORDER.NOT_CSV$/);
  });

  it('counts lines through line breaks in quoted cells', () => {
    expect(told('C1;20/11/2026;A;"Chaise\nbleue";1;U;1;;N\nC2;20/11/2026;A;Table;x;U;1;;N\n')).toEqual([
      '4 Qté ORDER.DECIMAL',
    ]);
  });

  it('reads other encodings only as declared', () => {
    const file = latin(HEADER + 'C1;20/11/2026;A;Thé glacé;1;U;1;;N\n');
    expect(readCsvOrders(file, mapping).problems[0]?.code).toBe('ORDER.ENCODING');
    const reading = readCsvOrders(file, { ...mapping, encoding: 'windows-1252' });
    expect(reading.orders[0]?.order.lines[0]?.item.name).toBe('Thé glacé');
  });

  it('refuses a file whose columns are not those of the mapping', () => {
    const reading = readCsvOrders(bytes('Commande;Date;Client;Client;Couleur\nC1;x;y;z;r\n'), mapping);
    const codes = reading.problems.map((one) => `${one.code} ${one.field}`);
    expect(codes).toContain('ORDER.COLUMN_TWICE Client');
    expect(codes).toContain('ORDER.COLUMN_MISSING PU HT');
    expect(codes).toContain('ORDER.COLUMN_UNKNOWN Couleur');
  });

  it('keeps within its bounds', () => {
    const limits = { maxRows: 2, maxColumns: 9, maxCellLength: 20 };
    const all = { maxBytes: 1000, maxOrders: 9, maxDepth: 9, maxElements: 9, maxProblems: 9, ...limits };
    const row = 'C1;20/11/2026;A;Chaise;1;U;1;;N\n';
    const code = (text: string) => readCsvOrders(bytes(HEADER + text), mapping, all).problems[0]?.code;
    expect(code(row.repeat(3))).toBe('ORDER.TOO_MANY_ROWS');
    expect(code(row.replace('\n', ';9;9\n'))).toBe('ORDER.TOO_MANY_COLUMNS');
    expect(code(row.replace('Chaise', 'c'.repeat(21)))).toBe('ORDER.CELL_TOO_LONG');
    expect(code(row.repeat(40))).toBe('ORDER.TOO_LARGE');
    expect(code('')).toBe('ORDER.NONE');
  });

  it.each([
    ['1 234,5', '1234.5'],
    ['1\u202F234\u00A0567,00', '1234567.00'],
    ['-12,5', '-12.5'],
    ['12,5-', '-12.5'],
    [',5', '0.5'],
    ['1 23,5', undefined],
    ['1.234,5', undefined],
    ['1,2,3', undefined],
    ['12 €', undefined],
    ['-5-', undefined],
    ['', undefined],
  ])('reads the French number %s as %s', (text, expected) => {
    expect(decimalText(text, mapping)).toBe(expected);
  });

  it('checks the mapping itself', () => {
    const faults = csvMappingSchema.safeParse({
      mappingId: 'x',
      decimalMark: ',',
      groupingMark: ',',
      columns: [
        { column: 'A', to: 'lines.colour' },
        { column: 'B', to: 'lines' },
      ],
    });
    expect(faults.error?.issues.map((issue) => issue.path.join('.')).sort()).toEqual([
      '',
      'columns.0.to',
      'columns.1.to',
      'groupBy',
    ]);
    const ungrouped = csvMappingSchema.safeParse({ mappingId: 'x', columns: [{ column: 'A', to: 'lines.id' }] });
    expect(ungrouped.error?.issues[0]?.path).toEqual(['groupBy']);
  });
});

describe('telling formats apart', () => {
  it.each([
    ['a.json', undefined, '{"a":1}', 'json'],
    [undefined, 'application/json; charset=utf-8', ' [', 'json'],
    ['a.dat', undefined, '\uFEFF<?xml', 'ubl'],
    ['a.CSV', undefined, 'a;b', 'csv'],
    [undefined, 'text/csv; header=present', 'a;b', 'csv'],
    ['a.txt', undefined, 'a;b', undefined],
    ['a.json', undefined, 'a;b', undefined],
    ['a.csv', undefined, '', undefined],
  ] as const)('%s, %s', (fileName, mediaType, content, expected) => {
    expect(detectOrderFormat(fileName, mediaType, bytes(content))).toBe(expected);
  });
});
