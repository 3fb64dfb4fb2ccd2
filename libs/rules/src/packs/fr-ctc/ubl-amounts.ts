import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { textAt } from '../../engine/values.js';
import type { Case } from './french-pattern.js';
import { isAmount, isPrice, isQuantity, isRate, isSignedPrice, RATES, TWO_WAY_FRAMES } from './french-texts.js';
import { categoryChecks, ownNormal, textOrNone } from './shared-tests.js';
import { doc, lines } from './ubl-places.js';

/** Whether the invoice is two-way (B9, S9, M9), where prices may be negative. @throws Unanswerable for two frames */
const isTwoWay = ({ root }: Scope): boolean => TWO_WAY_FRAMES.has(textAt(root, 'cbc:ProfileID'));

function priceText(text: string, scope: Scope): boolean {
  return text === '' || (isTwoWay(scope) ? isSignedPrice(text) : isPrice(text));
}
const price =
  (source: string): Test =>
  (element, scope) =>
    priceText(textAt(element, source), scope);

const amount = (terms: string, place: { at: readonly string[] }): Case => ({
  ...place,
  checks: [[`BR-FR-DEC-01_${terms}`, ownNormal(isAmount)]],
});
const total = (term: string, name: string): Case => amount(term, { at: [`cac:LegalMonetaryTotal/cbc:${name}`] });

const CATEGORY = {
  allowance: { at: ['cac:AllowanceCharge/cac:TaxCategory'] },
  breakdown: { at: ['cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory'] },
  line: { at: ['cac:Item/cac:ClassifiedTaxCategory'] },
};
const optional: Test = () => true;

const rated = (term: string, place: { at: string[] }): Case => ({
  ...place,
  checks: [
    [
      `BR-FR-16_${term}`,
      (category: XmlElement) => {
        const rate = textOrNone(category, 'cbc:Percent');
        return rate === undefined || RATES.has(rate);
      },
      'cbc:Percent',
    ],
  ],
});
const percent = (terms: string, { at: [place] }: { at: string[] }): Case => ({
  at: [`${place as string}/cbc:Percent`],
  checks: [[`BR-FR-DEC-04_${terms}`, ownNormal(isRate)]],
});

/** BR-FR-15, -16, -DEC-01 to -04 over UBL: categories, rates, and how numbers are written. */
export const UBL_AMOUNTS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-15',
    [
      {
        ...CATEGORY.allowance,
        checks: categoryChecks('BR-FR-15_BT-95_BT-102-1', 'BR-FR-15_BT-95_BT-102-2', 'cbc:ID', optional),
      },
      { ...CATEGORY.breakdown, checks: categoryChecks('BR-FR-15_BT-118-1', 'BR-FR-15_BT-118-2', 'cbc:ID', optional) },
      { ...CATEGORY.line, checks: categoryChecks('BR-FR-15_BT-151-1', 'BR-FR-08_BT-151-2', 'cbc:ID', optional) },
    ],
  ],
  [
    'BR-FR-16',
    [
      rated('BT-96', CATEGORY.allowance),
      // At the same elements as the case before, which therefore always answers.
      rated('BT-103', CATEGORY.allowance),
      rated('BT-119', CATEGORY.breakdown),
      rated('BT-152', { at: ['cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory'] }),
    ],
  ],
  [
    'BR-FR-DEC-01',
    [
      amount('BT-93_BT-100', doc('cac:AllowanceCharge/cbc:BaseAmount')),
      amount('BT-92_BT-99', doc('cac:AllowanceCharge/cbc:Amount')),
      total('BT-106', 'LineExtensionAmount'),
      total('BT-107', 'AllowanceTotalAmount'),
      total('BT-108', 'ChargeTotalAmount'),
      total('BT-109', 'TaxExclusiveAmount'),
      amount('BT-110', { at: ['cac:TaxTotal/cbc:TaxAmount'] }),
      // At the same elements as the case before, which therefore always answers.
      amount('BT-111', { at: ['cac:TaxTotal/cbc:TaxAmount'] }),
      total('BT-112', 'TaxInclusiveAmount'),
      total('BT-113', 'PrepaidAmount'),
      total('BT-114', 'PayableRoundingAmount'),
      total('BT-115', 'PayableAmount'),
      amount('BT-116', { at: ['cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount'] }),
      amount('BT-117', { at: ['cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount'] }),
      amount('BT-131', lines('cbc:LineExtensionAmount')),
      amount('BT-136_BT-141', lines('cac:AllowanceCharge/cbc:Amount')),
      amount('BT-137_BT-142', lines('cac:AllowanceCharge/cbc:BaseAmount')),
    ],
  ],
  [
    'BR-FR-DEC-02',
    [
      {
        at: [
          '/ubl:Invoice/cac:InvoiceLine/cbc:InvoicedQuantity',
          '/cn:CreditNote/cac:CreditNoteLine/cbc:CreditedQuantity',
        ],
        checks: [['BR-FR-DEC-02_BT-129', ownNormal(isQuantity)]],
      },
      {
        ...lines(),
        checks: [
          [
            'BR-FR-DEC-02_BT-149',
            (line) => {
              const quantity = textAt(line, 'cac:Price/cbc:BaseQuantity');
              return quantity === '' || isQuantity(quantity);
            },
            'cac:Price/cbc:BaseQuantity',
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-DEC-03',
    [
      {
        ...lines(),
        checks: [['BR-FR-DEC-03_BT-146', price('cac:Price/cbc:PriceAmount'), 'cac:Price/cbc:PriceAmount']],
      },
      {
        ...lines('cac:Price/cac:AllowanceCharge'),
        checks: [['BR-FR-DEC-03_BT-147', price('cbc:Amount'), 'cbc:Amount']],
      },
      {
        ...lines('cac:Price/cac:AllowanceCharge/cbc:BaseAmount'),
        checks: [['BR-FR-DEC-03_BT-148', (base, scope) => priceText(textAt(base, path('.')), scope)]],
      },
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
