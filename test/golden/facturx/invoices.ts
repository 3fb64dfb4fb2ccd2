import type { Invoice, InvoiceLine } from '#invoice';
import { Decimal, localDate } from '#kernel';

const d = (text: string): Decimal => Decimal.of(text);

/** An invented line; every number fits the others. */
export function line(id: string, name: string, quantity: string, price: string, net: string, more: Partial<InvoiceLine> = {}): InvoiceLine {
  return {
    id,
    quantity: d(quantity),
    unitCode: 'C62',
    netAmount: d(net),
    allowances: [],
    charges: [],
    price: { netPrice: d(price) },
    vat: { category: 'S', rate: d('20') },
    item: { name, classifications: [], attributes: [] },
    ...more,
  };
}

/** An invented invoice of an invented company; identifiers are documented examples or test numbers. */
export const STANDARD: Invoice = {
  number: 'F-2026-00042',
  issueDate: localDate('2026-11-24'),
  typeCode: '380',
  currency: 'EUR',
  dueDate: localDate('2026-12-24'),
  buyerReference: 'SERVICE-ACHATS-12',
  purchaseOrderReference: 'PO-2026-7781',
  contractReference: 'CT-2025-019',
  despatchAdviceReference: 'BL-88120',
  paymentTerms: '30 jours date de facture.',
  notes: [
    { subjectCode: 'BAR', text: 'B2B' },
    { subjectCode: 'PMT', text: 'Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.' },
    { subjectCode: 'PMD', text: 'En cas de retard de paiement, pénalités au taux de trois fois l’intérêt légal.' },
    { subjectCode: 'AAB', text: 'Pas d’escompte pour paiement anticipé.' },
  ],
  process: { businessProcess: 'S1', specification: 'urn:cen.eu:en16931:2017' },
  precedingInvoices: [],
  seller: {
    name: 'Atelier Beaumarchais (exemple) SAS',
    identifiers: [{ id: '73282932000074', scheme: '0009' }],
    legalRegistration: { id: '732829320', scheme: '0002' },
    vatId: 'FR44732829320',
    legalInformation: 'SAS au capital de 50 000 €, RCS Paris (exemple)',
    electronicAddress: { id: '732829320', scheme: '0225' },
    address: { line1: '12 rue de l’Exemple', city: 'Paris', postCode: '75011', country: 'FR' },
    contact: { name: 'Service comptabilité clients', telephone: '+33 1 99 00 00 00', email: 'factures@example.com' },
  },
  buyer: {
    name: 'Coopérative des Œillets (exemple)',
    identifiers: [],
    legalRegistration: { id: '404833048', scheme: '0002' },
    vatId: 'FR83404833048',
    electronicAddress: { id: '404833048', scheme: '0225' },
    address: { line1: '4 place de la Mairie', line2: 'Bâtiment C', city: 'Lyon', postCode: '69003', country: 'FR' },
  },
  delivery: {
    partyName: 'Entrepôt Sud (exemple)',
    date: localDate('2026-11-20'),
    address: { line1: '18 chemin des Peupliers', city: 'Vénissieux', postCode: '69200', country: 'FR' },
  },
  payment: {
    meansCode: '58',
    remittanceInformation: 'F-2026-00042',
    creditTransfers: [{ accountId: 'FR7630006000011234567890189', accountName: 'Atelier Beaumarchais (exemple)', serviceProviderId: 'AGRIFRPP' }],
  },
  allowances: [{ amount: d('50.00'), reason: 'Remise fidélité', vatCategory: 'S', vatRate: d('20') }],
  charges: [{ amount: d('25.00'), reason: 'Frais de port', vatCategory: 'S', vatRate: d('20') }],
  totals: {
    lineNetTotal: d('1604.10'),
    allowanceTotal: d('50.00'),
    chargeTotal: d('25.00'),
    totalWithoutVat: d('1579.10'),
    vatTotal: d('308.57'),
    totalWithVat: d('1887.67'),
    amountDue: d('1887.67'),
  },
  vatBreakdown: [
    { taxableAmount: d('1529.10'), taxAmount: d('305.82'), category: 'S', rate: d('20') },
    { taxableAmount: d('50.00'), taxAmount: d('2.75'), category: 'S', rate: d('5.5') },
  ],
  attachments: [],
  lines: [
    line('1', 'Table de travail en chêne massif', '2', '620.00', '1240.00', {
      item: {
        name: 'Table de travail en chêne massif',
        description: 'Plateau 180 × 80 cm, épaisseur 35 mm, huile naturelle. Montage sur place compris.',
        sellerItemId: 'TBL-180',
        standardItemId: { id: '4012345000009', scheme: '0160' },
        classifications: [],
        attributes: [{ name: 'Teinte', value: 'naturelle' }],
      },
    }),
    line('2', 'Visserie inox', '1250', '0.0912', '114.00', { item: { name: 'Visserie inox', sellerItemId: 'VIS-04', classifications: [], attributes: [] } }),
    line('3', 'Conseil en aménagement', '2.5', '80.04', '200.10', {
      unitCode: 'HUR',
      period: { start: localDate('2026-11-02'), end: localDate('2026-11-13') },
    }),
    line('4', 'Guide d’entretien (livre)', '5', '10.00', '50.00', { vat: { category: 'S', rate: d('5.5') } }),
  ],
};

/** The standard invoice with another number of lines. */
export function manyLines(count: number): Invoice {
  const lines = Array.from({ length: count }, (_item, index) =>
    line(String(index + 1), `Article n° ${index + 1}${index % 7 === 3 ? ', avec un nom assez long pour passer à la ligne dans sa colonne' : ''}`, '3', '10.00', '30.00'),
  );
  const net = Decimal.of(count * 30).rounded(2);
  const vat = net.times(d('0.2')).rounded(2);
  const totals = { lineNetTotal: net, totalWithoutVat: net, vatTotal: vat, totalWithVat: net.plus(vat), amountDue: net.plus(vat) };
  return { ...STANDARD, lines, totals, allowances: [], charges: [], vatBreakdown: [{ taxableAmount: net, taxAmount: vat, category: 'S', rate: d('20') }] };
}

/** An invented logo: a PNG of 40 × 16 pixels with transparency. */
export const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACgAAAAQCAYAAABk1z2tAAAATUlEQVR42mOokre1qZK3ZcCDB1Qel4L/ePCAO/A/EXjAHPifBEx3B/4nA9PNgf8pwEPKgf+pjUcdOOrA4ebAkVsODomaZEjUxYOuNQMAGMBE8NERrJ8AAAAASUVORK5CYII=',
  'base64',
);

const { purchaseOrderReference: _order, ...WITHOUT_ORDER } = STANDARD;

/** Ten different invoices, each with the language of its page; their renderings are kept beside this file. */
export const GOLDEN: readonly { readonly name: string; readonly language: 'fr' | 'en' | 'fr-en'; readonly invoice: Invoice }[] = [
  { name: 'standard', language: 'fr', invoice: STANDARD },
  { name: 'both-languages', language: 'fr-en', invoice: STANDARD },
  {
    name: 'credit-note',
    language: 'fr',
    invoice: { ...WITHOUT_ORDER, number: 'AV-2026-00007', typeCode: '381', precedingInvoices: [{ number: 'F-2026-00042', issueDate: localDate('2026-11-24') }] },
  },
  {
    name: 'prepayment',
    language: 'fr',
    invoice: { ...manyLines(1), typeCode: '386', number: 'AC-2026-00003' },
  },
  {
    name: 'corrective',
    language: 'en',
    invoice: { ...WITHOUT_ORDER, typeCode: '384', number: 'FR-2026-00009', precedingInvoices: [{ number: 'F-2026-00042', issueDate: localDate('2026-11-24') }] },
  },
  { name: 'reverse-charge', language: 'en', invoice: reverseCharge() },
  { name: 'dollars', language: 'en', invoice: { ...manyLines(3), currency: 'USD', vatCurrency: 'EUR', totals: { ...manyLines(3).totals, vatTotalInVatCurrency: d('16.55') } } },
  { name: 'greek-cyrillic', language: 'en', invoice: greekAndCyrillic() },
  { name: 'direct-debit', language: 'fr', invoice: { ...manyLines(3), payment: { meansCode: '59', creditTransfers: [], directDebit: { mandateReference: 'MANDAT-0042', creditorId: 'FR12ZZZ123456', debitedAccountId: 'FR7630006000011234567890189' } } } },
  { name: 'long-names', language: 'fr', invoice: longNames() },
];

function reverseCharge(): Invoice {
  const base = manyLines(2);
  const zero = d('0.00');
  return {
    ...base,
    buyer: { name: 'Beispiel Handels GmbH (Example)', identifiers: [], vatId: 'DE123456789', address: { line1: 'Musterstraße 5', city: 'Köln', postCode: '50667', country: 'DE' } },
    lines: base.lines.map((each) => ({ ...each, vat: { category: 'AE', rate: zero } })),
    totals: { ...base.totals, vatTotal: zero, totalWithVat: base.totals.totalWithoutVat, amountDue: base.totals.totalWithoutVat },
    vatBreakdown: [{ taxableAmount: base.totals.totalWithoutVat, taxAmount: zero, category: 'AE', rate: zero, exemptionReason: 'Reverse charge, article 196 of Directive 2006/112/EC', exemptionReasonCode: 'VATEX-EU-AE' }],
  };
}

function greekAndCyrillic(): Invoice {
  const base = manyLines(2);
  return {
    ...base,
    buyer: { name: 'Παράδειγμα Εμπορική Α.Ε.', identifiers: [], vatId: 'EL123456789', address: { line1: 'Οδός Παραδείγματος 7', city: 'Αθήνα', postCode: '105 57', country: 'GR' } },
    delivery: { partyName: 'Примерен склад ООД', date: localDate('2026-11-20'), address: { line1: 'ул. Примерна 12', city: 'София', postCode: '1000', country: 'BG' } },
    lines: [line('1', 'Ελαιόλαδο, εξαιρετικά παρθένο', '3', '10.00', '30.00'), line('2', 'Розово масло, Łódź, Ďáblice, İzmir, Ħamrun', '3', '10.00', '30.00')],
  };
}

function longNames(): Invoice {
  const name = 'Société coopérative d’intérêt collectif pour la restauration et l’entretien des bâtiments anciens de la vallée (exemple)';
  const base = manyLines(2);
  return {
    ...base,
    number: 'FACTURE-2026-DEPARTEMENT-TRAVAUX-000000042',
    seller: { ...base.seller, name },
    buyer: { ...base.buyer, name: `${name} – direction des achats`, contact: { name: 'Service des achats', email: 'service-des-achats.restauration.batiments@cooperative.example.com' } },
    totals: { lineNetTotal: d('1219326232.24'), totalWithoutVat: d('1219326232.24'), vatTotal: d('243865246.45'), totalWithVat: d('1463191478.69'), amountDue: d('1463191478.69') },
    vatBreakdown: [{ taxableAmount: d('1219326232.24'), taxAmount: d('243865246.45'), category: 'S', rate: d('20') }],
    paymentTerms: 'Paiement à trente jours fin de mois le dix, par virement. '.repeat(4).trim(),
    lines: [
      line('LOT-1.1', 'Dépose, restauration en atelier et repose de menuiseries extérieures en chêne, vitrages anciens conservés. '.repeat(4), '12345.678', '98765.4321', '1219326222.24'),
      line('LOT-1.2', 'Identifiant-sans-espace-'.repeat(8), '1', '10.00', '10.00'),
    ],
  };
}
