import type { Context } from '../../engine/rule.js';

const ROOT = '/rsm:CrossIndustryInvoice';
const TRANSACTION = `${ROOT}/rsm:SupplyChainTradeTransaction`;
export const LINE = `${TRANSACTION}/ram:IncludedSupplyChainTradeLineItem`;
const SETTLEMENT = `${TRANSACTION}/ram:ApplicableHeaderTradeSettlement`;

/** In the order of the artefact: an identifier that is plain is not asked again as any identifier. */
export const CII_SYNTAX_CONTEXTS: readonly Context[] = [
  { key: 'payment-means', match: ['ram:SpecifiedTradeSettlementPaymentMeans'] },
  { key: 'process-control', match: [`${ROOT}/rsm:ExchangedDocumentContext`] },
  { key: 'document', match: [`${ROOT}/rsm:ExchangedDocument`] },
  { key: 'note', match: [`${ROOT}/rsm:ExchangedDocument/ram:IncludedNote`] },
  { key: 'line', match: [LINE] },
  { key: 'line-document', match: [`${LINE}/ram:AssociatedDocumentLineDocument`] },
  { key: 'product', match: [`${LINE}/ram:SpecifiedTradeProduct`] },
  { key: 'item-attribute', match: [`${LINE}/ram:SpecifiedTradeProduct/ram:ApplicableProductCharacteristic`] },
  { key: 'line-agreement', match: [`${LINE}/ram:SpecifiedLineTradeAgreement`] },
  { key: 'allowance-charge', match: ['ram:SpecifiedTradeAllowanceCharge'] },
  { key: 'price-allowance', match: ['ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge'] },
  { key: 'line-delivery', match: [`${LINE}/ram:SpecifiedLineTradeDelivery`] },
  { key: 'line-settlement', match: [`${LINE}/ram:SpecifiedLineTradeSettlement`] },
  { key: 'agreement', match: [`${TRANSACTION}/ram:ApplicableHeaderTradeAgreement`] },
  { key: 'delivery', match: [`${TRANSACTION}/ram:ApplicableHeaderTradeDelivery`] },
  { key: 'settlement', match: [SETTLEMENT] },
  { key: 'totals', match: [`${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`] },
  { key: 'root', match: [ROOT] },
  { key: 'context-parameter', match: ['*DocumentContextParameter'] },
  {
    key: 'plain-identifier',
    match: [
      `${ROOT}/rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID`,
      `${ROOT}/rsm:ExchangedDocument/ram:ID`,
      `${LINE}/ram:AssociatedDocumentLineDocument/ram:LineID`,
      `${LINE}/ram:SpecifiedTradeProduct/ram:SellerAssignedID`,
    ],
  },
  { key: 'identifier', match: ['ram:*ID'] },
  { key: 'type-code', match: ['ram:TypeCode'] },
  { key: 'document-type-code', match: [`${ROOT}/rsm:ExchangedDocument/ram:TypeCode`] },
  {
    key: 'line-category-code',
    match: [`${LINE}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode`],
  },
  { key: 'referenced-document', match: ['ram:*ReferencedDocument'] },
  { key: 'amount', match: ['ram:*Amount'], where: ({ name }) => name !== 'TaxTotalAmount' },
  { key: 'quantity', match: ['ram:*Quantity'] },
  { key: 'trade-tax', match: ['ram:*TradeTax'] },
  { key: 'period', match: ['ram:BillingSpecifiedPeriod'] },
  { key: 'address', match: ['ram:PostalTradeAddress'] },
  { key: 'date-102', match: ['udt:DateTimeString[@format=102]'] },
];
