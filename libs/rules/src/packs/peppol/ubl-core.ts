import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Context, Pattern, Test } from '../../engine/rule.js';
import { dateOf, decimalAt, decimalOf, doublesAt, single, textAt } from '../../engine/values.js';
import {
  attribute,
  codes,
  countOf,
  hasAttribute,
  never,
  ownText,
  present,
  rulesOf,
  someText,
} from '../sheet-writing.js';
import { identifierContexts, identifierRows } from './identifiers.js';
import { lineFacts, lineNetAgrees, withinSlack } from './line-amounts.js';
import { bothGerman, process } from './parties.js';
import { WORDINGS } from './wording.table.js';

const DOCUMENT = ['/ubl:Invoice', '/cn:CreditNote'];
const ALLOWANCES = ['', 'cac:InvoiceLine/', 'cac:CreditNoteLine/'].flatMap((line) => {
  const root = line.includes('Credit') ? ['/cn:CreditNote'] : line === '' ? DOCUMENT : ['/ubl:Invoice'];
  return root.map((document) => `${document}/${line}cac:AllowanceCharge`);
});
const AMOUNTS = [
  'cbc:Amount',
  'cbc:BaseAmount',
  'cbc:PriceAmount',
  'cac:TaxTotal/cbc:TaxAmount',
  'cac:TaxSubtotal/cbc:TaxAmount',
  'cbc:TaxableAmount',
  'cbc:LineExtensionAmount',
  'cbc:TaxExclusiveAmount',
  'cbc:TaxInclusiveAmount',
  'cbc:AllowanceTotalAmount',
  'cbc:ChargeTotalAmount',
  'cbc:PrepaidAmount',
  'cbc:PayableRoundingAmount',
  'cbc:PayableAmount',
];
const SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const DIRECT_DEBIT = codes('49 59');
const HUNDREDTH = Decimal.fromUnits(1n, 2);
const LINE = ['cac:InvoiceLine', 'cac:CreditNoteLine'];

const multiplier = path('cbc:MultiplierFactorNumeric');
const base = path('cbc:BaseAmount');

const contexts: Context[] = [
  { key: 'document', match: DOCUMENT },
  { key: 'accounting-currency', match: ['cbc:TaxCurrencyCode'] },
  { key: 'buyer', match: ['cac:AccountingCustomerParty/cac:Party'] },
  { key: 'seller', match: ['cac:AccountingSupplierParty/cac:Party'] },
  {
    key: 'allowance-without-base',
    match: ALLOWANCES,
    where: (element) => multiplier.exists(element) && !base.exists(element),
  },
  {
    key: 'allowance-without-percent',
    match: ALLOWANCES,
    where: (element) => !multiplier.exists(element) && base.exists(element),
  },
  { key: 'allowance', match: ALLOWANCES },
  {
    key: 'direct-debit',
    match: ['cac:PaymentMeans'],
    where: (element) => DIRECT_DEBIT.has(textAt(element, 'cbc:PaymentMeansCode')),
  },
  { key: 'amount', match: AMOUNTS, where: isCheckedAmount },
  { key: 'line-start', match: linePeriod('StartDate'), where: hasDocumentPeriod('StartDate') },
  { key: 'line-end', match: linePeriod('EndDate'), where: hasDocumentPeriod('EndDate') },
  { key: 'line', match: LINE },
  { key: 'price-allowance', match: ['cac:Price/cac:AllowanceCharge'] },
  {
    key: 'price-quantity',
    match: ['cac:Price/cbc:BaseQuantity'],
    where: (element) => hasAttribute(element, 'unitCode'),
  },
  ...identifierContexts(['cbc:EndpointID'], ['cac:PartyIdentification/cbc:ID', 'cbc:CompanyID']),
  {
    key: 'dutch-vat',
    match: ['cac:PartyTaxScheme/cbc:CompanyID'],
    where: (element) => textAt(element, '../cac:TaxScheme/cbc:ID') === 'VAT' && ownText(element).startsWith('NL'),
  },
  identifierContexts(['cbc:EndpointID'], ['cac:PartyIdentification/cbc:ID', 'cbc:CompanyID'], ['0217'])[0] as Context,
];

function isCheckedAmount(element: XmlElement): boolean {
  // A tax total in the accounting currency, which has no subtotals, is in another currency by right.
  if (element.name !== 'TaxAmount' || element.parent?.name !== 'TaxTotal') return true;
  return path('cac:TaxSubtotal').exists(element.parent);
}

function linePeriod(date: string): string[] {
  return [
    `/ubl:Invoice/cac:InvoiceLine/cac:InvoicePeriod/cbc:${date}`,
    `/cn:CreditNote/cac:CreditNoteLine/cac:InvoicePeriod/cbc:${date}`,
  ];
}

function hasDocumentPeriod(date: string): Test {
  const period = path(`cac:InvoicePeriod/cbc:${date}`);
  return (_, { root }) => period.exists(root);
}

function againstDocumentPeriod(date: string, holds: (line: number, document: number) => boolean): Test {
  const period = path(`cac:InvoicePeriod/cbc:${date}`);
  return (element, { root }) => holds(dateOf(stringOf(element)), dateOf(single(period.texts(root))));
}

/** Every amount in one currency has the same sign as some amount in the other. */
const vatTotalsAgreeInSign: Test = (element) => {
  if (!path('cbc:TaxCurrencyCode').exists(element)) return true;
  const inCurrency = (code: string): number[] =>
    path('cac:TaxTotal/cbc:TaxAmount')
      .elements(element)
      .filter((amount) => hasAttribute(amount, 'currencyID') && attribute(amount, 'currencyID') === code)
      .flatMap((amount) => doublesAt(amount, path('.')));
  const accounting = inCurrency(textAt(element, 'cbc:TaxCurrencyCode'));
  const document = inCurrency(textAt(element, 'cbc:DocumentCurrencyCode'));
  const both = (holds: (amount: number) => boolean): boolean => accounting.some(holds) && document.some(holds);
  return both((amount) => amount <= 0) || both((amount) => amount >= 0);
};

const vatTotals = (withSubtotals: boolean) => (element: XmlElement) =>
  path('cac:TaxTotal')
    .elements(element)
    .filter((total) => path('cac:TaxSubtotal').exists(total) === withSubtotals).length;

const percentAgrees: Test = (element) => {
  const percent = decimalAt(element, multiplier);
  const of = decimalAt(element, base);
  if (percent === undefined || of === undefined) return true;
  return withinSlack(decimalAt(element, path('cbc:Amount')), of.times(percent).times(HUNDREDTH));
};

const specifies: Test = (element) => {
  const text = textAt(element, 'cbc:CustomizationID');
  return text.startsWith(SPECIFICATION) && !text.includes('::');
};

const priceAgrees: Test = (element) => {
  const gross = decimalAt(element, base);
  if (gross === undefined) return true;
  const net = decimalAt(element, path('../cbc:PriceAmount'));
  const discount = decimalAt(element, path('cbc:Amount'));
  return net !== undefined && discount !== undefined && net.equals(gross.minus(discount));
};

const sameUnit: Test = (element, { root }) => {
  const billed = path('../../cbc:InvoicedQuantity|cbc:CreditedQuantity').exists(element);
  const quantity = root.name === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity';
  return !billed || someText(element, `../../${quantity}/@unitCode`, attribute(element, 'unitCode'));
};

const rows = rulesOf(WORDINGS, [
  ['PEPPOL-EN16931-R001', 'fatal', 'document', present('cbc:ProfileID')],
  ['PEPPOL-EN16931-R007', 'fatal', 'document', (_, scope) => process(scope) !== 'unknown', 'cbc:ProfileID'],
  [
    'PEPPOL-EN16931-R002',
    'fatal',
    'document',
    (element, scope) => countOf(element, 'cbc:Note') <= 1 || bothGerman(scope),
    'cbc:Note',
  ],
  [
    'PEPPOL-EN16931-R003',
    'fatal',
    'document',
    (element) => path('cbc:BuyerReference').exists(element) || path('cac:OrderReference/cbc:ID').exists(element),
  ],
  ['PEPPOL-EN16931-R004', 'fatal', 'document', specifies, 'cbc:CustomizationID'],
  ['PEPPOL-EN16931-R053', 'fatal', 'document', (element) => vatTotals(true)(element) === 1, 'cac:TaxTotal'],
  [
    'PEPPOL-EN16931-R054',
    'fatal',
    'document',
    (element) => vatTotals(false)(element) === (path('cbc:TaxCurrencyCode').exists(element) ? 1 : 0),
    'cac:TaxTotal',
  ],
  ['PEPPOL-EN16931-R055', 'fatal', 'document', vatTotalsAgreeInSign, 'cac:TaxTotal'],
  [
    'PEPPOL-EN16931-R005',
    'fatal',
    'accounting-currency',
    (element) => ownText(element) !== textAt(element, '../cbc:DocumentCurrencyCode'),
  ],
  ['PEPPOL-EN16931-R010', 'fatal', 'buyer', present('cbc:EndpointID')],
  ['PEPPOL-EN16931-R020', 'fatal', 'seller', present('cbc:EndpointID')],
  ['PEPPOL-EN16931-R041', 'fatal', 'allowance-without-base', never],
  ['PEPPOL-EN16931-R042', 'fatal', 'allowance-without-percent', never],
  ['PEPPOL-EN16931-R040', 'fatal', 'allowance', percentAgrees, 'cbc:Amount'],
  [
    'PEPPOL-EN16931-R043',
    'fatal',
    'allowance',
    (element) => ['true', 'false'].includes(textAt(element, 'cbc:ChargeIndicator')),
    'cbc:ChargeIndicator',
  ],
  ['PEPPOL-EN16931-R061', 'fatal', 'direct-debit', present('cac:PaymentMandate/cbc:ID')],
  [
    'PEPPOL-EN16931-R051',
    'fatal',
    'amount',
    (element, { root }) =>
      hasAttribute(element, 'currencyID') &&
      someText(root, 'cbc:DocumentCurrencyCode', attribute(element, 'currencyID')),
  ],
  [
    'PEPPOL-EN16931-R110',
    'fatal',
    'line-start',
    againstDocumentPeriod('StartDate', (line, document) => line >= document),
  ],
  ['PEPPOL-EN16931-R111', 'fatal', 'line-end', againstDocumentPeriod('EndDate', (line, document) => line <= document)],
  [
    'PEPPOL-EN16931-R120',
    'fatal',
    'line',
    (element, { root }) => lineNetAgrees(lineFacts(element, root.name === 'Invoice')),
    'cbc:LineExtensionAmount',
  ],
  [
    'PEPPOL-EN16931-R121',
    'fatal',
    'line',
    (element) => (decimalAt(element, path('cac:Price/cbc:BaseQuantity'))?.compare(decimalOf('0')) ?? 1) > 0,
    'cac:Price/cbc:BaseQuantity',
  ],
  [
    'PEPPOL-EN16931-R100',
    'fatal',
    'line',
    (element) => countOf(element, 'cac:DocumentReference') <= 1,
    'cac:DocumentReference',
  ],
  [
    'PEPPOL-EN16931-R101',
    'fatal',
    'line',
    (element) =>
      !path('cac:DocumentReference').exists(element) ||
      someText(element, 'cac:DocumentReference/cbc:DocumentTypeCode', '130'),
    'cac:DocumentReference',
  ],
  [
    'PEPPOL-EN16931-R044',
    'fatal',
    'price-allowance',
    (element) => textAt(element, 'cbc:ChargeIndicator') === 'false',
    'cbc:ChargeIndicator',
  ],
  ['PEPPOL-EN16931-R046', 'fatal', 'price-allowance', priceAgrees],
  ['PEPPOL-EN16931-R130', 'fatal', 'price-quantity', sameUnit],
  ...identifierRows,
  ['PEPPOL-COMMON-R056-2', 'warning', 'dutch-vat', (element) => /^NL[0-9]{9}B[0-9]{2}$/.test(ownText(element))],
  ['PEPPOL-COMMON-R057', 'warning', '0217', (element) => /^[0-9]{12}$/.test(ownText(element))],
]);

const empty: Pattern = {
  id: 'empty',
  contexts: [
    { key: 'empty', match: ['*'], where: (element) => element.children.length === 0 && ownText(element) === '' },
  ],
  rules: rulesOf(WORDINGS, [['PEPPOL-EN16931-R008', 'fatal', 'empty', never]]),
};

const project: Pattern = {
  id: 'credit-note',
  contexts: [{ key: 'credit-note', match: ['/cn:CreditNote'] }],
  rules: rulesOf(WORDINGS, [
    [
      'PEPPOL-EN16931-R080',
      'fatal',
      'credit-note',
      (element) =>
        path('cac:AdditionalDocumentReference')
          .elements(element)
          .filter((reference) => someText(reference, 'cbc:DocumentTypeCode', '50')).length <= 1,
    ],
  ]),
};

export const UBL_CORE: readonly Pattern[] = [empty, project, { id: 'core', contexts, rules: rows }];
