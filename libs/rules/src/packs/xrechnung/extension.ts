import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Pattern, Test } from '../../engine/rule.js';
import { decimalAt, decimalOf, decimalsAt, normalized, roundHalfUp } from '../../engine/values.js';
import { attribute, countOf, filled, hasAttribute, rawTextAt, rulesOf, someText } from '../sheet-writing.js';
import { ADDRESS_SCHEMES, EXTENSION_MIME_TYPES, PARTY_SCHEMES } from './code-lists.table.js';
import { WORDINGS } from './wording.table.js';

const ZERO = Decimal.fromUnits(0n, 0);
const hasScheme: Test = (element) => hasAttribute(element, 'schemeID');
const scheme = (known: ReadonlySet<string>) => (element: XmlElement) =>
  known.has(normalized(attribute(element, 'schemeID')));
const party = scheme(PARTY_SCHEMES);
const address = scheme(ADDRESS_SCHEMES);
const attached: Test = (element) => EXTENSION_MIME_TYPES.has(attribute(element, 'mimeCode'));

function within(element: XmlElement, names: readonly string[]): boolean {
  for (let at = element.parent; at !== undefined; at = at.parent) if (names.includes(at.name)) return true;
  return false;
}

const partyOrCreditor: Test = (element) =>
  party(element) ||
  (normalized(attribute(element, 'schemeID')) === 'SEPA' && within(element, ['AccountingSupplierParty', 'PayeeParty']));

const net = path('cbc:LineExtensionAmount');
const sub = path('cac:SubInvoiceLine');

/** A line that has lines below it amounts to their sum. */
function amountsToItsParts(line: XmlElement): boolean {
  const parts = sub.elements(line);
  if (parts.length === 0) return true;
  const stated = decimalAt(line, net);
  const sum = parts.flatMap((part) => decimalsAt(part, net)).reduce((total, amount) => total.plus(amount), ZERO);
  return stated !== undefined && stated.equals(sum);
}

/** Sub-lines first, as processors do: where they disagree, an amount of a line that is no number is never met. */
const linesAmountToTheirParts: Test = (document, scope) =>
  scope.everywhere('cac:SubInvoiceLine').every(amountsToItsParts) &&
  path('cac:InvoiceLine').elements(document).every(amountsToItsParts);

const partsHaveOneCategory: Test = (_, scope) =>
  scope
    .everywhere('cac:SubInvoiceLine')
    .flatMap((line) => path('cac:Item').elements(line))
    .every((item) => countOf(item, 'cac:ClassifiedTaxCategory') === 1);

const payableAgrees: Test = (total) => {
  const amount = (name: string): Decimal | undefined => decimalAt(total, path(name));
  const payable = amount('cbc:PayableAmount');
  const inclusive = amount('cbc:TaxInclusiveAmount');
  if (payable === undefined || inclusive === undefined) return false;
  const due = payable.minus(amount('cbc:PayableRoundingAmount') ?? ZERO);
  const left = inclusive.minus(amount('cbc:PrepaidAmount') ?? ZERO).plus(thirdParties(total));
  return roundHalfUp(due).equals(roundHalfUp(left));
};

function thirdParties(total: XmlElement): Decimal {
  const paid = path('../cac:PrepaidPayment/cbc:PaidAmount').texts(total);
  if (!paid.some((text) => normalized(text) !== '')) return ZERO;
  return paid.map(decimalOf).reduce((sum, amount) => sum.plus(amount), ZERO);
}

const twoDecimals: Test = (element) => rawTextAt(element, 'cbc:PaidAmount').split('.').slice(1).join('.').length <= 2;

const contexts: Context[] = [
  { key: 'attachment', match: ['cbc:EmbeddedDocumentBinaryObject'] },
  { key: 'invoice', match: ['/ubl:Invoice'] },
  { key: 'total', match: ['cac:LegalMonetaryTotal'] },
  { key: 'party-id', match: ['cac:PartyIdentification/cbc:ID'], where: hasScheme },
  { key: 'legal-id', match: ['cac:PartyLegalEntity/cbc:CompanyID'], where: hasScheme },
  { key: 'item-id', match: ['cac:StandardItemIdentification/cbc:ID'], where: hasScheme },
  { key: 'address', match: ['cbc:EndpointID'], where: hasScheme },
  { key: 'location-id', match: ['cac:DeliveryLocation/cbc:ID'], where: hasScheme },
  { key: 'prepayment', match: ['/ubl:Invoice/cac:PrepaidPayment'] },
];

export const UBL_EXTENSION: Pattern = {
  id: 'extension',
  contexts,
  rules: rulesOf(WORDINGS, [
    ['BR-DEX-01', 'fatal', 'attachment', attached],
    ['BR-DEX-02', 'warning', 'invoice', linesAmountToTheirParts],
    ['BR-DEX-03', 'fatal', 'invoice', partsHaveOneCategory],
    ['BR-DEX-09', 'fatal', 'total', payableAgrees],
    ['BR-DEX-04', 'fatal', 'party-id', partyOrCreditor],
    ['BR-DEX-05', 'fatal', 'legal-id', party],
    ['BR-DEX-06', 'fatal', 'item-id', party],
    ['BR-DEX-07', 'fatal', 'address', address],
    ['BR-DEX-08', 'fatal', 'location-id', party],
    ['BR-DEX-10', 'fatal', 'prepayment', filled('cbc:ID')],
    ['BR-DEX-11', 'fatal', 'prepayment', filled('cbc:PaidAmount')],
    ['BR-DEX-12', 'fatal', 'prepayment', filled('cbc:InstructionID')],
    ['BR-DEX-13', 'fatal', 'prepayment', twoDecimals, 'cbc:PaidAmount'],
    [
      'BR-DEX-14',
      'fatal',
      'prepayment',
      (element) =>
        path('cbc:PaidAmount/@currencyID')
          .texts(element)
          .some((currency) => someText(element, '../cbc:DocumentCurrencyCode', currency)),
      'cbc:PaidAmount',
    ],
  ]),
};

const LINE = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem';

export const CII_EXTENSION: Pattern = {
  id: 'extension',
  contexts: [
    { key: 'line', match: [`${LINE}/ram:AssociatedDocumentLineDocument`] },
    {
      key: 'party-id',
      match: ['ram:GlobalID'],
      where: (element) =>
        hasAttribute(element, 'schemeID') && !within(element, ['SpecifiedTradeProduct', 'ShipToTradeParty']),
    },
    {
      key: 'other-id',
      match: ['ram:ID'],
      where: (element) => hasAttribute(element, 'schemeID') && !within(element, ['SpecifiedTaxRegistration']),
    },
    { key: 'item-id', match: ['ram:SpecifiedTradeProduct/ram:GlobalID'], where: hasScheme },
    { key: 'address', match: ['ram:URIUniversalCommunication/ram:URIID'], where: hasScheme },
    {
      key: 'location-id',
      match: ['ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID'],
      where: hasScheme,
    },
    { key: 'attachment', match: ['ram:AttachmentBinaryObject'] },
  ],
  rules: rulesOf(WORDINGS, [
    ['BR-DEX-15', 'warning', 'line', (_, scope) => scope.everywhere('ram:ParentLineID').length === 0],
    ['BR-DEX-04', 'fatal', 'party-id', party],
    ['BR-DEX-05', 'fatal', 'other-id', party],
    ['BR-DEX-06', 'fatal', 'item-id', party],
    ['BR-DEX-07', 'fatal', 'address', address],
    ['BR-DEX-08', 'fatal', 'location-id', party],
    ['BR-DEX-01', 'fatal', 'attachment', attached],
  ]),
};
