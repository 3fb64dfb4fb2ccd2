import { Decimal, failed, ok, parseLocalDate, type LocalDate, type Problem, type Result } from '#kernel';
import { isIban } from '../camt/camt-parties.js';
import { ProblemList } from '../camt/camt-values.js';
import { entryDraft } from '../entry-draft.js';
import type { EntryDraft } from '../entry-reference.js';
import { finishStatements, type StatementDraft } from '../finish-statement.js';
import { statementProblem } from '../statement-problem.js';
import type { BankAccount, StatementBalance, StatementFile } from '../statement.js';
import { ofxAll, ofxTree, type OfxNode } from './ofx-tree.js';

/** Reads OFX 1.x and 2.x bank and card statements. The format has no opening balance, so none is checked. */
export function readOfx(text: string): Result<StatementFile, Problem[]> {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return failed([statementProblem('STATEMENT.XML_DTD')]);
  const tree = ofxTree(text);
  if (tree === undefined) return failed([statementProblem('STATEMENT.XML_MALFORMED')]);
  const problems = new ProblemList();
  const nodes = [...ofxAll(tree, 'STMTRS'), ...ofxAll(tree, 'CCSTMTRS')];
  const drafts = nodes.flatMap((node, at) => statementOf(node, `${node.name}[${at + 1}]`, problems) ?? []);
  if (nodes.length === 0) problems.add('STATEMENT.NO_STATEMENT', {});
  if (problems.problems.length > 0) return failed(problems.problems);
  return ok({ format: 'ofx', statements: finishStatements(drafts) });
}

function statementOf(node: OfxNode, place: string, problems: ProblemList): StatementDraft | undefined {
  const currency = node.leaves.get('CURDEF');
  const account = accountOf(node);
  if (currency === undefined) problems.add('STATEMENT.CURRENCY_MISSING', { field: `${place}/CURDEF` });
  if (account === undefined) problems.add('STATEMENT.ACCOUNT_MISSING', { field: `${place}/BANKACCTFROM` });
  const entries = ofxAll(node, 'STMTTRN').flatMap(
    (entry, at) => entryOf(entry, currency ?? '', `${place}/STMTTRN[${at + 1}]`, problems) ?? [],
  );
  if (currency === undefined || account === undefined) return undefined;
  const closing = balanceOf(ofxAll(node, 'LEDGERBAL')[0], 'CLBD', currency);
  const available = balanceOf(ofxAll(node, 'AVAILBAL')[0], 'CLAV', currency);
  const lists = ofxAll(node, 'BANKTRANLIST');
  const fromOn = ofxDate(lists[0]?.leaves.get('DTSTART'));
  const toOn = ofxDate(lists.at(-1)?.leaves.get('DTEND'));
  return {
    format: 'ofx',
    account,
    statementRef: `${fromOn ?? ''}/${toOn ?? closing?.on ?? ''}`,
    currency,
    ...(closing === undefined ? {} : { closing }),
    balances: [closing, available].filter((one) => one !== undefined),
    ...(fromOn === undefined ? {} : { fromOn }),
    ...(toOn === undefined ? {} : { toOn }),
    entries,
    findings: [],
  };
}

function accountOf(node: OfxNode): BankAccount | undefined {
  const from = ofxAll(node, 'BANKACCTFROM')[0] ?? ofxAll(node, 'CCACCTFROM')[0];
  const number = from?.leaves.get('ACCTID');
  if (from === undefined || number === undefined) return undefined;
  const iban = number.replace(/\s/g, '').toUpperCase();
  if (isIban(iban)) return { ref: iban, iban };
  return { ref: [from.leaves.get('BANKID'), from.leaves.get('BRANCHID'), number].filter(Boolean).join('') };
}

function balanceOf(node: OfxNode | undefined, code: string, currency: string): StatementBalance | undefined {
  const amount = ofxAmount(node?.leaves.get('BALAMT'));
  const on = ofxDate(node?.leaves.get('DTASOF'));
  return amount === undefined ? undefined : { code, amount, currency, ...(on === undefined ? {} : { on }) };
}

function entryOf(node: OfxNode, currency: string, place: string, problems: ProblemList): EntryDraft | undefined {
  const { leaves } = node;
  const amount = ofxAmount(leaves.get('TRNAMT'));
  const bookedOn = ofxDate(leaves.get('DTPOSTED'));
  if (amount === undefined)
    problems.add('STATEMENT.AMOUNT_INVALID', { field: `${place}/TRNAMT`, value: leaves.get('TRNAMT') ?? '' });
  if (bookedOn === undefined)
    problems.add('STATEMENT.DATE_INVALID', { field: `${place}/DTPOSTED`, value: leaves.get('DTPOSTED') ?? '' });
  if (amount === undefined || bookedOn === undefined) return undefined;
  const other = node.children.find((child) => child.name === 'BANKACCTTO')?.leaves.get('ACCTID');
  const name = leaves.get('NAME') ?? ofxAll(node, 'PAYEE')[0]?.leaves.get('NAME');
  const bankRef = leaves.get('FITID');
  const valueOn = ofxDate(leaves.get('DTAVAIL'));
  const transactionId = leaves.get('REFNUM') ?? leaves.get('CHECKNUM');
  return entryDraft(amount, leaves.get('CURRENCY') ?? currency, bookedOn, {
    ...(bankRef === undefined ? {} : { bankRef }),
    ...(valueOn === undefined ? {} : { valueOn }),
    ...(transactionId === undefined ? {} : { transactionId }),
    transactionCode: { proprietary: leaves.get('TRNTYPE') ?? '', issuer: 'OFX' },
    isReversal: leaves.get('CORRECTACTION') === 'DELETE',
    counterparty: {
      ...(name === undefined ? {} : { name }),
      ...(other === undefined ? {} : isIban(other) ? { iban: other } : { accountRef: other }),
    },
    remittanceLines: [leaves.get('MEMO')].filter((one) => one !== undefined),
    raw: Object.fromEntries(leaves),
  });
}

/** Signed; some banks write a decimal comma. */
function ofxAmount(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : Decimal.parse(text.replace(',', '.'));
}

/** `YYYYMMDD…` with an optional time and zone; the date is the bank's own. */
function ofxDate(text: string | undefined): LocalDate | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(text ?? '');
  return match === null ? undefined : parseLocalDate(`${match[1]}-${match[2]}-${match[3]}`);
}
