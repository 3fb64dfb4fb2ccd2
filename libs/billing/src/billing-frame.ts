import type { Order } from '#order';
import type { BillingPolicy } from './billing-policy.js';
import { isDeposit } from './french-document.js';
import type { DocumentProfile } from './partner-profile.js';

/** BT-24 of each document profile. */
const SPECIFICATIONS: Record<DocumentProfile, string> = {
  en16931: 'urn:cen.eu:en16931:2017',
  'extended-ctc-fr': 'urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr',
  'basic-wl': 'urn:factur-x.eu:1p0:basicwl',
  basic: 'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
  extended: 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
};

/** BT-24 Specification identifier. */
export function specificationOf(profile: DocumentProfile): string {
  return SPECIFICATIONS[profile];
}

const LETTERS = { goods: 'B', services: 'S', mixed: 'M' } as const;

/**
 * BT-23, the French billing frame (BR-FR-08): letter of the operation, then 2 when already paid, 4 when it settles deposits
 * invoiced before, otherwise 1. A credit note and a deposit keep 1. What the order says goes first.
 */
export function billingFrame(order: Order, policy: BillingPolicy, isFullyPaid: boolean): string {
  if (order.billingFrame !== undefined) return order.billingFrame;
  const letter = LETTERS[order.operation ?? policy.operation];
  if (order.kind === 'credit-note') return `${letter}1`;
  if (isFullyPaid) return `${letter}2`;
  if (order.documentType !== undefined && isDeposit(order.documentType)) return `${letter}1`;
  const settlesDeposit = order.prepaidAmount?.isPositive() && (order.precedingInvoices?.length ?? 0) > 0;
  return settlesDeposit ? `${letter}4` : `${letter}1`;
}
