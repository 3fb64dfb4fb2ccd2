import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyEqual, decimalAt, decimalOf, decimalsAt, doubleOf, roundHalfUp, single, someBoolean, textAt } from '../../engine/values.js'; // prettier-ignore
import { root, SETTLEMENT } from '../fr-ctc/cii-places.js';
import type { Case } from '../fr-ctc/french-pattern.js';
import { oneText, texts } from '../fr-ctc/shared-tests.js';
import { numberOf } from '../sheet-writing.js';
import { exactly, sumOf, within, type Figure } from './amounts.js';
import { allLines, allowances, INDICATOR, isDetail, LINE_NET, services } from './cii-places.js';
import { FAMILIES } from './families.js';

const SUMMATION = 'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation';
const LINE_TAX = 'ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax';

/** round(sum * 100) div 100 of decimals. */
const exactSum = (amounts: readonly Decimal[]): Decimal => roundHalfUp(Decimal.sum([...amounts]));
const amountsOf = (elements: readonly XmlElement[], source: string): Decimal[] =>
  elements.flatMap((each) => decimalsAt(each, path(source)));

const details = (scope: Scope): XmlElement[] => allLines(scope).filter(isDetail);
const saying = (scope: Scope, indicator: 'true' | 'false'): XmlElement[] =>
  allowances(scope).filter((each) => texts(each, INDICATOR).includes(indicator));
const stated = (totals: XmlElement, name: string): Decimal | undefined => decimalAt(totals, path(`ram:${name}`));
const serviceSum = (scope: Scope): Decimal =>
  exactly(sumOf(services(scope).flatMap((each) => texts(each, 'ram:AppliedAmount'))));

/** Allowances and charges beside the totals, by what their indicator says. */
const countBeside = (totals: XmlElement, indicator: 'true' | 'false'): number =>
  path('../ram:SpecifiedTradeAllowanceCharge')
    .elements(totals)
    .filter((each) => texts(each, INDICATOR).includes(indicator)).length;
const servicesBeside = (totals: XmlElement): number =>
  path('../ram:SpecifiedLogisticsServiceCharge').elements(totals).length;

const lineSum: Test = (totals, scope) => {
  const sum = exactSum(amountsOf(details(scope), LINE_NET));
  return within(stated(totals, 'LineTotalAmount'), [[-1, sum]], allLines(scope).length);
};

const allowanceTotal: Test = (totals, scope) => {
  const own = saying(scope, 'false');
  if (own.length === 0 && !path('ram:AllowanceTotalAmount').exists(totals)) return true;
  const sum = exactSum(amountsOf(own, 'ram:ActualAmount'));
  return within(stated(totals, 'AllowanceTotalAmount'), [[-1, sum]], countBeside(totals, 'false'));
};

const chargeTotal: Test = (totals, scope) => {
  const own = saying(scope, 'true');
  if (own.length === 0 && !path('ram:ChargeTotalAmount').exists(totals)) return true;
  const sum = exactSum(amountsOf(own, 'ram:ActualAmount')).plus(serviceSum(scope));
  const items = countBeside(totals, 'true') + servicesBeside(totals);
  return within(stated(totals, 'ChargeTotalAmount'), [[-1, sum]], items);
};

const items = (totals: XmlElement, scope: Scope): number =>
  details(scope).length + countBeside(totals, 'false') + countBeside(totals, 'true') + servicesBeside(totals);

const netTotal: Test = (totals, scope) => {
  const sumSaying = (indicator: 'true' | 'false'): Decimal =>
    exactly(sumOf(saying(scope, indicator).flatMap((each) => texts(each, 'ram:ActualAmount'))));
  const parts: (readonly [1 | -1, Figure])[] = [
    [-1, exactSum(amountsOf(details(scope), LINE_NET))],
    [1, sumSaying('false')],
    [-1, sumSaying('true').plus(serviceSum(scope))],
  ];
  return within(stated(totals, 'TaxBasisTotalAmount'), parts, items(totals, scope));
};

const grossTotal: Test = (totals, scope) => {
  const currency = texts(totals, '../ram:InvoiceCurrencyCode');
  const net = stated(totals, 'TaxBasisTotalAmount');
  const vat = path('ram:TaxTotalAmount')
    .elements(totals)
    .filter((amount) => anyEqual(texts(amount, '@currencyID'), currency));
  const gross = stated(totals, 'GrandTotalAmount');
  // The official rule goes over the VAT total in the invoice currency, and so refuses when there is none.
  if (vat.length === 0 || net === undefined || gross === undefined) return false;
  const tax = decimalOf(single(vat.map(stringOf)));
  return within(gross, [[-1, tax], [-1, net]], items(totals, scope)); // prettier-ignore
};

const codeIs = (tax: XmlElement, code: string): boolean => texts(tax, 'ram:CategoryCode').includes(code);
const used =
  (code: string): Test =>
  (_root, scope) => {
    const has = (name: string): boolean => scope.everywhere(name).some((tax) => codeIs(tax, code));
    const taxes = scope.everywhere('ram:ApplicableTradeTax').filter((tax) => codeIs(tax, code));
    const brokenDown = taxes.some(({ parent }) => parent?.name === 'ApplicableHeaderTradeSettlement');
    const onLines = taxes.some(({ parent }) => parent?.name === 'SpecifiedLineTradeSettlement');
    return brokenDown === (onLines || has('ram:CategoryTradeTax'));
  };

interface Share {
  readonly tax: XmlElement;
  readonly code: string;
  readonly byReason: boolean;
}

/** Whether a line, allowance, charge or service belongs to the breakdown; its tax stands at `source`. */
function belongs(holder: XmlElement, source: string, { tax, code, byReason }: Share): boolean {
  const own = path(source).elements(holder);
  if (!own.some((each) => codeIs(each, code))) return false;
  if (code !== 'O') {
    const rate = decimalAt(tax, path('ram:RateApplicablePercent'));
    const rates = own.flatMap((each) => decimalsAt(each, path('ram:RateApplicablePercent')));
    if (rate === undefined || !rates.some((each) => each.equals(rate))) return false;
  }
  const same = (name: string): boolean => textAt(holder, `${source}/${name}`) === textAt(tax, name);
  return !byReason || (same('ram:ExemptionReasonCode') && same('ram:ExemptionReason'));
}

const is =
  (charge: boolean) =>
  (each: XmlElement): boolean =>
    someBoolean(path(INDICATOR).elements(each), charge);

function partsOf(share: Share, scope: Scope): { parts: (readonly [1 | -1, Decimal])[]; items: number } {
  const lines = details(scope).filter((line) => belongs(line, LINE_TAX, share));
  const own = allowances(scope).filter((each) => belongs(each, 'ram:CategoryTradeTax', share));
  const logistics = services(scope).filter((each) => belongs(each, 'ram:AppliedTradeTax', share));
  const sum = (each: readonly XmlElement[], source: string): Decimal => exactSum(amountsOf(each, source));
  const summations = lines.flatMap((line) => path(SUMMATION).elements(line));
  const net = summations.flatMap((each) => decimalAt(each, path('ram:LineTotalAmount')) ?? []);
  return {
    parts: [
      [-1, exactSum(net)],
      [1, sum(own.filter(is(false)), 'ram:ActualAmount')],
      [-1, sum(own.filter(is(true)), 'ram:ActualAmount')],
      [-1, sum(logistics, 'ram:AppliedAmount')],
    ],
    items: lines.length + own.length + logistics.length,
  };
}

const basis =
  (code: string, ...ways: readonly boolean[]): Test =>
  (tax, scope) =>
    ways.some((byReason) => {
      const { parts, items: count } = partsOf({ tax, code, byReason }, scope);
      return within(decimalAt(tax, path('ram:BasisAmount')), parts, count);
    });

const standardTax: Test = (tax, scope) => {
  const base = decimalAt(tax, path('ram:BasisAmount'));
  const rate = decimalAt(tax, path('ram:RateApplicablePercent'));
  if (base === undefined || rate === undefined) return false;
  const expected = roundHalfUp(base.times(rate).times(Decimal.fromUnits(1n, 2)));
  return [true, false].some((byReason) =>
    within(
      decimalAt(tax, path('ram:CalculatedAmount')),
      [[-1, expected]],
      partsOf({ tax, code: 'S', byReason }, scope).items,
    ),
  );
};

const dueStated: Test = (_root, scope) => {
  const due = scope.everywhere('ram:DuePayableAmount').map(stringOf);
  if (!(numberOf(single(due)) > 0)) return true;
  return scope
    .everywhere('ram:SpecifiedTradePaymentTerms')
    .some((terms) => path('ram:DueDateDateTime|ram:Description').exists(terms));
};

const LSTATUS = 'ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode';
const PARENT = 'ram:AssociatedDocumentLineDocument/ram:ParentLineID';
const LINE_ID = 'ram:AssociatedDocumentLineDocument/ram:LineID';

const isGroup = (line: XmlElement): boolean => texts(line, LSTATUS).includes('GROUP') && path(LINE_NET).exists(line);
const below = (line: XmlElement, scope: Scope): XmlElement[] =>
  allLines(scope).filter((other) => anyEqual(texts(other, PARENT), texts(line, LINE_ID)));

const groupAddsUp: Test = (line, scope) => {
  if (!isGroup(line)) return true;
  const parts = below(line, scope).filter((other) => texts(other, LSTATUS).some((kind) => kind === 'GROUP' || kind === 'DETAIL')); // prettier-ignore
  const sum = Number(sumOf(parts.flatMap((other) => texts(other, LINE_NET))).toString());
  return texts(line, LINE_NET).some((net) => doubleOf(net) === sum);
};
const nestedGroupsAmount: Test = (line, scope) => {
  if (!isGroup(line)) return true;
  const groups = below(line, scope).filter((other) => texts(other, LSTATUS).includes('GROUP'));
  return groups.length === groups.flatMap((other) => path(LINE_NET).elements(other)).length;
};
const parentExists: Test = (line, scope) => {
  const parent = textAt(line, PARENT);
  if (parent === '') return true;
  const own = texts(line, LINE_ID);
  return allLines(scope).some((other) => {
    const ids = texts(other, LINE_ID);
    return ids.includes(parent) && ids.some((id) => own.some((mine) => mine !== id));
  });
};
const KINDS = new Set(['DETAIL', 'GROUP', 'INFORMATION']);

/** Totals with a cent of tolerance an item, VAT breakdowns, and lines above lines. */
export const CII_TOTALS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'totals',
    [
      {
        at: ['ram:SpecifiedTradeSettlementHeaderMonetarySummation'],
        checks: [
          ['BR-FREXT-CO-10', lineSum, 'ram:LineTotalAmount'],
          ['BR-FREXT-CO-11', allowanceTotal, 'ram:AllowanceTotalAmount'],
          ['BR-FREXT-CO-12', chargeTotal, 'ram:ChargeTotalAmount'],
          ['BR-FREXT-CO-13', netTotal, 'ram:TaxBasisTotalAmount'],
          ['BR-FREXT-CO-15', grossTotal, 'ram:GrandTotalAmount'],
        ],
      },
    ],
  ],
  [
    'used',
    [
      {
        ...root,
        checks: [
          ['BR-CO-25', dueStated, `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms`],
          ...FAMILIES.map(([family, code]) => [`BR-FREXT-${family}-01`, used(code)] as const),
        ],
      },
    ],
  ],
  ...FAMILIES.map(([family, code]): readonly [string, readonly Case[]] => [
    `breakdown-${family}`,
    [
      {
        at: ['ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax'],
        where: (tax) => codeIs(tax, code) && oneText(tax, 'ram:TypeCode').toUpperCase() === 'VAT',
        checks: [
          [`BR-FXEXT-${family}-08`, basis(code, true, false), 'ram:BasisAmount'],
          [`BR-FXEXT-${family}-08ini`, basis(code, false), 'ram:BasisAmount'],
          [`BR-FXEXT-${family}-08rev`, basis(code, true), 'ram:BasisAmount'],
          ...(code === 'S' ? [['BR-FXEXT-S-09', standardTax, 'ram:CalculatedAmount'] as const] : []),
        ],
      },
    ],
  ]),
  [
    'sub-lines',
    [
      {
        at: ['ram:IncludedSupplyChainTradeLineItem'],
        checks: [
          ['BR-FREXT-05', (line) => !path(LSTATUS).exists(line) || KINDS.has(oneText(line, LSTATUS)), LSTATUS],
          [
            'BR-FREXT-06',
            (line) => textAt(line, PARENT) === '' || texts(line, LSTATUS).some((kind) => kind !== ''),
            'ram:AssociatedDocumentLineDocument',
          ],
          ['BR-FREXT-08', groupAddsUp, LINE_NET],
          ['BR-FREXT-11', parentExists, PARENT],
          ['BR-FREXT-12', nestedGroupsAmount],
        ],
      },
    ],
  ],
];
