import { creditorReference, FacteurError, type Decimal, type LocalDate } from '#kernel';
import type { Invoice } from '#invoice';
import type { Locate } from '#order';
import type { BillingPolicy } from './billing-policy.js';
import type { Explanation } from './explanation.js';

/** Stands for BT-1 until the number is taken at issue. */
export const NUMBER_PLACEHOLDER = 'DRAFT';

/** An invoice that is complete save for its number. */
export interface DraftInvoice {
  /** BT-1 is `NUMBER_PLACEHOLDER`, BT-83 is not set. */
  readonly invoice: Invoice;
  readonly isCreditNote: boolean;
  readonly issueDate: LocalDate;
  /** Decisions and accepted differences, for the timeline. */
  readonly explanations: readonly Explanation[];
}

/** What drafting needs besides order, profiles and policy. */
export interface DraftContext {
  readonly issueDate: LocalDate;
  /** Names fields of the order as the ERP knows them; left out: JSON pointers of the canonical order. */
  readonly locate?: Locate;
  readonly lookups?: {
    /** Issue date of one of the seller's earlier invoices: BT-26 where the order does not give it. */
    readonly issueDateOf?: (number: string) => LocalDate | undefined;
    /** Euros for one unit of a currency on the issue date: BT-111 of invoices in another currency (BR-FR-CO-12). */
    readonly eurosPerUnit?: (currency: string) => Decimal | undefined;
  };
}

export interface NumberedInvoice {
  readonly invoice: Invoice;
  /** BT-83, when it is an ISO 11649 reference. */
  readonly creditorReference?: string;
}

/**
 * Completes a draft with the number taken at issue: BT-1, and BT-83 as the policy says. An ISO 11649 reference is made from
 * the number; where the number is too long for one (more than 21 letters and digits) the number itself is quoted.
 * @throws FacteurError `NUMBER.TAKEN` (precondition) when the draft already has a number.
 */
export function withNumber(
  draft: DraftInvoice,
  number: string,
  policy: Pick<BillingPolicy, 'remittanceReference'>,
): NumberedInvoice {
  const { invoice } = draft;
  if (invoice.number !== NUMBER_PLACEHOLDER)
    throw new FacteurError('NUMBER.TAKEN', 'precondition', 'The document already has a number', {
      number: invoice.number,
    });
  if (!invoice.payment) return { invoice: { ...invoice, number } };
  const reference = policy.remittanceReference === 'creditor-reference' ? creditorReference(number) : undefined;
  const payment = { ...invoice.payment, remittanceInformation: reference ?? number };
  return {
    invoice: { ...invoice, number, payment },
    ...(reference === undefined ? {} : { creditorReference: reference }),
  };
}

/** The fiscal year a date falls into, named after the calendar year in which it begins. */
export function fiscalYearOf(date: LocalDate, startMonth: number): number {
  const year = Number(date.slice(0, 4));
  return Number(date.slice(5, 7)) >= startMonth ? year : year - 1;
}
