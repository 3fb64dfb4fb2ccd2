import { path } from '../../engine/path.js';
import type { Context, Test } from '../../engine/rule.js';
import { anyEqual, someBoolean } from '../../engine/values.js';
import { isVatTax } from './cii-nodes.js';
import { VAT_FAMILIES } from './vat-families.table.js';

const HEADER = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction';
const CURRENCY = path(`${HEADER}/ram:ApplicableHeaderTradeSettlement/ram:InvoiceCurrencyCode`);
const INDICATOR_TEXT = path('udt:Indicator');
const TYPE_CODE = path('ram:TypeCode');
const CATEGORY_CODE = path('ram:CategoryCode');
const CII_INDICATOR = path('../ram:ChargeIndicator/udt:Indicator');
const AT_TAX = ['L', 'M', 'O'];
const isTransfer = (code: string): boolean => code === '30' || code === '58';

/** Contexts of the model pattern in CII. */
export const CII_MODEL: readonly Context[] = [
  { key: 'classification', match: ['ram:DesignatedProductClassification'] },
  { key: 'supporting-document', match: ['ram:AdditionalReferencedDocument'] },
  { key: 'card', match: ['ram:ApplicableTradeSettlementFinancialCard'] },
  {
    key: 'payee-account',
    match: ['ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount'],
    where: ({ parent }) => parent !== undefined && TYPE_CODE.texts(parent).some(isTransfer),
  },
  { key: 'delivery', match: [`${HEADER}/ram:ApplicableHeaderTradeDelivery`] },
  ...ciiAllowanceContexts('document', 'ram:ApplicableHeaderTradeSettlement'),
  { key: 'totals', match: ['ram:SpecifiedTradeSettlementHeaderMonetarySummation'] },
  { key: 'invoice', match: ['/rsm:CrossIndustryInvoice'] },
  { key: 'line', match: ['ram:IncludedSupplyChainTradeLineItem'] },
  ...ciiAllowanceContexts('line', 'ram:SpecifiedLineTradeSettlement'),
  { key: 'line-period', match: ['ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod'] },
  { key: 'period', match: ['ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod'] },
  { key: 'item-attribute', match: ['ram:ApplicableProductCharacteristic'] },
  { key: 'payee', match: ['ram:PayeeTradeParty'] },
  { key: 'payment', match: ['ram:SpecifiedTradeSettlementPaymentMeans'] },
  { key: 'preceding', match: [`${HEADER}/ram:ApplicableHeaderTradeSettlement/ram:InvoiceReferencedDocument`] },
  { key: 'seller', match: ['ram:SellerTradeParty'] },
  { key: 'representative', match: ['ram:SellerTaxRepresentativeTradeParty'] },
  {
    key: 'tax-total',
    match: ['ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount'],
    where: (total) => anyEqual(path('@currencyID').texts(total), CURRENCY.texts(total)),
  },
  { key: 'vat-identifier', match: ['ram:SpecifiedTaxRegistration/ram:ID[@schemeID=VA]'] },
  ...VAT_FAMILIES.flatMap(({ family, code }) => ciiVatContexts(family, code)),
  { key: 'breakdown', match: ['ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax'] },
];

function ciiAllowanceContexts(level: string, parent: string): Context[] {
  const match = [`${parent}/ram:SpecifiedTradeAllowanceCharge/ram:ChargeIndicator`];
  const says = (text: string): Test => {
    return (indicator) => INDICATOR_TEXT.texts(indicator).includes(text);
  };
  return [
    { key: `${level}-allowance`, match, where: says('false') },
    { key: `${level}-charge`, match, where: says('true') },
  ];
}

function ciiVatContexts(family: string, code: string): Context[] {
  const category: Test = (tax) => CATEGORY_CODE.texts(tax).includes(code) && isVatTax(tax);
  const under = (wanted: boolean): Test => {
    return (tax, scope) => someBoolean(CII_INDICATOR.elements(tax), wanted) && category(tax, scope);
  };
  const transaction = 'rsm:SupplyChainTradeTransaction';
  const line = `${transaction}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax`;
  const taxes = 'ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax';
  return [
    ciiBreakdownContext(family, code, category),
    { key: `vat-${family}-allowance`, match: [taxes], where: under(false) },
    { key: `vat-${family}-charge`, match: [taxes], where: under(true) },
    { key: `vat-${family}-line`, match: [line], where: category },
  ];
}

/**
 * The artefact asks L, M and O at the tax (which thereby escapes the rules of the plain breakdown), the others at the
 * code; S and Z whatever the type of the tax.
 */
function ciiBreakdownContext(family: string, code: string, category: Test): Context {
  const tax = 'ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax';
  const key = `vat-${family}`;
  if (AT_TAX.includes(code)) return { key, match: [`rsm:SupplyChainTradeTransaction/${tax}`], where: category };
  const isCode: Test = (element) => element.children.length === 0 && element.text === code;
  if (code === 'S' || code === 'Z') return { key, match: [`${tax}/ram:CategoryCode`], where: isCode };
  return {
    key,
    match: [`rsm:SupplyChainTradeTransaction/${tax}/ram:CategoryCode`],
    where: (element, scope) => isCode(element, scope) && element.parent !== undefined && isVatTax(element.parent),
  };
}
