import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Context, Pattern, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import {
  decimalAt,
  decimalOf,
  decimalsAt,
  normalized,
  onlyText,
  roundHalfUp,
  single,
  someBoolean,
  textAt,
} from '../../engine/values.js';
import {
  attribute,
  codes,
  countOf,
  hasAttribute,
  never,
  numberOf,
  ownText,
  present,
  rulesOf,
  someText,
  type Row,
} from '../sheet-writing.js';
import { CODE_LISTS } from './code-lists.table.js';
import { WORDINGS } from './extended-wording.table.js';
import { floatingSum } from './floating-sum.js';

/*
 * EXTENDED knows lines above lines (GROUP, INFORMATION) and logistics charges, and tolerates a cent for every item that is
 * added up.
 */

const TRADE = 'rsm:SupplyChainTradeTransaction';
const SETTLEMENT = `${TRADE}/ram:ApplicableHeaderTradeSettlement`;
const LINES = `${TRADE}/ram:IncludedSupplyChainTradeLineItem`;
const ALLOWANCES = `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge`;
const SERVICES = `${SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge`;
const STATUS = 'ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode';
const LINE_TOTAL =
  'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount';
const LINE_TAX = 'ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax';
const PARENT = 'ram:AssociatedDocumentLineDocument/ram:ParentLineID';
const LINE_ID = 'ram:AssociatedDocumentLineDocument/ram:LineID';
const ZERO = Decimal.fromUnits(0n, 0);
const CENT = Decimal.fromUnits(1n, 2);

const all = (source: string, { root }: Scope): XmlElement[] => path(source).elements(root);
const sum = (elements: readonly XmlElement[], amount: string): Decimal =>
  roundHalfUp(
    elements.flatMap((each) => decimalsAt(each, path(amount))).reduce((total, each) => total.plus(each), ZERO),
  );

/** Lines that count: those with a status other than DETAIL only group or inform. */
const isDetail = (line: XmlElement): boolean => !path(STATUS).exists(line) || someText(line, STATUS, 'DETAIL');
const details = (scope: Scope): XmlElement[] => all(LINES, scope).filter(isDetail);
const ofKind = (scope: Scope, indicator: 'true' | 'false'): XmlElement[] =>
  all(ALLOWANCES, scope).filter((each) => someText(each, 'ram:ChargeIndicator/udt:Indicator', indicator));

function within(difference: Decimal | undefined, items: number): boolean {
  return difference !== undefined && difference.abs().compare(CENT.times(Decimal.fromUnits(BigInt(items), 0))) <= 0;
}

/** Stated less expected; undefined when nothing is stated, which the rules refuse. */
function off(from: XmlElement, source: string, expected: Decimal): Decimal | undefined {
  return decimalAt(from, path(source))?.minus(expected);
}

/** What each may be off by a cent: lines of the transaction that this settlement part belongs to, allowances and charges. */
function itemsAround(part: XmlElement, counts: (line: XmlElement) => boolean): number {
  const lines = path('../../ram:IncludedSupplyChainTradeLineItem').elements(part).filter(counts);
  return lines.length + adjustmentsAround(part, 'false') + adjustmentsAround(part, 'true') + servicesAround(part);
}
const adjustmentsAround = (part: XmlElement, indicator: 'true' | 'false'): number =>
  path('../ram:SpecifiedTradeAllowanceCharge')
    .elements(part)
    .filter((each) => someText(each, 'ram:ChargeIndicator/udt:Indicator', indicator)).length;
const servicesAround = (part: XmlElement): number => countOf(part, '../ram:SpecifiedLogisticsServiceCharge');

/** Whether the tax at the path is of this category, and of this rate where one is asked for. */
function taxed(from: XmlElement, tax: string, category: string, rate: Decimal | undefined): boolean {
  if (!someText(from, `${tax}/ram:CategoryCode`, category)) return false;
  if (rate === undefined) return true;
  const rates = path(tax)
    .elements(from)
    .map((each) => decimalAt(each, path('ram:RateApplicablePercent')));
  return rates.some((each) => each?.equals(rate) === true);
}

/** The taxable amount of a category is what lines, charges and allowances of it add up to. */
function basisAgrees(tax: XmlElement, basis: string, scope: Scope, category: string, rate?: Decimal): boolean {
  const lines = details(scope).filter((each) => taxed(each, LINE_TAX, category, rate));
  const settlements = details(scope)
    .flatMap((each) => path('ram:SpecifiedLineTradeSettlement').elements(each))
    .filter((each) => taxed(each, 'ram:ApplicableTradeTax', category, rate));
  const allowances = all(ALLOWANCES, scope).filter((each) => taxed(each, 'ram:CategoryTradeTax', category, rate));
  const services = all(SERVICES, scope).filter((each) => taxed(each, 'ram:AppliedTradeTax', category, rate));
  const says = (wanted: boolean): XmlElement[] =>
    allowances.filter((each) => someBoolean(path('ram:ChargeIndicator/udt:Indicator').elements(each), wanted));
  const expected = sum(settlements, 'ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount')
    .plus(sum(says(true), 'ram:ActualAmount'))
    .plus(sum(services, 'ram:AppliedAmount'))
    .minus(sum(says(false), 'ram:ActualAmount'));
  return within(off(tax, basis, expected), lines.length + allowances.length + services.length);
}

const categoryBasis =
  (category: string): Test =>
  (code, scope) =>
    basisAgrees(code, '../ram:BasisAmount', scope, category);

const standardBasis: Test = (code, scope) =>
  decimalsAt(code, path('../ram:RateApplicablePercent')).every((rate) =>
    basisAgrees(code, '../ram:BasisAmount', scope, 'S', rate),
  );

const standardTax: Test = (tax) => {
  const basis = decimalAt(tax, path('ram:BasisAmount'));
  const rate = decimalAt(tax, path('ram:RateApplicablePercent'));
  if (basis === undefined || rate === undefined) return false;
  // The official rule rounds the product to four places, not to the cent.
  const expected = roundHalfUp(basis.times(rate).times(CENT), 4);
  return within(off(tax, 'ram:CalculatedAmount', expected), itemsAround(tax, isDetail));
};

/** Lines count in the transaction of the total, wherever that stands. */
const linesSum = (total: XmlElement): Decimal =>
  floatingSum(path('../../ram:IncludedSupplyChainTradeLineItem').elements(total).filter(isDetail), LINE_TOTAL);

const linesAgree: Test = (total) =>
  within(
    off(total, 'ram:LineTotalAmount', linesSum(total)),
    countOf(total, '../../ram:IncludedSupplyChainTradeLineItem'),
  );

const chargeSum = (scope: Scope): Decimal =>
  floatingSum(ofKind(scope, 'true'), 'ram:ActualAmount').plus(floatingSum(all(SERVICES, scope), 'ram:AppliedAmount'));

const allowancesAgree: Test = (total, scope) => {
  const allowances = ofKind(scope, 'false');
  if (allowances.length === 0 && !path('ram:AllowanceTotalAmount').exists(total)) return true;
  const expected = floatingSum(allowances, 'ram:ActualAmount');
  return within(off(total, 'ram:AllowanceTotalAmount', expected), adjustmentsAround(total, 'false'));
};

const chargesAgree: Test = (total, scope) => {
  const charges = ofKind(scope, 'true');
  if (charges.length === 0 && !path('ram:ChargeTotalAmount').exists(total)) return true;
  const items = adjustmentsAround(total, 'true') + servicesAround(total);
  return within(off(total, 'ram:ChargeTotalAmount', chargeSum(scope)), items);
};

const netAgrees: Test = (total, scope) => {
  const expected = linesSum(total).minus(floatingSum(ofKind(scope, 'false'), 'ram:ActualAmount'));
  return within(off(total, 'ram:TaxBasisTotalAmount', expected.plus(chargeSum(scope))), itemsAround(total, isDetail));
};

const grossAgrees: Test = (total) => {
  const currency = single(path('../ram:InvoiceCurrencyCode').texts(total));
  const vat = path('ram:TaxTotalAmount')
    .elements(total)
    .filter((each) => hasAttribute(each, 'currencyID') && attribute(each, 'currencyID') === currency);
  const net = decimalAt(total, path('ram:TaxBasisTotalAmount'));
  const gross = decimalAt(total, path('ram:GrandTotalAmount'));
  // The official rule goes over the VAT total in the invoice currency, and so refuses when there is none.
  if (vat.length === 0 || net === undefined || gross === undefined) return false;
  return within(gross.minus(decimalOf(single(vat.map(stringOf)))).minus(net), itemsAround(total, isDetail));
};

const status = (line: XmlElement): string => {
  const codes = ['ram:LineStatusReasonCode', STATUS, 'ram:SpecifiedLineTradeSettlement/ram:LineStatusReasonCode'];
  return normalized(codes.flatMap((source) => path(source).texts(line))[0] ?? '');
};

const levelledLinesHaveStatus: Test = (line) => {
  if (status(line) !== '') return true;
  if (textAt(line, PARENT) !== '') return false;
  const id = textAt(line, LINE_ID);
  const siblings = path('../ram:IncludedSupplyChainTradeLineItem').elements(line);
  return !siblings.some((other) => other !== line && textAt(other, PARENT) === id);
};

const groupsAddUp: Test = (_, scope) => scope.once('extended groups', everyGroupAddsUp);

function everyGroupAddsUp(scope: Scope): boolean {
  const lines = scope.everywhere('ram:IncludedSupplyChainTradeLineItem');
  const groups = lines.filter((line) => someText(line, STATUS, 'GROUP') && textAt(line, LINE_TOTAL) !== '');
  return groups.every((group) => {
    const children = lines.filter(
      (line) =>
        textAt(line, PARENT) === textAt(group, LINE_ID) &&
        (someText(line, STATUS, 'DETAIL') || someText(line, STATUS, 'GROUP')),
    );
    const expected = children.reduce((total, child) => total + numberOf(textAt(child, LINE_TOTAL)), 0);
    return numberOf(textAt(group, LINE_TOTAL)) === expected;
  });
}

const hasParent: Test = (line, scope) =>
  scope.everywhere('ram:IncludedSupplyChainTradeLineItem').some((other) =>
    path(LINE_ID)
      .texts(other)
      .some((id) => normalized(id) === textAt(line, PARENT)),
  );

const TAX = `ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax`;
const CATEGORIES = [
  ['Z', 'BR-FXEXT-Z-08'],
  ['AE', 'BR-FXEXT-AE-08'],
  ['E', 'BR-FXEXT-E-08'],
  ['G', 'BR-FXEXT-G-08'],
  ['K', 'BR-FXEXT-IC-08'],
] as const;
const codeIs = (category: string): Test => (code) => stringOf(code) === category; // prettier-ignore
const NOTE = (from: string): string[] => [`${from}/ram:IncludedNote`];

const CONTEXTS: readonly Context[] = [
  ...CATEGORIES.map(([category]) => ({ key: category, match: [`${TAX}/ram:CategoryCode`], where: codeIs(category) })),
  { key: 'S', match: [`${TAX}/ram:CategoryCode`], where: codeIs('S') },
  { key: 'standard', match: [TAX], where: (tax) => someText(tax, 'ram:CategoryCode', 'S') },
  { key: 'L', match: [TAX], where: (tax) => someText(tax, 'ram:CategoryCode', 'L') },
  { key: 'M', match: [TAX], where: (tax) => someText(tax, 'ram:CategoryCode', 'M') },
  { key: 'O', match: [TAX], where: (tax) => someText(tax, 'ram:CategoryCode', 'O') },
  { key: 'total', match: ['ram:SpecifiedTradeSettlementHeaderMonetarySummation'] },
  { key: 'line', match: ['ram:IncludedSupplyChainTradeLineItem'] },
  { key: 'detail', match: ['ram:IncludedSupplyChainTradeLineItem'], where: isDetail },
  { key: 'child', match: ['ram:IncludedSupplyChainTradeLineItem'], where: (line) => textAt(line, PARENT) !== '' },
  {
    key: 'line-note',
    match: NOTE('ram:AssociatedDocumentLineDocument'),
    where: (note) => path('ram:SubjectCode').exists(note),
  },
  {
    key: 'note',
    match: NOTE('/rsm:CrossIndustryInvoice/rsm:ExchangedDocument'),
    where: (note) => path('ram:SubjectCode').exists(note),
  },
  { key: 'tax-id', match: ['ram:SpecifiedTaxRegistration/ram:ID'], where: (id) => !ofSeller(id) },
  { key: 'characteristic', match: ['ram:ApplicableProductCharacteristic/ram:TypeCode'] },
  { key: 'minute', match: ['udt:DateTimeString'], where: (date) => attribute(date, 'format') === '205' },
];

function ofSeller(element: XmlElement): boolean {
  for (let at = element.parent; at !== undefined; at = at.parent) if (at.name === 'SellerTradeParty') return true;
  return false;
}

const noted: Test = (note) => path('ram:ContentCode').exists(note) || path('ram:Content').exists(note);
const MINUTE = /^\s*\d{4}(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])([01][0-9]|2[0-3])[0-5][0-9]\s*$/;
const CHARACTERISTICS = codes(CODE_LISTS['attribute-types'] ?? '');
const characterised: Test = (type) => CHARACTERISTICS.has(ownText(type));
const PRICE = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount';
const vatCategory: Test = (line) =>
  path(LINE_TAX).elements(line).some((tax) => onlyText(tax, path('ram:TypeCode')).toUpperCase() === 'VAT' && path('ram:CategoryCode').exists(tax)); // prettier-ignore

const ROWS: readonly Row[] = [
  ...CATEGORIES.map(([category, id]): Row => [id, 'fatal', category, categoryBasis(category)]),
  ['BR-FXEXT-S-08', 'fatal', 'S', standardBasis],
  ['BR-FXEXT-S-09', 'fatal', 'standard', standardTax],
  // The official wording looks for the taxable amount one level too high, so that both always fire.
  ['BR-FXEXT-AF-08', 'fatal', 'L', never],
  ['BR-FXEXT-AG-08', 'fatal', 'M', never],
  ['BR-FXEXT-O-08', 'fatal', 'O', (tax, scope) => basisAgrees(tax, 'ram:BasisAmount', scope, 'O')],
  ['BR-FXEXT-CO-10', 'fatal', 'total', linesAgree],
  ['BR-FXEXT-CO-11', 'fatal', 'total', allowancesAgree],
  ['BR-FXEXT-CO-12', 'fatal', 'total', chargesAgree],
  ['BR-FXEXT-CO-13', 'fatal', 'total', netAgrees],
  ['BR-FXEXT-CO-15', 'fatal', 'total', grossAgrees],
  ['BR-FXEXT-06', 'fatal', 'line', levelledLinesHaveStatus],
  ['BR-FXEXT-08', 'fatal', 'line', groupsAddUp],
  ['BR-FXEXT-11', 'fatal', 'child', hasParent],
  ['BR-FXEXT-CO-04', 'fatal', 'detail', vatCategory],
  ['BR-FXEXT-BR-22', 'fatal', 'detail', present('ram:SpecifiedLineTradeDelivery/ram:BilledQuantity')],
  ['BR-FXEXT-BR-23', 'fatal', 'detail', present('ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode')],
  ['BR-FXEXT-BR-26', 'fatal', 'detail', present(PRICE)],
  ['BR-FXEXT-BR-27', 'fatal', 'detail', (line) => decimalsAt(line, path(PRICE)).some((price) => !price.isNegative())],
  ['BR-FXEXT-02', 'fatal', 'line-note', noted],
  ['BR-FXEXT-01', 'fatal', 'note', noted],
  ['BR-FXEXT-04', 'warning', 'characteristic', characterised],
  ['BR-FXEXT-03', 'fatal', 'tax-id', (id) => attribute(id, 'schemeID') === 'VA'],
  ['BR-FXEXT-CII-DT-097a', 'fatal', 'minute', (date) => MINUTE.test(stringOf(date))],
];

/** What EXTENDED tests instead of rules of EN 16931 or beside them. */
export const EXTENDED_PATTERNS: readonly Pattern[] = CONTEXTS.map((context) => ({
  id: `extended-${context.key}`,
  contexts: [context],
  rules: rulesOf(
    WORDINGS,
    ROWS.filter(([, , key]) => key === context.key),
  ),
}));
