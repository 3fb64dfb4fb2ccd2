import type { XmlElement } from '#xml';
import { stringOf } from '../../engine/path.js';
import type { Context, Pattern, Test } from '../../engine/rule.js';
import { textAt } from '../../engine/values.js';
import { attribute, hasAttribute, isDate, ownText, rawTextAt, rulesOf, someText, type Row } from '../sheet-writing.js';
import * as list from './code-lists.table.js';
import { bothGerman, process } from './parties.js';
import { WORDINGS } from './wording.table.js';

const indicator = (wanted: string) => (element: XmlElement) => someText(element, '../cbc:ChargeIndicator', wanted);
const REASON = ['cac:AllowanceCharge/cbc:AllowanceChargeReasonCode'];
const AMOUNTS = [
  'cbc:Amount',
  'cbc:BaseAmount',
  'cbc:PriceAmount',
  'cbc:TaxAmount',
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
const DATES = [
  'cbc:IssueDate',
  'cbc:DueDate',
  'cbc:TaxPointDate',
  'cbc:StartDate',
  'cbc:EndDate',
  'cbc:ActualDeliveryDate',
];

/** VAT exemption reasons that belong to one category: reason, rule, category. */
const EXEMPTIONS = [
  ['VATEX-EU-G', 'PEPPOL-EN16931-P0104', 'G'],
  ['VATEX-EU-O', 'PEPPOL-EN16931-P0105', 'O'],
  ['VATEX-EU-IC', 'PEPPOL-EN16931-P0106', 'K'],
  ['VATEX-EU-AE', 'PEPPOL-EN16931-P0107', 'AE'],
  ['VATEX-EU-D', 'PEPPOL-EN16931-P0108', 'E'],
  ['VATEX-EU-F', 'PEPPOL-EN16931-P0109', 'E'],
  ['VATEX-EU-I', 'PEPPOL-EN16931-P0110', 'E'],
  ['VATEX-EU-J', 'PEPPOL-EN16931-P0111', 'E'],
] as const;

const contexts: Context[] = [
  {
    key: 'attachment',
    match: ['cbc:EmbeddedDocumentBinaryObject'],
    where: (element) => hasAttribute(element, 'mimeCode'),
  },
  { key: 'allowance-reason', match: REASON, where: indicator('false') },
  { key: 'charge-reason', match: REASON, where: indicator('true') },
  { key: 'date-code', match: ['cac:InvoicePeriod/cbc:DescriptionCode'] },
  { key: 'amount', match: AMOUNTS },
  { key: 'invoice-type', match: ['cbc:InvoiceTypeCode'] },
  { key: 'credit-note-type', match: ['cbc:CreditNoteTypeCode'] },
  { key: 'date', match: DATES },
  { key: 'address', match: ['cbc:EndpointID'], where: (element) => hasAttribute(element, 'schemeID') },
  ...EXEMPTIONS.map(([reason]) => ({
    key: reason,
    match: ['cac:TaxCategory'],
    where: (element: XmlElement) => rawTextAt(element, 'cbc:TaxExemptionReasonCode').toUpperCase() === reason,
  })),
];

const allowed =
  (known: ReadonlySet<string>): Test =>
  (element, scope) =>
    process(scope) === 'unknown' || known.has(ownText(element));

const germanOnly: Test = (element, scope) => !['326', '384'].includes(ownText(element)) || bothGerman(scope);

const exemptions: readonly Row[] = EXEMPTIONS.map(([reason, rule, category]) => [
  rule,
  'fatal',
  reason,
  (element) => textAt(element, 'cbc:ID') === category,
  'cbc:ID',
]);

export const UBL_CODES: Pattern = {
  id: 'codes',
  contexts,
  rules: rulesOf(WORDINGS, [
    ['PEPPOL-EN16931-CL001', 'fatal', 'attachment', (element) => list.MIME_TYPES.has(attribute(element, 'mimeCode'))],
    ['PEPPOL-EN16931-CL002', 'fatal', 'allowance-reason', (element) => list.ALLOWANCE_REASONS.has(ownText(element))],
    ['PEPPOL-EN16931-CL003', 'fatal', 'charge-reason', (element) => list.CHARGE_REASONS.has(ownText(element))],
    ['PEPPOL-EN16931-CL006', 'fatal', 'date-code', (element) => list.DATE_CODES.has(ownText(element))],
    ['PEPPOL-EN16931-CL007', 'fatal', 'amount', (element) => list.CURRENCIES.has(attribute(element, 'currencyID'))],
    ['PEPPOL-EN16931-P0100', 'fatal', 'invoice-type', allowed(list.INVOICE_TYPES)],
    ['PEPPOL-EN16931-P0112', 'fatal', 'invoice-type', germanOnly],
    ['PEPPOL-EN16931-P0101', 'fatal', 'credit-note-type', allowed(list.CREDIT_NOTE_TYPES)],
    ['PEPPOL-EN16931-F001', 'fatal', 'date', (element) => isDate(stringOf(element))],
    ['PEPPOL-EN16931-CL008', 'fatal', 'address', (element) => list.ADDRESS_SCHEMES.has(attribute(element, 'schemeID'))],
    ...exemptions,
  ]),
};
