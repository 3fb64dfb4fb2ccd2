import type { BankEntry } from '#remittance';
import { documentKey } from './document-key.js';
import { evidence } from './match-evidence.js';
import type { Evidence } from './match-outcome.js';
import type { MatchKnowledge, MatchPolicy } from './match-policy.js';
import { namesAgree } from './name-key.js';
import type { OpenItemIndex } from './open-item-index.js';

/** Who the payer is, as far as account and name tell. */
export interface PayerIdentity {
  readonly payerKey?: string;
  /** The one customer the account stands for. */
  readonly customerId?: string;
  /** Whether the account may carry a match without any reference. */
  readonly isProven: boolean;
  /** Customers the account is known for, proven or not. */
  readonly knownAs: readonly string[];
  /** Customers whose whole name the payer has. */
  readonly namedAs: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** `payerKey` of an entry: IBAN, or the bank's number of the other side. */
export function payerKeyOf(entry: BankEntry): string | undefined {
  const account = entry.counterparty.iban ?? entry.counterparty.accountRef;
  const key = account === undefined ? '' : documentKey(account);
  return key === '' ? undefined : key;
}

/** Reads account and name. The ultimate debtor, where named, is the customer; the account is whose money it is. */
export function payerOf(
  entry: BankEntry,
  index: OpenItemIndex,
  policy: MatchPolicy,
  knowledge: MatchKnowledge,
): PayerIdentity {
  const payerKey = payerKeyOf(entry);
  const learned = payerKey === undefined ? [] : knowledge.payers(payerKey);
  const onFile = payerKey === undefined ? [] : index.customersWithIban(payerKey);
  const knownAs = [...new Set([...onFile, ...learned.map((one) => one.customerId)])];
  const name = entry.ultimateDebtor?.name ?? entry.counterparty.name;
  const namedAs = name === undefined ? [] : index.customersNamed(name);
  const only = knownAs.length === 1 ? knownAs[0] : undefined;
  const record = learned.find((one) => one.customerId === only);
  const isConfirmed = record !== undefined && record.confirmations >= policy.minConfirmations;
  const isDoubted =
    (record?.contradictions ?? 0) > 0 || (namedAs.length > 0 && only !== undefined && !namedAs.includes(only));
  const isProven = only !== undefined && (isConfirmed || onFile.includes(only)) && !isDoubted;
  return {
    ...(payerKey === undefined ? {} : { payerKey }),
    ...(only === undefined ? {} : { customerId: only }),
    isProven,
    knownAs,
    namedAs,
    evidence: payerEvidence(knownAs, isProven, name, namedAs),
  };
}

function payerEvidence(
  knownAs: readonly string[],
  isProven: boolean,
  name: string | undefined,
  namedAs: readonly string[],
): Evidence[] {
  const notes: Evidence[] = [];
  if (knownAs.length > 1) notes.push(evidence('MATCH.PAYER_AMBIGUOUS', 'counterparty-account'));
  if (knownAs.length === 1)
    notes.push(evidence(isProven ? 'MATCH.PAYER_KNOWN' : 'MATCH.PAYER_UNPROVEN', 'counterparty-account'));
  if (namedAs.length > 0) notes.push(evidence('MATCH.PAYER_NAME', 'counterparty-name', name));
  if (notes.length === 0) notes.push(evidence('MATCH.PAYER_UNKNOWN', 'counterparty-account', name));
  return notes;
}

export type PayerVerdict = 'same' | 'other' | 'unknown';

/** Whether the payer is this customer, certainly somebody else we know, or a stranger (a parent, a payment service). */
export function verdictFor(
  customerId: string,
  payer: PayerIdentity,
  entry: BankEntry,
  index: OpenItemIndex,
): PayerVerdict {
  if (payer.knownAs.includes(customerId) || payer.namedAs.includes(customerId)) {
    return payer.knownAs.length > 0 && !payer.knownAs.includes(customerId) ? 'other' : 'same';
  }
  if (payer.knownAs.length > 0 || payer.namedAs.length > 0) return 'other';
  const names = index.customer(customerId)?.names ?? [];
  const stated = [entry.ultimateDebtor?.name, entry.counterparty.name].filter((name) => name !== undefined);
  return stated.some((name) => names.some((own) => namesAgree(own, name))) ? 'same' : 'unknown';
}
