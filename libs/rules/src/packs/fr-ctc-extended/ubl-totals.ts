import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyEqual, decimalAt, decimalOf, roundHalfUp, single, textAt } from '../../engine/values.js';
import { isCharge, isVat } from '../en16931/ubl-nodes.js';
import type { Case } from '../fr-ctc/french-pattern.js';
import { texts } from '../fr-ctc/shared-tests.js';
import { countsAsDetail } from '../fr-ctc/ubl-conditions.js';
import { document, LINES } from '../fr-ctc/ubl-places.js';
import { exactly, sumOf, within, withinRounded, type Figure } from './amounts.js';
import { FAMILIES } from './families.js';

const NET = 'cbc:LineExtensionAmount';

const everyLine = (scope: Scope): XmlElement[] => [
  ...scope.everywhere('cac:InvoiceLine'),
  ...scope.everywhere('cac:CreditNoteLine'),
];
/** Lines that count in totals. */
export const detailLines = (scope: Scope): XmlElement[] =>
  scope.once('fr extended details', () => {
    const ids = texts(scope.root, 'cbc:ID');
    return everyLine(scope).filter((line) => countsAsDetail(line, ids));
  });
const nets = (lines: readonly XmlElement[]): string[] => lines.flatMap((line) => texts(line, NET));

const adjustments = (totals: XmlElement, charge: boolean): XmlElement[] =>
  path('../cac:AllowanceCharge')
    .elements(totals)
    .filter((each) => isCharge(each, charge));
const adjusted = (totals: XmlElement, charge: boolean): Decimal =>
  exactly(sumOf(adjustments(totals, charge).flatMap((each) => texts(each, 'cbc:Amount'))));
const stated = (totals: XmlElement, name: string): Decimal | undefined => decimalAt(totals, path(`cbc:${name}`));

const lineSum: Test = (totals, scope) => {
  const amounts = nets(detailLines(scope));
  return withinRounded(stated(totals, 'LineExtensionAmount'), [[-1, sumOf(amounts)]], amounts.length);
};

const adjustmentTotal =
  (charge: boolean, name: string): Test =>
  (totals) => {
    const own = adjustments(totals, charge);
    if (within(stated(totals, name), [[-1, adjusted(totals, charge)]], own.length)) return true;
    return !path(`cbc:${name}`).exists(totals) && own.length === 0;
  };

const netTotal: Test = (totals, scope) => {
  const amounts = nets(detailLines(scope));
  const items = amounts.length + adjustments(totals, false).length + adjustments(totals, true).length;
  const parts: (readonly [1 | -1, Figure])[] = [
    [-1, sumOf(amounts)],
    [1, adjusted(totals, false)],
    [-1, adjusted(totals, true)],
  ];
  return withinRounded(stated(totals, 'TaxExclusiveAmount'), parts, items);
};

const grossTotal: Test = (totals, scope) => {
  const currency = texts(scope.root, 'cbc:DocumentCurrencyCode');
  const vat = path('../cac:TaxTotal/cbc:TaxAmount')
    .elements(totals)
    .filter((amount) => anyEqual(texts(amount, '@currencyID'), currency));
  if (vat.length === 0) return true;
  const gross = stated(totals, 'TaxInclusiveAmount');
  const tax = decimalOf(single(vat.map(stringOf)));
  const net = stated(totals, 'TaxExclusiveAmount');
  if (gross === undefined || net === undefined) return false;
  const items = nets(detailLines(scope)).length + adjustments(totals, false).length + adjustments(totals, true).length;
  return within(gross, [[-1, tax], [-1, net]], items); // prettier-ignore
};

const CATEGORY = 'cac:Item/cac:ClassifiedTaxCategory';
const hasCode = (element: XmlElement, source: string, code: string): boolean =>
  path(source)
    .elements(element)
    .some((category) => textAt(category, 'cbc:ID') === code);

/** BR-FREXT-x-01: the category is in the breakdown where it is used, and used where it is in the breakdown. */
const used =
  (code: string): Test =>
  (root) => {
    const ids = texts(root, 'cbc:ID');
    const onLines = path(LINES)
      .elements(root)
      .some((line) => countsAsDetail(line, ids) && hasCode(line, CATEGORY, code));
    const isUsed = hasCode(root, 'cac:AllowanceCharge/cac:TaxCategory', code) || onLines;
    return hasCode(root, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory', code) === isUsed;
  };

/** Which parts of a document go into one breakdown. */
interface Share {
  readonly category: XmlElement;
  readonly code: string;
  readonly byReason: boolean;
}

function matches(own: XmlElement, { category, code, byReason }: Share): boolean {
  if (textAt(own, 'cbc:ID') !== code) return false;
  if (code !== 'O') {
    const rate = decimalAt(category, path('cbc:Percent'));
    const ownRate = decimalAt(own, path('cbc:Percent'));
    if (rate === undefined || ownRate === undefined || !ownRate.equals(rate)) return false;
  }
  const same = (source: string): boolean => textAt(own, source) === textAt(category, source);
  return !byReason || (same('cbc:TaxExemptionReasonCode') && same('cbc:TaxExemptionReason'));
}

/** Amounts of the lines, allowances and charges of one breakdown. */
function partsOf(
  share: Share,
  scope: Scope,
): { lines: string[]; allowances: string[]; charges: string[]; items: number } {
  const fits = (holder: XmlElement, source: string): boolean =>
    path(source)
      .elements(holder)
      .some((own) => matches(own, share));
  const lines = nets(detailLines(scope).filter((line) => fits(line, CATEGORY)));
  const own = path('../../../cac:AllowanceCharge')
    .elements(share.category)
    .filter((each) => fits(each, 'cac:TaxCategory'));
  const amounts = (each: readonly XmlElement[]): string[] => each.flatMap((one) => texts(one, 'cbc:Amount'));
  return {
    lines,
    allowances: amounts(own.filter((each) => isCharge(each, false))),
    charges: amounts(own.filter((each) => isCharge(each, true))),
    items: lines.length + amounts(own).length,
  };
}

function basisAgrees(share: Share, scope: Scope): boolean {
  const basis = decimalAt(share.category, path('../cbc:TaxableAmount'));
  const { lines, allowances, charges, items } = partsOf(share, scope);
  const parts: (readonly [1 | -1, Figure])[] = [
    [-1, sumOf(lines)],
    [1, exactly(sumOf(allowances))],
    [-1, exactly(sumOf(charges))],
  ];
  return within(basis, parts, items);
}

const basis =
  (code: string, ...ways: readonly boolean[]): Test =>
  (category, scope) =>
    ways.some((byReason) => basisAgrees({ category, code, byReason }, scope));

const standardTax: Test = (category, scope) => {
  const tax = decimalAt(category, path('../cbc:TaxAmount'));
  const base = decimalAt(category, path('../cbc:TaxableAmount'));
  const rate = decimalAt(category, path('cbc:Percent'));
  if (tax === undefined || base === undefined || rate === undefined) return false;
  const expected = roundHalfUp(base.times(rate).times(Decimal.fromUnits(1n, 2)));
  return within(tax, [[-1, expected]], partsOf({ category, code: 'S', byReason: true }, scope).items);
};

const TOTALS = { at: ['cac:LegalMonetaryTotal'] };

/** BR-FREXT-CO-10 to -15, -x-01, -x-08, -S-09: the totals, with a cent of tolerance an item. */
export const UBL_TOTALS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'totals',
    [
      {
        ...TOTALS,
        checks: [
          ['BR-FREXT-CO-10', lineSum, NET],
          ['BR-FREXT-CO-11', adjustmentTotal(false, 'AllowanceTotalAmount'), 'cbc:AllowanceTotalAmount'],
          ['BR-FREXT-CO-12', adjustmentTotal(true, 'ChargeTotalAmount'), 'cbc:ChargeTotalAmount'],
          ['BR-FREXT-CO-13', netTotal, 'cbc:TaxExclusiveAmount'],
          ['BR-FREXT-CO-15', grossTotal, 'cbc:TaxInclusiveAmount'],
        ],
      },
    ],
  ],
  ['used', [{ ...document, checks: FAMILIES.map(([family, code]) => [`BR-FREXT-${family}-01`, used(code)]) }]],
  ...FAMILIES.map(([family, code]): readonly [string, readonly Case[]] => [
    `breakdown-${family}`,
    [
      {
        at: [
          '/ubl:Invoice/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory',
          '/cn:CreditNote/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory',
        ],
        where: (category) => textAt(category, 'cbc:ID') === code && isVat(category),
        checks: [
          [`BR-FREXT-${family}-08`, basis(code, true, false), '../cbc:TaxableAmount'],
          [`BR-FREXT-${family}-08ini`, basis(code, false), '../cbc:TaxableAmount'],
          [`BR-FREXT-${family}-08rev`, basis(code, true), '../cbc:TaxableAmount'],
          ...(code === 'S' ? [['BR-FREXT-S-09', standardTax, '../cbc:TaxAmount'] as const] : []),
        ],
      },
    ],
  ]),
];
