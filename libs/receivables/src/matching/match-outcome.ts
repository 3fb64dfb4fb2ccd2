import type { Bilingual, Decimal } from '#kernel';

/** How the solution was found, strongest first. */
export type MatchLevel =
  | 'creditor-reference'
  | 'end-to-end-id'
  | 'remittance-advice'
  | 'document-number'
  | 'payer-amount'
  | 'payer-combination'
  | 'on-account';

/** One observation for or against a solution, in words a clerk can check. */
export interface Evidence {
  /** Stable, `MATCH.…`. */
  readonly code: string;
  /** Where it was seen: `remittance`, `structured-reference`, `end-to-end-id`, `counterparty-iban`, `amount` ... */
  readonly field: string;
  readonly value?: string;
  readonly weight: 'for' | 'against';
  readonly message: Bilingual;
}

/** Why an item is closed by less money than it is open for. */
export type DeductionKind = 'discount' | 'bank-charge' | 'tolerance' | 'dispute';

export interface Deduction {
  readonly kind: DeductionKind;
  readonly amount: Decimal;
  /** The payer's own reason code, where one was given. */
  readonly reason?: string;
}

/** What a solution does to one item. */
export interface ItemAllocation {
  readonly itemId: string;
  /** A late-payment claim: only money pays it, no credit note. */
  readonly isClaim?: boolean;
  readonly number: string;
  readonly customerId: string;
  /** Money share: positive pays an invoice, negative uses a credit note. All shares + onAccount = entry amount. */
  readonly amount: Decimal;
  readonly deductions: readonly Deduction[];
  /** Open amount of the item after money and deductions (a `dispute` deduction stays open). */
  readonly openAfter: Decimal;
}

/** One complete explanation of a bank entry. */
export interface MatchSolution {
  readonly level: MatchLevel;
  readonly customerIds: readonly string[];
  readonly allocations: readonly ItemAllocation[];
  /** Rest kept on account for the customer (overpayment, payment before the invoice). */
  readonly onAccountAmount: Decimal;
  readonly evidence: readonly Evidence[];
  /** 0–100, for ranking only; whether it may be posted is not decided by it. */
  readonly score: number;
}

/**
 * `allocated`: unique within the bounds and explained, may be posted by the machine.
 * `proposed`: for a person, best first, with the reasons why it was not posted.
 * `unmatched`: nothing fits, with the reasons.
 * `ignored`: not a payment to match (a debit, a pending line), with the reason.
 */
export type MatchOutcome =
  | { readonly kind: 'allocated'; readonly entryRef: string; readonly solution: MatchSolution }
  | {
      readonly kind: 'proposed';
      readonly entryRef: string;
      readonly proposals: readonly MatchSolution[];
      readonly reasons: readonly Evidence[];
    }
  | { readonly kind: 'unmatched'; readonly entryRef: string; readonly reasons: readonly Evidence[] }
  | { readonly kind: 'ignored'; readonly entryRef: string; readonly reasons: readonly Evidence[] };
