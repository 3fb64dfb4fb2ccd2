import { Decimal, failed, ok, type LocalDate, type Problem, type Result } from '#kernel';
import { ProblemList } from '../camt/camt-values.js';
import type { EntryDraft } from '../entry-reference.js';
import { finishStatements, type StatementDraft } from '../finish-statement.js';
import { mtDate } from '../mt/mt-line.js';
import { statementProblem } from '../statement-problem.js';
import type { StatementBalance, StatementFile } from '../statement.js';
import { bai2Entry } from './bai2-detail.js';
import { bai2Amount, bai2Records, fundsWidth, type Bai2Record } from './bai2-records.js';

/** Account status codes → ISO 20022 balances. */
const BALANCES: Readonly<Record<string, string>> = { '010': 'OPBD', '015': 'CLBD', '040': 'OPAV', '045': 'CLAV' };

interface Group {
  readonly currency: string;
  readonly asOf: LocalDate;
  readonly id: string;
}

interface Account {
  readonly draft: StatementDraft;
  readonly group: Group;
  readonly entries: EntryDraft[];
  /** Sum of all figures of the account, as its `49` record states it. */
  control: Decimal;
}

/** Reads BAI2: file 01/99, group 02/98, account 03/49, transactions 16, continuations 88. A file cut before `99` is refused. */
export function readBai2(text: string): Result<StatementFile, Problem[]> {
  const reader = new Bai2Reader();
  const records = bai2Records(text);
  for (const record of records) reader.take(record);
  if (records.at(-1)?.code !== '99') reader.problems.add('STATEMENT.RECORD_ORDER', { field: '99' });
  if (reader.problems.problems.length > 0) return failed(reader.problems.problems);
  return ok({ format: 'bai2', statements: finishStatements(reader.statements) });
}

class Bai2Reader {
  readonly problems = new ProblemList();
  readonly statements: StatementDraft[] = [];
  private fileId = '';
  private group: Group | undefined;
  private account: Account | undefined;

  take(record: Bai2Record): void {
    const { code, row } = record;
    if (code === '01') this.fileId = record.fields[4] ?? '';
    else if (code === '02') this.openGroup(record);
    else if (code === '03' && this.group !== undefined && this.account === undefined)
      this.openAccount(record, this.group);
    else if (code === '16' && this.account !== undefined) this.transaction(record, this.account);
    else if (code === '49' && this.account !== undefined) this.closeAccount(record, this.account);
    else if (code === '98' && this.account === undefined) this.group = undefined;
    else if (code !== '99' || this.account !== undefined) {
      const known = ['03', '16', '49', '98', '99'].includes(code);
      this.problems.add(known ? 'STATEMENT.RECORD_ORDER' : 'STATEMENT.RECORD_INVALID', { row, field: code });
    }
  }

  /** Receiver, originator, status, as-of date, time, currency. The format's own default currency is the US dollar. */
  private openGroup(record: Bai2Record): void {
    const asOf = mtDate((record.fields[3] ?? '').trim());
    if (asOf === undefined)
      return this.problems.add('STATEMENT.DATE_INVALID', { row: record.row, field: '02', value: record.fields[3] });
    const currency = (record.fields[5] ?? '').trim();
    this.group = { asOf, currency: /^[A-Z]{3}$/.test(currency) ? currency : 'USD', id: record.fields[1] ?? '' };
  }

  private openAccount(record: Bai2Record, group: Group): void {
    const ref = (record.fields[0] ?? '').trim();
    const stated = (record.fields[1] ?? '').trim();
    const currency = stated === '' ? group.currency : stated;
    if (ref === '') this.problems.add('STATEMENT.ACCOUNT_MISSING', { row: record.row });
    const { balances, sum } = this.summary(record, currency, group.asOf);
    const opening = balances.find((one) => one.code === 'OPBD');
    const closing = balances.find((one) => one.code === 'CLBD');
    const draft: StatementDraft = {
      format: 'bai2',
      account: { ref, currency },
      statementRef: [this.fileId, group.id, group.asOf].join(' ').trim(),
      currency,
      ...(opening === undefined ? {} : { opening }),
      ...(closing === undefined ? {} : { closing }),
      balances,
      toOn: group.asOf,
      entries: [],
      findings: [],
    };
    this.account = { draft, group, entries: [], control: sum };
  }

  /** Repeated status or summary: type code, amount, item count, funds type with its own fields. */
  private summary(record: Bai2Record, currency: string, on: LocalDate): { balances: StatementBalance[]; sum: Decimal } {
    const balances: StatementBalance[] = [];
    let sum = Decimal.ZERO;
    for (let at = 2; at < record.fields.length;) {
      const type = (record.fields[at] ?? '').trim();
      const figure = (record.fields[at + 1] ?? '').trim();
      const amount = figure === '' ? undefined : bai2Amount(figure, currency);
      if (figure !== '' && amount === undefined)
        this.problems.add('STATEMENT.AMOUNT_INVALID', { row: record.row, field: `03 ${type}`, value: figure });
      const code = BALANCES[type];
      if (amount !== undefined) sum = sum.plus(amount);
      if (amount !== undefined && code !== undefined) balances.push({ code, amount, currency, on });
      at += 3 + fundsWidth(record.fields, at + 3);
    }
    return { balances, sum };
  }

  private transaction(record: Bai2Record, account: Account): void {
    const entry = bai2Entry(record, account.draft.currency, account.group.asOf);
    if (entry === undefined)
      return this.problems.add('STATEMENT.AMOUNT_INVALID', { row: record.row, field: '16', value: record.lines[0] });
    account.entries.push(entry);
    account.control = account.control.plus(entry.amount.abs());
  }

  private closeAccount(record: Bai2Record, account: Account): void {
    const stated = bai2Amount(record.fields[0] ?? '', account.draft.currency);
    const isSame = stated?.equals(account.control) === true;
    const value = `${stated?.toString() ?? ''} ≠ ${account.control.toString()}`;
    const findings = isSame
      ? []
      : [statementProblem('STATEMENT.TOTAL_BROKEN', { row: record.row, field: '49', value })];
    this.statements.push({ ...account.draft, entries: account.entries, findings });
    this.account = undefined;
  }
}
