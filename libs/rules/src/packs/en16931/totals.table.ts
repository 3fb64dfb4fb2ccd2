import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path, type Path } from '../../engine/path.js';
import type { Scope } from '../../engine/scope.js';
import {
  decimalAt,
  decimalFromDouble,
  decimalOf,
  doubleOf,
  doublesAt,
  roundDouble,
  roundHalfUp,
  someBoolean,
  textAt,
  Unanswerable,
} from '../../engine/values.js';
import { statement, type Statement } from './statement.js';
import { isCharge, isVat } from './ubl-nodes.js';
import { named, words, type Words } from './wording.js';

const HEADER = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const SUMMATION = `${HEADER}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const LINE_SUM =
  'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount';

function notEqual(term: string, en: string, fr: string): Words {
  const name = named(term);
  return words(
    `${name.en} is not ${en}.`,
    `${name.fr} : différent de ${fr}.`,
    'Work the amount out again from its parts, with two decimals.',
    'Recalculez le montant à partir de ses composantes, à deux décimales.',
  );
}

const equal = (left: Decimal | undefined, right: Decimal | undefined): boolean =>
  left !== undefined && right !== undefined && left.equals(right);

/** Sum or difference; undefined as soon as a part is. */
function combined(...parts: readonly (readonly ['+' | '-', Decimal | undefined])[]): Decimal | undefined {
  let total = Decimal.ZERO;
  for (const [sign, part] of parts) {
    if (part === undefined) return undefined;
    total = sign === '+' ? total.plus(part) : total.minus(part);
  }
  return total;
}
const rounded = (value: Decimal | undefined): Decimal | undefined =>
  value === undefined ? undefined : roundHalfUp(value);

/** The only item of a list that is not empty. @throws Unanswerable for several */
function one<T extends Decimal | string>(items: readonly T[]): T {
  const [item, second] = items;
  if (second !== undefined) throw new Unanswerable('repeated', second.toString());
  return item as T;
}

/** xs:decimal of the first node only, as CII asks where the schema lets an amount repeat. */
function first(from: XmlElement, source: string): Decimal | undefined {
  const [text] = path(source).texts(from);
  return text === undefined ? undefined : decimalOf(text);
}

const ubl = (source: string): ((element: XmlElement) => Decimal | undefined) => {
  const compiled = path(source);
  return (element) => decimalAt(element, compiled);
};
const U = {
  lines: ubl('cbc:LineExtensionAmount'),
  exclusive: ubl('cbc:TaxExclusiveAmount'),
  inclusive: ubl('cbc:TaxInclusiveAmount'),
  allowances: ubl('cbc:AllowanceTotalAmount'),
  charges: ubl('cbc:ChargeTotalAmount'),
  prepaid: ubl('cbc:PrepaidAmount'),
  rounding: ubl('cbc:PayableRoundingAmount'),
  payable: ubl('cbc:PayableAmount'),
  tax: ubl('cbc:TaxAmount'),
  taxable: ubl('cbc:TaxableAmount'),
};
const LINE_NET = path('cbc:LineExtensionAmount');
const AMOUNT = path('cbc:Amount');

function ublLineSum(scope: Scope): Decimal {
  const lines = [...scope.everywhere('cac:InvoiceLine'), ...scope.everywhere('cac:CreditNoteLine')];
  return Decimal.sum(lines.flatMap((line) => decimalsOrNone(line, LINE_NET)));
}

function decimalsOrNone(element: XmlElement, to: Path): Decimal[] {
  const value = decimalAt(element, to);
  return value === undefined ? [] : [value];
}

/** BR-CO-11 and 12 in UBL: the total of the allowances (or charges), or neither total nor any of them. */
function ublAllowanceTotal(charge: boolean): (totals: XmlElement) => boolean {
  const total = charge ? U.charges : U.allowances;
  const node = path(charge ? 'cbc:ChargeTotalAmount' : 'cbc:AllowanceTotalAmount');
  return (totals) => {
    const own = path('../cac:AllowanceCharge')
      .elements(totals)
      .filter((each) => isCharge(each, charge));
    const sum = Decimal.sum(own.flatMap((each) => decimalsOrNone(each, AMOUNT)));
    if (equal(total(totals), roundHalfUp(sum))) return true;
    return !node.exists(totals) && own.length === 0;
  };
}

/** BR-CO-11 and 12 in CII, in floating point and with the first amount of each. */
function ciiAllowanceTotal(charge: boolean): (totals: XmlElement) => boolean {
  const node = path(charge ? 'ram:ChargeTotalAmount' : 'ram:AllowanceTotalAmount');
  return (totals) => {
    const own = path(`${HEADER}/ram:SpecifiedTradeAllowanceCharge`)
      .elements(totals)
      .filter((each) => someBoolean(path('ram:ChargeIndicator/udt:Indicator').elements(each), charge));
    if (own.length === 0 && !node.exists(totals)) return true;
    const amounts = own.flatMap((each) => path('ram:ActualAmount').texts(each).slice(0, 1)).map(doubleOf);
    const sum = roundDouble(amounts.reduce((total, amount) => total + amount, 0));
    return doublesAt(totals, node).some((total) => total === sum);
  };
}

function ublExclusive(totals: XmlElement): boolean {
  const hasCharges = path('cbc:ChargeTotalAmount').exists(totals);
  const hasAllowances = path('cbc:AllowanceTotalAmount').exists(totals);
  if (!hasCharges && !hasAllowances) return equal(U.exclusive(totals), U.lines(totals));
  const target = combined(
    ['+', U.lines(totals)],
    ['+', hasCharges ? U.charges(totals) : Decimal.ZERO],
    ['-', hasAllowances ? U.allowances(totals) : Decimal.ZERO],
  );
  return equal(U.exclusive(totals), rounded(target));
}

function ciiExclusive(totals: XmlElement): boolean {
  const target = combined(
    ['+', first(totals, 'ram:LineTotalAmount')],
    ['-', first(totals, 'ram:AllowanceTotalAmount') ?? Decimal.ZERO],
    ['+', first(totals, 'ram:ChargeTotalAmount') ?? Decimal.ZERO],
  );
  return equal(first(totals, 'ram:TaxBasisTotalAmount'), rounded(target));
}

function ublInclusive(root: XmlElement): boolean {
  return path('cbc:DocumentCurrencyCode')
    .texts(root)
    .every((currency) => {
      const taxes = path('cac:TaxTotal')
        .elements(root)
        .flatMap((total) => taxIn(total, currency));
      if (taxes.length !== 1) return false;
      const totals = path('cac:LegalMonetaryTotal').elements(root);
      const exclusive = totals.flatMap((each) => decimalsOrNone(each, path('cbc:TaxExclusiveAmount')));
      const target = exclusive.length === 0 ? undefined : combined(['+', one(exclusive)], ['+', taxes[0]]);
      return totals.some((each) => equal(U.inclusive(each), rounded(target)));
    });
}

function taxIn(total: XmlElement, currency: string): Decimal[] {
  const texts = path('cbc:TaxAmount')
    .elements(total)
    .filter((amount) => path('@currencyID').texts(amount).includes(currency))
    .map((amount) => amount.text);
  return texts.length === 0 ? [] : [decimalOf(one(texts))];
}

function ciiInclusive(root: XmlElement): boolean {
  return path(`${HEADER}/ram:InvoiceCurrencyCode`)
    .texts(root)
    .every((currency) => {
      const taxes = path(`${SUMMATION}/ram:TaxTotalAmount`)
        .elements(root)
        .filter((amount) => path('@currencyID').texts(amount).includes(currency));
      const grand = first(root, `${SUMMATION}/ram:GrandTotalAmount`);
      const basis = first(root, `${SUMMATION}/ram:TaxBasisTotalAmount`);
      if (taxes.length === 1 && taxes[0] !== undefined) {
        if (equal(grand, rounded(combined(['+', basis], ['+', decimalOf(taxes[0].text)])))) return true;
      }
      return equal(grand, basis);
    });
}

function ublPayable(totals: XmlElement): boolean {
  const prepaid = path('cbc:PrepaidAmount').exists(totals);
  const rounding = path('cbc:PayableRoundingAmount').exists(totals);
  const due = prepaid ? rounded(combined(['+', U.inclusive(totals)], ['-', U.prepaid(totals)])) : U.inclusive(totals);
  const payable = rounding ? rounded(combined(['+', U.payable(totals)], ['-', U.rounding(totals)])) : U.payable(totals);
  return equal(payable, due);
}

function ciiPayable(totals: XmlElement): boolean {
  const target = combined(
    ['+', first(totals, 'ram:GrandTotalAmount')],
    ['-', first(totals, 'ram:TotalPrepaidAmount') ?? Decimal.ZERO],
    ['+', first(totals, 'ram:RoundingAmount') ?? Decimal.ZERO],
  );
  return equal(first(totals, 'ram:DuePayableAmount'), target);
}

/**
 * BR-CO-17: amount and rate agree within one unit of currency; the bound itself counts in CII only. At a rate of zero the
 * rule does not ask for the taxable amount, so that one which is no number is not its concern.
 */
function taxAgrees(
  rates: readonly Decimal[],
  taxableAmount: () => Decimal | undefined,
  tax: Decimal | undefined,
  boundIncluded: boolean,
): boolean {
  const rate = rates.length === 0 ? undefined : one(rates);
  const noTax = tax !== undefined && roundHalfUp(tax, 0).isZero();
  if (rate === undefined) return noTax;
  if (roundHalfUp(rate, 0).isZero()) return noTax;
  const taxable = taxableAmount();
  if (tax === undefined || taxable === undefined) return false;
  return nearTax(taxable, rate, tax, boundIncluded);
}

/** Whether base x rate, rounded, lies within one unit of the tax amount. */
export function nearTax(taxable: Decimal, rate: Decimal, tax: Decimal, boundIncluded: boolean): boolean {
  const computed = roundHalfUp(taxable.abs().times(rate.times(HUNDREDTH)));
  const gap = tax.abs().minus(computed).abs().compare(Decimal.ONE);
  return gap < 0 || (boundIncluded && gap === 0);
}
const HUNDREDTH = Decimal.fromUnits(1n, 2);

function ublTaxAgrees(subtotal: XmlElement): boolean {
  const categories = path('cac:TaxCategory').elements(subtotal).filter(isVat);
  const rates = categories.flatMap((each) => decimalsOrNone(each, path('cbc:Percent')));
  return taxAgrees(rates, () => U.taxable(subtotal), U.tax(subtotal), false);
}

function ciiTaxAgrees(tax: XmlElement): boolean {
  const rates =
    textAt(tax, 'ram:TypeCode').toUpperCase() === 'VAT' ? decimalsOrNone(tax, path('ram:RateApplicablePercent')) : [];
  const taxable = (): Decimal | undefined => decimalAt(tax, path('ram:BasisAmount'));
  return taxAgrees(rates, taxable, decimalAt(tax, path('ram:CalculatedAmount')), true);
}

function ciiLineSum(totals: XmlElement): boolean {
  const own = decimalAt(totals, path('ram:LineTotalAmount'));
  const amounts = doublesAt(totals, path(`../../ram:IncludedSupplyChainTradeLineItem/${LINE_SUM}`));
  const sum = decimalFromDouble(amounts.reduce((total, amount) => total + amount, 0));
  return equal(own, roundHalfUp(sum));
}

/** BR-CO-10 to 17: the totals add up. */
export const TOTALS: readonly Statement[] = [
  statement(
    'BR-CO-10',
    ['BT-106', 'BT-131'],
    notEqual('BT-106', 'the sum of the line net amounts (BT-131)', 'la somme des montants nets de ligne (BT-131)'),
    {
      context: 'totals',
      test: (totals, scope) => equal(U.lines(totals), roundHalfUp(scope.fact(ublLineSum))),
      about: 'cbc:LineExtensionAmount',
    },
    { context: 'totals', test: ciiLineSum, about: 'ram:LineTotalAmount' },
  ),
  statement(
    'BR-CO-11',
    ['BT-107', 'BT-92'],
    notEqual('BT-107', 'the sum of the document allowances (BT-92)', 'la somme des remises du document (BT-92)'),
    { context: 'totals', test: ublAllowanceTotal(false), about: 'cbc:AllowanceTotalAmount' },
    { context: 'totals', test: ciiAllowanceTotal(false), about: 'ram:AllowanceTotalAmount' },
  ),
  statement(
    'BR-CO-12',
    ['BT-108', 'BT-99'],
    notEqual('BT-108', 'the sum of the document charges (BT-99)', 'la somme des frais du document (BT-99)'),
    { context: 'totals', test: ublAllowanceTotal(true), about: 'cbc:ChargeTotalAmount' },
    { context: 'totals', test: ciiAllowanceTotal(true), about: 'ram:ChargeTotalAmount' },
  ),
  statement(
    'BR-CO-13',
    ['BT-109', 'BT-106', 'BT-107', 'BT-108'],
    notEqual('BT-109', 'BT-106 - BT-107 + BT-108', 'BT-106 - BT-107 + BT-108'),
    { context: 'totals', test: ublExclusive, about: 'cbc:TaxExclusiveAmount' },
    { context: 'totals', test: ciiExclusive, about: 'ram:TaxBasisTotalAmount' },
  ),
  statement(
    'BR-CO-14',
    ['BT-110', 'BT-117'],
    notEqual('BT-110', 'the sum of the VAT amounts by category (BT-117)', 'la somme des TVA par type (BT-117)'),
    {
      context: 'tax-total',
      test: (total) => {
        const parts = path('cac:TaxSubtotal').elements(total);
        const sum = Decimal.sum(parts.flatMap((part) => decimalsOrNone(part, path('cbc:TaxAmount'))));
        // The amount is read first: processors that do stop at one that is no number, subtotals or not.
        return equal(U.tax(total), roundHalfUp(sum)) || parts.length === 0;
      },
      about: 'cbc:TaxAmount',
    },
    {
      context: 'tax-total',
      test: (total) => {
        const parts = doublesAt(total, path(`${HEADER}/ram:ApplicableTradeTax/ram:CalculatedAmount`));
        return doubleOf(total.text) === roundDouble(parts.reduce((sum, part) => sum + part, 0));
      },
    },
  ),
  statement(
    'BR-CO-15',
    ['BT-112', 'BT-109', 'BT-110'],
    notEqual(
      'BT-112',
      'BT-109 + BT-110, with exactly one VAT total in the invoice currency',
      'BT-109 + BT-110, avec un seul total de TVA dans la devise de la facture',
    ),
    { context: 'invoice', test: ublInclusive, about: 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount' },
    { context: 'invoice', test: ciiInclusive, about: `${SUMMATION}/ram:GrandTotalAmount` },
  ),
  statement(
    'BR-CO-16',
    ['BT-115', 'BT-112', 'BT-113', 'BT-114'],
    notEqual('BT-115', 'BT-112 - BT-113 + BT-114', 'BT-112 - BT-113 + BT-114'),
    { context: 'totals', test: ublPayable, about: 'cbc:PayableAmount' },
    { context: 'totals', test: ciiPayable, about: 'ram:DuePayableAmount' },
  ),
  statement(
    'BR-CO-17',
    ['BT-117', 'BT-116', 'BT-119'],
    notEqual('BT-117', 'BT-116 x BT-119 / 100', 'BT-116 x BT-119 / 100'),
    { context: 'breakdown', test: ublTaxAgrees, about: 'cbc:TaxAmount' },
    { context: 'breakdown', test: ciiTaxAgrees, about: 'ram:CalculatedAmount' },
  ),
];
