import { failed, ok, type Problem, type Result } from '#kernel';
import { reference } from '../camt/camt-facts.js';
import { ProblemList } from '../camt/camt-values.js';
import { isIban } from '../camt/camt-parties.js';
import { entryDraft } from '../entry-draft.js';
import type { EntryDraft } from '../entry-reference.js';
import { finishStatements, type StatementDraft } from '../finish-statement.js';
import { statementProblem } from '../statement-problem.js';
import type { BankAccount, StatementBalance, StatementFile } from '../statement.js';
import { mtStatements, type MtField } from './mt-fields.js';
import { mtInformation } from './mt-information.js';
import { mtAmount, mtDate, mtLine } from './mt-line.js';

/** Balance fields → ISO 20022 codes; `60M`/`62M` are those of a page. */
const BALANCES: Readonly<Record<string, string>> = {
  '60F': 'OPBD',
  '60M': 'ITBD',
  '62F': 'CLBD',
  '62M': 'ITBD',
  '64': 'CLAV',
  '65': 'FWAV',
};

/**
 * Reads MT940 and MT942 in the dialects banks send. A piece of a statement (no account, no balance) is read with a
 * finding, since the format has no marker for a complete file; a line that cannot be read refuses the file.
 */
export function readMt(text: string): Result<StatementFile, Problem[]> {
  const problems = new ProblemList();
  const drafts = mtStatements(text).map((fields) => statementOf(fields, problems));
  if (drafts.length === 0) problems.add('STATEMENT.NO_STATEMENT', {});
  if (problems.problems.length > 0) return failed(problems.problems);
  const statements = finishStatements(drafts);
  return ok({ format: statements[0]?.format ?? 'mt940', statements });
}

function statementOf(fields: readonly MtField[], problems: ProblemList): StatementDraft {
  const findings: Problem[] = [];
  const balances = fields.flatMap((field) => balanceOf(field, problems));
  const opening = balances.find((one) => one.tag.startsWith('60'))?.balance;
  const closing = balances.find((one) => one.tag.startsWith('62'))?.balance;
  const account = accountOf(fields);
  const isInterim = opening === undefined && fields.some((field) => field.tag === '34F' || field.tag === '13D');
  const currency = opening?.currency ?? closing?.currency ?? account.currency ?? interimCurrency(fields) ?? '';
  const entries = entriesOf(fields, currency, problems, findings);
  if (currency === '' && entries.length > 0) problems.add('STATEMENT.CURRENCY_MISSING', { row: fields[0]?.row });
  if (account.ref === '' || (opening === undefined && !isInterim) || (closing === undefined && !isInterim))
    findings.push(statementProblem('STATEMENT.INCOMPLETE', { row: fields[0]?.row }));
  const number = textOf(fields, '28C') ?? textOf(fields, '28');
  return {
    format: isInterim ? 'mt942' : 'mt940',
    account,
    // Many banks write the same `:20:` for ever, so number and date belong to the reference.
    statementRef: [textOf(fields, '20'), number, closing?.on ?? opening?.on]
      .filter((one) => one !== undefined)
      .join(' '),
    ...(number === undefined ? {} : { sequenceNumber: number }),
    currency,
    ...(opening === undefined ? {} : { opening }),
    ...(closing === undefined ? {} : { closing }),
    balances: balances.map((one) => one.balance),
    ...(opening?.on === undefined ? {} : { fromOn: opening.on }),
    ...(closing?.on === undefined ? {} : { toOn: closing.on }),
    entries,
    findings,
  };
}

function textOf(fields: readonly MtField[], tag: string): string | undefined {
  const text = fields.find((field) => field.tag === tag)?.lines[0]?.trim();
  return text === '' ? undefined : text;
}

/** `:25:` is an IBAN, `bank/account`, or any of these with the currency behind. */
function accountOf(fields: readonly MtField[]): BankAccount {
  const text = (textOf(fields, '25') ?? '').replace(/\s/g, '');
  const withCurrency = /^(.*[\dA-Z/.])\/?([A-Z]{3})$/.exec(text);
  const bare = withCurrency !== null && /\d/.test(withCurrency[1] ?? '') ? (withCurrency[1] ?? text) : text;
  const currency = bare === text ? undefined : withCurrency?.[2];
  const iban = isIban(bare) ? bare : undefined;
  return {
    ref: bare.slice(0, 35),
    ...(iban === undefined ? {} : { iban }),
    ...(currency === undefined ? {} : { currency }),
  };
}

function interimCurrency(fields: readonly MtField[]): string | undefined {
  return /^([A-Z]{3})/.exec(textOf(fields, '34F') ?? '')?.[1];
}

function balanceOf(field: MtField, problems: ProblemList): { tag: string; balance: StatementBalance }[] {
  const code = BALANCES[field.tag];
  if (code === undefined) return [];
  const match = /^([CD])(\d{6})([A-Z]{3})(\d{1,20}(?:,\d{0,5})?)\s*$/.exec(field.lines[0] ?? '');
  const amount = mtAmount(match?.[4] ?? '');
  const on = mtDate(match?.[2] ?? '');
  if (match === null || amount === undefined) {
    problems.add('STATEMENT.AMOUNT_INVALID', { row: field.row, field: `:${field.tag}:`, value: field.lines[0] });
    return [];
  }
  const signed = match[1] === 'D' ? amount.negated() : amount;
  return [
    {
      tag: field.tag,
      balance: { code, amount: signed, currency: match[3] ?? '', ...(on === undefined ? {} : { on }) },
    },
  ];
}

function entriesOf(
  fields: readonly MtField[],
  currency: string,
  problems: ProblemList,
  findings: Problem[],
): EntryDraft[] {
  const entries: EntryDraft[] = [];
  fields.forEach((field, at) => {
    if (field.tag !== '61') return;
    let next = at + 1;
    while (fields[next]?.tag === '86') next += 1;
    const information = fields.slice(at + 1, next).flatMap((one) => one.lines);
    const entry = entryOf(field, information, currency, problems, findings);
    if (entry !== undefined) entries.push(entry);
  });
  return entries;
}

function entryOf(
  field: MtField,
  information: readonly string[],
  currency: string,
  problems: ProblemList,
  findings: Problem[],
): EntryDraft | undefined {
  const line = mtLine(field);
  const place = { row: field.row, field: ':61:', value: field.lines[0] };
  if (line === undefined) problems.add('STATEMENT.RECORD_INVALID', place);
  else if (line.bookedOn === undefined) problems.add('STATEMENT.DATE_INVALID', place);
  if (line?.bookedOn === undefined) return undefined;
  if (line.valueOn === undefined) findings.push(statementProblem('STATEMENT.ENTRY_DATE_TAKEN', place));
  const said = mtInformation(information);
  const bankRef = reference(line.bankRef === '' ? undefined : line.bankRef);
  const customerRef = reference(line.customerRef === '' ? undefined : line.customerRef);
  return entryDraft(line.amount, currency, line.bookedOn, {
    ...said,
    isReversal: line.isReversal,
    ...(line.valueOn === undefined ? {} : { valueOn: line.valueOn }),
    ...(bankRef === undefined ? {} : { bankRef }),
    ...(customerRef === undefined ? {} : { transactionId: customerRef }),
    transactionCode: said.transactionCode ?? { proprietary: line.type, issuer: 'SWIFT' },
    ...(line.supplement === '' ? {} : { additionalInfo: line.supplement }),
    ...(line.type === 'NRTI' && said.returnReason === undefined ? { returnReason: {} } : {}),
    raw: { '61': field.lines.join('\n'), '86': information.join('\n') },
  });
}
