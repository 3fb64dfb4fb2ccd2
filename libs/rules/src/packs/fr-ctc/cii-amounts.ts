import { stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { normalized, textAt } from '../../engine/values.js';
import { FRAME, inDocument, inLine, LINE_SETTLEMENT, SETTLEMENT } from './cii-places.js';
import type { Case } from './french-pattern.js';
import { isAmount, isPrice, isQuantity, isRate, isSignedPrice, RATES, TWO_WAY_FRAMES } from './french-texts.js';
import { categoryChecks, oneText, ownNormal, texts } from './shared-tests.js';

/** Whether the invoice is two-way (B9, S9, M9), where prices may be negative. @throws Unanswerable for two frames */
const isTwoWay = ({ root }: Scope): boolean => TWO_WAY_FRAMES.has(textAt(root, FRAME));
const price: Test = (element, scope) => {
  const text = normalized(stringOf(element));
  return isTwoWay(scope) ? isSignedPrice(text) : isPrice(text);
};

const amount = (terms: string, place: { at: string[] }): Case => ({
  ...place,
  checks: [[`BR-FR-DEC-01_${terms}`, ownNormal(isAmount)]],
});
const TOTALS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const total = (term: string, name: string): Case => amount(term, inDocument(`${TOTALS}/ram:${name}`));

const ALLOWANCE = 'ram:SpecifiedTradeAllowanceCharge';
const CATEGORY = {
  allowance: inDocument(`${SETTLEMENT}/${ALLOWANCE}/ram:CategoryTradeTax`),
  breakdown: inDocument(`${SETTLEMENT}/ram:ApplicableTradeTax`),
  line: inLine(`${LINE_SETTLEMENT}/ram:ApplicableTradeTax`),
};
const needed: Test = () => false;
// Lines that group or inform have no category of their own.
const groupsOrInforms: Test = (tax) =>
  texts(tax, '../../ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode').some((kind) =>
    ['GROUP', 'INFORMATION'].includes(kind),
  );

const RATE = 'ram:RateApplicablePercent';
const rated = (terms: string, place: { at: string[] }): Case => ({
  ...place,
  checks: [
    [
      `BR-FR-16_${terms}`,
      (category) => {
        const rate = oneText(category, RATE);
        return rate === '' || RATES.has(rate);
      },
      RATE,
    ],
  ],
});
const percent = (terms: string, { at }: { at: string[] }): Case => ({
  at: at.map((place) => `${place}/${RATE}`),
  checks: [[`BR-FR-DEC-04_${terms}`, ownNormal(isRate)]],
});

const NET_PRICE = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice';
const GROSS_PRICE = 'ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice';

/** BR-FR-15, -16, -DEC-01 to -04 over CII: categories, rates, and how numbers are written. */
export const CII_AMOUNTS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-15',
    [
      {
        ...CATEGORY.allowance,
        checks: categoryChecks('BR-FR-15_BT-95_BT-102', 'BR-FR-15_BT-95_BT-102_LM', 'ram:CategoryCode', needed),
      },
      {
        ...CATEGORY.breakdown,
        checks: categoryChecks('BR-FR-15_BT-95_BT-118', 'BR-FR-15_BT-95_BT-118_LM', 'ram:CategoryCode', needed),
      },
      {
        ...CATEGORY.line,
        checks: categoryChecks(
          'BR-FR-15_BT-95_BT-151',
          'BR-FR-15_BT-95_BT-151_LM',
          'ram:CategoryCode',
          groupsOrInforms,
        ),
      },
    ],
  ],
  [
    'BR-FR-16',
    [rated('BT-96_BT-103', CATEGORY.allowance), rated('BT-119', CATEGORY.breakdown), rated('BT-152', CATEGORY.line)],
  ],
  [
    'BR-FR-DEC-01',
    [
      amount('BT-92_BT-99', inDocument(`${SETTLEMENT}/${ALLOWANCE}/ram:ActualAmount`)),
      amount('BT-93_BT-100', inDocument(`${SETTLEMENT}/${ALLOWANCE}/ram:BasisAmount`)),
      total('BT-106', 'LineTotalAmount'),
      total('BT-107', 'AllowanceTotalAmount'),
      total('BT-108', 'ChargeTotalAmount'),
      total('BT-109', 'TaxBasisTotalAmount'),
      total('BT-110', 'TaxTotalAmount'),
      // At the same elements as the case before, which therefore always answers.
      total('BT-111', 'TaxTotalAmount'),
      total('BT-112', 'GrandTotalAmount'),
      total('BT-113', 'TotalPrepaidAmount'),
      total('BT-114', 'RoundingAmount'),
      total('BT-115', 'DuePayableAmount'),
      amount('BT-116', inDocument(`${SETTLEMENT}/ram:ApplicableTradeTax/ram:BasisAmount`)),
      amount('BT-117', inDocument(`${SETTLEMENT}/ram:ApplicableTradeTax/ram:CalculatedAmount`)),
      amount(
        'BT-131',
        inLine(`${LINE_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`),
      ),
      amount('BT-136_BT-141', inLine(`${LINE_SETTLEMENT}/${ALLOWANCE}/ram:ActualAmount`)),
      amount('BT-137_BT-142', inLine(`${LINE_SETTLEMENT}/${ALLOWANCE}/ram:BasisAmount`)),
    ],
  ],
  [
    'BR-FR-DEC-02',
    [
      {
        ...inLine('ram:SpecifiedLineTradeDelivery/ram:BilledQuantity'),
        checks: [['BR-FR-DEC-02_BT-129', ownNormal(isQuantity)]],
      },
      { ...inLine(`${NET_PRICE}/ram:BasisQuantity`), checks: [['BR-FR-DEC-02_BT-149', ownNormal(isQuantity)]] },
    ],
  ],
  [
    'BR-FR-DEC-03',
    [
      { ...inLine(`${NET_PRICE}/ram:ChargeAmount`), checks: [['BR-FR-DEC-03_BT-146', price]] },
      {
        ...inLine(`${GROSS_PRICE}/ram:AppliedTradeAllowanceCharge/ram:ActualAmount`),
        checks: [['BR-FR-DEC-03_BT-147', price]],
      },
      { ...inLine(`${GROSS_PRICE}/ram:ChargeAmount`), checks: [['BR-FR-DEC-03_BT-148', price]] },
    ],
  ],
  [
    'BR-FR-DEC-04',
    [
      percent('BT-96_BT-103', CATEGORY.allowance),
      percent('BT-119', CATEGORY.breakdown),
      percent('BT-152', CATEGORY.line),
    ],
  ],
];
