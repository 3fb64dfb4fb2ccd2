import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRemittanceAdvices, readStatements, type CsvMapping } from './index.js';

// Sample bank files live beside the project, not in it: the suite runs where they are and says so where they are not.
const FOLDER = join(process.cwd(), '..', 'shared', 'corpora', 'bank');
const isPresent = existsSync(FOLDER);
if (!isPresent) console.warn('SKIPPED: no sample bank files at ../shared/corpora/bank');

/** Files that must be refused, with the reason; every other file must be read. */
const REFUSED: Readonly<Record<string, string>> = {
  'cfonb120/end_of_statement_without_beginning.txt': 'STATEMENT.RECORD_ORDER',
  'cfonb120/invalid_date.txt': 'STATEMENT.DATE_INVALID',
  'cfonb120/new_statement_without_previous_ended.txt': 'STATEMENT.RECORD_ORDER',
  'cfonb120/operation_detail_without_operation.txt': 'STATEMENT.RECORD_ORDER',
  'cfonb120/operation_out_of_statement.txt': 'STATEMENT.RECORD_ORDER',
  'cfonb120/operation_unstarted.txt': 'STATEMENT.RECORD_ORDER',
  'cfonb240/cfonb.240-complex-test.txt': 'STATEMENT.NOT_A_STATEMENT',
  'ofx/test_ofx_wrong.ofx': 'STATEMENT.ACCOUNT_MISSING',
  'qif/test_qif.qif': 'STATEMENT.FORMAT_NOT_READ',
  'remadv/edifact/33001.edi': 'STATEMENT.IS_ADVICE',
  'remadv/edifact/33004.edi': 'STATEMENT.IS_ADVICE',
  'remadv/ubl/UBL-Reminder-2.1-Example.xml': 'STATEMENT.NOT_A_STATEMENT',
  'remadv/ubl/UBL-RemittanceAdvice-2.0-Example.xml': 'STATEMENT.IS_ADVICE',
  'remadv/ubl/UBL-Statement-2.0-Example.xml': 'STATEMENT.NOT_A_STATEMENT',
};

const US: Omit<CsvMapping, 'columns'> = { dateFormat: 'MM/DD/YYYY', account: { ref: 'SAMPLE' }, currency: 'EUR' };
const COLUMNS = {
  bookedOn: 'Date',
  remittance: ['Label'],
  counterpartyName: 'Partner Name',
  counterpartyIban: 'Bank Account',
};
const MAPPINGS: Readonly<Record<string, CsvMapping>> = {
  'csv/balance.csv': { ...US, columns: { ...COLUMNS, amount: 'Amount' } },
  'csv/debit_credit.csv': {
    ...US,
    columns: { ...COLUMNS, amount: 'Amount', direction: { column: 'D/C', creditValues: ['C'] } },
  },
  'csv/debit_credit_amount.csv': { ...US, columns: { ...COLUMNS, debit: 'Debit', credit: 'Credit' } },
  'csv/empty_statement_en.csv': { ...US, columns: { ...COLUMNS, amount: 'Amount' } },
  'csv/original_currency.csv': {
    ...US,
    columns: { ...COLUMNS, amount: 'Amount', foreignAmount: 'Amount Currency', foreignCurrency: 'Currency' },
  },
  'csv/original_currency_empty.csv': {
    ...US,
    columns: { ...COLUMNS, amount: 'Amount', foreignAmount: 'Amount Currency', foreignCurrency: 'Currency' },
  },
  'csv/meta_data_separated_credit_debit.csv': {
    dateFormat: 'DD/MM/YY',
    decimalMark: ',',
    skipLines: 4,
    skipRowsWithoutDate: true,
    debitIsNegative: true,
    account: { ref: '08088804068' },
    currency: 'EUR',
    columns: {
      bookedOn: 'Date',
      bankRef: 'Operation Number',
      remittance: ['Label', 'Detail'],
      debit: 'Debit',
      credit: 'Credit',
    },
  },
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

(isPresent ? describe : describe.skip)('every sample bank file is read, or refused for the right reason', () => {
  const files = isPresent ? filesBelow(FOLDER).map((file) => file.slice(FOLDER.length + 1)) : [];

  it('finds files at all', () => expect(files.length).toBeGreaterThan(50));

  it.each(files)('%s', (name) => {
    const result = readStatements(readFileSync(join(FOLDER, name)), { mapping: MAPPINGS[name] });
    const codes = result.ok
      ? []
      : result.error.map((one) => `${one.code} ${one.row ?? ''} ${one.field ?? ''} ${one.value ?? ''}`);
    const expected = REFUSED[name];
    if (expected === undefined) expect(codes).toEqual([]);
    else expect(codes.some((code) => code.startsWith(expected))).toBe(true);
    if (!result.ok) return;
    for (const statement of result.value.statements) {
      const references = statement.entries.map((entry) => entry.reference);
      expect(new Set(references).size).toBe(references.length);
      if (process.env['FINDINGS'])
        console.log(
          name,
          statement.findings.map((one) => `${one.code} ${one.value ?? ''}`),
        );
    }
  });

  it('reads the sample advices, or names their placeholder amounts', () => {
    const ubl = readRemittanceAdvices(readFileSync(join(FOLDER, 'remadv/ubl/UBL-RemittanceAdvice-2.0-Example.xml')));
    expect(ubl.ok && ubl.value.advices[0]).toMatchObject({
      adviceRef: '6577884',
      currency: 'GBP',
      isPayment: true,
      findings: [],
    });
    const skeleton = readRemittanceAdvices(readFileSync(join(FOLDER, 'remadv/edifact/33001.edi')));
    expect(skeleton.ok ? [] : skeleton.error.map((one) => one.code)).toContain('STATEMENT.AMOUNT_INVALID');
  });
});
