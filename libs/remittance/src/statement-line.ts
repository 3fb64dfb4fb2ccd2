import type { Decimal } from '#kernel';
import type { BankEntry, BatchMember, EntryCharge, EntryParty, PaymentFacts, ReferredDocument } from './entry.js';
import type { BankStatement } from './statement.js';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The canonical bank line of `schemas/statement-line.schema.json`: one JSON object for one booking. Every key is always
 * there, in this order; what the bank did not say is null or an empty list. Amounts are strings with the bank's decimals,
 * positive for money received; dates are `YYYY-MM-DD`. New keys may be added at the end; none changes its meaning.
 */
export function statementLineJson(entry: BankEntry, statement: BankStatement): string {
  const line: Json = {
    account: statement.account.ref,
    statementRef: statement.statementRef,
    format: statement.format,
    entryRef: entry.reference,
    bankRef: entry.bankRef ?? null,
    status: entry.status,
    bookedOn: entry.bookedOn,
    valueOn: entry.valueOn ?? null,
    amount: entry.amount.toString(),
    currency: entry.currency,
    isReversal: entry.isReversal,
    transactionCode: {
      domain: entry.transactionCode.domain ?? null,
      family: entry.transactionCode.family ?? null,
      subFamily: entry.transactionCode.subFamily ?? null,
      proprietary: entry.transactionCode.proprietary ?? null,
      issuer: entry.transactionCode.issuer ?? null,
    },
    ...facts(entry),
    additionalInfo: entry.additionalInfo ?? null,
    batch:
      entry.batch === undefined
        ? null
        : {
            batchRef: entry.batch.batchRef ?? null,
            count: entry.batch.count ?? null,
            totalAmount: decimal(entry.batch.totalAmount),
          },
    members: entry.members.map(member),
    raw: entry.raw,
  };
  return JSON.stringify(line);
}

function facts(of: PaymentFacts): { readonly [key: string]: Json } {
  return {
    endToEndId: of.endToEndId ?? null,
    instructionId: of.instructionId ?? null,
    transactionId: of.transactionId ?? null,
    mandateRef: of.mandateRef ?? null,
    uetr: of.uetr ?? null,
    structuredReferences: of.structuredReferences.map((one) => ({
      reference: one.reference,
      type: one.type ?? null,
      issuer: one.issuer ?? null,
      isIso11649: one.isIso11649,
    })),
    referredDocuments: of.referredDocuments.map(document),
    remittanceLines: of.remittanceLines,
    purpose: of.purpose ?? null,
    counterparty: party(of.counterparty),
    ultimateDebtor: of.ultimateDebtor === undefined ? null : party(of.ultimateDebtor),
    ultimateCreditor: of.ultimateCreditor === undefined ? null : party(of.ultimateCreditor),
    charges: of.charges.map(charge),
    foreign:
      of.foreign === undefined
        ? null
        : { amount: decimal(of.foreign.amount), currency: of.foreign.currency, rate: decimal(of.foreign.rate) },
    returnReason:
      of.returnReason === undefined ? null : { code: of.returnReason.code ?? null, text: of.returnReason.text ?? null },
  };
}

function document(of: ReferredDocument): Json {
  return {
    number: of.number,
    type: of.type ?? null,
    issuedOn: of.issuedOn ?? null,
    dueAmount: decimal(of.dueAmount),
    remittedAmount: decimal(of.remittedAmount),
    discountAmount: decimal(of.discountAmount),
    creditNoteAmount: decimal(of.creditNoteAmount),
    adjustments: of.adjustments.map((one) => ({
      amount: decimal(one.amount),
      reason: one.reason ?? null,
      text: one.text ?? null,
    })),
  };
}

function charge(of: EntryCharge): Json {
  return {
    amount: decimal(of.amount),
    currency: of.currency,
    isIncluded: of.isIncluded,
    bearer: of.bearer ?? null,
    type: of.type ?? null,
  };
}

function party(of: EntryParty): Json {
  return {
    name: of.name ?? null,
    iban: of.iban ?? null,
    accountRef: of.accountRef ?? null,
    bic: of.bic ?? null,
    partyRef: of.partyRef ?? null,
  };
}

function member(of: BatchMember): Json {
  return { amount: decimal(of.amount), currency: of.currency, ...facts(of), raw: of.raw };
}

function decimal(value: Decimal | undefined): string | null {
  return value === undefined ? null : value.toString();
}
