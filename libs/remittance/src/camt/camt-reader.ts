import { failed, ok, type LocalDate, type Problem, type Result } from '#kernel';
import { finishStatements, type StatementDraft } from '../finish-statement.js';
import { statementProblem } from '../statement-problem.js';
import type { BankAccount, StatementBalance, StatementFile } from '../statement.js';
import { entryOf } from './camt-entry.js';
import { optional } from './camt-facts.js';
import { accountAt, bicAt } from './camt-parties.js';
import { dateAt, directionAt, moneyAt, ProblemList, signed } from './camt-values.js';
import { attributeOf, childOf, childrenOf, parseXml, textOf, type XmlElement, type XmlNode } from './camt-xml.js';

type CamtFormat = 'camt.052' | 'camt.053' | 'camt.054';

/** Message element (version 01 adds a suffix) → format and the element of one statement. */
const MESSAGES: readonly { readonly element: RegExp; readonly format: CamtFormat; readonly part: string }[] = [
  { element: /^BkToCstmrStmt(V01)?$/, format: 'camt.053', part: 'Stmt' },
  { element: /^BkToCstmrAcctRpt(V01)?$/, format: 'camt.052', part: 'Rpt' },
  { element: /^BkToCstmrDbtCdtNtfctn(V01)?$/, format: 'camt.054', part: 'Ntfctn' },
];

/**
 * Reads camt.052, camt.053 and camt.054 of every version (001.01 to 001.13), also inside an envelope.
 * One unreadable entry refuses the file, with all problems: a statement is never read in part.
 */
export function readCamt(text: string): Result<StatementFile, Problem[]> {
  const parsed = parseXml(text);
  if (!parsed.ok) return parsed;
  const located = findMessage(parsed.value, 0);
  if (located === undefined) return failed([statementProblem('STATEMENT.NO_STATEMENT')]);
  const found: Message = { ...located, ...optional('version', versionOf(text, located.format)) };
  const problems = new ProblemList();
  const parts = childrenOf(found.message, found.part);
  const drafts = parts.flatMap((node, at) => {
    const draft = statementOf(node, found, `${found.part}[${at + 1}]`, problems);
    return draft === undefined ? [] : [draft];
  });
  if (parts.length === 0) problems.add('STATEMENT.NO_STATEMENT', { field: found.part });
  if (problems.problems.length > 0) return failed(problems.problems);
  return ok({ format: found.format, statements: finishStatements(drafts) });
}

interface Message {
  readonly message: XmlNode;
  readonly format: CamtFormat;
  readonly part: string;
  readonly version?: string;
}

/** The message element wherever it stands: at the root, under `Document`, or in a bank's envelope. */
function findMessage(node: XmlElement, depth: number): Omit<Message, 'version'> | undefined {
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('@') || value === undefined) continue;
    const first = typeof value === 'object' && 0 in value ? (value as readonly XmlNode[])[0] : (value as XmlNode);
    const kind = MESSAGES.find((one) => one.element.test(name));
    if (kind !== undefined && first !== undefined) return { message: first, format: kind.format, part: kind.part };
    if (typeof first !== 'object' || depth >= 8) continue;
    const inner = findMessage(first, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The version as the namespace declares it; the parser drops namespaces, so it is looked up in the head of the text. */
function versionOf(text: string, format: CamtFormat): string | undefined {
  const versions = text.slice(0, 20_000).match(/camt\.05[234]\.\d{3}\.\d{2}/g) ?? [];
  return versions.find((version) => version.startsWith(format));
}

function statementOf(
  node: XmlNode,
  message: Message,
  place: string,
  problems: ProblemList,
): StatementDraft | undefined {
  const account = accountOf(node);
  if (account === undefined) {
    problems.add('STATEMENT.ACCOUNT_MISSING', { field: `${place}/Acct/Id` });
    return undefined;
  }
  const balances = balancesOf(node, place, problems);
  const entries = childrenOf(node, 'Ntry');
  const { opening, closing } = bookedBalances(balances, message.format);
  const currency = currencyOf(node, account, balances, entries);
  if (currency === undefined) {
    problems.add('STATEMENT.CURRENCY_MISSING', { field: `${place}/Acct/Ccy` });
    return undefined;
  }
  const findings: Problem[] = [];
  const fromOn = dateAt(node, 'FrToDt', 'FrDtTm') ?? dateAt(node, 'FrToDt', 'FrDt');
  const toOn = dateAt(node, 'FrToDt', 'ToDtTm') ?? dateAt(node, 'FrToDt', 'ToDt');
  const createdOn = dateAt(node, 'CreDtTm') ?? dateAt(message.message, 'GrpHdr', 'CreDtTm');
  const fallbackOn: LocalDate | undefined = toOn ?? closing?.on ?? createdOn;
  const context = { ownAccount: account.ref, currency, fallbackOn, problems, findings };
  return {
    format: message.format,
    ...optional('messageVersion', message.version),
    account,
    statementRef: textOf(node, 'Id') ?? textOf(message.message, 'GrpHdr', 'MsgId') ?? '',
    ...optional('sequenceNumber', textOf(node, 'LglSeqNb') ?? textOf(node, 'ElctrncSeqNb')),
    ...optional('createdAt', textOf(node, 'CreDtTm') ?? textOf(message.message, 'GrpHdr', 'CreDtTm')),
    currency,
    ...optional('opening', opening),
    ...optional('closing', closing),
    balances,
    ...optional('fromOn', fromOn),
    ...optional('toOn', toOn),
    entries: entries.flatMap((entry, at) => entryOf(entry, { ...context, place: `${place}/Ntry[${at + 1}]` }) ?? []),
    findings,
  };
}

function accountOf(node: XmlNode): BankAccount | undefined {
  const account = childOf(node, 'Acct');
  const id = accountAt(account);
  const ref = id.iban ?? id.accountRef;
  if (ref === undefined) return undefined;
  return {
    ref,
    ...optional('iban', id.iban),
    ...optional('bic', bicAt(childOf(account, 'Svcr'))),
    ...optional('currency', textOf(account, 'Ccy')),
    ...optional('name', textOf(account, 'Nm')),
    ...optional('ownerName', textOf(account, 'Ownr', 'Nm') ?? textOf(account, 'Ownr', 'Pty', 'Nm')),
  };
}

function balancesOf(node: XmlNode, place: string, problems: ProblemList): StatementBalance[] {
  return childrenOf(node, 'Bal').flatMap((balance, at) => {
    const money = moneyAt(balance, 'Amt');
    const direction = directionAt(balance);
    if (money === undefined || direction === undefined) {
      problems.add('STATEMENT.AMOUNT_INVALID', {
        field: `${place}/Bal[${at + 1}]`,
        value: textOf(balance, 'Amt') ?? '',
      });
      return [];
    }
    const code =
      textOf(balance, 'Tp', 'CdOrPrtry', 'Cd') ??
      textOf(balance, 'Tp', 'CdOrPrtry', 'Prtry') ??
      textOf(balance, 'Tp', 'Cd');
    const on = dateAt(balance, 'Dt');
    return [
      { code: code ?? '', amount: signed(money.amount, direction), currency: money.currency, ...optional('on', on) },
    ];
  });
}

/** Statements balance on OPBD (or the previous CLBD as PRCD) and CLBD; pages of a long one on two ITBD. */
function bookedBalances(
  balances: readonly StatementBalance[],
  format: CamtFormat,
): { opening?: StatementBalance; closing?: StatementBalance } {
  if (format !== 'camt.053') return {};
  const first = (code: string): StatementBalance | undefined => balances.find((one) => one.code === code);
  const interim = balances.filter((one) => one.code === 'ITBD');
  const opening = first('OPBD') ?? first('PRCD') ?? (interim.length > 1 || first('CLBD') ? interim[0] : undefined);
  const closing = first('CLBD') ?? (opening === interim[0] ? interim[1] : interim[0]);
  return { ...optional('opening', opening), ...optional('closing', closing) };
}

function currencyOf(
  node: XmlNode,
  account: BankAccount,
  balances: readonly StatementBalance[],
  entries: readonly XmlNode[],
): string | undefined {
  const stated = account.currency ?? balances.find((one) => one.currency !== '')?.currency;
  return stated ?? entries.map((entry) => attributeOf(childOf(entry, 'Amt'), 'Ccy')).find((one) => one !== undefined);
}
