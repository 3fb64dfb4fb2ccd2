import { path } from '../../engine/path.js';
import type { Context, Discriminator, Test } from '../../engine/rule.js';
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

/** The code of a tax of VAT: of several, the one whose family comes first, as the artefact takes the first context that fits. */
function codeAmong(codes: readonly string[]): Discriminator {
  return (tax) => {
    const texts = CATEGORY_CODE.texts(tax);
    const code =
      texts.length === 1 && codes.includes(texts[0] as string) ? texts[0] : codes.find((each) => texts.includes(each));
    return code !== undefined && isVatTax(tax) ? code : '';
  };
}
const ALL_CODES = VAT_FAMILIES.map(({ code }) => code);
const lineCode = codeAmong(ALL_CODES);
const headerTaxCode = codeAmong(AT_TAX);

const adjustmentCode: Discriminator = (tax, scope) => {
  const indicators = CII_INDICATOR.elements(tax);
  const kind = someBoolean(indicators, false) ? 'allowance' : someBoolean(indicators, true) ? 'charge' : '';
  return `${lineCode(tax, scope)} ${kind}`;
};

/** A category code in the header; S and Z count whatever the type of their tax. */
const headerCode: Discriminator = (code) => {
  const { text, parent } = code;
  if (code.children.length > 0 || text === 'S' || text === 'Z') return text;
  return parent !== undefined && isVatTax(parent) ? text : '';
};

function ciiVatContexts(family: string, code: string): Context[] {
  const transaction = 'rsm:SupplyChainTradeTransaction';
  const line = `${transaction}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax`;
  const taxes = 'ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax';
  return [
    ciiBreakdownContext(family, code),
    { key: `vat-${family}-allowance`, match: [taxes], when: { of: adjustmentCode, is: `${code} allowance` } },
    { key: `vat-${family}-charge`, match: [taxes], when: { of: adjustmentCode, is: `${code} charge` } },
    { key: `vat-${family}-line`, match: [line], when: { of: lineCode, is: code } },
  ];
}

/** The artefact asks L, M and O at the tax (which thereby escapes the rules of the plain breakdown), the others at the code. */
function ciiBreakdownContext(family: string, code: string): Context {
  const tax = 'ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax';
  const key = `vat-${family}`;
  if (AT_TAX.includes(code)) {
    return { key, match: [`rsm:SupplyChainTradeTransaction/${tax}`], when: { of: headerTaxCode, is: code } };
  }
  const isLoose = code === 'S' || code === 'Z';
  const match = `${isLoose ? '' : 'rsm:SupplyChainTradeTransaction/'}${tax}/ram:CategoryCode`;
  return { key, match: [match], when: { of: headerCode, is: code } };
}

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
