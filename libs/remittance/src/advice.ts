import type { Decimal, LocalDate, Problem } from '#kernel';
import type { EntryParty, ReferredDocument } from './entry.js';

export type AdviceFormat = 'edifact-remadv' | 'ubl-remittance-advice' | 'csv-advice';

/**
 * What a payer says a payment is for. It proposes an allocation and moves no money: only a bank entry does.
 * `isPayment` is false for an advice that announces a dispute or a refusal instead of a payment.
 */
export interface RemittanceAdvice {
  readonly format: AdviceFormat;
  readonly adviceRef: string;
  readonly issuedOn?: LocalDate;
  readonly paidOn?: LocalDate;
  readonly currency?: string;
  readonly totalAmount?: Decimal;
  readonly isPayment: boolean;
  readonly payer: EntryParty;
  readonly payee: EntryParty;
  /** Reference that comes back on the bank entry (end-to-end id, payment order number). */
  readonly paymentRefs: readonly string[];
  readonly documents: readonly ReferredDocument[];
  readonly findings: readonly Problem[];
}

export interface AdviceFile {
  readonly format: AdviceFormat;
  readonly advices: readonly RemittanceAdvice[];
}
