import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoiceFromJson, type Invoice } from '#invoice';
import { writeInvoice } from '#syntax';
import { registerConvert } from '../convert.command.js';

const MINIMAL = {
  number: 'F-2026-1',
  issueDate: '2026-01-31',
  typeCode: '380',
  currency: 'EUR',
  process: { specification: 'urn:cen.eu:en16931:2017' },
  seller: { name: 'Atelier Bleu (exemple)', address: { country: 'FR' } },
  buyer: { name: 'Example Buyer', address: { country: 'FR' } },
  totals: { lineNetTotal: '1.00', totalWithoutVat: '1.00', totalWithVat: '1.20', amountDue: '1.20' },
};

function invoice(changes: object = {}): Invoice {
  const read = invoiceFromJson({ ...MINIMAL, ...changes });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

describe('facteur convert', () => {
  let folder = '';
  let said = '';
  let exitCode: typeof process.exitCode;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'convert-'));
    said = '';
    exitCode = process.exitCode;
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.exitCode = exitCode;
    jest.restoreAllMocks();
  });

  async function convert(name: string, content: Uint8Array | string, ...options: string[]): Promise<number> {
    const input = join(folder, name);
    writeFileSync(input, content);
    const program = new Command().exitOverride();
    registerConvert(program);
    process.exitCode = undefined;
    await program.parseAsync(['node', 'facteur', 'convert', input, '-o', join(folder, 'out'), ...options]);
    return Number(process.exitCode);
  }
  const written = (name = 'out'): string => readFileSync(join(folder, name), 'utf8');

  it('goes from UBL over CII to JSON and back without loss', async () => {
    const ubl = writeInvoice(invoice(), { syntax: 'ubl' }).bytes;
    expect(await convert('a.xml', ubl, '--to', 'cii')).toBe(0);
    expect(await convert('b.xml', written(), '--to', 'json')).toBe(0);
    expect(JSON.parse(written())).toMatchObject(MINIMAL);
    expect(await convert('c.json', written(), '--to', 'ubl')).toBe(0);
    expect(written()).toBe(Buffer.from(ubl).toString());
    expect(said).toBe('');
  });

  it('exits with 3 and lists what the target cannot take', async () => {
    const ubl = Buffer.from(writeInvoice(invoice(), { syntax: 'ubl' }).bytes).toString();
    const more = ubl.replace('<cbc:IssueDate>', '<cbc:UUID>u-1</cbc:UUID><cbc:IssueDate>');
    expect(await convert('a.xml', more, '--to', 'cii', '--report', join(folder, 'report'))).toBe(3);
    expect(said).toMatch('/Invoice/cbc:UUID');
    expect(JSON.parse(written('report'))).toMatchObject({
      from: 'ubl-invoice',
      to: 'cii',
      lost: true,
      unread: [{ path: '/Invoice/cbc:UUID', value: 'u-1' }],
      notCarried: [],
    });
    const late = JSON.stringify({ ...MINIMAL, typeCode: '381', dueDate: '2026-02-28' });
    expect(await convert('b.json', late, '--to', 'ubl', '--report', join(folder, 'report'))).toBe(3);
    expect(JSON.parse(written('report'))).toMatchObject({ notCarried: [{ term: 'BT-9', field: 'dueDate' }] });
  });

  it('converts what MINIMUM has, and says which terms it lacks', async () => {
    const { bytes } = writeInvoice(invoice(), { syntax: 'cii', profile: 'MINIMUM' });
    const report = (): Record<string, unknown> => JSON.parse(written('report')) as Record<string, unknown>;
    expect(await convert('a.xml', bytes, '--to', 'json', '--report', join(folder, 'report'))).toBe(0);
    expect(JSON.parse(written())).toMatchObject({ number: 'F-2026-1', totals: { amountDue: '1.20' } });
    expect(report()).toMatchObject({ lost: false, unread: [], unreadable: [] });
    const missing = report()['missing'] as readonly { terms: readonly string[] }[];
    expect(missing.flatMap(({ terms }) => terms)).toContain('BT-106');
    expect(await convert('a.xml', bytes, '--to', 'ubl')).toBe(0);
    expect(written()).toContain('<cbc:ID>F-2026-1</cbc:ID>');
    expect(await convert('a.xml', bytes, '--to', 'facturx')).toBe(2);
  });

  it('counts a value that is none as lost', async () => {
    const ubl = Buffer.from(writeInvoice(invoice(), { syntax: 'ubl' }).bytes).toString();
    const wrong = ubl.replace('2026-01-31', '31 January');
    expect(await convert('a.xml', wrong, '--to', 'cii', '--report', join(folder, 'report'))).toBe(3);
    expect(JSON.parse(written('report'))).toMatchObject({ lost: true, unreadable: [{ terms: ['BT-2'] }] });
  });

  it('takes a date with a time zone for the date', async () => {
    const ubl = Buffer.from(writeInvoice(invoice(), { syntax: 'ubl' }).bytes).toString();
    expect(await convert('a.xml', ubl.replace('2026-01-31<', '2026-01-31+01:00<'), '--to', 'json')).toBe(0);
    expect(JSON.parse(written())).toMatchObject({ issueDate: '2026-01-31' });
  });

  it.each([
    ['no XML', 'x', 'XML.SYNTAX'],
    ['a DTD', '<!DOCTYPE a><a/>', 'XML.DTD'],
    ['another document', '<a/>', 'CONVERT.SYNTAX'],
    ['JSON that is no invoice', '{"number": 1}', 'INVOICE_JSON.TYPE'],
    [
      'an invoice without its number',
      Buffer.from(writeInvoice(invoice(), { syntax: 'ubl' }).bytes)
        .toString()
        .replace(/<cbc:ID>F-2026-1<\/cbc:ID>/, ''),
      'SYNTAX.MISSING',
    ],
  ])('exits with 2 for %s', async (_name, content, code) => {
    expect(await convert('a', content, '--to', 'cii', '--report', join(folder, 'report'))).toBe(2);
    expect(said).toContain(code);
    expect(JSON.parse(written('report')).problems[0].code).toBe(code);
  });
});
