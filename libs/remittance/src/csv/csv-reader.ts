import { failed, ok, type LocalDate, type Problem, type Result } from '#kernel';
import { reference } from '../camt/camt-facts.js';
import { isIban } from '../camt/camt-parties.js';
import { structuredReference } from '../camt/camt-remittance.js';
import { ProblemList } from '../camt/camt-values.js';
import type { CsvColumn, CsvMapping } from '../csv-mapping.js';
import { entryDraft } from '../entry-draft.js';
import type { EntryDraft } from '../entry-reference.js';
import { finishStatements } from '../finish-statement.js';
import type { EntryParty } from '../entry.js';
import type { StatementFile } from '../statement.js';
import { csvRows, type CsvRow } from './csv-table.js';
import { csvAmount, csvDate } from './csv-values.js';

/** Reads a bank's CSV by its declared mapping. Every bad row is reported with its number; none is left out. */
export function readCsv(text: string, mapping: CsvMapping): Result<StatementFile, Problem[]> {
  const { columns } = mapping;
  const needed = [columns.bookedOn, columns.amount, columns.credit, columns.debit].filter((one) => one !== undefined);
  const table = csvRows(text, mapping, needed);
  if (!table.ok) return table;
  const problems = new ProblemList();
  const rows = mapping.skipRowsWithoutDate
    ? table.value.filter((row) => csvDate(row.cell(columns.bookedOn), mapping.dateFormat) !== undefined)
    : table.value;
  const byAccount = new Map<string, EntryDraft[]>();
  for (const row of rows) {
    const account = row.cell(mapping.account.column) || mapping.account.iban || mapping.account.ref || '';
    if (account === '') problems.add('STATEMENT.ACCOUNT_MISSING', { row: row.row });
    const entry = entryOf(row, mapping, problems);
    if (entry === undefined) continue;
    const key = `${account}|${entry.currency}`;
    const entries = byAccount.get(key);
    if (entries === undefined) byAccount.set(key, [entry]);
    else entries.push(entry);
  }
  if (problems.problems.length > 0) return failed(problems.problems);
  const declared = mapping.account.iban ?? mapping.account.ref;
  if (byAccount.size === 0 && declared !== undefined) byAccount.set(`${declared}|${mapping.currency ?? ''}`, []);
  const statements = [...byAccount].map(([key, entries]) => statementOf(key, entries));
  return ok({ format: 'csv', statements: finishStatements(statements) });
}

function statementOf(key: string, entries: readonly EntryDraft[]): Parameters<typeof finishStatements>[0][number] {
  const [ref = '', currency = ''] = key.split('|');
  const dates: LocalDate[] = entries.map((entry) => entry.bookedOn).sort();
  const [fromOn, toOn] = [dates[0], dates.at(-1)];
  return {
    format: 'csv',
    account: { ref, currency, ...(isIban(ref) ? { iban: ref } : {}) },
    // A CSV export has no reference of its own: its period names it.
    statementRef: `${fromOn ?? ''}/${toOn ?? ''}`,
    currency,
    balances: [],
    ...(fromOn === undefined ? {} : { fromOn }),
    ...(toOn === undefined ? {} : { toOn }),
    entries,
    findings: [],
  };
}

function entryOf(row: CsvRow, mapping: CsvMapping, problems: ProblemList): EntryDraft | undefined {
  const { columns } = mapping;
  const bookedOn = csvDate(row.cell(columns.bookedOn), mapping.dateFormat);
  const amount = amountOf(row, mapping);
  const currency = row.cell(columns.currency) || (mapping.currency ?? '');
  const place = (column: CsvColumn | undefined) => ({
    row: row.row,
    field: String(column ?? ''),
    value: row.cell(column),
  });
  if (bookedOn === undefined) problems.add('STATEMENT.DATE_INVALID', place(columns.bookedOn));
  if (amount === undefined) problems.add('STATEMENT.AMOUNT_INVALID', place(columns.amount ?? columns.credit));
  if (currency === '') problems.add('STATEMENT.CURRENCY_MISSING', place(columns.currency));
  if (bookedOn === undefined || amount === undefined || currency === '') return undefined;
  const valueOn = csvDate(row.cell(columns.valueOn), mapping.dateFormat);
  const bankRef = reference(row.cell(columns.bankRef) || undefined);
  const endToEndId = reference(row.cell(columns.endToEndId) || undefined);
  const creditorReference = row.cell(columns.creditorReference);
  const foreignAmount = csvAmount(row.cell(columns.foreignAmount), mapping.decimalMark ?? '.');
  const foreignCurrency = row.cell(columns.foreignCurrency);
  return entryDraft(amount, currency, bookedOn, {
    ...(valueOn === undefined ? {} : { valueOn }),
    ...(bankRef === undefined ? {} : { bankRef }),
    ...(endToEndId === undefined ? {} : { endToEndId }),
    structuredReferences: creditorReference === '' ? [] : [structuredReference(creditorReference)],
    remittanceLines: (columns.remittance ?? []).map((column) => row.cell(column)).filter((text) => text !== ''),
    counterparty: partyOf(row, mapping),
    transactionCode: { proprietary: row.cell(columns.transactionCode) },
    ...(foreignAmount === undefined || foreignCurrency === ''
      ? {}
      : { foreign: { amount: foreignAmount, currency: foreignCurrency } }),
    raw: row.raw,
  });
}

/** Signed amount; amount with a direction column (its own sign is then ignored); or credit and debit apart. */
function amountOf(row: CsvRow, mapping: CsvMapping): ReturnType<typeof csvAmount> {
  const { columns } = mapping;
  const mark = mapping.decimalMark ?? '.';
  if (columns.amount !== undefined) {
    const amount = csvAmount(row.cell(columns.amount), mark);
    if (amount === undefined || columns.direction === undefined) return amount;
    const isCredit = columns.direction.creditValues.includes(row.cell(columns.direction.column));
    return isCredit ? amount.abs() : amount.abs().negated();
  }
  const credit = csvAmount(row.cell(columns.credit), mark);
  const debit = csvAmount(row.cell(columns.debit), mark);
  const out = mapping.debitIsNegative === true ? debit : debit?.negated();
  if (credit === undefined || out === undefined) return credit ?? out;
  return credit.plus(out);
}

function partyOf(row: CsvRow, mapping: CsvMapping): EntryParty {
  const { columns } = mapping;
  const name = row.cell(columns.counterpartyName);
  const account = row.cell(columns.counterpartyIban).replace(/\s/g, '').toUpperCase();
  const bic = row.cell(columns.counterpartyBic);
  return {
    ...(name === '' ? {} : { name }),
    ...(account === '' ? {} : isIban(account) ? { iban: account } : { accountRef: account }),
    ...(bic === '' ? {} : { bic }),
  };
}
