import { type Decimal, type LocalDate } from '#kernel';
import type { Order } from '#order';
import type { BillingPolicy, PaymentTerms } from './billing-policy.js';
import type { DraftNotebook } from './draft-notebook.js';
import { dueDateOf, latestDueDate } from './due-date.js';
import type { PartnerProfile } from './partner-profile.js';

export interface AgreedTerms {
  /** BT-9. */
  readonly dueDate?: LocalDate;
  /** BT-20. */
  readonly paymentTerms?: string;
}

/**
 * BT-9 and BT-20 of an invoice. The order's own due date goes first, then the order's terms, the customer's, the policy's. The
 * lawful ceiling is checked whoever set the date.
 */
export function agreedTerms(
  order: Order,
  customer: PartnerProfile,
  policy: BillingPolicy,
  issueDate: LocalDate,
  notebook: DraftNotebook,
): AgreedTerms {
  const given = order.paymentTerms?.dueDate;
  const terms = namedTerms(order, customer, policy, notebook);
  if (given === undefined && terms === undefined) return {};
  const dueDate = given ?? dueDateOf(issueDate, (terms as { terms: PaymentTerms }).terms);
  if (given !== undefined)
    notebook.explain(
      'DUE_DATE_GIVEN',
      ['BT-9'],
      `Due date ${given} as the order gives it.`,
      `Échéance ${given} indiquée par la commande.`,
    );
  else if (terms)
    notebook.explain(
      'DUE_DATE',
      ['BT-9'],
      `Due date ${dueDate} by the terms "${terms.id}".`,
      `Échéance ${dueDate} selon les conditions « ${terms.id} ».`,
    );
  checkDueDate(dueDate, issueDate, policy, notebook);
  const own = given === undefined ? terms?.terms.text[customer.language].replace('{dueDate}', dueDate) : undefined;
  return { dueDate, paymentTerms: order.paymentTerms?.text ?? own };
}

function namedTerms(order: Order, customer: PartnerProfile, policy: BillingPolicy, notebook: DraftNotebook) {
  const id = order.paymentTerms?.termsId ?? customer.paymentTerms ?? policy.defaultPaymentTerms;
  const terms = Object.hasOwn(policy.paymentTerms, id) ? policy.paymentTerms[id] : undefined;
  if (terms) return { id, terms };
  const message = {
    en: `The policy "${policy.policyId}" has no payment terms "${id}".`,
    fr: `La politique « ${policy.policyId} » n'a pas de conditions de paiement « ${id} ».`,
  };
  const remedy = {
    en: 'Name terms that the policy has, or add them.',
    fr: 'Citez des conditions existantes ou ajoutez-les.',
  };
  if (order.paymentTerms?.termsId !== undefined)
    notebook.fault('TERMS_UNKNOWN', ['paymentTerms', 'termsId'], id, message, remedy);
  else notebook.profileFault('TERMS_UNKNOWN', `customer ${customer.customerRef}: /paymentTerms`, message, remedy);
  return undefined;
}

function checkDueDate(dueDate: LocalDate, issueDate: LocalDate, policy: BillingPolicy, notebook: DraftNotebook): void {
  const path = ['paymentTerms', 'dueDate'];
  if (dueDate < issueDate) {
    notebook.fault(
      'DUE_BEFORE_ISSUE',
      path,
      dueDate,
      {
        en: `The due date lies before the issue date ${issueDate}.`,
        fr: `L'échéance précède la date de facture ${issueDate}.`,
      },
      { en: 'Give a later due date (BR-FR-CO-07).', fr: 'Indiquez une échéance postérieure (BR-FR-CO-07).' },
    );
  }
  const latest = latestDueDate(issueDate, policy.ceiling);
  if (dueDate <= latest) return;
  const en = `The due date ${dueDate} lies beyond the lawful ceiling ${latest} (Code de commerce L441-10).`;
  const fr = `L'échéance ${dueDate} dépasse le plafond légal du ${latest} (Code de commerce, art. L441-10).`;
  if (policy.ceiling.onBreach === 'warning') return notebook.warn('DUE_BEYOND_CEILING', ['BT-9'], en, fr);
  const remedy = {
    en: 'Shorten the terms; a sector exception is set as the ceiling of the policy.',
    fr: 'Raccourcissez le délai ; une dérogation sectorielle se règle par le plafond de la politique.',
  };
  notebook.fault('DUE_BEYOND_CEILING', path, dueDate, { en, fr }, remedy);
}

/** True when nothing is left to pay: BT-113 covers the total with VAT. */
export function isFullyPaid(prepaid: Decimal | undefined, totalWithVat: Decimal): boolean {
  return prepaid !== undefined && prepaid.isPositive() && prepaid.equals(totalWithVat);
}
