import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Pattern, Test } from '../../engine/rule.js';
import { decimalAt, decimalOf, decimalsAt, doubleOf, textAt } from '../../engine/values.js';
import {
  attribute,
  codes,
  countOf,
  hasAttribute,
  never,
  ownText,
  present,
  rulesOf,
  someText,
} from '../sheet-writing.js';
import { isItalianVatOrForeign } from './check-digits.js';
import { CII_SCHEMES, identifierContexts, identifierRows } from './identifiers.js';
import { lineNetAgrees, nonZero, total, withinSlack, type LineFacts } from './line-amounts.js';
import { WORDINGS } from './wording.table.js';

const ZERO = Decimal.fromUnits(0n, 0);
const ONE = Decimal.fromUnits(1n, 0);
const HUNDREDTH = Decimal.fromUnits(1n, 2);
const DIRECT_DEBIT = codes('49 59');
const SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const TRADE = 'rsm:SupplyChainTradeTransaction';
const SETTLEMENT = `${TRADE}/ram:ApplicableHeaderTradeSettlement`;
const LINE = `${TRADE}/ram:IncludedSupplyChainTradeLineItem`;
const TOTALS = 'ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount';

const percent = path('ram:CalculationPercent');
const base = path('ram:BasisAmount');

const linePeriod = (date: string): string[] => [
  `${LINE}/ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod/ram:${date}`,
];
const documentPeriod = (date: string): string => `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:${date}`;
const hasDocumentPeriod =
  (date: string): Test =>
  (_, { root }) =>
    path(documentPeriod(date)).exists(root);

/** Dates are compared as texts, as the official rule does. */
const againstDocument =
  (date: string, holds: (line: string, document: string) => boolean): Test =>
  (element, { root }) => {
    const wholes = path(`${documentPeriod(date)}/udt:DateTimeString`).texts(root);
    return path('udt:DateTimeString')
      .texts(element)
      .some((part) => wholes.some((whole) => holds(part, whole)));
  };

const contexts: Context[] = [
  { key: 'context', match: ['rsm:ExchangedDocumentContext'] },
  { key: 'agreement', match: ['ram:ApplicableHeaderTradeAgreement'] },
  { key: 'settlement', match: ['ram:ApplicableHeaderTradeSettlement'] },
  { key: 'document', match: ['rsm:ExchangedDocument'] },
  { key: 'buyer', match: ['ram:BuyerTradeParty'] },
  { key: 'seller', match: ['ram:SellerTradeParty'] },
  {
    key: 'allowance-without-base',
    match: ['ram:SpecifiedTradeAllowanceCharge'],
    where: (element) => percent.exists(element) && !base.exists(element),
  },
  {
    key: 'allowance-without-percent',
    match: ['ram:SpecifiedTradeAllowanceCharge'],
    where: (element) => !percent.exists(element) && base.exists(element),
  },
  { key: 'allowance', match: ['ram:SpecifiedTradeAllowanceCharge'] },
  { key: 'price-allowance', match: ['ram:AppliedTradeAllowanceCharge'] },
  {
    key: 'direct-debit',
    match: ['ram:SpecifiedTradeSettlementPaymentMeans'],
    where: (element) => DIRECT_DEBIT.has(textAt(element, 'ram:TypeCode')),
  },
  { key: 'line-start', match: linePeriod('StartDateTime'), where: hasDocumentPeriod('StartDateTime') },
  { key: 'line-end', match: linePeriod('EndDateTime'), where: hasDocumentPeriod('EndDateTime') },
  { key: 'line', match: ['ram:IncludedSupplyChainTradeLineItem'] },
  { key: 'price', match: ['ram:NetPriceProductTradePrice', 'ram:GrossPriceProductTradePrice'] },
  {
    key: 'price-quantity',
    match: ['ram:NetPriceProductTradePrice/ram:BasisQuantity', 'ram:GrossPriceProductTradePrice/ram:BasisQuantity'],
    where: (element) => hasAttribute(element, 'unitCode'),
  },
  ...identifierContexts(['ram:URIID'], ['ram:ID', 'ram:GlobalID'], CII_SCHEMES),
];

/** VAT totals whose currency passes. */
const totalsIn = (settlement: XmlElement, passes: (currency: string) => boolean): XmlElement[] =>
  path(TOTALS)
    .elements(settlement)
    .filter((each) => hasAttribute(each, 'currencyID') && passes(attribute(each, 'currencyID')));

const invoiceCurrencies = (root: XmlElement): string[] => path(`${SETTLEMENT}/ram:InvoiceCurrencyCode`).texts(root);
const taxCurrencies = (root: XmlElement): string[] => path(`${SETTLEMENT}/ram:TaxCurrencyCode`).texts(root);

const oneTotal: Test = (settlement, { root }) =>
  totalsIn(settlement, (currency) => invoiceCurrencies(root).includes(currency)).length === 1;

const oneOtherTotal: Test = (settlement, { root }) => {
  const others = totalsIn(settlement, (currency) => invoiceCurrencies(root).some((known) => known !== currency));
  return others.length === (path('ram:TaxCurrencyCode').exists(settlement) ? 1 : 0);
};

/** Both totals of VAT are negative, or neither is. */
export const totalsAgreeInSign: Test = (settlement, { root }) => {
  if (taxCurrencies(root).length === 0) return true;
  const amounts = (known: readonly string[]): number[] =>
    totalsIn(settlement, (currency) => known.includes(currency)).map((each) => doubleOf(each.text));
  const [tax, document] = [amounts(taxCurrencies(root)), amounts(invoiceCurrencies(root))];
  const both = (holds: (amount: number) => boolean): boolean => tax.some(holds) && document.some(holds);
  return both((amount) => amount < 0) || both((amount) => amount >= 0);
};

const percentAgrees: Test = (element) => {
  const rate = decimalAt(element, percent);
  const of = decimalAt(element, base);
  if (rate === undefined || of === undefined) return true;
  return withinSlack(decimalAt(element, path('ram:ActualAmount')), of.times(rate).times(HUNDREDTH));
};

const INDICATOR = 'ram:ChargeIndicator/udt:Indicator';
const indicated: Test = (element) => ['true', 'false'].includes(textAt(element, INDICATOR));
const QUANTITY = 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity';
const NET_PRICE = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice';
const LINE_SETTLEMENT = 'ram:SpecifiedLineTradeSettlement';
const LINE_REFERENCE = `${LINE_SETTLEMENT}/ram:AdditionalReferencedDocument`;

function factsOf(line: XmlElement): LineFacts {
  const amounts = (wanted: string): Decimal =>
    total(
      path(`${LINE_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge`)
        .elements(line)
        .filter((each) => textAt(each, INDICATOR) === wanted)
        .flatMap((each) => decimalsAt(each, path('ram:ActualAmount'))),
    );
  const summation = `${LINE_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation`;
  return {
    net: decimalAt(line, path(`${summation}/ram:LineTotalAmount`)) ?? ZERO,
    quantity: decimalAt(line, path(QUANTITY)) ?? ONE,
    price: decimalAt(line, path(`${NET_PRICE}/ram:ChargeAmount`)) ?? ZERO,
    baseQuantity: nonZero(decimalAt(line, path(`${NET_PRICE}/ram:BasisQuantity`))),
    charges: amounts('true'),
    allowances: amounts('false'),
  };
}

const referencesOf = (element: XmlElement, source: string, type: string): number =>
  path(source)
    .elements(element)
    .filter((each) => someText(each, 'ram:TypeCode', type)).length;

const PROCESS = 'ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID';
const billing: Test = (context) => /urn:fdc:peppol\.eu:2017:poacc:billing:[0-9]{2}:1\.0/.test(textAt(context, PROCESS));

const rows = rulesOf(WORDINGS, [
  ['PEPPOL-EN16931-R001', 'fatal', 'context', present(PROCESS)],
  ['PEPPOL-EN16931-R007', 'fatal', 'context', billing, PROCESS],
  [
    'PEPPOL-EN16931-R004',
    'fatal',
    'context',
    (element) => textAt(element, 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID').startsWith(SPECIFICATION),
  ],
  [
    'PEPPOL-EN16931-R003',
    'fatal',
    'agreement',
    (element) =>
      path('ram:BuyerReference').exists(element) ||
      path('ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID').exists(element),
  ],
  [
    'PEPPOL-EN16931-R006',
    'fatal',
    'agreement',
    (element) => referencesOf(element, 'ram:AdditionalReferencedDocument', '130') <= 1,
  ],
  [
    'PEPPOL-EN16931-R080',
    'fatal',
    'agreement',
    (element) => referencesOf(element, 'ram:AdditionalReferencedDocument', '50') <= 1,
  ],
  [
    'PEPPOL-EN16931-R005',
    'fatal',
    'settlement',
    (element) =>
      !path('ram:TaxCurrencyCode').exists(element) ||
      textAt(element, 'ram:TaxCurrencyCode') !== textAt(element, 'ram:InvoiceCurrencyCode'),
  ],
  ['PEPPOL-EN16931-R053', 'fatal', 'settlement', oneTotal],
  ['PEPPOL-EN16931-R054', 'fatal', 'settlement', oneOtherTotal],
  ['PEPPOL-EN16931-R055', 'fatal', 'settlement', totalsAgreeInSign],
  [
    'PEPPOL-EN16931-R002',
    'fatal',
    'document',
    (element) => countOf(element, 'ram:IncludedNote') <= 1 && !path('ram:IncludedNote/ram:SubjectCode').exists(element),
  ],
  ['PEPPOL-EN16931-R010', 'fatal', 'buyer', present('ram:URIUniversalCommunication/ram:URIID')],
  ['PEPPOL-EN16931-R020', 'fatal', 'seller', present('ram:URIUniversalCommunication/ram:URIID')],
  ['PEPPOL-EN16931-R041', 'fatal', 'allowance-without-base', never],
  ['PEPPOL-EN16931-R042', 'fatal', 'allowance-without-percent', never],
  ['PEPPOL-EN16931-R040', 'fatal', 'allowance', percentAgrees, 'ram:ActualAmount'],
  ['PEPPOL-EN16931-R043', 'fatal', 'allowance', indicated],
  ['PEPPOL-EN16931-R043', 'fatal', 'price-allowance', indicated],
  [
    'PEPPOL-EN16931-R061',
    'fatal',
    'direct-debit',
    present('../ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID'),
  ],
  [
    'PEPPOL-EN16931-R110',
    'fatal',
    'line-start',
    againstDocument('StartDateTime', (line, document) => line >= document),
  ],
  ['PEPPOL-EN16931-R111', 'fatal', 'line-end', againstDocument('EndDateTime', (line, document) => line <= document)],
  ['PEPPOL-EN16931-R120', 'fatal', 'line', (line) => lineNetAgrees(factsOf(line))],
  ['PEPPOL-EN16931-R100', 'fatal', 'line', (line) => referencesOf(line, LINE_REFERENCE, '130') <= 1],
  [
    'PEPPOL-EN16931-R101',
    'fatal',
    'line',
    (line) => !path(LINE_REFERENCE).exists(line) || someText(line, `${LINE_REFERENCE}/ram:TypeCode`, '130'),
  ],
  [
    'PEPPOL-EN16931-R121',
    'fatal',
    'price',
    (element) => (decimalAt(element, path('ram:BasisQuantity'))?.compare(decimalOf('0')) ?? 1) > 0,
    'ram:BasisQuantity',
  ],
  [
    'PEPPOL-EN16931-R130',
    'fatal',
    'price-quantity',
    (element) => someText(element, `../../../${QUANTITY}/@unitCode`, attribute(element, 'unitCode')),
  ],
  ...identifierRows.filter(([, , scheme]) => CII_SCHEMES.includes(scheme)),
  ['PEPPOL-COMMON-R048', 'warning', '9906', (element) => isItalianVatOrForeign(ownText(element))],
]);

export const CII_CORE: readonly Pattern[] = [{ id: 'core', contexts, rules: rows }];
