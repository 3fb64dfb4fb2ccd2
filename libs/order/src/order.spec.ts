import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Decimal } from '#kernel';
import { documentedFields, orderJsonSchema, parseOrder, readJsonOrders } from './index.js';
import { ORDER_DESCRIPTIONS } from './order-descriptions.table.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const minimal = (changes: Record<string, unknown> = {}) => ({
  number: 'SO-1',
  date: '2026-11-20',
  sellerRef: 'atelier-exemple',
  customerRef: 'C-1',
  lines: [{ quantity: '2', unit: 'C62', netPrice: '10.50', item: { name: 'Chaise (exemple)' } }],
  ...changes,
});

describe('the canonical order', () => {
  it('reads a minimal order, with the kind defaulted', () => {
    const outcome = parseOrder(minimal());
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    expect(outcome.value.kind).toBe('invoice');
    expect(outcome.value.lines[0]?.netPrice?.toString()).toBe('10.50');
  });

  it('survives being stored as JSON and read again', () => {
    const first = parseOrder(minimal({ prepaidAmount: '0.10' }));
    if (!first.ok) throw new Error('not read');
    const again = parseOrder(JSON.parse(JSON.stringify(first.value)));
    expect(again).toEqual(first);
  });

  it('tells every problem at once, with pointers', () => {
    const outcome = parseOrder({
      number: '',
      date: '2026-02-30',
      sellerRef: 'x',
      colour: 'red',
      lines: [{ quantity: 'two', unit: 'piece', item: {}, vat: { code: 'T1', rate: '20' } }],
    });
    if (outcome.ok) throw new Error('accepted');
    expect(outcome.error.map((one) => `${one.code} ${one.field}`).sort()).toEqual([
      'ORDER.DATE /date',
      'ORDER.DECIMAL /lines/0/quantity',
      'ORDER.FORMAT /lines/0/unit',
      'ORDER.MISSING /customerRef',
      'ORDER.MISSING /lines/0/item/name',
      'ORDER.MISSING /number',
      'ORDER.PRICE_MISSING /lines/0/netPrice',
      'ORDER.UNKNOWN_FIELD /colour',
      'ORDER.VAT_TWICE /lines/0/vat/code',
    ]);
    for (const one of outcome.error) {
      expect(one.message.fr).not.toBe('');
      expect(one.remedy.en).not.toContain('{');
    }
    expect(outcome.error.find((one) => one.code === 'ORDER.DATE')?.value).toBe('2026-02-30');
  });

  it('refuses a binary float', () => {
    const outcome = parseOrder(minimal({ prepaidAmount: 0.1 + 0.2 }));
    expect(outcome.ok).toBe(false);
  });

  it('has every field described, and no description without field', () => {
    const fields = documentedFields();
    expect(fields.filter((one) => one.description === '').map((one) => one.path)).toEqual([]);
    const ends = (key: string) => fields.some(({ path }) => path === key || path.endsWith(`.${key}`));
    expect(Object.keys(ORDER_DESCRIPTIONS).filter((key) => !ends(key))).toEqual([]);
  });

  it('has its fields listed in the documentation', () => {
    const path = 'docs/orders.md';
    const page = readFileSync(path, 'utf8');
    const rows = documentedFields().map(
      (one) => `- \`${one.path}\`${one.isRequired ? ' **(needed)**' : ''}: ${one.description}`,
    );
    const table = ['', ...rows, ''].join('\n');
    const current = page.replace(/(fields:begin[^\n]*-->\n)[^]*?(<!-- fields:end)/, (_, begin: string, end: string) =>
      [begin, table, '\n', end].join(''),
    );
    if (process.env['UPDATE_SCHEMAS'] === '1' && !process.env['CI']) writeFileSync(path, current);
    expect(readFileSync(path, 'utf8')).toBe(current);
  });

  it('has its JSON Schema committed and current', () => {
    const path = 'schemas/order.schema.json';
    const current = `${JSON.stringify(orderJsonSchema(), null, 2)}\n`;
    if (process.env['UPDATE_SCHEMAS'] === '1' && !process.env['CI']) writeFileSync(path, current);
    expect(readFileSync(path, 'utf8')).toBe(current);
  });
});

describe('reading JSON orders', () => {
  const line = (price: string) => `{"quantity":1,"unit":"C62","netPrice":${price},"item":{"name":"Exemple"}}`;
  const order = (number: string, ...prices: string[]) =>
    `{"number":"${number}","date":"2026-11-20","sellerRef":"s","customerRef":"c","lines":[${prices.map(line).join(',')}]}`;

  it.each([
    ['1234567890123.45', '1234567890123.45'],
    ['0.1', '0.1'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['1e3', '1000'],
    ['1.5E-2', '0.015'],
    ['10.00', '10.00'],
  ])('reads the literal %s digit by digit', (literal, expected) => {
    const reading = readJsonOrders(bytes(order('1', literal)));
    expect(reading.problems).toEqual([]);
    expect(reading.orders[0]?.order.lines[0]?.netPrice?.toString()).toBe(expected);
  });

  it('adds one tenth and two tenths to three tenths', () => {
    const lines = readJsonOrders(bytes(order('1', '0.1', '0.2'))).orders[0]?.order.lines ?? [];
    expect(Decimal.sum(lines.map((one) => one.netPrice ?? Decimal.ZERO)).toString()).toBe('0.3');
  });

  it('keeps the good orders of a file with a bad one', () => {
    const reading = readJsonOrders(bytes(`{"orders":[${order('1', '1')},${order('2', '"x"')},${order('3', '3')}]}`));
    expect(reading.orders.map((one) => [one.position, one.order.number])).toEqual([
      [0, '1'],
      [2, '3'],
    ]);
    expect(reading.rejected.map((one) => [one.position, one.number])).toEqual([[1, '2']]);
    expect(reading.problems.map((one) => one.field)).toEqual(['/orders/1/lines/0/netPrice']);
  });

  it.each([
    ['', 'ORDER.NOT_JSON'],
    ['{', 'ORDER.NOT_JSON'],
    ['[]', 'ORDER.NONE'],
    ['{"orders":{}}', 'ORDER.NOT_A_LIST'],
    ['"text"', 'ORDER.TYPE'],
    ['[null]', 'ORDER.MISSING'],
    ['{"number":"1","number":"2"}', 'ORDER.NOT_JSON'],
    ['['.repeat(100), 'ORDER.TOO_DEEP'],
    ['{"__proto__":{"number":"1"}}', 'ORDER.MISSING'],
  ])('refuses %s with %s', (text, code) => {
    const reading = readJsonOrders(bytes(text));
    expect(reading.orders).toEqual([]);
    expect(reading.problems.map((one) => one.code)).toContain(code);
  });

  it('refuses broken encoding and too large files', () => {
    expect(readJsonOrders(new Uint8Array([0x7b, 0xff])).problems[0]?.code).toBe('ORDER.ENCODING');
    expect(readJsonOrders(new Uint8Array(21 * 1024 * 1024)).problems[0]?.code).toBe('ORDER.TOO_LARGE');
  });
});
