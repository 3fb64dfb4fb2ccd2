import { path } from '../../engine/path.js';
import { anyEqual, doubleOf } from '../../engine/values.js';
import { firstTwoDecimals, statement, twoDecimals, type Binding, type Statement } from './statement.js';
import { tooManyDecimals } from './wording.js';

const decimals = (id: string, term: string, ubl: Binding, cii: Binding): Statement =>
  statement(id, [term], tooManyDecimals(term), ubl, cii);

const allowance = (id: string, context: string, term: string): Statement =>
  decimals(id, term, twoDecimals(context, 'cbc:Amount'), firstTwoDecimals(context, '../ram:ActualAmount'));

const baseAmount = (id: string, context: string, term: string): Statement =>
  decimals(id, term, twoDecimals(context, 'cbc:BaseAmount'), twoDecimals(context, '../ram:BasisAmount'));

const total = (id: string, term: string, ubl: string, cii: string): Statement =>
  decimals(id, term, twoDecimals('totals', `cbc:${ubl}`), twoDecimals('totals', `ram:${cii}`));

const LINE_SUM =
  'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount';

/** BR-DEC: amounts with at most two decimals. */
export const DECIMALS: readonly Statement[] = [
  allowance('BR-DEC-01', 'document-allowance', 'BT-92'),
  baseAmount('BR-DEC-02', 'document-allowance', 'BT-93'),
  allowance('BR-DEC-05', 'document-charge', 'BT-99'),
  baseAmount('BR-DEC-06', 'document-charge', 'BT-100'),
  total('BR-DEC-09', 'BT-106', 'LineExtensionAmount', 'LineTotalAmount'),
  total('BR-DEC-10', 'BT-107', 'AllowanceTotalAmount', 'AllowanceTotalAmount'),
  total('BR-DEC-11', 'BT-108', 'ChargeTotalAmount', 'ChargeTotalAmount'),
  total('BR-DEC-12', 'BT-109', 'TaxExclusiveAmount', 'TaxBasisTotalAmount'),
  decimals('BR-DEC-13', 'BT-110', ublTaxTotal('cbc:DocumentCurrencyCode'), ciiTaxTotal('InvoiceCurrencyCode')),
  total('BR-DEC-14', 'BT-112', 'TaxInclusiveAmount', 'GrandTotalAmount'),
  decimals('BR-DEC-15', 'BT-111', ublTaxTotal('cbc:TaxCurrencyCode'), ciiTaxTotal('TaxCurrencyCode')),
  total('BR-DEC-16', 'BT-113', 'PrepaidAmount', 'TotalPrepaidAmount'),
  total('BR-DEC-17', 'BT-114', 'PayableRoundingAmount', 'RoundingAmount'),
  total('BR-DEC-18', 'BT-115', 'PayableAmount', 'DuePayableAmount'),
  decimals(
    'BR-DEC-19',
    'BT-116',
    twoDecimals('breakdown', 'cbc:TaxableAmount'),
    twoDecimals('breakdown', 'ram:BasisAmount'),
  ),
  decimals(
    'BR-DEC-20',
    'BT-117',
    twoDecimals('breakdown', 'cbc:TaxAmount'),
    twoDecimals('breakdown', 'ram:CalculatedAmount'),
  ),
  decimals('BR-DEC-23', 'BT-131', twoDecimals('line', 'cbc:LineExtensionAmount'), twoDecimals('line', LINE_SUM)),
  allowance('BR-DEC-24', 'line-allowance', 'BT-136'),
  baseAmount('BR-DEC-25', 'line-allowance', 'BT-137'),
  allowance('BR-DEC-27', 'line-charge', 'BT-141'),
  baseAmount('BR-DEC-28', 'line-charge', 'BT-142'),
];

/**
 * The artefact looks for the currency code inside the amount itself, where no schema allows it, so that in UBL this rule
 * never breaks; UBL-DT-01 limits the amount.
 */
function ublTaxTotal(currency: string): Binding {
  const amounts = path('cbc:TaxAmount');
  return {
    context: 'invoice',
    test: (_root, scope) => {
      const odd = scope
        .everywhere('cac:TaxTotal')
        .flatMap((each) => amounts.elements(each))
        .filter((each) => anyEqual(path('@currencyID').texts(each), path(currency).texts(each)));
      return odd.every((each) => (each.text.split('.')[1] ?? '').length <= 2);
    },
  };
}

/** Holds when some total in the currency is rounded, or some total is not in that currency. */
function ciiTaxTotal(currency: string): Binding {
  const amounts = path('ram:TaxTotalAmount');
  const code = path(
    `/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:${currency}`,
  );
  return {
    context: 'totals',
    about: 'ram:TaxTotalAmount',
    test: (totals) => {
      const found = amounts.elements(totals);
      const codes = code.texts(totals);
      return (
        found.length === 0 ||
        found.some((each) => {
          const inCurrency = anyEqual(path('@currencyID').texts(each), codes);
          if (inCurrency && doubleOf(each.text) === roundHundred(doubleOf(each.text))) return true;
          return currency === 'TaxCurrencyCode' ? codes.length === 0 : !inCurrency;
        })
      );
    },
  };
}

// round(. * 100) div 100 in doubles; roundDouble multiplies by ten twice, as other rules do.
function roundHundred(value: number): number {
  return Math.floor(value * 100 + 0.5) / 100;
}
