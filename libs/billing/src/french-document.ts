import type { Buyer, DocumentTotals, Payee, PaymentInstructions, PrecedingInvoice, Seller } from '#invoice';
import type { Order } from '#order';
import type { DraftNotebook } from './draft-notebook.js';
import type { PartnerProfile } from './partner-profile.js';
import { hasIbanKey } from './profile-fields.js';
import type { SellerProfile } from './seller-profile.js';

/** Types that name a preceding invoice (UNTDID 1001): corrections, and credit notes other than for a period (262). */
const CORRECTIVE = new Set(['384', '471', '472', '473']);
const CREDITS = new Set(['381', '261', '262', '396', '502', '503']);
const DEPOSITS = new Set(['386', '500', '503']);
const FACTORED = new Set(['393', '472', '473', '501', '396', '502']);
const SELF_BILLED = new Set(['389', '501', '500', '471', '473', '261', '502']);
const FRENCH_ADDRESS = '0225';

export const isDeposit = (type: string): boolean => DEPOSITS.has(type);
export const isFactored = (type: string): boolean => FACTORED.has(type);

/** BT-3: what the order asks for, otherwise the commercial invoice or credit note. */
export function documentTypeOf(order: Order, notebook: DraftNotebook): string {
  const usual = order.kind === 'credit-note' ? '381' : '380';
  const type = order.documentType ?? usual;
  if (CREDITS.has(type) !== (order.kind === 'credit-note')) {
    notebook.fault(
      'DOCUMENT_TYPE',
      ['documentType'],
      type,
      {
        en: `Type ${type} is not one of ${order.kind === 'credit-note' ? 'credit notes' : 'invoices'}.`,
        fr: `Le type ${type} n'est pas celui d'${order.kind === 'credit-note' ? 'un avoir' : 'une facture'}.`,
      },
      { en: 'Correct the type or the kind of the order.', fr: 'Corrigez le type ou la nature de la commande.' },
    );
  }
  return type;
}

/** What the rules of the French reform look at beside the order. */
export interface FrenchParts {
  readonly type: string;
  readonly businessProcess: string | undefined;
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly payee: Payee | undefined;
  readonly preceding: readonly PrecedingInvoice[];
  readonly totals: DocumentTotals;
  readonly payment: PaymentInstructions | undefined;
}

/**
 * What the platforms would refuse, told before a number is taken: type, frame and references that go together, identifiers and
 * addresses of both parties (BR-FR-10 to -13, -21, -22, -CO-03 to -08). Each problem names the field of the order or profile.
 */
export function checkFrenchDocument(
  parts: FrenchParts,
  order: Order,
  seller: SellerProfile,
  customer: PartnerProfile,
  notebook: DraftNotebook,
): void {
  checkReferences(parts, order, notebook);
  checkFrame(parts, order, notebook);
  if (isFactored(parts.type)) checkFactor(parts, order, notebook);
  checkSeller(parts, seller, notebook);
  if (customer.handling === 'B2B') checkBuyer(parts, customer, notebook);
  else if (parts.buyer.electronicAddress === undefined) missingAddress(customer, notebook);
}

function checkReferences({ type, preceding }: FrenchParts, order: Order, notebook: DraftNotebook): void {
  if (CORRECTIVE.has(type) && (preceding.length !== 1 || preceding[0]?.issueDate === undefined)) {
    notebook.fault(
      'CORRECTED_INVOICE',
      ['precedingInvoices'],
      preceding.map(({ number }) => number).join(', '),
      {
        en: 'A corrective invoice names exactly one invoice, with its date.',
        fr: 'Une facture rectificative cite exactement une facture, avec sa date.',
      },
      {
        en: 'Give the one invoice that is replaced (BR-FR-CO-04).',
        fr: 'Citez la seule facture remplacée (BR-FR-CO-04).',
      },
    );
  }
  if (type !== '262') return;
  const lacks = [
    ...(order.references?.contract === undefined ? [['references', 'contract']] : []),
    ...(order.period?.start === undefined ? [['period', 'start']] : []),
    ...(order.period?.end === undefined ? [['period', 'end']] : []),
  ];
  for (const path of lacks) {
    notebook.fault(
      'PERIOD_CREDIT',
      path,
      undefined,
      {
        en: 'A credit note for a global discount (262) needs contract and period.',
        fr: 'Un avoir de remise globale (262) exige le contrat et la période.',
      },
      { en: 'Give the field (BR-FR-CO-03).', fr: 'Renseignez le champ (BR-FR-CO-03).' },
    );
  }
}

function checkFrame({ type, businessProcess, totals }: FrenchParts, order: Order, notebook: DraftNotebook): void {
  const frame = businessProcess ?? '';
  const fault = (en: string, fr: string, remedyEn: string, remedyFr: string): void =>
    notebook.fault('BILLING_FRAME', ['billingFrame'], frame, { en, fr }, { en: remedyEn, fr: remedyFr });
  if (/4$/.test(frame) && isDeposit(type))
    fault(
      'A deposit invoice cannot be the final invoice after a deposit.',
      "Une facture d'acompte ne peut pas être la facture définitive après acompte.",
      'Use frame 1, or 2 where it is paid (BR-FR-CO-08).',
      'Employez le cadre 1, ou 2 si elle est payée (BR-FR-CO-08).',
    );
  if (/2$/.test(frame) && !(totals.paidAmount?.equals(totals.totalWithVat) && totals.amountDue.isZero()))
    fault(
      'The frame says that the invoice is paid, and its amounts do not.',
      'Le cadre indique une facture payée, ce que ses montants ne disent pas.',
      'Give the full prepaid amount, or another frame (BR-FR-CO-09).',
      "Indiquez l'acompte total, ou un autre cadre (BR-FR-CO-09).",
    );
  const asked = order.billingFrame;
  if (asked !== undefined && order.operation !== undefined && asked[0] !== LETTERS[order.operation])
    fault(
      `The frame ${asked} does not fit the operation "${order.operation}".`,
      `Le cadre ${asked} ne convient pas à l'opération « ${order.operation} ».`,
      'Goods begin with B, services with S, both with M.',
      'Les biens commencent par B, les services par S, les deux par M.',
    );
}
const LETTERS = { goods: 'B', services: 'S', mixed: 'M' } as const;

function checkFactor({ payee }: FrenchParts, order: Order, notebook: DraftNotebook): void {
  const account = order.payee?.account;
  if (payee !== undefined && account !== undefined && hasIbanKey(account.iban)) return;
  const path = payee === undefined ? ['payee'] : ['payee', 'account', ...(account === undefined ? [] : ['iban'])];
  notebook.fault(
    'FACTOR_MISSING',
    path,
    account?.iban,
    {
      en: 'A factored invoice is paid to the factor: its name and account are needed.',
      fr: 'Une facture affacturée est payée au factor : il faut son nom et son compte.',
    },
    { en: 'Give payee.name and payee.account.iban.', fr: 'Renseignez payee.name et payee.account.iban.' },
  );
}

function checkSeller({ type, seller }: FrenchParts, profile: SellerProfile, notebook: DraftNotebook): void {
  if (seller.legalRegistration?.scheme !== '0002')
    notebook.profileFault(
      'SELLER_SIREN_MISSING',
      `seller ${profile.sellerRef}: /siren`,
      { en: 'A French invoice names the SIREN of its seller.', fr: 'Une facture française porte le SIREN du vendeur.' },
      { en: 'Add it to the profile (BR-FR-10).', fr: 'Ajoutez-le au profil (BR-FR-10).' },
    );
  if (SELF_BILLED.has(type) && !isAddressOf(seller.electronicAddress, seller.legalRegistration?.id))
    notebook.profileFault(
      'SELLER_ADDRESS',
      `seller ${profile.sellerRef}: /electronicAddress`,
      {
        en: "A self-billed invoice goes to the seller: its address (0225) must begin with the seller's SIREN.",
        fr: 'Une autofacture parvient au vendeur : son adresse (0225) doit commencer par son SIREN.',
      },
      { en: 'Take the address of the directory (BR-FR-22).', fr: "Reprenez l'adresse de l'annuaire (BR-FR-22)." },
    );
}

function checkBuyer({ type, buyer }: FrenchParts, customer: PartnerProfile, notebook: DraftNotebook): void {
  const name = `customer ${customer.customerRef}`;
  if (buyer.legalRegistration?.scheme !== '0002')
    notebook.profileFault(
      'BUYER_SIREN_MISSING',
      `${name}: /siren`,
      {
        en: 'An invoice between French companies (handling B2B) names the SIREN of its buyer.',
        fr: "Une facture entre entreprises françaises (traitement B2B) porte le SIREN de l'acheteur.",
      },
      {
        en: 'Add it, or set the handling (B2BINT, B2C …) of the customer (BR-FR-11).',
        fr: 'Ajoutez-le, ou réglez le traitement (B2BINT, B2C…) du client (BR-FR-11).',
      },
    );
  if (buyer.electronicAddress === undefined) missingAddress(customer, notebook);
  else if (!SELF_BILLED.has(type) && !isAddressOf(buyer.electronicAddress, buyer.legalRegistration?.id))
    notebook.profileFault(
      'BUYER_ADDRESS',
      `${name}: /electronicAddress`,
      {
        en: "The buyer's address must have scheme 0225 and begin with the buyer's SIREN.",
        fr: "L'adresse de l'acheteur doit être de schéma 0225 et commencer par son SIREN.",
      },
      { en: 'Take the address of the directory (BR-FR-21).', fr: "Reprenez l'adresse de l'annuaire (BR-FR-21)." },
    );
}

function missingAddress(customer: PartnerProfile, notebook: DraftNotebook): void {
  notebook.profileFault(
    'BUYER_ADDRESS_MISSING',
    `customer ${customer.customerRef}: /electronicAddress`,
    { en: 'The buyer has no electronic address.', fr: "L'acheteur n'a pas d'adresse électronique." },
    { en: 'Add it to the profile (BR-FR-12).', fr: 'Ajoutez-la au profil (BR-FR-12).' },
  );
}

function isAddressOf(address: Buyer['electronicAddress'], siren: string | undefined): boolean {
  return address?.scheme === FRENCH_ADDRESS && siren !== undefined && address.id.startsWith(siren);
}

/** BG-16 of a factored document: credit transfer to the factor. */
export function factorPayment(order: Order): PaymentInstructions | undefined {
  const account = order.payee?.account;
  if (account === undefined) return undefined;
  return {
    meansCode: '30',
    creditTransfers: [{ accountId: account.iban, accountName: order.payee?.name, serviceProviderId: account.bic }],
  };
}
