import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Test } from '../../engine/rule.js';
import { normalized, single, textAt } from '../../engine/values.js';
import {
  attribute,
  codes,
  filled,
  missing,
  ownText,
  present,
  rawTextAt,
  someText,
  type Row,
} from '../sheet-writing.js';
import {
  discountsAreWellFormed,
  isSpacedIban,
  looksLikeEmail,
  looksLikeTelephone,
  looksLikeUrl,
} from './german-texts.js';
import { CIUS, CVD, EXTENSION } from './identifiers.js';
import { fileNamesDiffer } from './ubl-german.js';

const DOCUMENT = '/rsm:CrossIndustryInvoice';
const TRADE = 'rsm:SupplyChainTradeTransaction';
const AGREEMENT = `${TRADE}/ram:ApplicableHeaderTradeAgreement`;
const SETTLEMENT = `${TRADE}/ram:ApplicableHeaderTradeSettlement`;
const DELIVERY = `${TRADE}/ram:ApplicableHeaderTradeDelivery`;
const LINE = `${TRADE}/ram:IncludedSupplyChainTradeLineItem`;
const PAYMENT = `${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans`;
const SELLER = `${AGREEMENT}/ram:SellerTradeParty`;
const below = (steps: string): string[] => [`${DOCUMENT}/${steps}`];

const VAT_CATEGORIES = codes('S Z E AE K G L M');
const TYPES = codes('326 380 384 389 381 875 876 877');
const TRANSFER = codes('30 58');
const CARD = codes('48 54 55');

const paidBy =
  (wanted: (code: string) => boolean): Test =>
  (element) =>
    wanted(textAt(element, 'ram:TypeCode'));

/** Contexts of the German rules for CII in the order of the official pattern. */
export const GERMAN_CII_CONTEXTS: readonly Context[] = [
  { key: 'document', match: [DOCUMENT] },
  { key: 'context', match: below('rsm:ExchangedDocumentContext') },
  { key: 'seller', match: below(SELLER) },
  { key: 'seller-address', match: below(`${SELLER}/ram:PostalTradeAddress`) },
  { key: 'contact', match: below(`${SELLER}/ram:DefinedTradeContact`) },
  { key: 'buyer-address', match: below(`${AGREEMENT}/ram:BuyerTradeParty/ram:PostalTradeAddress`) },
  {
    key: 'external',
    match: below(`${AGREEMENT}/ram:AdditionalReferencedDocument`),
    where: (element) => someText(element, 'ram:TypeCode', '916'),
  },
  { key: 'delivery-address', match: below(`${DELIVERY}/ram:ShipToTradeParty/ram:PostalTradeAddress`) },
  { key: 'transfer', match: below(PAYMENT), where: paidBy((code) => TRANSFER.has(code)) },
  { key: 'card', match: below(PAYMENT), where: paidBy((code) => CARD.has(code)) },
  { key: 'debit', match: below(PAYMENT), where: paidBy((code) => code === '59') },
  { key: 'vat', match: below(`${SETTLEMENT}/ram:ApplicableTradeTax`) },
  { key: 'trade', match: below(TRADE) },
  { key: 'line', match: below(LINE) },
];

const mandate = path(`${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID`);
const creditor = path(`${SETTLEMENT}/ram:CreditorReferenceID`);
const debtor = path(`${PAYMENT}/ram:PayerPartyDebtorFinancialAccount/ram:IBANID`);
const ownDebtor = path('ram:PayerPartyDebtorFinancialAccount/ram:IBANID');

/** Whether some part of a direct debit (BG-19) is in the document, with the account of this payment means alone. */
const debitOf: Test = (element, { root }) => mandate.exists(root) || creditor.exists(root) || ownDebtor.exists(element);
const noDebit: Test = (element, scope) => !debitOf(element, scope);

const creditorKnown: Test = (document) =>
  creditor.exists(document) || !(mandate.exists(document) || debtor.exists(document));
const debtorKnown: Test = (document) =>
  debtor.exists(document) || !(mandate.exists(document) || creditor.exists(document));

const chargedVat = (document: XmlElement): boolean => {
  const has = (type: string, category: string): boolean =>
    someText(document, type, 'VAT') &&
    path(category)
      .texts(document)
      .some((code) => VAT_CATEGORIES.has(code));
  const tax = `${LINE}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax`;
  const allowance = `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax`;
  return has(`${tax}/ram:TypeCode`, `${tax}/ram:CategoryCode`) || has(allowance, `${allowance}/ram:CategoryCode`);
};

const sellerIsRegistered: Test = (document) =>
  !chargedVat(document) ||
  path(`${AGREEMENT}/ram:SellerTaxRepresentativeTradeParty`).exists(document) ||
  path(`${SELLER}/ram:SpecifiedTaxRegistration/ram:ID`)
    .elements(document)
    .some((id) => ['VA', 'FC'].includes(normalized(attribute(id, 'schemeID'))) && ownText(id) !== '');

const discounts: Test = (document) => {
  const notes = path(`${SETTLEMENT}/ram:SpecifiedTradePaymentTerms`)
    .elements(document)
    .map((terms) => path('ram:Description').texts(terms)[0])
    .filter((note) => note !== undefined);
  if (!notes.some((note) => note.split(/\r?\n/).some((line) => normalized(line).startsWith('#')))) return true;
  return discountsAreWellFormed(single(notes), normalized);
};

const specifies: Test = (element) =>
  [CIUS, EXTENSION, CVD].some((id) => someText(element, 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID', id));

const datedDelivery: Test = (trade) =>
  path('ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime').exists(trade) ||
  path('ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod').exists(trade) ||
  path('ram:IncludedSupplyChainTradeLineItem')
    .elements(trade)
    .every((line) => path('ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod').exists(line));

const sameBasis: Test = (line) => {
  const gross = path('ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:BasisQuantity');
  const net = path('ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity');
  if (!gross.exists(line) || !net.exists(line)) return true;
  const units = (source: string): string[] => path(`${source}/@unitCode`).texts(line);
  const [grossUnits, netUnits] = [units(gross.source), units(net.source)];
  const quantities = net.texts(line);
  return (
    gross.texts(line).some((quantity) => quantities.includes(quantity)) &&
    (grossUnits.length === 0 || netUnits.length === 0 || grossUnits.some((unit) => netUnits.includes(unit)))
  );
};

const references = (document: XmlElement, scope: Parameters<Test>[1]): boolean =>
  fileNamesDiffer(scope.everywhere('ram:AdditionalReferencedDocument'), 'ram:AttachmentBinaryObject/@filename');

/** The German rules for CII. */
export const GERMAN_CII_ROWS: readonly Row[] = [
  ['BR-DE-30', 'fatal', 'document', creditorKnown],
  ['BR-DE-31', 'fatal', 'document', debtorKnown],
  ['BR-DE-1', 'fatal', 'document', present(PAYMENT)],
  ['BR-DE-15', 'fatal', 'document', filled(`${AGREEMENT}/ram:BuyerReference`)],
  ['BR-DE-16', 'fatal', 'document', sellerIsRegistered],
  ['BR-DE-17', 'warning', 'document', (document) => TYPES.has(textAt(document, 'rsm:ExchangedDocument/ram:TypeCode')), 'rsm:ExchangedDocument/ram:TypeCode'],
  ['BR-DE-18', 'fatal', 'document', discounts, `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description`],
  ['BR-DE-22', 'fatal', 'document', references],
  ['BR-DE-26', 'warning', 'document', (document) => textAt(document, 'rsm:ExchangedDocument/ram:TypeCode') !== '384' || path(`${SETTLEMENT}/ram:InvoiceReferencedDocument`).exists(document)],
  ['BR-DE-21', 'warning', 'context', specifies, 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'],
  ['BR-DE-2', 'fatal', 'seller', present('ram:DefinedTradeContact')],
  ['BR-DE-3', 'fatal', 'seller-address', filled('ram:CityName')],
  ['BR-DE-4', 'fatal', 'seller-address', filled('ram:PostcodeCode')],
  ['BR-DE-5', 'fatal', 'contact', (element, scope) => filled('ram:PersonName')(element, scope) || filled('ram:DepartmentName')(element, scope)],
  ['BR-DE-6', 'fatal', 'contact', filled('ram:TelephoneUniversalCommunication/ram:CompleteNumber')],
  ['BR-DE-7', 'fatal', 'contact', filled('ram:EmailURIUniversalCommunication/ram:URIID')],
  ['BR-DE-27', 'warning', 'contact', (element) => looksLikeTelephone(textAt(element, 'ram:TelephoneUniversalCommunication/ram:CompleteNumber')), 'ram:TelephoneUniversalCommunication/ram:CompleteNumber'],
  ['BR-DE-28', 'warning', 'contact', (element) => looksLikeEmail(textAt(element, 'ram:EmailURIUniversalCommunication/ram:URIID')), 'ram:EmailURIUniversalCommunication/ram:URIID'],
  ['BR-DE-8', 'fatal', 'buyer-address', filled('ram:CityName')],
  ['BR-DE-9', 'fatal', 'buyer-address', filled('ram:PostcodeCode')],
  ['BR-TMP-2', 'warning', 'external', (element) => !path('ram:URIID').exists(element) || looksLikeUrl(rawTextAt(element, 'ram:URIID')), 'ram:URIID'],
  ['BR-DE-10', 'fatal', 'delivery-address', filled('ram:CityName')],
  ['BR-DE-11', 'fatal', 'delivery-address', filled('ram:PostcodeCode')],
  ['BR-DE-19', 'warning', 'transfer', (element) => textAt(element, 'ram:TypeCode') !== '58' || isSpacedIban(rawTextAt(element, 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID')), 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID'],
  ['BR-DE-23-a', 'fatal', 'transfer', present('ram:PayeePartyCreditorFinancialAccount')],
  ['BR-DE-23-b', 'fatal', 'transfer', (element, scope) => missing('ram:ApplicableTradeSettlementFinancialCard')(element, scope) && noDebit(element, scope)],
  ['BR-DE-24-a', 'fatal', 'card', present('ram:ApplicableTradeSettlementFinancialCard')],
  ['BR-DE-24-b', 'fatal', 'card', (element, scope) => missing('ram:PayeePartyCreditorFinancialAccount')(element, scope) && noDebit(element, scope)],
  ['BR-DE-20', 'warning', 'debit', (element) => isSpacedIban(rawTextAt(element, ownDebtor.source)), ownDebtor.source],
  ['BR-DE-25-a', 'fatal', 'debit', debitOf],
  ['BR-DE-25-b', 'fatal', 'debit', missing('ram:PayeePartyCreditorFinancialAccount', 'ram:PayeeSpecifiedCreditorFinancialInstitution', 'ram:PayerSpecifiedDebtorFinancialInstitution', 'ram:ApplicableTradeSettlementFinancialCard')],
  ['BR-DE-14', 'fatal', 'vat', filled('ram:RateApplicablePercent')],
  ['BR-DE-TMP-32', 'info', 'trade', datedDelivery],
  ['BR-TMP-3', 'fatal', 'line', sameBasis],
]; // prettier-ignore
