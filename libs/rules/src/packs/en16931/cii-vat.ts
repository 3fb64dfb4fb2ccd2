import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import {
  booleanOf,
  decimalAt,
  decimalOf,
  decimalsAt,
  doubleFromDecimal,
  doubleOf,
  doublesAt,
  onlyText,
  roundHalfUp,
  someBoolean,
} from '../../engine/values.js';
import type { Binding } from './statement.js';
import type { VatFamily } from './vat-families.table.js';

const TRANSACTION = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction';
const CODE = path('ram:CategoryCode');
const RATE = path('ram:RateApplicablePercent');

/**
 * The artefact asks S, Z, E, AE, K and G at the category code and L, M and O at the tax. At the code the tax is `..`;
 * for L and M the rate is nonetheless sought one level up, where none stands, so that BR-AF-08 and BR-AG-08 always hold.
 */
const atCode = (code: string): boolean => !['L', 'M', 'O'].includes(code);

/** BR-x-01 to -10 of one category, by number. */
export function ciiVatBindings(family: VatFamily): Record<string, Binding> {
  const key = `vat-${family.family}`;
  const up = atCode(family.code) ? '../' : '';
  return {
    '01': { context: 'invoice', test: used(family) },
    '02': { context: `${key}-line`, test: parties(family) },
    '03': { context: `${key}-allowance`, test: parties(family) },
    '04': { context: `${key}-charge`, test: parties(family) },
    '05': { context: `${key}-line`, test: rate(family), about: 'ram:RateApplicablePercent' },
    '06': { context: `${key}-allowance`, test: rate(family), about: 'ram:RateApplicablePercent' },
    '07': { context: `${key}-charge`, test: rate(family), about: 'ram:RateApplicablePercent' },
    '08': { context: key, test: taxable(family), about: `${up}ram:BasisAmount` },
    '09': { context: key, test: taxAmount(family, up), about: `${up}ram:CalculatedAmount` },
    '10': { context: key, test: reason(family, up) },
  };
}

interface CodeCounts {
  readonly lines: ReadonlyMap<string, number>;
  readonly header: ReadonlyMap<string, number>;
  readonly adjustments: ReadonlyMap<string, number>;
}

/** How many taxes carry each code: of lines, of the header, of allowances and charges. */
function codeCounts(scope: Scope): CodeCounts {
  const taxes = scope.everywhere('ram:ApplicableTradeTax');
  const under = (name: string): XmlElement[] => taxes.filter(({ parent }) => parent?.name === name);
  return {
    lines: counted(under('SpecifiedLineTradeSettlement')),
    header: counted(under('ApplicableHeaderTradeSettlement')),
    adjustments: counted(scope.everywhere('ram:CategoryTradeTax')),
  };
}

function counted(taxes: readonly XmlElement[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const tax of taxes) {
    for (const code of new Set(CODE.texts(tax))) result.set(code, (result.get(code) ?? 0) + 1);
  }
  return result;
}

function used({ code, perRate }: VatFamily): Test {
  return (_root, scope) => {
    const counts = scope.fact(codeCounts);
    const lines = counts.lines.get(code) ?? 0;
    const header = counts.header.get(code) ?? 0;
    const adjustments = counts.adjustments.get(code) ?? 0;
    if (perRate) return (lines === 0 || lines + header >= 2) && (adjustments === 0 || adjustments + header >= 2);
    if (header === 1) return lines > 0 || adjustments > 0;
    return header === 0 && (code === 'O' || (lines === 0 && adjustments === 0));
  };
}

/** Whether the parties have the identifiers that VAT categories ask for. */
function ciiParties(scope: Scope) {
  const agreement = `${TRANSACTION}/ram:ApplicableHeaderTradeAgreement`;
  const rooted = (party: string, ids: string): boolean =>
    path(`${agreement}/ram:${party}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID=${ids}]`).exists(scope.root);
  const anywhere = (party: string, below: string): boolean =>
    scope.everywhere(`ram:${party}`).some((each) => path(below).exists(each));
  const registered = (ids: string): string => `ram:SpecifiedTaxRegistration/ram:ID[@schemeID=${ids}]`;
  return {
    seller: rooted('SellerTradeParty', 'VA,FC'),
    sellerVat: rooted('SellerTradeParty', 'VA'),
    representative: rooted('SellerTaxRepresentativeTradeParty', 'VA'),
    someSeller: anywhere('SellerTradeParty', registered('VA,FC')),
    someSellerVat: anywhere('SellerTradeParty', registered('VA')),
    someRepresentative: anywhere('SellerTaxRepresentativeTradeParty', registered('VA')),
    buyerVat: anywhere('BuyerTradeParty', registered('VA')),
    buyerLegal: anywhere('BuyerTradeParty', 'ram:SpecifiedLegalOrganization/ram:ID'),
  };
}

function parties({ parties: wanted }: VatFamily): Test {
  return (_tax, scope) => {
    const known = scope.fact(ciiParties);
    const vat = known.someSellerVat || known.someRepresentative;
    switch (wanted) {
      case 'seller':
        return known.seller || known.representative;
      case 'seller-and-buyer':
        return (known.someSeller || known.someRepresentative) && (known.buyerVat || known.buyerLegal);
      case 'vat':
        return vat;
      case 'vat-and-buyer-vat':
        return vat && known.buyerVat;
      case 'no-vat':
        return !known.sellerVat && !known.representative && !known.buyerVat;
    }
  };
}

function rate({ rate: wanted, code }: VatFamily): Test {
  if (wanted === 'none') return (tax) => !RATE.exists(tax);
  // The CII artefact asks more than zero for L, where the UBL one lets zero pass.
  if (wanted === 'positive' || code === 'L') return (tax) => doublesAt(tax, RATE).some((percent) => percent > 0);
  if (wanted === 'not-negative') return (tax) => doublesAt(tax, RATE).some((percent) => percent >= 0);
  return (tax) => doublesAt(tax, RATE).some((percent) => percent === 0);
}

const LINE_SETTLEMENTS = path(`${TRANSACTION}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement`);
const LINE_SUM = path('ram:SpecifiedTradeSettlementLineMonetarySummation');
const ADJUSTMENTS = path(`${TRANSACTION}/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge`);
const INDICATOR = path('ram:ChargeIndicator/udt:Indicator');

/** Line amounts and adjustments of a category; by the literal of the rate where rates matter. */
function groups(scope: Scope, code: string, perRate: boolean): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  const parts = [
    collect(LINE_SETTLEMENTS.elements(scope.root), path('ram:ApplicableTradeTax'), code, perRate, lineAmounts),
    collect(adjustments(scope, code, true), path('ram:CategoryTradeTax'), code, perRate, firstAmount),
    collect(adjustments(scope, code, false), path('ram:CategoryTradeTax'), code, perRate, firstAmount),
  ];
  parts.forEach((part, index) => {
    for (const [key, amount] of part) {
      const rounded = roundHalfUp(amount);
      sums.set(key, (sums.get(key) ?? Decimal.ZERO).plus(index === 2 ? rounded.negated() : rounded));
    }
  });
  return sums;
}

/** For O and Z the artefact insists on exactly one indicator, for the others any will do. */
function adjustments(scope: Scope, code: string, charge: boolean): XmlElement[] {
  return ADJUSTMENTS.elements(scope.root).filter((each) =>
    code === 'O' || code === 'Z'
      ? booleanOf(onlyText(each, INDICATOR)) === charge
      : someBoolean(INDICATOR.elements(each), charge),
  );
}

function collect(
  elements: readonly XmlElement[],
  taxes: ReturnType<typeof path>,
  code: string,
  perRate: boolean,
  amounts: (element: XmlElement) => Decimal,
): Map<string, Decimal> {
  const result = new Map<string, Decimal>();
  for (const element of elements) {
    const carried = taxes.elements(element);
    if (!carried.some((tax) => CODE.texts(tax).includes(code))) continue;
    const keys = perRate ? new Set(carried.flatMap((tax) => rateKeys(tax))) : ANY_RATE;
    for (const key of keys) result.set(key, (result.get(key) ?? Decimal.ZERO).plus(amounts(element)));
  }
  return result;
}
const ANY_RATE: ReadonlySet<string> = new Set(['']);

function rateKeys(tax: XmlElement): string[] {
  const percent = decimalAt(tax, RATE);
  return percent === undefined ? [] : [percent.normalized().toString()];
}

function lineAmounts(settlement: XmlElement): Decimal {
  const amounts = LINE_SUM.elements(settlement).map((each) => decimalAt(each, path('ram:LineTotalAmount')));
  return Decimal.sum(amounts.filter((amount) => amount !== undefined));
}

function firstAmount(adjustment: XmlElement): Decimal {
  const [text] = path('ram:ActualAmount').texts(adjustment);
  return text === undefined ? Decimal.ZERO : decimalOf(text);
}

function categorySum(scope: Scope, code: string, rateText: string): number {
  const sums = scope.once(`cii sums ${code} ${rateText !== ''}`, () => groups(scope, code, rateText !== ''));
  return doubleFromDecimal(sums.get(rateText) ?? Decimal.ZERO);
}

function taxable({ code }: VatFamily): Test {
  if (code === 'L' || code === 'M') return () => true;
  if (code === 'O') {
    return (tax, scope) =>
      doublesAt(tax, path('ram:BasisAmount')).some((base) => base === categorySum(scope, code, ''));
  }
  const bases = path('../ram:BasisAmount');
  if (code === 'S') {
    return (at, scope) =>
      decimalsAt(at, path('../ram:RateApplicablePercent')).every((percent) => {
        const sum = categorySum(scope, code, percent.normalized().toString());
        return doublesAt(at, bases).some((base) => base === sum);
      });
  }
  return (at, scope) => {
    if (!bases.exists(at)) return false;
    const base = doubleOf(onlyText(at, bases));
    const sum = categorySum(scope, code, '');
    return base - 1 < sum && base + 1 > sum;
  };
}

function taxAmount({ code }: VatFamily, up: string): Test {
  if (code === 'L' || code === 'M') return () => true;
  const amounts = path(`${up}ram:CalculatedAmount`);
  if (code !== 'S') return (at) => doublesAt(at, amounts).some((amount) => amount === 0);
  return (at) => {
    const tax = decimalAt(at, amounts);
    const base = decimalAt(at, path('../ram:BasisAmount'));
    const percents = path('../ram:RateApplicablePercent');
    if (tax === undefined || base === undefined || !percents.exists(at)) return false;
    const computed = Math.floor(doubleFromDecimal(base.abs()) * doubleOf(onlyText(at, percents)) + 0.5) / 100;
    const least = doubleFromDecimal(tax.abs().minus(Decimal.ONE));
    const most = doubleFromDecimal(tax.abs().plus(Decimal.ONE));
    return least < computed && most > computed;
  };
}

function reason({ reason: wanted }: VatFamily, up: string): Test {
  const reasons = [path(`${up}ram:ExemptionReason`), path(`${up}ram:ExemptionReasonCode`)];
  const given = (at: XmlElement): boolean => reasons.some((each) => each.exists(at));
  return wanted === 'needed' ? given : (at) => !given(at);
}

const others = (name: string): Binding => ({
  context: 'vat-O',
  test: (_tax, scope) => !scope.everywhere(name).some((tax) => CODE.texts(tax).some((code) => code !== 'O')),
});

const codesAnywhere = (scope: Scope): ReadonlySet<string> =>
  scope.once('cii codes', () => new Set(scope.everywhere('ram:CategoryCode').map(({ text }) => text)));

export const CII_VAT_MORE: Readonly<Record<string, Binding>> = {
  'BR-IC-11': {
    context: 'vat-IC',
    test: (code) =>
      path(
        `${TRANSACTION}/ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString`,
      ).exists(code) || path('../../ram:BillingSpecifiedPeriod/ram:StartDateTime|ram:EndDateTime').exists(code),
  },
  'BR-IC-12': {
    context: 'vat-IC',
    test: (code) =>
      path(
        `${TRANSACTION}/ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID`,
      ).exists(code),
  },
  'BR-O-11': others('ram:ApplicableTradeTax'),
  'BR-O-12': others('ram:ApplicableTradeTax'),
  'BR-O-13': others('ram:CategoryTradeTax'),
  'BR-O-14': others('ram:CategoryTradeTax'),
  'BR-B-01': {
    context: 'invoice',
    test: (_root, scope) =>
      !codesAnywhere(scope).has('B') || scope.everywhere('ram:CountryID').every(({ text }) => text === 'IT'),
  },
  'BR-B-02': {
    context: 'invoice',
    test: (_root, scope) => !codesAnywhere(scope).has('B') || !codesAnywhere(scope).has('S'),
  },
};
