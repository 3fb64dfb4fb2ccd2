import type { Bilingual } from '#kernel';
import type { Invoice } from '#invoice';
import type { Order } from '#order';
import type { DraftNotebook } from './draft-notebook.js';
import type { PartnerProfile, RequirableReference } from './partner-profile.js';

const LABELS: Record<RequirableReference, { term: string; label: Bilingual }> = {
  buyerReference: {
    term: 'BT-10',
    label: { en: 'buyer reference (service code)', fr: "référence de l'acheteur (code service)" },
  },
  project: { term: 'BT-11', label: { en: 'project reference', fr: 'référence du projet' } },
  contract: { term: 'BT-12', label: { en: 'contract reference', fr: 'référence du contrat' } },
  purchaseOrder: { term: 'BT-13', label: { en: 'purchase order reference', fr: 'référence du bon de commande' } },
  salesOrder: { term: 'BT-14', label: { en: 'sales order reference', fr: 'référence de la commande de vente' } },
  receivingAdvice: {
    term: 'BT-15',
    label: { en: 'receiving advice reference', fr: "référence de l'avis de réception" },
  },
  despatchAdvice: { term: 'BT-16', label: { en: 'despatch advice reference', fr: "référence de l'avis d'expédition" } },
  tender: { term: 'BT-17', label: { en: 'tender or lot reference', fr: "référence de l'appel d'offres ou du lot" } },
  invoicedObject: { term: 'BT-18', label: { en: 'invoiced object identifier', fr: "identifiant de l'objet facturé" } },
  buyerAccounting: {
    term: 'BT-19',
    label: { en: 'buyer accounting reference', fr: "référence comptable de l'acheteur" },
  },
};

type References = Pick<
  Invoice,
  | 'buyerReference'
  | 'projectReference'
  | 'contractReference'
  | 'purchaseOrderReference'
  | 'salesOrderReference'
  | 'receivingAdviceReference'
  | 'despatchAdviceReference'
  | 'tenderReference'
  | 'invoicedObject'
  | 'buyerAccountingReference'
>;

/**
 * BT-10 to BT-19. The customer's defaults serve where the order has none; each reference that the customer requires and nobody
 * gives is a problem, all at once.
 */
export function invoiceReferences(order: Order, customer: PartnerProfile, notebook: DraftNotebook): References {
  const given = { ...customer.defaultReferences, ...order.references };
  const missing = customer.requiredReferences.filter((name) => given[name] === undefined);
  for (const name of missing) referenceMissing(name, customer, notebook);
  return {
    buyerReference: given.buyerReference,
    projectReference: given.project,
    contractReference: given.contract,
    purchaseOrderReference: given.purchaseOrder,
    // The ERP's order number is the sales order unless it says another (BT-14).
    salesOrderReference: given.salesOrder ?? order.number,
    receivingAdviceReference: given.receivingAdvice,
    despatchAdviceReference: given.despatchAdvice,
    tenderReference: given.tender,
    invoicedObject: given.invoicedObject,
    buyerAccountingReference: given.buyerAccounting,
  };
}

function referenceMissing(name: RequirableReference, customer: PartnerProfile, notebook: DraftNotebook): void {
  const { term, label } = LABELS[name];
  notebook.fault(
    'REFERENCE_MISSING',
    ['references', name],
    undefined,
    {
      en: `${customer.name} accepts no invoice without ${label.en} (${term}).`,
      fr: `${customer.name} n'accepte pas de facture sans ${label.fr} (${term}).`,
    },
    {
      en: 'Fill it in the order and send the order again.',
      fr: 'Renseignez-la dans la commande et renvoyez celle-ci.',
    },
  );
}
