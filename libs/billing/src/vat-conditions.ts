import type { Buyer, DeliveryInformation, Seller, VatBreakdown } from '#invoice';
import type { PostalAddress } from '#invoice';
import type { Order } from '#order';
import type { DraftNotebook } from './draft-notebook.js';
import type { PartnerProfile } from './partner-profile.js';
import type { SellerProfile } from './seller-profile.js';

/** The parts of a draft that the VAT categories put conditions on. */
export interface VatParts {
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly delivery?: DeliveryInformation;
}

/**
 * Applies what EN 16931 asks of parties and delivery for each category: VAT numbers for S, AE, K and G (BR-S-02, BR-AE-02,
 * BR-IC-02, BR-G-02), delivery date and country for K (BR-IC-11, BR-IC-12), and no VAT number at all for O (BR-O-02).
 */
export function underVatConditions(
  parts: VatParts,
  breakdown: readonly VatBreakdown[],
  order: Order,
  seller: SellerProfile,
  customer: PartnerProfile,
  notebook: DraftNotebook,
): VatParts {
  const categories = new Set(breakdown.map((group) => group.category));
  if (categories.has('O')) return withoutVatNumbers(parts, categories, notebook);
  const sellerHasNumber = parts.seller.vatId !== undefined || seller.taxRepresentative !== undefined;
  if (!sellerHasNumber && (parts.seller.taxRegistrationId === undefined || categories.has('K') || categories.has('G')))
    numberMissing('seller', seller.sellerRef, notebook);
  if ((categories.has('AE') || categories.has('K')) && parts.buyer.vatId === undefined)
    numberMissing('customer', customer.customerRef, notebook);
  return categories.has('K') ? withDeliveryOfGoods(parts, order, customer.address, notebook) : parts;
}

function withoutVatNumbers(parts: VatParts, categories: ReadonlySet<string>, notebook: DraftNotebook): VatParts {
  if (categories.size > 1) {
    notebook.fault(
      'NOT_SUBJECT_MIXED',
      ['lines'],
      [...categories].join(', '),
      {
        en: 'Supplies outside the scope of VAT (O) stand beside others.',
        fr: 'Des opérations hors champ de la TVA (O) côtoient d’autres opérations.',
      },
      { en: 'Write two invoices (BR-O-11 to BR-O-14).', fr: 'Établissez deux factures (BR-O-11 à BR-O-14).' },
    );
  }
  notebook.explain(
    'VAT_NUMBERS_LEFT_OUT',
    ['BT-31', 'BT-48'],
    'VAT numbers are left out, since nothing on the invoice is subject to VAT (BR-O-02).',
    "Les numéros de TVA sont omis : rien sur la facture n'est dans le champ de la TVA (BR-O-02).",
  );
  return {
    ...parts,
    seller: { ...parts.seller, vatId: undefined },
    buyer: { ...parts.buyer, vatId: undefined },
  };
}

function withDeliveryOfGoods(
  parts: VatParts,
  order: Order,
  fallback: PostalAddress,
  notebook: DraftNotebook,
): VatParts {
  if (parts.delivery?.date === undefined && order.period === undefined) {
    notebook.fault(
      'DELIVERY_DATE_MISSING',
      ['delivery', 'date'],
      undefined,
      {
        en: 'An intra-community supply needs its delivery date or period.',
        fr: 'Une livraison intracommunautaire demande sa date ou sa période de livraison.',
      },
      { en: 'Give the date of delivery (BR-IC-11).', fr: 'Indiquez la date de livraison (BR-IC-11).' },
    );
  }
  if (parts.delivery?.address) return parts;
  notebook.explain(
    'DELIVERY_ADDRESS_TAKEN',
    ['BG-15'],
    "The goods are taken to go to the customer's address, since the order names no other (BR-IC-12).",
    "Les biens sont réputés livrés à l'adresse du client, la commande n'en citant pas d'autre (BR-IC-12).",
  );
  return { ...parts, delivery: { ...parts.delivery, address: fallback } };
}

function numberMissing(role: 'seller' | 'customer', ref: string, notebook: DraftNotebook): void {
  notebook.profileFault(
    'VAT_NUMBER_MISSING',
    `${role} ${ref}: /vatId`,
    {
      en: `The VAT number of the ${role} is needed for this VAT category.`,
      fr: `Le numéro de TVA du ${role === 'seller' ? 'vendeur' : 'client'} est requis pour cette catégorie de TVA.`,
    },
    { en: 'Add it to the profile.', fr: 'Ajoutez-le au profil.' },
  );
}
