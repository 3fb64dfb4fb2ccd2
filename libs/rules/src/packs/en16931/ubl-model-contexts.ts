import { path } from '../../engine/path.js';
import type { Context, Discriminator, Test } from '../../engine/rule.js';
import { categoryCode, isCharge, isVat } from './ubl-nodes.js';
import { VAT_FAMILIES } from './vat-families.table.js';

const allowance: Test = (element) => isCharge(element, false);
const charge: Test = (element) => isCharge(element, true);
const LINES = ['cac:InvoiceLine', 'cac:CreditNoteLine'];
const ROOTS = ['/ubl:Invoice', '/cn:CreditNote'];
const below = (tops: readonly string[], rest: string): string[] => tops.map((top) => `${top}/${rest}`);

const PAYMENT_MEANS = path('cbc:PaymentMeansCode');
const isTransfer = (code: string): boolean => code === '30' || code === '58';

/** Code of a category of VAT; empty for another scheme. */
const vatCode: Discriminator = (category) => {
  const code = categoryCode(category);
  return code !== '' && isVat(category) ? code : '';
};

/** `S allowance`, `S charge`: what kind of adjustment a category of VAT belongs to. */
const adjustmentCode: Discriminator = (category, scope) => {
  const { parent } = category;
  if (parent === undefined) return '';
  const kind = isCharge(parent, false) ? 'allowance' : isCharge(parent, true) ? 'charge' : '';
  return `${vatCode(category, scope)} ${kind}`;
};

function ublVatContexts(family: string, code: string): Context[] {
  const adjustments = ['cac:AllowanceCharge/cac:TaxCategory'];
  return [
    {
      key: `vat-${family}`,
      match: below(ROOTS, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory'),
      when: { of: vatCode, is: code },
    },
    { key: `vat-${family}-allowance`, match: adjustments, when: { of: adjustmentCode, is: `${code} allowance` } },
    { key: `vat-${family}-charge`, match: adjustments, when: { of: adjustmentCode, is: `${code} charge` } },
    {
      key: `vat-${family}-line`,
      match: below(LINES, 'cac:Item/cac:ClassifiedTaxCategory'),
      when: { of: vatCode, is: code },
    },
  ];
}

/** Contexts of the model pattern in UBL; the order decides where several match. */
export const UBL_MODEL: readonly Context[] = [
  { key: 'supporting-document', match: ['cac:AdditionalDocumentReference'] },
  { key: 'buyer-endpoint', match: ['cac:AccountingCustomerParty/cac:Party/cbc:EndpointID'] },
  { key: 'buyer-address', match: ['cac:AccountingCustomerParty/cac:Party/cac:PostalAddress'] },
  { key: 'card', match: ['cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID'] },
  { key: 'delivery-address', match: ['cac:Delivery/cac:DeliveryLocation/cac:Address'] },
  { key: 'document-allowance', match: below(ROOTS, 'cac:AllowanceCharge'), where: allowance },
  { key: 'document-charge', match: below(ROOTS, 'cac:AllowanceCharge'), where: charge },
  { key: 'totals', match: ['cac:LegalMonetaryTotal'] },
  { key: 'invoice', match: ROOTS },
  { key: 'line', match: LINES },
  { key: 'line-allowance', match: below(LINES, 'cac:AllowanceCharge'), where: allowance },
  { key: 'line-charge', match: below(LINES, 'cac:AllowanceCharge'), where: charge },
  { key: 'line-period', match: below(LINES, 'cac:InvoicePeriod') },
  { key: 'period', match: ['cac:InvoicePeriod'] },
  { key: 'item-attribute', match: ['cac:AdditionalItemProperty'] },
  { key: 'classification', match: below(LINES, 'cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode') },
  { key: 'standard-id', match: below(LINES, 'cac:Item/cac:StandardItemIdentification/cbc:ID') },
  { key: 'note', match: below(ROOTS, 'cbc:Note') },
  { key: 'payee', match: ['cac:PayeeParty'] },
  {
    key: 'payee-account',
    match: ['cac:PaymentMeans/cac:PayeeFinancialAccount'],
    where: ({ parent }) => parent !== undefined && PAYMENT_MEANS.texts(parent).some(isTransfer),
  },
  { key: 'payment', match: ['cac:PaymentMeans'] },
  { key: 'preceding', match: ['cac:BillingReference'] },
  { key: 'seller', match: ['cac:AccountingSupplierParty'] },
  { key: 'seller-endpoint', match: ['cac:AccountingSupplierParty/cac:Party/cbc:EndpointID'] },
  { key: 'seller-address', match: ['cac:AccountingSupplierParty/cac:Party/cac:PostalAddress'] },
  { key: 'representative', match: ['cac:TaxRepresentativeParty'] },
  { key: 'representative-address', match: ['cac:TaxRepresentativeParty/cac:PostalAddress'] },
  { key: 'tax-total', match: below(ROOTS, 'cac:TaxTotal') },
  { key: 'breakdown', match: ['cac:TaxTotal/cac:TaxSubtotal'] },
  { key: 'vat-identifier', match: ['cac:PartyTaxScheme'], where: isVat },
  ...VAT_FAMILIES.flatMap(({ family, code }) => ublVatContexts(family, code)),
];
