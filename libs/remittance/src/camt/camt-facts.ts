import { Decimal } from '#kernel';
import type { BankTransactionCode, EntryCharge, ForeignAmount, PaymentFacts, ReturnReason } from '../entry.js';
import { sidesOf } from './camt-parties.js';
import { remittanceOf } from './camt-remittance.js';
import { directionAt, moneyAt, type Money } from './camt-values.js';
import { childOf, childrenOf, rawFieldsOf, textOf, type XmlNode } from './camt-xml.js';

/** Words that banks write where there is no reference. */
const NO_REFERENCE = /^(NOT\s?PROVIDED|NOTPROVIDED|NONREF|NOREF|NONE|N\/?A|-+)$/i;

export interface FactContext {
  readonly isCredit: boolean;
  readonly takesBack: boolean;
  readonly ownAccount: string;
  /** Amount and currency booked, to tell an instructed amount that differs. */
  readonly booked?: Money;
}

/** What one `TxDtls` says about its payment. */
export function factsOf(details: XmlNode, context: FactContext): PaymentFacts {
  const refs = childOf(details, 'Refs');
  const returnReason = returnReasonOf(details);
  const takesBack = context.takesBack || returnReason !== undefined;
  const purpose = textOf(details, 'Purp', 'Cd') ?? textOf(details, 'Purp', 'Prtry');
  const foreign = foreignOf(details, context.booked);
  return {
    ...optional('endToEndId', reference(textOf(refs, 'EndToEndId'))),
    ...optional('instructionId', reference(textOf(refs, 'InstrId'))),
    ...optional('transactionId', reference(textOf(refs, 'TxId'))),
    ...optional('mandateRef', reference(textOf(refs, 'MndtId'))),
    ...optional('uetr', textOf(refs, 'UETR')),
    ...remittanceOf(details),
    ...optional('purpose', purpose),
    ...sidesOf(details, context.isCredit, takesBack, context.ownAccount),
    charges: chargesOf(details),
    ...optional('foreign', foreign),
    ...optional('returnReason', returnReason),
    raw: rawFieldsOf(details),
  };
}

export function reference(text: string | undefined): string | undefined {
  return text === undefined || NO_REFERENCE.test(text.trim()) ? undefined : text;
}

export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

export function transactionCodeOf(node: XmlNode | undefined): BankTransactionCode {
  return {
    ...optional('domain', textOf(node, 'Domn', 'Cd')),
    ...optional('family', textOf(node, 'Domn', 'Fmly', 'Cd')),
    ...optional('subFamily', textOf(node, 'Domn', 'Fmly', 'SubFmlyCd')),
    ...optional('proprietary', textOf(node, 'Prtry', 'Cd')),
    ...optional('issuer', textOf(node, 'Prtry', 'Issr')),
  };
}

/** `Chrgs`: one block a charge until version 03, `Rcrd` blocks from 04 on. A `CRDT` charge is money back. */
export function chargesOf(node: XmlNode): EntryCharge[] {
  return childrenOf(node, 'Chrgs').flatMap((block) => {
    const records = childrenOf(block, 'Rcrd');
    return (records.length > 0 ? records : [block]).flatMap((record) => {
      const money = moneyAt(record, 'Amt') ?? moneyAt(record, 'TtlChrgsAndTaxAmt');
      if (money === undefined || money.amount.isZero()) return [];
      return [
        {
          amount: directionAt(record) === 1 ? money.amount.negated() : money.amount,
          currency: money.currency,
          isIncluded: textOf(record, 'ChrgInclInd') === 'true',
          ...optional('bearer', textOf(record, 'Br')),
          ...optional(
            'type',
            textOf(record, 'Tp', 'Cd') ?? textOf(record, 'Tp', 'Prtry', 'Id') ?? textOf(record, 'Tp', 'Prtry'),
          ),
        },
      ];
    });
  });
}

function foreignOf(node: XmlNode, booked: Money | undefined): ForeignAmount | undefined {
  const details = childOf(node, 'AmtDtls');
  const instructed = moneyAt(details, 'InstdAmt', 'Amt') ?? moneyAt(details, 'TxAmt', 'Amt');
  if (instructed === undefined || booked === undefined) return undefined;
  if (instructed.currency === booked.currency && instructed.amount.equals(booked.amount.abs())) return undefined;
  const rate = ['InstdAmt', 'TxAmt', 'CntrValAmt', 'AnncdPstngAmt']
    .map((name) => textOf(details, name, 'CcyXchg', 'XchgRate'))
    .find((text) => text !== undefined);
  return { ...instructed, ...optional('rate', rate === undefined ? undefined : Decimal.parse(rate)) };
}

function returnReasonOf(node: XmlNode): ReturnReason | undefined {
  const block = childOf(node, 'RtrInf');
  if (block === undefined) return undefined;
  const code = textOf(block, 'Rsn', 'Cd') ?? textOf(block, 'Rsn', 'Prtry') ?? textOf(block, 'RtrRsn', 'Cd');
  const text = childrenOf(block, 'AddtlInf')
    .map((line) => textOf(line))
    .filter((line) => line !== undefined)
    .join(' ');
  return { ...optional('code', code), ...optional('text', text === '' ? undefined : text) };
}
