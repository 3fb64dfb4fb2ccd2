import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { camtStatement } from '../../../../test/contract/camt.js';
import { main } from '../main.js';

const directory = mkdtempSync(join(tmpdir(), 'facteur-statement-'));
let out = '';
let err = '';
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);
beforeEach(() => {
  [out, err] = ['', ''];
  process.exitCode = 0;
  process.stdout.write = (chunk: unknown): boolean => {
    out += String(chunk);
    return true;
  };
  process.stderr.write = (chunk: unknown): boolean => {
    err += String(chunk);
    return true;
  };
});
afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = writeError;
  process.exitCode = 0;
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}
const facteur = (...words: string[]) => main(['node', 'facteur', 'statement', ...words]);
const lines = () =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { amount: string; entryRef: string });

const FIRST = { ref: 'A1', amount: '120.00', remittance: 'F2026-1' };
const SECOND = { ref: 'A2', amount: '80.00', remittance: 'F2026-2' };
const statement = (id: string, closing: string, ...payments: (typeof FIRST)[]) =>
  camtStatement({ id, opening: '1000.00', closing, payments });

describe('facteur statement', () => {
  it('prints a line once, also where two files overlap, and says so', async () => {
    const monday = file('monday.xml', statement('1', '1120.00', FIRST));
    const week = file('week.xml', statement('2', '1200.00', FIRST, SECOND));
    await facteur('--format', 'json', monday, week, '--lang', 'fr');
    expect(process.exitCode).toBe(0);
    expect(lines().map((line) => line.amount)).toEqual(['120.00', '80.00']);
    expect(new Set(lines().map((line) => line.entryRef)).size).toBe(2);
    expect(err).toContain('week.xml: STATEMENT.REPEATED');
    expect(err).toMatch(/déjà présentes/);
  });

  it('answers 1 when the balances do not add up, and prints the lines all the same', async () => {
    await facteur('--format', 'json', file('off.xml', statement('3', '1000.00', FIRST)));
    expect(process.exitCode).toBe(1);
    expect(lines()).toHaveLength(1);
    expect(err).toContain('STATEMENT.BALANCE_BROKEN');
  });

  it('answers 2 to what is no statement, with the reason, and reads the others', async () => {
    await facteur(
      '--format',
      'json',
      file('x.qif', '!Type:Bank\nD1/1/2026\nT10.00\n^\n'),
      file('gone.txt', 'nothing'),
      join(directory, 'absent.xml'),
      file('ok.xml', statement('4', '1120.00', FIRST)),
    );
    expect(process.exitCode).toBe(2);
    expect(lines()).toHaveLength(1);
    expect(err).toContain('x.qif: STATEMENT.FORMAT_NOT_READ');
    expect(err).toContain('absent.xml');
    expect(err.split('\n').length).toBeGreaterThan(3);
  });

  it('reads a CSV by its declared mapping, and asks for one', async () => {
    const csv = file('bank.csv', 'Date;Libellé;Crédit;Débit\n04/05/2026;F2026-1;120,00;\n05/05/2026;frais;;3,50\n');
    await facteur('--format', 'json', csv);
    expect([process.exitCode, out]).toEqual([2, '']);
    expect(err).toContain('STATEMENT.MAPPING_MISSING');
    const mapping = file(
      'mapping.json',
      JSON.stringify({
        ...{ delimiter: ';', dateFormat: 'DD/MM/YYYY', decimalMark: ',', currency: 'EUR' },
        account: { iban: 'FR7630006000011234567890189' },
        columns: { bookedOn: 'Date', credit: 'Crédit', debit: 'Débit', remittance: ['Libellé'] },
      }),
    );
    process.exitCode = 0;
    await facteur('--format', 'json', '--mapping', mapping, csv);
    expect(process.exitCode).toBe(0);
    expect(lines().map((line) => line.amount)).toEqual(['120.00', '-3.50']);
  });
});
