import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Scope } from '../../engine/scope.js';
import { decimalAt, normalized } from '../../engine/values.js';
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

interface AdjustmentKind {
  readonly isAllowance: boolean;
  readonly isCharge: boolean;
  readonly isDocumentLevel: boolean;
}

class Categories implements UblCategories {
  readonly lines = new Set<string>();
  readonly vatLines = new Set<string>();
  readonly adjustments = new Set<string>();
  readonly vatAdjustments = new Set<string>();
  readonly vatAllowances = new Set<string>();
  readonly vatCharges = new Set<string>();
  readonly documentAllowances = new Set<string>();
  readonly documentCharges = new Set<string>();
  readonly rawCharges = new Set<string>();
  readonly rawBreakdown = new Set<string>();
  readonly rawVatBreakdown = new Set<string>();
  readonly breakdown = new Set<string>();
  readonly vatBreakdown = new Set<string>();
  readonly breakdownCounts = new Map<string, number>();
  readonly anywhere = new Set<string>();

  addLine(category: XmlElement): void {
    const code = categoryCode(category);
    this.lines.add(code);
    if (!isVat(category)) return;
    this.vatLines.add(code);
    this.anywhere.add(code);
  }

  addAdjustment(category: XmlElement, kind: AdjustmentKind): void {
    const code = categoryCode(category);
    const vat = isVat(category);
    this.adjustments.add(code);
    if (vat) this.vatAdjustments.add(code);
    if (kind.isAllowance && vat) {
      this.vatAllowances.add(code);
      if (kind.isDocumentLevel) this.documentAllowances.add(code);
    }
    if (kind.isCharge && vat) {
      this.vatCharges.add(code);
      if (kind.isDocumentLevel) this.documentCharges.add(code);
      for (const raw of ID.texts(category)) this.rawCharges.add(raw);
    }
  }

  addBreakdown(category: XmlElement): void {
    const code = categoryCode(category);
    this.breakdown.add(code);
    for (const raw of ID.texts(category)) this.rawBreakdown.add(raw);
    if (!isVat(category)) return;
    this.vatBreakdown.add(code);
    for (const raw of ID.texts(category)) {
      this.rawVatBreakdown.add(raw);
      const id = normalized(raw);
      this.breakdownCounts.set(id, (this.breakdownCounts.get(id) ?? 0) + 1);
    }
  }

  addAnywhere(category: XmlElement): void {
    if (isVat(category)) for (const id of ID.texts(category)) this.anywhere.add(normalized(id));
  }
}

/** A fact for `scope.fact`. @throws Unanswerable when a category has two codes */
export function ublCategories(scope: Scope): UblCategories {
  const found = new Categories();
  for (const category of scope.everywhere('cac:ClassifiedTaxCategory')) found.addLine(category);
  for (const adjustment of scope.everywhere('cac:AllowanceCharge')) {
    const kind: AdjustmentKind = {
      isAllowance: isCharge(adjustment, false),
      isCharge: isCharge(adjustment, true),
      isDocumentLevel: adjustment.parent === scope.root,
    };
    for (const category of CATEGORY.elements(adjustment)) found.addAdjustment(category, kind);
  }
  for (const category of BREAKDOWN.elements(scope.root)) found.addBreakdown(category);
  for (const category of scope.everywhere('cac:TaxCategory')) found.addAnywhere(category);
  return found;
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
