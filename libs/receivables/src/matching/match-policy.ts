import { Decimal, type LocalDate } from '#kernel';
import type { RemittanceAdvice } from '#remittance';

/** What the creditor accepts without asking. Amounts are in the currency of the entry. */
export interface MatchPolicy {
  /** Largest difference written off by the machine, per payment. */
  readonly toleranceAmount: Decimal;
  /** The same as a share of the open amount, 0.001 = 0.1 %; both limits bind. */
  readonly toleranceRatio: Decimal;
  /** Largest bank charge taken from a payment that is accepted as paid in full. */
  readonly bankChargeLimit: Decimal;
  /** Days after the discount date on which the discount is still granted. */
  readonly discountGraceDays: number;
  /** Post by payer and amount without any reference. */
  readonly postsByPayerAmount: boolean;
  /** Earlier confirmed matches a payer's account needs before `postsByPayerAmount` applies. */
  readonly minConfirmations: number;
  /** Post combinations of several items without any reference. */
  readonly postsCombinations: boolean;
  /**
   * Without a reference: highest chance, 0–1, that an amount which means something else fits some combination all the
   * same. It is estimated as the number of combinations over the number of different amounts that are possible.
   */
  readonly maxCoincidence: number;
  /** Without a reference, equal payments of one payer within these days are held as possible doubles. */
  readonly repeatDays: number;
  /** Bounds of the search. Beyond them a solution cannot be proven unique, so nothing is posted. */
  readonly maxItems: number;
  readonly maxSteps: number;
  readonly maxProposals: number;
}

export const DEFAULT_MATCH_POLICY: MatchPolicy = {
  toleranceAmount: Decimal.of('0.05'),
  toleranceRatio: Decimal.of('0.001'),
  bankChargeLimit: Decimal.of('15'),
  discountGraceDays: 0,
  postsByPayerAmount: true,
  minConfirmations: 2,
  postsCombinations: true,
  maxCoincidence: 0.0001,
  repeatDays: 10,
  maxItems: 40,
  maxSteps: 200_000,
  maxProposals: 5,
};

/** What was learned of a payer's account from matches a person confirmed or that were certain by reference. */
export interface PayerKnowledge {
  readonly customerId: string;
  readonly confirmations: number;
  /** Payments that turned out to belong to somebody else, or that were part payments without a reference. */
  readonly contradictions: number;
}

export interface ClosedItem {
  readonly itemId: string;
  readonly number: string;
  readonly customerId: string;
}

export interface RecentPayment {
  readonly entryRef: string;
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
}

/**
 * What the matcher knows besides the open items. Look-ups, so that a store can answer from tables; `payerKey` is the
 * IBAN or, failing it, the account reference of the other side.
 */
export interface MatchKnowledge {
  payers(payerKey: string): readonly PayerKnowledge[];
  /** A document that is already settled, by normalised number (`documentKey`) or creditor reference. */
  closedItem(key: string): ClosedItem | undefined;
  /** Advices that quote this payment reference. */
  advices(paymentRef: string): readonly RemittanceAdvice[];
  recentPayments(payerKey: string): readonly RecentPayment[];
}

export const NO_KNOWLEDGE: MatchKnowledge = {
  payers: () => [],
  closedItem: () => undefined,
  advices: () => [],
  recentPayments: () => [],
};
