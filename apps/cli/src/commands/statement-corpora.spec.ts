import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { main } from '../main.js';

// Sample bank files lie beside the project, not in it: the suite runs where they are and says so where they are not.
const CORPORA = resolve('..', 'shared', 'corpora');
const MANIFEST = join(CORPORA, 'MANIFEST.tsv');
const isPresent = existsSync(MANIFEST);
if (!isPresent) console.warn('SKIPPED: no sample bank files at ../shared/corpora');

/** Files whose own figures do not add up, each worked out by hand: opening + booked entries, and the closing balance it states. */
const UNBALANCED: Readonly<Record<string, string>> = {
  // Control totals of accounts 2 and 3 were anonymised; account 3: 1595811.94 − 299031.74 against 1593811.94.
  'bai2/sample4-continuations-newline-delimited.txt': '1595811.94 + -299031.74 ≠ 1593811.94',
  'bai2/sample5-issue113.txt': '1595811.94 + 37676347.52 ≠ 1593811.94',
  // Placeholders 1.01, 2.02 … of every balance type.
  'camt053/camt053.v2.all-balance-types.xml': '1.01 + 8.850 ≠ 4.04',
  // −754.25 − 664.05 + 1405.31; no reading of the reversal's sign gives −447.15.
  'camt053/test-camt053': '15568.27 + -12.99 ≠ 15121.12',
  'mt940/betterplace/sepa_snippet_broken.sta': '766656.49 + 50990.05 ≠ 1125250.4',
  'mt940/jejik/abnamro.sta': '3236.28 + -321.44 ≠ 876.84',
  'mt940/jejik/ing.sta': '0.00 + -45.59 ≠ 3.47',
  'mt940/jejik/knab.sta': '3058.98 + -6760 ≠ 798.98',
  // The page break (60M, 62M) holds; the last page does not: 229.2 − 79.9 + 10.1 = 159.4.
  'mt940/jejik/postfinance.sta': '229.2 + -69.8 ≠ 159.6',
  'mt940/jejik/rabobank.sta': '473.17 + -1213.28 ≠ 395.82',
  'mt940/jejik/triodos.sta': '4975.09 + -715.70 ≠ 4370.79',
  'mt940/self-provided/details_60-63.sta': '12345.12 + -233.15 ≠ 12345.98',
  'mt940/self-provided/malformed_details.sta': '12345.12 + -233.15 ≠ 12345.98',
  'mt940/self-provided/overly_long_details.sta': '12345.12 + -233.15 ≠ 12345.98',
  'mt940/self-provided/raiffeisen-cmi.sta': '25170637.10 + -1012213.50 ≠ 25281687.60',
  'mt940/self-provided/whitespace.sta': '12345.12 + -233.15 ≠ 12345.98',
};

const US = { dateFormat: 'MM/DD/YYYY', account: { ref: 'SAMPLE' }, currency: 'EUR' };
const COLUMNS = { bookedOn: 'Date', remittance: ['Label'], counterpartyName: 'Partner Name', amount: 'Amount' };
/** What a CSV needs besides itself; the others are read with these columns. */
const MAPPINGS: Readonly<Record<string, object>> = {
  'csv/debit_credit.csv': {
    ...US,
    columns: { ...COLUMNS, direction: { column: 'D/C', creditValues: ['C'] } },
  },
  'csv/debit_credit_amount.csv': {
    ...US,
    columns: { ...COLUMNS, amount: undefined, debit: 'Debit', credit: 'Credit' },
  },
  'csv/meta_data_separated_credit_debit.csv': {
    ...{ dateFormat: 'DD/MM/YY', decimalMark: ',', skipLines: 4, skipRowsWithoutDate: true, debitIsNegative: true },
    ...{ account: { ref: '08088804068' }, currency: 'EUR' },
    columns: { bookedOn: 'Date', remittance: ['Label', 'Detail'], debit: 'Debit', credit: 'Credit' },
  },
};

interface Sample {
  readonly name: string;
  readonly syntax: string;
  readonly expected: string;
}
const samples: Sample[] = !isPresent
  ? []
  : readFileSync(MANIFEST, 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([path]) => path?.startsWith('bank/'))
      .map(([path, , , , syntax, expected]) => ({
        name: (path as string).slice('bank/'.length),
        syntax: syntax ?? '',
        expected: expected ?? '',
      }));

/** What is no bank statement, whatever it is otherwise. */
function isOther({ name }: Sample): boolean {
  return /^(cfonb240|qif|remadv)\//.test(name);
}

function exitCode(sample: Sample): 0 | 1 | 2 {
  if (sample.expected.startsWith('invalid') || isOther(sample)) return 2;
  return UNBALANCED[sample.name] === undefined ? 0 : 1;
}

(isPresent ? describe : describe.skip)('facteur statement over every sample bank file', () => {
  const schema = JSON.parse(readFileSync('schemas/statement-line.schema.json', 'utf8')) as object;
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const isLine = ajv.compile(schema);
  const directory = mkdtempSync(join(tmpdir(), 'facteur-corpora-'));
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

  function mappingFor({ name }: Sample): string[] {
    if (!name.startsWith('csv/')) return [];
    const path = join(directory, 'mapping.json');
    writeFileSync(path, JSON.stringify(MAPPINGS[name] ?? { ...US, columns: COLUMNS }));
    return ['--mapping', path];
  }

  it('finds them', () => expect(samples.length).toBeGreaterThan(80));

  it.each(samples)('$name', async (sample) => {
    const file = join(CORPORA, 'bank', sample.name);
    await main(['node', 'facteur', 'statement', file, '--format', 'json', ...mappingFor(sample)]);
    const code = exitCode(sample);
    expect({ code: process.exitCode, err: code === 0 ? '' : err }).toEqual({ code, err: code === 0 ? '' : err });
    const lines = out.split('\n').filter((line) => line !== '');
    for (const line of lines) {
      expect({ line, errors: isLine(JSON.parse(line)) ? [] : isLine.errors }).toEqual({ line, errors: [] });
    }
    if (code === 1) expect(err).toContain(UNBALANCED[sample.name]);
    if (code === 2) {
      expect(lines).toEqual([]);
      expect(err).toMatch(/STATEMENT\.[A-Z_]+/);
    }
    // Every reason is told in French, too.
    if (err === '') return;
    const english = err;
    err = '';
    await main(['node', 'facteur', 'statement', file, '--format', 'json', '--lang', 'fr', ...mappingFor(sample)]);
    expect(err.split('\n').length).toBe(english.split('\n').length);
    expect(err).not.toBe(english);
  });
});
