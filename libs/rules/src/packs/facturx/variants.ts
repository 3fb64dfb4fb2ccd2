import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Test } from '../../engine/rule.js';
import { doublesAt, single, textAt, Unanswerable } from '../../engine/values.js';
import { countOf, numberAt, present, someText, type Row } from '../sheet-writing.js';

/*
 * Rules of EN 16931 that Factur-X words in its own way: an element that holds white space counts as given, prices stand
 * wherever they stand, and so on. They take the place of those of the CEN.
 */

const TRADE = 'rsm:SupplyChainTradeTransaction';
const AGREEMENT = `${TRADE}/ram:ApplicableHeaderTradeAgreement`;
const SETTLEMENT = `${TRADE}/ram:ApplicableHeaderTradeSettlement`;
const ALLOWANCES = `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge`;

/** Some node at the path is not entirely empty. */
const given = (source: string): Test => (element) => path(source).texts(element).some((text) => text !== ''); // prettier-ignore
/** Likewise anywhere below an element of this name in the document. */
const givenWithin = (name: string, source: string): Test => (_, scope) =>
  scope.everywhere(name).some((each) => path(source).texts(each).some((text) => text !== '')); // prettier-ignore

const TAX = 'ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax';

export const VARIANT_CONTEXTS: readonly Context[] = [
  { key: 'document', match: ['/rsm:CrossIndustryInvoice'] },
  { key: 'reference', match: ['ram:AdditionalReferencedDocument'] },
  { key: 'tax', match: [TAX] },
  { key: 'line', match: ['ram:IncludedSupplyChainTradeLineItem'] },
  { key: 'representative', match: ['ram:SellerTaxRepresentativeTradeParty'] },
  { key: 'delivery', match: [`/rsm:CrossIndustryInvoice/${TRADE}/ram:ApplicableHeaderTradeDelivery`] },
  { key: 'settlement', match: [`${TRADE}/ram:ApplicableHeaderTradeSettlement`] },
  { key: 'preceding', match: [`/rsm:CrossIndustryInvoice/${SETTLEMENT}/ram:InvoiceReferencedDocument`] },
  {
    key: 'transfer',
    match: ['ram:SpecifiedTradeSettlementPaymentMeans'],
    where: (element) => ['30', '58'].includes(textAt(element, 'ram:TypeCode')),
  },
  {
    key: 'account',
    match: ['ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount'],
    where: (element) => someText(element, '../ram:TypeCode', '30') || someText(element, '../ram:TypeCode', '58'),
  },
  { key: 'card', match: ['ram:ApplicableTradeSettlementFinancialCard'] },
  { key: 'total', match: ['ram:SpecifiedTradeSettlementHeaderMonetarySummation'] },
  { key: 'german-trade', match: [`/rsm:CrossIndustryInvoice/${TRADE}`], where: isGermanInvoice },
];

function isGermanInvoice(trade: XmlElement): boolean {
  const german = (...parties: string[]): boolean =>
    parties.some((party) =>
      path(`${party}/ram:PostalTradeAddress/ram:CountryID`)
        .texts(trade)
        .some((country) => country.trim().toUpperCase() === 'DE'),
    );
  return (
    path('../rsm:ExchangedDocument/ram:TypeCode')
      .texts(trade)
      .some((type) => type !== '386') &&
    german(
      'ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty',
      'ram:ApplicableHeaderTradeSettlement/ram:InvoicerTradeParty',
    ) &&
    german(
      'ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty',
      'ram:ApplicableHeaderTradeSettlement/ram:InvoiceeTradeParty',
    )
  );
}

/** Delivery date or period is given, and what says of delivery is not hollow. */
const deliveryDated: Test = (trade) => {
  const occurred = path(
    'ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime',
  ).exists(trade);
  if (occurred) return true;
  const period =
    path('ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod').exists(trade) ||
    path('ram:IncludedSupplyChainTradeLineItem')
      .elements(trade)
      .every((line) => path('ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod').exists(line));
  return period && path('ram:ApplicableHeaderTradeDelivery').texts(trade).join('').trim() !== '';
};

const dueSomehow: Test = (_, scope) => {
  const totals = scope.everywhere('ram:DuePayableAmount');
  const [only, second] = totals;
  if (second !== undefined) throw new Unanswerable('repeated', textAt(second, '.'), second);
  const due = only === undefined ? Number.NaN : numberAt(only, '.');
  if (!(due > 0)) return true;
  return scope
    .everywhere('ram:SpecifiedTradePaymentTerms')
    .some((terms) => path('ram:DueDateDateTime').exists(terms) || path('ram:Description').exists(terms));
};

const oneAccount: Test = (means) => {
  const has = (name: string): boolean => path(`ram:PayeePartyCreditorFinancialAccount/ram:${name}`).exists(means);
  return has('IBANID') !== has('ProprietaryID');
};

const taxPointOnce: Test = (tax) => !(path('ram:TaxPointDate').exists(tax) && path('ram:DueDateTypeCode').exists(tax));

/** Sums as XPath sums untyped values: floating point, rounded half up to the cent. */
const cents = (amount: number): number => Math.floor(amount * 10 * 10 + 0.5) / 100;
const summed = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const ofKind = (root: XmlElement, indicator: string): XmlElement[] =>
  path(ALLOWANCES)
    .elements(root)
    .filter((each) => someText(each, 'ram:ChargeIndicator/udt:Indicator', indicator));
const amountsOf = (root: XmlElement, indicator: string): number[] =>
  ofKind(root, indicator).flatMap((each) => doublesAt(each, path('ram:ActualAmount')));

const allowancesAgree: Test = (total, { root }) => {
  const stated = path('ram:AllowanceTotalAmount');
  if (!stated.exists(total) && ofKind(root, 'false').length === 0) return true;
  return doublesAt(total, stated).includes(cents(summed(amountsOf(root, 'false'))));
};

const chargesAgree: Test = (total, { root }) => {
  if (!path('ram:ChargeTotalAmount').exists(total) && ofKind(root, 'true').length === 0) return true;
  const stated = doublesAt(
    root,
    path(`${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:ChargeTotalAmount`),
  );
  const services = doublesAt(root, path(`${SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge/ram:AppliedAmount`));
  const expected = cents(cents(summed(amountsOf(root, 'true'))) + cents(summed(services)));
  return stated.length === 1 && cents(stated[0] as number) === expected;
};

const CLASS = 'ram:SpecifiedTradeProduct/ram:DesignatedProductClassification';

export const VARIANT_ROWS: readonly Row[] = [
  ['BR-01', 'fatal', 'document', given('rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID')],
  ['BR-02', 'fatal', 'document', given('rsm:ExchangedDocument/ram:ID')],
  ['BR-03', 'fatal', 'document', issued],
  ['BR-04', 'fatal', 'document', given('rsm:ExchangedDocument/ram:TypeCode')],
  ['BR-05', 'fatal', 'document', given(`${SETTLEMENT}/ram:InvoiceCurrencyCode`)],
  ['BR-06', 'fatal', 'document', given(`${AGREEMENT}/ram:SellerTradeParty/ram:Name`)],
  ['BR-07', 'fatal', 'document', given(`${AGREEMENT}/ram:BuyerTradeParty/ram:Name`)],
  ['BR-09', 'fatal', 'document', givenWithin('ram:SellerTradeParty', 'ram:PostalTradeAddress/ram:CountryID')],
  ['BR-11', 'fatal', 'document', givenWithin('ram:BuyerTradeParty', 'ram:PostalTradeAddress/ram:CountryID')],
  ['BR-CO-25', 'fatal', 'document', dueSomehow],
  ['BR-52', 'fatal', 'reference', given('ram:IssuerAssignedID')],
  ['BR-47', 'fatal', 'tax', present('ram:CategoryCode')],
  ['BR-48', 'fatal', 'tax', (tax) => path('ram:RateApplicablePercent').exists(tax) || someText(tax, 'ram:CategoryCode', 'O')],
  ['BR-CO-03', 'fatal', 'tax', taxPointOnce],
  ['BR-21', 'fatal', 'line', given('ram:AssociatedDocumentLineDocument/ram:LineID')],
  ['BR-25', 'fatal', 'line', given('ram:SpecifiedTradeProduct/ram:Name')],
  ['BR-64', 'fatal', 'line', (line, scope) => countOf(line, 'ram:SpecifiedTradeProduct/ram:GlobalID') === 0 || given('ram:SpecifiedTradeProduct/ram:GlobalID/@schemeID')(line, scope)],
  ['BR-65', 'fatal', 'line', (line, scope) => countOf(line, CLASS) === 0 || given(`${CLASS}/ram:ClassCode/@listID`)(line, scope)],
  ['BR-18', 'fatal', 'representative', present('ram:Name')],
  ['BR-20', 'fatal', 'representative', present('ram:PostalTradeAddress/ram:CountryID')],
  ['BR-57', 'fatal', 'delivery', (delivery, scope) => !path('ram:ShipToTradeParty/ram:PostalTradeAddress').exists(delivery) || given('ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID')(delivery, scope)],
  ['BR-CO-18', 'fatal', 'settlement', present('ram:ApplicableTradeTax')],
  ['BR-55', 'fatal', 'preceding', given('ram:IssuerAssignedID')],
  ['BR-CO-27', 'fatal', 'transfer', oneAccount],
  ['BR-50', 'fatal', 'account', (account) => path('ram:IBANID').exists(account) || path('ram:ProprietaryID').exists(account)],
  ['BR-51', 'fatal', 'card', (card) => [...single(path('ram:ID').texts(card))].length <= 10, 'ram:ID'],
  ['BR-CO-11', 'fatal', 'total', allowancesAgree],
  ['BR-CO-12', 'fatal', 'total', chargesAgree],
  ['BR-FX-EN-04', 'fatal', 'german-trade', deliveryDated],
]; // prettier-ignore

function issued(document: XmlElement): boolean {
  return path('rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString')
    .elements(document)
    .some(
      (date) => date.text !== '' && date.attributes.some(({ name, value }) => name === 'format' && value === '102'),
    );
}
