import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { decimalAt, decimalFromDouble, doubleOf, doublesAt, onlyText } from '../../engine/values.js';
import type { Binding } from './statement.js';
import { nearTax } from './totals.table.js';
import { categoryCode, isCharge, isVat } from './ubl-nodes.js';
import { adjustmentsAt, categorySum, linesAt, rateKey, ublCategories, UblParties } from './ubl-vat-facts.js';
import type { VatFamily } from './vat-families.table.js';

const PERCENT = path('cbc:Percent');
const REASONS = ['cbc:TaxExemptionReason', 'cbc:TaxExemptionReasonCode'].map(path);
const TAXABLE = path('../cbc:TaxableAmount');
const TAX = path('../cbc:TaxAmount');

/** BR-x-01 to -10 of one category, by number. */
export function ublVatBindings(family: VatFamily): Record<string, Binding> {
  const key = `vat-${family.family}`;
  return {
    '01': { context: 'invoice', test: used(family) },
    '02': { context: 'invoice', test: parties(family, lineUse(family)) },
    '03': { context: 'invoice', test: parties(family, allowanceUse(family)) },
    '04': { context: 'invoice', test: parties(family, chargeUse(family)) },
    '05': { context: `${key}-line`, test: rate(family), about: 'cbc:Percent' },
    '06': { context: `${key}-allowance`, test: rate(family), about: 'cbc:Percent' },
    '07': { context: `${key}-charge`, test: rate(family), about: 'cbc:Percent' },
    '08': { context: key, test: taxable(family), about: '../cbc:TaxableAmount' },
    '09': { context: key, test: taxAmount(family), about: '../cbc:TaxAmount' },
    '10': { context: key, test: reason(family) },
  };
}

/** Where the category is used there is a breakdown of it, and the other way round. S looks at any tax scheme, L and M at VAT. */
function used({ code, perRate }: VatFamily): Test {
  return (_root, scope) => {
    const found = scope.fact(ublCategories);
    if (!perRate) return !found.anywhere.has(code) || found.breakdownCounts.get(code) === 1;
    if (code === 'S') {
      return (found.adjustments.has(code) || found.lines.has(code)) === found.breakdown.has(code);
    }
    const isUsed = found.vatAdjustments.has(code) || found.vatLines.has(code);
    if (!isUsed) return !found.vatBreakdown.has(code);
    return (code === 'L' ? found.rawBreakdown : found.rawVatBreakdown).has(code);
  };
}

/** Whether the use asks for identifiers (`asks`), and whether it does so only as a category of VAT (`counts`). */
type Use = (scope: Scope) => { readonly asks: boolean; readonly counts: boolean };

function lineUse({ code }: VatFamily): Use {
  return (scope) => {
    const { lines, vatLines } = scope.fact(ublCategories);
    return { asks: (code === 'S' ? lines : vatLines).has(code), counts: vatLines.has(code) };
  };
}

function allowanceUse({ code }: VatFamily): Use {
  return (scope) => {
    const { vatAllowances, documentAllowances } = scope.fact(ublCategories);
    const asks = (code === 'O' ? documentAllowances : vatAllowances).has(code);
    return { asks, counts: asks };
  };
}

function chargeUse({ code }: VatFamily): Use {
  return (scope) => {
    const { vatCharges, documentCharges, rawCharges } = scope.fact(ublCategories);
    const counts = (code === 'O' ? documentCharges : vatCharges).has(code);
    return { asks: code === 'L' ? rawCharges.has(code) : counts, counts };
  };
}

function parties({ parties: wanted }: VatFamily, use: Use): Test {
  return (_root, scope) => {
    const { asks, counts } = use(scope);
    if (!asks) return true;
    if (!counts) return false;
    const known = new UblParties(scope);
    switch (wanted) {
      case 'seller':
        return known.seller || known.representative;
      case 'seller-and-buyer':
        return (known.seller || known.representative) && (known.buyerVat || known.buyerLegal);
      case 'vat':
        return known.sellerVat || known.representative;
      case 'vat-and-buyer-vat':
        return (known.sellerVat || known.representative) && known.buyerVat;
      case 'no-vat':
        return !known.sellerVat && !known.representative && !known.buyerVat;
    }
  };
}

function rate({ rate: wanted }: VatFamily): Test {
  switch (wanted) {
    case 'positive':
      return (category) => doublesAt(category, PERCENT).some((percent) => percent > 0);
    case 'not-negative':
      return (category) => doublesAt(category, PERCENT).some((percent) => percent >= 0);
    case 'zero':
      return (category) => decimalAt(category, PERCENT)?.isZero() ?? false;
    case 'none':
      return (category) => !PERCENT.exists(category);
  }
}

const DOCUMENT_LINES = ['cac:InvoiceLine', 'cac:CreditNoteLine'] as const;

function taxable(family: VatFamily): Test {
  return family.perRate ? taxableAtRate(family) : taxableExactly(family);
}

/** S, L, M: a gap below one unit of currency, at the rate of the breakdown. */
function taxableAtRate({ code }: VatFamily): Test {
  return (category, scope) => {
    const rate = decimalAt(category, PERCENT);
    if (rate === undefined) return true;
    const key = rateKey(rate);
    return DOCUMENT_LINES.some((name) => {
      const applies =
        code === 'S'
          ? linesAt(scope, name, code, key).length > 0 || adjustmentsAt(scope, code, key).length > 0
          : scope.everywhere(name).length > 0;
      return applies && withinOne(category, categorySum(scope, name, code, key));
    });
  };
}

/** The artefact adds and subtracts one in floating point before it compares exactly. */
function withinOne(category: XmlElement, sum: Decimal): boolean {
  const text = TAXABLE.exists(category) ? onlyText(category, TAXABLE) : undefined;
  if (text === undefined) return false;
  const amount = doubleOf(text);
  return decimalFromDouble(amount - 1).lessThan(sum) && decimalFromDouble(amount + 1).greaterThan(sum);
}

function taxableExactly({ code }: VatFamily): Test {
  return (category, scope) =>
    DOCUMENT_LINES.some((name) => {
      if (scope.everywhere(name).length === 0) return false;
      return decimalAt(category, TAXABLE)?.equals(categorySum(scope, name, code, '')) ?? false;
    });
}

function taxAmount({ perRate }: VatFamily): Test {
  if (!perRate) return (category) => decimalAt(category, TAX)?.isZero() ?? false;
  return (category) => {
    const tax = decimalAt(category, TAX);
    const base = decimalAt(category, TAXABLE);
    const percent = decimalAt(category, PERCENT);
    return tax !== undefined && base !== undefined && percent !== undefined && nearTax(base, percent, tax, false);
  };
}

function reason({ reason: wanted }: VatFamily): Test {
  const given = (category: XmlElement): boolean => REASONS.some((each) => each.exists(category));
  return wanted === 'needed' ? given : (category) => !given(category);
}

const BREAKDOWN = path('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory');

/** BR-IC-11, BR-IC-12 and BR-O-11 to -14: asked once a document when the breakdown has the category. */
function whenBrokenDown(code: string, holds: Test): Binding {
  return {
    context: 'invoice',
    test: (root, scope) => (scope.fact(ublCategories).breakdownCounts.get(code) ?? 0) === 0 || holds(root, scope),
  };
}

const otherThanO = (category: XmlElement): boolean => categoryCode(category) !== 'O' && isVat(category);

function noOtherAdjustment(charge: boolean): Test {
  return (_root, scope) =>
    !scope
      .everywhere('cac:AllowanceCharge')
      .some((each) => isCharge(each, charge) && path('cac:TaxCategory').elements(each).some(otherThanO));
}

export const UBL_VAT_MORE: Readonly<Record<string, Binding>> = {
  'BR-IC-11': whenBrokenDown('K', (root) => {
    if ([...onlyText(root, path('cac:Delivery/cbc:ActualDeliveryDate'))].length > 1) return true;
    return path('cac:InvoicePeriod')
      .elements(root)
      .some(({ children }) => children.length > 0);
  }),
  'BR-IC-12': whenBrokenDown('K', (root) => {
    const country = path('cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode');
    return [...onlyText(root, country)].length > 1;
  }),
  'BR-O-11': whenBrokenDown('O', (root) => !BREAKDOWN.elements(root).some(otherThanO)),
  'BR-O-12': whenBrokenDown('O', (_root, scope) => !scope.everywhere('cac:ClassifiedTaxCategory').some(otherThanO)),
  'BR-O-13': whenBrokenDown('O', noOtherAdjustment(false)),
  'BR-O-14': whenBrokenDown('O', noOtherAdjustment(true)),
  'BR-B-01': { context: 'invoice', test: (_root, scope) => !usesB(scope) || domesticItalian(scope) },
  'BR-B-02': {
    context: 'invoice',
    test: (root, scope) => !splitPaymentCodes(root, scope).has('B') || !splitPaymentCodes(root, scope).has('S'),
  },
};

function usesB(scope: Scope): boolean {
  const categories = [...scope.everywhere('cac:TaxCategory'), ...scope.everywhere('cac:ClassifiedTaxCategory')];
  return categories.some((category) => path('cbc:ID').texts(category).includes('B'));
}

function domesticItalian(scope: Scope): boolean {
  return scope.everywhere('cbc:IdentificationCode').every(({ text }) => text === 'IT');
}

/** Codes as written in the breakdown, in document allowances and charges, and on lines. */
function splitPaymentCodes(root: XmlElement, scope: Scope): ReadonlySet<string> {
  return scope.once('ubl split payment codes', () => {
    const places = [
      'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID',
      'cac:AllowanceCharge/cac:TaxCategory/cbc:ID',
    ];
    const lines = scope.everywhere('cac:ClassifiedTaxCategory').flatMap((each) => path('cbc:ID').texts(each));
    return new Set([...places.flatMap((place) => path(place).texts(root)), ...lines]);
  });
}
