import type { Bilingual } from '#kernel';

/** Every fixed word on the page. */
export const LABELS = {
  number: { en: 'No.', fr: 'N°' },
  issued: { en: 'Issue date', fr: 'Date d’émission' },
  due: { en: 'Due date', fr: 'Échéance' },
  amountDue: { en: 'Amount due', fr: 'Net à payer' },
  amountCredited: { en: 'Amount credited', fr: 'Net en votre faveur' },
  seller: { en: 'Seller', fr: 'Vendeur' },
  buyer: { en: 'Buyer', fr: 'Client' },
  deliverTo: { en: 'Deliver to', fr: 'Livré à' },
  payee: { en: 'Payee', fr: 'Bénéficiaire' },
  taxRepresentative: { en: 'Tax representative', fr: 'Représentant fiscal' },
  vatId: { en: 'VAT no.', fr: 'N° TVA' },
  taxId: { en: 'Tax no.', fr: 'N° fiscal' },
  registration: { en: 'Registration no.', fr: 'N° d’immatriculation' },
  identifier: { en: 'ID', fr: 'Identifiant' },
  electronicAddress: { en: 'E-invoicing address', fr: 'Adresse électronique' },
  contact: { en: 'Contact', fr: 'Contact' },
  references: { en: 'References', fr: 'Références' },
  precedingInvoice: { en: 'Preceding invoice', fr: 'Facture d’origine' },
  issuedOn: { en: 'of', fr: 'du' },
  buyerReference: { en: 'Buyer reference', fr: 'Référence client' },
  purchaseOrder: { en: 'Purchase order', fr: 'Commande' },
  salesOrder: { en: 'Sales order', fr: 'Commande vendeur' },
  contract: { en: 'Contract', fr: 'Contrat' },
  project: { en: 'Project', fr: 'Projet' },
  tender: { en: 'Tender or lot', fr: 'Marché ou lot' },
  despatchAdvice: { en: 'Despatch advice', fr: 'Bon de livraison' },
  receivingAdvice: { en: 'Receiving advice', fr: 'Bon de réception' },
  invoicedObject: { en: 'Invoiced object', fr: 'Objet facturé' },
  accountingReference: { en: 'Accounting reference', fr: 'Référence comptable' },
  taxPoint: { en: 'Tax point', fr: 'Exigibilité de la TVA' },
  delivered: { en: 'Delivered', fr: 'Livraison' },
  period: { en: 'Invoicing period', fr: 'Période de facturation' },
  documents: { en: 'Supporting documents', fr: 'Pièces jointes' },
  lineNumber: { en: 'No.', fr: 'N°' },
  description: { en: 'Description', fr: 'Désignation' },
  quantity: { en: 'Quantity', fr: 'Quantité' },
  unitPrice: { en: 'Unit price', fr: 'Prix unitaire' },
  vat: { en: 'VAT', fr: 'TVA' },
  lineNet: { en: 'Net amount', fr: 'Montant HT' },
  sellerItem: { en: 'Item', fr: 'Réf.' },
  buyerItem: { en: 'Your item', fr: 'Votre réf.' },
  standardItem: { en: 'GTIN', fr: 'GTIN' },
  classification: { en: 'Class', fr: 'Classe' },
  orderLine: { en: 'Order line', fr: 'Ligne de commande' },
  origin: { en: 'Origin', fr: 'Origine' },
  linePeriod: { en: 'Period', fr: 'Période' },
  grossPrice: { en: 'List price', fr: 'Prix brut' },
  priceDiscount: { en: 'discount', fr: 'remise' },
  per: { en: 'per', fr: 'par' },
  allowance: { en: 'Allowance', fr: 'Remise' },
  charge: { en: 'Charge', fr: 'Frais' },
  allowancesAndCharges: { en: 'Allowances and charges', fr: 'Remises et frais' },
  ofBase: { en: 'of', fr: 'de' },
  vatBreakdown: { en: 'VAT breakdown', fr: 'Détail de la TVA' },
  rate: { en: 'Rate', fr: 'Taux' },
  taxable: { en: 'Taxable amount', fr: 'Base HT' },
  tax: { en: 'VAT amount', fr: 'Montant TVA' },
  linesTotal: { en: 'Sum of lines', fr: 'Total des lignes' },
  allowancesTotal: { en: 'Allowances', fr: 'Remises' },
  chargesTotal: { en: 'Charges', fr: 'Frais' },
  totalWithoutVat: { en: 'Total without VAT', fr: 'Total HT' },
  vatTotal: { en: 'VAT', fr: 'TVA' },
  totalWithVat: { en: 'Total with VAT', fr: 'Total TTC' },
  paid: { en: 'Already paid', fr: 'Déjà payé' },
  rounding: { en: 'Rounding', fr: 'Arrondi' },
  payment: { en: 'Payment', fr: 'Paiement' },
  means: { en: 'Means', fr: 'Moyen' },
  terms: { en: 'Terms', fr: 'Conditions' },
  account: { en: 'Account', fr: 'Compte' },
  accountName: { en: 'Account holder', fr: 'Titulaire' },
  remittance: { en: 'Please quote', fr: 'Référence à rappeler' },
  card: { en: 'Card', fr: 'Carte' },
  mandate: { en: 'Mandate', fr: 'Mandat' },
  creditor: { en: 'Creditor identifier', fr: 'Identifiant créancier' },
  debited: { en: 'Debited account', fr: 'Compte débité' },
  scanToPay: { en: 'Scan to pay', fr: 'Payer par QR code' },
  notes: { en: 'Notes', fr: 'Mentions' },
  questions: { en: 'Questions about this document', fr: 'Une question sur ce document' },
  page: { en: 'Page', fr: 'Page' },
  of: { en: 'of', fr: 'sur' },
  continued: { en: 'continued', fr: 'suite' },
} as const satisfies Record<string, Bilingual>;

export type LabelKey = keyof typeof LABELS;

const INVOICE: Bilingual = { en: 'Invoice', fr: 'Facture' };

/** Titles by BT-3 (UNTDID 1001). An unknown code is titled as an invoice. */
export const TITLES: Readonly<Record<string, Bilingual>> = {
  '261': { en: 'Self-billed credit note', fr: 'Avoir autofacturé' },
  '262': { en: 'Consolidated credit note', fr: 'Avoir global' },
  '325': { en: 'Pro forma invoice', fr: 'Facture pro forma' },
  '326': { en: 'Partial invoice', fr: 'Facture partielle' },
  '380': INVOICE,
  '381': { en: 'Credit note', fr: 'Avoir' },
  '383': { en: 'Debit note', fr: 'Note de débit' },
  '384': { en: 'Corrective invoice', fr: 'Facture rectificative' },
  '386': { en: 'Prepayment invoice', fr: 'Facture d’acompte' },
  '389': { en: 'Self-billed invoice', fr: 'Facture autofacturée' },
  '393': { en: 'Factored invoice', fr: 'Facture affacturée' },
  '396': { en: 'Factored credit note', fr: 'Avoir affacturé' },
  '471': { en: 'Self-billed corrective invoice', fr: 'Facture rectificative autofacturée' },
  '472': { en: 'Factored corrective invoice', fr: 'Facture rectificative affacturée' },
  '473': { en: 'Self-billed factored corrective invoice', fr: 'Facture rectificative autofacturée et affacturée' },
  '500': { en: 'Self-billed prepayment invoice', fr: 'Facture d’acompte autofacturée' },
  '501': { en: 'Self-billed factored invoice', fr: 'Facture autofacturée et affacturée' },
  '502': { en: 'Self-billed factored credit note', fr: 'Avoir autofacturé et affacturé' },
  '503': { en: 'Prepayment credit note', fr: 'Avoir sur facture d’acompte' },
};

/** Codes of BT-3 by which the seller owes the buyer. */
export const CREDIT_CODES: ReadonlySet<string> = new Set([
  '81',
  '83',
  '261',
  '262',
  '296',
  '308',
  '381',
  '396',
  '420',
  '458',
  '502',
  '503',
  '532',
]);

export const titleOf = (typeCode: string): Bilingual =>
  TITLES[typeCode] ?? (CREDIT_CODES.has(typeCode) ? (TITLES['381'] as Bilingual) : INVOICE);

/** Payment means by BT-81 (UNTDID 4461). */
export const PAYMENT_MEANS: Readonly<Record<string, Bilingual>> = {
  '10': { en: 'Cash', fr: 'Espèces' },
  '20': { en: 'Cheque', fr: 'Chèque' },
  '30': { en: 'Credit transfer', fr: 'Virement' },
  '31': { en: 'Debit transfer', fr: 'Virement débiteur' },
  '42': { en: 'Payment to bank account', fr: 'Versement sur compte bancaire' },
  '48': { en: 'Bank card', fr: 'Carte bancaire' },
  '49': { en: 'Direct debit', fr: 'Prélèvement' },
  '54': { en: 'Credit card', fr: 'Carte de crédit' },
  '55': { en: 'Debit card', fr: 'Carte de débit' },
  '57': { en: 'Standing agreement', fr: 'Accord permanent' },
  '58': { en: 'SEPA credit transfer', fr: 'Virement SEPA' },
  '59': { en: 'SEPA direct debit', fr: 'Prélèvement SEPA' },
  '68': { en: 'Online payment service', fr: 'Paiement en ligne' },
  '97': { en: 'Clearing between partners', fr: 'Compensation entre partenaires' },
};

/** What a VAT category other than the standard rate means (UNTDID 5305). */
export const VAT_CATEGORIES: Readonly<Record<string, Bilingual>> = {
  Z: { en: 'Zero rated', fr: 'Taux zéro' },
  E: { en: 'Exempt', fr: 'Exonéré' },
  AE: { en: 'Reverse charge', fr: 'Autoliquidation' },
  K: { en: 'Intra-community supply', fr: 'Livraison intracommunautaire' },
  G: { en: 'Export', fr: 'Exportation' },
  O: { en: 'Outside the scope of VAT', fr: 'Hors champ de la TVA' },
  L: { en: 'IGIC', fr: 'IGIC' },
  M: { en: 'IPSI', fr: 'IPSI' },
  B: { en: 'Transferred (VAT)', fr: 'Transférée (TVA)' },
};

/** Lead words of notes by BT-21 (UNTDID 4451), as French invoices use them. */
export const NOTE_SUBJECTS: Readonly<Record<string, Bilingual>> = {
  BAR: { en: 'Kind of transaction', fr: 'Nature de l’opération' },
  PMT: { en: 'Recovery costs', fr: 'Frais de recouvrement' },
  PMD: { en: 'Late payment', fr: 'Pénalités de retard' },
  AAB: { en: 'Early payment', fr: 'Escompte' },
  REG: { en: 'Registration', fr: 'Immatriculation' },
  TXD: { en: 'Tax', fr: 'Taxe' },
  SUR: { en: 'Supplier', fr: 'Vendeur' },
  PMI: { en: 'Payment', fr: 'Paiement' },
  ACC: { en: 'Factoring', fr: 'Affacturage' },
};

/** Texts of the note BAR (XP Z12-012, French reform), which are codes for platforms, in words. */
export const TRANSACTION_KINDS: Readonly<Record<string, Bilingual>> = {
  B2B: { en: 'between businesses in France (B2B)', fr: 'entre entreprises établies en France (B2B)' },
  B2BINT: { en: 'between businesses, international (B2BINT)', fr: 'entre entreprises, internationale (B2BINT)' },
  B2C: { en: 'with a consumer (B2C)', fr: 'avec un consommateur (B2C)' },
  OUTOFSCOPE: {
    en: 'outside the e-invoicing duty (OUTOFSCOPE)',
    fr: 'hors obligation de facturation électronique (OUTOFSCOPE)',
  },
  ARCHIVEONLY: { en: 'for the archive only (ARCHIVEONLY)', fr: 'pour archivage seulement (ARCHIVEONLY)' },
};

/** BT-8 (UNTDID 2005). */
export const TAX_POINT_CODES: Readonly<Record<string, Bilingual>> = {
  '3': { en: 'on invoicing', fr: 'à la facturation' },
  '5': { en: 'on invoicing', fr: 'à la facturation' },
  '29': { en: 'on delivery', fr: 'à la livraison' },
  '35': { en: 'on delivery', fr: 'à la livraison' },
  '72': { en: 'on payment', fr: 'à l’encaissement' },
  '432': { en: 'on payment', fr: 'à l’encaissement' },
};

/** Identifier schemes that a reader knows by name (ISO 6523). */
export const SCHEMES: Readonly<Record<string, string>> = {
  '0002': 'SIREN',
  '0009': 'SIRET',
  '0060': 'DUNS',
  '0088': 'GLN',
  '0160': 'GTIN',
  '0106': 'KVK',
  '0190': 'OIN',
  '0204': 'Leitweg-ID',
  '0208': 'BCE/KBO',
  '0223': 'VAT',
  '0224': 'Code routage',
  '0225': 'FRCTC',
};
