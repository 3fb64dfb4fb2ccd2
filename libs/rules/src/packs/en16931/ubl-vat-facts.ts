import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Scope } from '../../engine/scope.js';
import { decimalAt, normalized, stringOf } from '../../engine/index.js';
import { categoryCode, isCharge, isOnlyVat, isVat } from './ubl-nodes.js';

const ID = path('cbc:ID');
const CATEGORY = path('cac:TaxCategory');
const BREAKDOWN = path('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory');
const PERCENT = path('cbc:Percent');

/** Category codes by the place where they are used. `vat…` counts categories of the scheme VAT only. */
export interface UblCategories {
  /** Items of lines. */
  readonly lines: ReadonlySet<string>;
  readonly vatLines: ReadonlySet<string>;
  /** Allowances and charges at any level. */
  readonly adjustments: ReadonlySet<string>;
  readonly vatAdjustments: ReadonlySet<string>;
  readonly vatAllowances: ReadonlySet<string>;
  readonly vatCharges: ReadonlySet<string>;
  readonly documentAllowances: ReadonlySet<string>;
  readonly documentCharges: ReadonlySet<string>;
  /** The codes as written, for the two rules that do not strip white space. */
  readonly rawCharges: ReadonlySet<string>;
  readonly rawBreakdown: ReadonlySet<string>;
  readonly rawVatBreakdown: ReadonlySet<string>;
  readonly breakdown: ReadonlySet<string>;
  readonly vatBreakdown: ReadonlySet<string>;
  /** How often each code stands in the breakdown. */
  readonly breakdownCounts: ReadonlyMap<string, number>;
  /** Codes used anywhere in a category of VAT. */
  readonly anywhere: ReadonlySet<string>;
}

/** A fact for `scope.fact`. @throws Unanswerable when a category has two codes */
export function ublCategories(scope: Scope): UblCategories {
  const lines = scope.everywhere('cac:ClassifiedTaxCategory');
  const adjustments = scope.everywhere('cac:AllowanceCharge');
  const of = (charge: boolean, from: readonly XmlElement[] = adjustments): XmlElement[] =>
    from.filter((each) => isCharge(each, charge)).flatMap((each) => CATEGORY.elements(each));
  const all = adjustments.flatMap((each) => CATEGORY.elements(each));
  const documentLevel = adjustments.filter(({ parent }) => parent === scope.root);
  const breakdown = BREAKDOWN.elements(scope.root);
  const charges = of(true).filter(isVat);
  return {
    lines: codes(lines),
    vatLines: codes(lines.filter(isVat)),
    adjustments: codes(all),
    vatAdjustments: codes(all.filter(isVat)),
    vatAllowances: codes(of(false).filter(isVat)),
    vatCharges: codes(charges),
    documentAllowances: codes(of(false, documentLevel).filter(isVat)),
    documentCharges: codes(of(true, documentLevel).filter(isVat)),
    rawCharges: rawCodes(charges),
    rawBreakdown: rawCodes(breakdown),
    rawVatBreakdown: rawCodes(breakdown.filter(isVat)),
    breakdown: codes(breakdown),
    vatBreakdown: codes(breakdown.filter(isVat)),
    breakdownCounts: counts(breakdown.filter(isVat)),
    anywhere: new Set([...idsOf(scope.everywhere('cac:TaxCategory')), ...idsOf(lines)]),
  };
}

const codes = (categories: readonly XmlElement[]): Set<string> => new Set(categories.map(categoryCode));
const rawCodes = (categories: readonly XmlElement[]): Set<string> =>
  new Set(categories.flatMap((category) => ID.texts(category)));
const idsOf = (categories: readonly XmlElement[]): string[] =>
  categories.filter(isVat).flatMap((category) => ID.elements(category).map((id) => normalized(stringOf(id))));

function counts(categories: readonly XmlElement[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const id of idsOf(categories)) result.set(id, (result.get(id) ?? 0) + 1);
  return result;
}

/** Whether the parties have the identifiers that VAT categories ask for; each is looked up when it is first needed. */
export class UblParties {
  constructor(private readonly scope: Scope) {}

  /** BT-31 or BT-32. */
  get seller(): boolean {
    return this.schemes('cac:AccountingSupplierParty', 'cac:Party/cac:PartyTaxScheme').some(identified);
  }

  /** BT-31 */
  get sellerVat(): boolean {
    return this.vat('cac:AccountingSupplierParty', 'cac:Party/cac:PartyTaxScheme');
  }

  /** BT-63 */
  get representative(): boolean {
    return this.vat('cac:TaxRepresentativeParty', 'cac:PartyTaxScheme');
  }

  /** BT-48 */
  get buyerVat(): boolean {
    return this.vat('cac:AccountingCustomerParty', 'cac:Party/cac:PartyTaxScheme');
  }

  /** BT-47 */
  get buyerLegal(): boolean {
    return this.schemes('cac:AccountingCustomerParty', 'cac:Party/cac:PartyLegalEntity/cbc:CompanyID').length > 0;
  }

  private vat(party: string, below: string): boolean {
    return this.scope.once(`ubl vat id ${party}`, () => this.schemes(party, below).filter(isOnlyVat).some(identified));
  }

  private schemes(party: string, below: string): XmlElement[] {
    return this.scope.everywhere(party).flatMap((each) => path(below).elements(each));
  }
}

const identified = (scheme: XmlElement): boolean => path('cbc:CompanyID').exists(scheme);

interface Amounts {
  /** Elements that carry the category, by rate; the key of all of them is an empty text. */
  readonly byRate: ReadonlyMap<string, readonly XmlElement[]>;
}

/** Lines (or allowances and charges) of a category, grouped by rate, worked out once for each category. */
function grouped(elements: readonly XmlElement[], categories: string, code: string, withRates: boolean): Amounts {
  const to = path(categories);
  const byRate = new Map<string, XmlElement[]>([['', []]]);
  for (const element of elements) {
    const carried = to.elements(element);
    if (!carried.some((category) => categoryCode(category) === code)) continue;
    byRate.get('')?.push(element);
    if (!withRates) continue;
    for (const rate of new Set(carried.flatMap((category) => rateKeys(category)))) {
      const same = byRate.get(rate);
      if (same === undefined) byRate.set(rate, [element]);
      else same.push(element);
    }
  }
  return { byRate };
}

function rateKeys(category: XmlElement): string[] {
  const rate = decimalAt(category, PERCENT);
  return rate === undefined ? [] : [rateKey(rate)];
}

export function rateKey(rate: Decimal): string {
  return rate.normalized().toString();
}

const LINE_CATEGORIES = 'cac:Item/cac:ClassifiedTaxCategory';

/** Lines of this name and category in the whole document, at a rate or (empty) at any. */
export function linesAt(scope: Scope, name: string, code: string, rate: string): readonly XmlElement[] {
  const groups = scope.once(`ubl ${name} ${code} ${rate !== ''}`, () =>
    grouped(scope.everywhere(name), LINE_CATEGORIES, code, rate !== ''),
  );
  return groups.byRate.get(rate) ?? [];
}

/** Allowances and charges of this category in the whole document. */
export function adjustmentsAt(scope: Scope, code: string, rate: string): readonly XmlElement[] {
  const groups = scope.once(`ubl adjustments ${code} ${rate !== ''}`, () =>
    grouped(scope.everywhere('cac:AllowanceCharge'), 'cac:TaxCategory', code, rate !== ''),
  );
  return groups.byRate.get(rate) ?? [];
}

/** Lines + charges - allowances of the document with this category: what BT-116 has to be. */
export function categorySum(scope: Scope, name: string, code: string, rate: string): Decimal {
  return scope.once(`ubl sum ${name} ${code} ${rate}`, () => {
    const ofDocument = ({ parent }: XmlElement): boolean => parent === scope.root;
    const lines = linesAt(scope, name, code, rate).filter(ofDocument);
    const adjustments = adjustmentsAt(scope, code, rate).filter(ofDocument);
    const charges = adjustments.filter((each) => isCharge(each, true));
    const allowances = adjustments.filter((each) => isCharge(each, false));
    return sum(lines, 'cbc:LineExtensionAmount').plus(sum(charges, 'cbc:Amount')).minus(sum(allowances, 'cbc:Amount'));
  });
}

function sum(elements: readonly XmlElement[], amount: string): Decimal {
  const to = path(amount);
  return elements.reduce((total, element) => total.plus(decimalAt(element, to) ?? Decimal.ZERO), Decimal.ZERO);
}
