import { Decimal, type LocalDate, type Problem } from '#kernel';
import type { BatchMember, BatchSummary, EntryStatus, PaymentFacts } from '../entry.js';
import type { EntryDraft } from '../entry-reference.js';
import { statementProblem } from '../statement-problem.js';
import { chargesOf, factsOf, optional, reference, transactionCodeOf, type FactContext } from './camt-facts.js';
import { dateAt, directionAt, moneyAt, signed, type Money, type ProblemList } from './camt-values.js';
import { childOf, childrenOf, rawFieldsOf, textOf, type XmlElement, type XmlNode } from './camt-xml.js';

export interface EntryContext {
  readonly ownAccount: string;
  readonly currency: string;
  readonly fallbackOn?: LocalDate;
  /** `Stmt[1]/Ntry[3]`, for problems. */
  readonly place: string;
  readonly problems: ProblemList;
  readonly findings: Problem[];
}

const BATCH_PARTS: ReadonlySet<string> = new Set(['TxDtls']);

/** One `Ntry`. Undefined when amount, direction or date cannot be read; the problem then refuses the file. */
export function entryOf(node: XmlNode, context: EntryContext): EntryDraft | undefined {
  const head = headOf(node, context);
  if (head === undefined) return undefined;
  const details = [
    ...childrenOf(node, 'NtryDtls').flatMap((block) => childrenOf(block, 'TxDtls')),
    ...childrenOf(node, 'TxDtls'),
  ];
  const single = details.length <= 1 ? (details[0] ?? EMPTY) : undefined;
  const facts: FactContext = { ...head.facts, booked: { amount: head.amount, currency: head.currency } };
  const own = factsOf(single ?? EMPTY, facts);
  const members = single === undefined ? details.map((one) => memberOf(one, facts, head)) : [];
  const entry: EntryDraft = {
    ...withEntryCharges(own, node),
    amount: head.amount,
    currency: head.currency,
    status: head.status,
    isReversal: head.facts.takesBack,
    bookedOn: head.bookedOn,
    ...optional('valueOn', dateAt(node, 'ValDt')),
    ...optional('bankRef', bankRefOf(node, single)),
    transactionCode: codeOf(node, single),
    ...optional('additionalInfo', textOf(node, 'AddtlNtryInf') ?? textOf(single, 'AddtlTxInf')),
    ...optional('batch', batchOf(node, details.length)),
    members,
    raw: rawFieldsOf(node, single === undefined ? BATCH_PARTS : undefined),
  };
  checkBatch(entry, context);
  return entry;
}

const EMPTY: XmlElement = {};

interface EntryHead {
  readonly amount: Decimal;
  readonly currency: string;
  readonly status: EntryStatus;
  readonly bookedOn: LocalDate;
  readonly facts: Omit<FactContext, 'booked'>;
}

function headOf(node: XmlNode, context: EntryContext): EntryHead | undefined {
  const money = moneyAt(node, 'Amt');
  const direction = directionAt(node);
  const { place, problems } = context;
  if (money === undefined)
    problems.add('STATEMENT.AMOUNT_INVALID', { field: `${place}/Amt`, value: textOf(node, 'Amt') ?? '' });
  if (direction === undefined)
    problems.add('STATEMENT.DIRECTION_INVALID', {
      field: `${place}/CdtDbtInd`,
      value: textOf(node, 'CdtDbtInd') ?? '',
    });
  const bookedOn = bookedOnOf(node, context);
  if (money === undefined || direction === undefined || bookedOn === undefined) return undefined;
  return {
    amount: signed(money.amount, direction),
    currency: money.currency === '' ? context.currency : money.currency,
    status: statusOf(textOf(node, 'Sts', 'Cd') ?? textOf(node, 'Sts', 'Prtry') ?? textOf(node, 'Sts')),
    bookedOn,
    facts: {
      isCredit: direction === 1,
      takesBack: textOf(node, 'RvslInd') === 'true',
      ownAccount: context.ownAccount,
    },
  };
}

function bookedOnOf(node: XmlNode, context: EntryContext): LocalDate | undefined {
  const stated = dateAt(node, 'BookgDt');
  if (stated !== undefined) return stated;
  const text = textOf(node, 'BookgDt', 'Dt') ?? textOf(node, 'BookgDt', 'DtTm') ?? textOf(node, 'BookgDt');
  const taken = text === undefined ? (dateAt(node, 'ValDt') ?? context.fallbackOn) : undefined;
  const field = `${context.place}/BookgDt`;
  if (taken === undefined) context.problems.add('STATEMENT.DATE_INVALID', { field, value: text ?? '' });
  else context.findings.push(statementProblem('STATEMENT.ENTRY_DATE_TAKEN', { field, value: taken }));
  return taken;
}

/** From version 08 on the code stands in `Sts/Cd`; `FUTR` and `PDNG` may still vanish. */
function statusOf(code: string | undefined): EntryStatus {
  if (code === 'INFO') return 'info';
  return code === 'PDNG' || code === 'FUTR' ? 'pending' : 'booked';
}

function bankRefOf(node: XmlNode, single: XmlNode | undefined): string | undefined {
  // NtryRef is left out: many banks number the entries of one statement with it, and the next statement numbers anew.
  return reference(textOf(node, 'AcctSvcrRef')) ?? reference(textOf(single, 'Refs', 'AcctSvcrRef'));
}

function codeOf(node: XmlNode, single: XmlNode | undefined): EntryDraft['transactionCode'] {
  const own = transactionCodeOf(childOf(node, 'BkTxCd'));
  return Object.keys(own).length > 0 ? own : transactionCodeOf(childOf(single, 'BkTxCd'));
}

function batchOf(node: XmlNode, detailCount: number): BatchSummary | undefined {
  const block = childOf(node, 'NtryDtls', 'Btch') ?? childOf(node, 'Btch');
  if (block === undefined) return detailCount > 1 ? { count: detailCount } : undefined;
  const count = textOf(block, 'NbOfTxs');
  return {
    ...optional('batchRef', textOf(block, 'PmtInfId') ?? textOf(block, 'MsgId')),
    ...optional('count', count !== undefined && /^\d{1,9}$/.test(count) ? Number(count) : undefined),
    ...optional('totalAmount', moneyAt(block, 'TtlAmt')?.amount),
  };
}

function withEntryCharges(facts: PaymentFacts, node: XmlNode): PaymentFacts {
  return facts.charges.length > 0 ? facts : { ...facts, charges: chargesOf(node) };
}

/** Amount of a member: `Amt` from version 04 on, else the transaction amount of the details, else the instructed one. */
function memberOf(details: XmlNode, facts: FactContext, head: EntryHead): BatchMember {
  const money: Money | undefined =
    moneyAt(details, 'Amt') ??
    moneyAt(details, 'AmtDtls', 'TxAmt', 'Amt') ??
    moneyAt(details, 'AmtDtls', 'InstdAmt', 'Amt');
  const direction = directionAt(details) ?? (facts.isCredit ? 1 : -1);
  return {
    ...factsOf(details, { ...facts, isCredit: direction === 1, booked: money }),
    ...optional('amount', money === undefined ? undefined : signed(money.amount, direction)),
    currency: money === undefined || money.currency === '' ? head.currency : money.currency,
  };
}

function checkBatch(entry: EntryDraft, context: EntryContext): void {
  if (entry.members.length === 0) return;
  if (entry.members.some((one) => one.amount === undefined || one.currency !== entry.currency)) return;
  const sum = Decimal.sum(entry.members.map((one) => one.amount ?? Decimal.ZERO));
  if (sum.equals(entry.amount)) return;
  const value = `${sum.toString()} ≠ ${entry.amount.toString()}`;
  context.findings.push(statementProblem('STATEMENT.BATCH_SUM', { field: context.place, value }));
}
