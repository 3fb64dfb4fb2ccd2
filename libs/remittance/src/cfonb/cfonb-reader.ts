import { failed, ok, type Problem, type Result } from '#kernel';
import { ProblemList } from '../camt/camt-values.js';
import { entryDraft } from '../entry-draft.js';
import type { EntryDraft } from '../entry-reference.js';
import { finishStatements, type StatementDraft } from '../finish-statement.js';
import { statementProblem } from '../statement-problem.js';
import type { StatementBalance, StatementFile } from '../statement.js';
import { withDetail } from './cfonb-detail.js';
import { cfonbAmount, cfonbDate, cfonbRecords, part } from './cfonb-fields.js';

/** Interbank codes under which money of ours comes back: bounced cheques and bills, returned transfers and debits. */
const RETURN_CODES: ReadonlySet<string> = new Set(['03', '10', '12', '27', '33', 'B3', 'B4']);

/** No bank writes more details to a movement; a file that does is broken or hostile. */
const MAX_DETAILS = 300;

interface Record120 {
  readonly line: string;
  readonly row: number;
}

/**
 * Reads CFONB 120 account statements: `01` opening, `04` movement, `05` detail, `07` closing. The order of the records is
 * the only frame the format has, so a broken one refuses the file. A file of movements alone is read with a finding.
 */
export function readCfonb(text: string): Result<StatementFile, Problem[]> {
  const records = cfonbRecords(text);
  const reader = new CfonbReader();
  const isFragment = records.every(({ line }) => /^0[45]/.test(line));
  if (isFragment && records[0] !== undefined) reader.openFragment(records[0]);
  for (const record of records) reader.take(record);
  reader.end(isFragment);
  if (records.length === 0) reader.problems.add('STATEMENT.NO_STATEMENT', {});
  if (reader.problems.problems.length > 0) return failed(reader.problems.problems);
  return ok({ format: 'cfonb120', statements: finishStatements(reader.statements) });
}

class CfonbReader {
  readonly problems = new ProblemList();
  readonly statements: StatementDraft[] = [];
  private current: StatementDraft | undefined;
  private entries: EntryDraft[] = [];

  take(record: Record120): void {
    const kind = part(record.line, 1, 2);
    if (kind === '01') this.open(record);
    else if (this.current === undefined) this.misplaced(record);
    else if (kind === '04') this.movement(record);
    else if (kind === '05') this.detail(record);
    else this.close(record);
  }

  /** A statement without its `01`: what the movements say of the account must do. */
  openFragment(record: Record120): void {
    const findings = [statementProblem('STATEMENT.INCOMPLETE', { row: record.row })];
    this.current = { ...this.frame(record), findings };
  }

  end(isFragment: boolean): void {
    if (this.current === undefined) return;
    if (!isFragment) this.problems.add('STATEMENT.RECORD_ORDER', { field: '07' });
    this.statements.push({ ...this.current, entries: this.entries });
  }

  private open(record: Record120): void {
    if (this.current !== undefined) this.misplaced(record);
    const opening = this.balance(record, 'OPBD');
    this.entries = [];
    this.current = {
      ...this.frame(record),
      ...(opening === undefined ? {} : { opening, balances: [opening], fromOn: opening.on }),
    };
  }

  private frame({ line }: Record120): StatementDraft {
    const ref = part(line, 3, 7) + part(line, 12, 16) + part(line, 22, 32);
    const currency = part(line, 17, 19).trim();
    return {
      format: 'cfonb120',
      account: { ref, currency },
      statementRef: '',
      currency,
      balances: [],
      entries: [],
      findings: [],
    };
  }

  private close(record: Record120): void {
    const { current } = this;
    if (current === undefined) return;
    const closing = this.balance(record, 'CLBD');
    if (closing !== undefined)
      this.statements.push({
        ...current,
        statementRef: `${current.fromOn ?? ''}/${closing.on ?? ''}`,
        closing,
        balances: [...current.balances, closing],
        toOn: closing.on,
        entries: this.entries,
      });
    this.current = undefined;
    this.entries = [];
  }

  private balance({ line, row }: Record120, code: string): StatementBalance | undefined {
    const currency = part(line, 17, 19).trim();
    const amount = cfonbAmount(part(line, 91, 104), part(line, 20, 20), currency);
    const on = cfonbDate(part(line, 35, 40));
    if (amount === undefined) this.problems.add('STATEMENT.AMOUNT_INVALID', { row, value: part(line, 91, 104) });
    if (on === undefined) this.problems.add('STATEMENT.DATE_INVALID', { row, value: part(line, 35, 40) });
    return amount === undefined || on === undefined ? undefined : { code, amount, currency, on };
  }

  private movement({ line, row }: Record120): void {
    const currency = part(line, 17, 19).trim();
    const amount = cfonbAmount(part(line, 91, 104), part(line, 20, 20), currency);
    const bookedOn = cfonbDate(part(line, 35, 40));
    const valueOn = cfonbDate(part(line, 43, 48));
    if (amount === undefined) this.problems.add('STATEMENT.AMOUNT_INVALID', { row, value: part(line, 91, 104) });
    if (bookedOn === undefined) this.problems.add('STATEMENT.DATE_INVALID', { row, value: part(line, 35, 40) });
    if (amount === undefined || bookedOn === undefined) return;
    const label = part(line, 49, 79).trim();
    const bankRef = part(line, 105, 120).trim();
    const code = part(line, 33, 34);
    const reason = part(line, 41, 42).trim();
    this.entries.push(
      entryDraft(amount, currency, bookedOn, {
        ...(valueOn === undefined ? {} : { valueOn }),
        ...(bankRef === '' ? {} : { bankRef }),
        transactionCode: { proprietary: code, issuer: 'CFONB' },
        additionalInfo: label,
        ...(RETURN_CODES.has(code)
          ? { returnReason: { ...(reason === '' ? {} : { code: reason }), text: label } }
          : {}),
        raw: { '04': line.trimEnd() },
      }),
    );
  }

  private detail(record: Record120): void {
    const entry = this.entries.pop();
    if (entry === undefined) return this.misplaced(record);
    if (Object.keys(entry.raw).length > MAX_DETAILS)
      this.problems.add('STATEMENT.RECORD_INVALID', { row: record.row, field: '05' });
    else this.entries.push(withDetail(entry, record.line));
  }

  private misplaced({ line, row }: Record120): void {
    this.problems.add('STATEMENT.RECORD_ORDER', { row, field: part(line, 1, 2), value: line.trimEnd() });
  }
}
