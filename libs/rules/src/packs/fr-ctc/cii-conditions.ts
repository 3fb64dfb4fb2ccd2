import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { anyDiffer } from '../../engine/values.js';
import { numberOf } from '../sheet-writing.js';
import {
  AGREEMENT,
  FRAME,
  HEADER,
  LINE,
  LINE_SETTLEMENT,
  LINE_STATUS,
  root,
  SELLER,
  SETTLEMENT,
} from './cii-places.js';
import type { Case } from './french-pattern.js';
import { CORRECTIVE_TYPES, CREDIT_TYPES, DEPOSIT_TYPES, FINAL_FRAMES, PAID_FRAMES, VAT_GROUP_MEMBER } from './french-texts.js'; // prettier-ignore
import { anyOf, oneText, texts } from './shared-tests.js';

const TYPE = `${HEADER}/ram:TypeCode`;
const PRECEDING = 'ram:InvoiceReferencedDocument';
const TOTALS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const PERIOD = `${SETTLEMENT}/ram:BillingSpecifiedPeriod`;
const DUE = `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString`;

const periodCredit: Test = (invoice) =>
  !texts(invoice, TYPE).includes('262') ||
  [
    `${AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID`,
    `${PERIOD}/ram:StartDateTime/udt:DateTimeString`,
    `${PERIOD}/ram:EndDateTime/udt:DateTimeString`,
  ].every((source) => oneText(invoice, source) !== '');

const oneReference: Test = (invoice) =>
  !anyOf(invoice, TYPE, CORRECTIVE_TYPES) || path(`${SETTLEMENT}/${PRECEDING}`).elements(invoice).length === 1;

const isDated = (reference: XmlElement): boolean =>
  path('ram:IssuerAssignedID').exists(reference) &&
  path('ram:FormattedIssueDateTime/qdt:DateTimeString').exists(reference);

const creditNamesInvoice: Test = (invoice) => {
  if (!anyOf(invoice, TYPE, CREDIT_TYPES)) return true;
  if (path(`${SETTLEMENT}/${PRECEDING}`).elements(invoice).some(isDated)) return true;
  return path(LINE)
    .elements(invoice)
    .filter((line) => !path(LINE_STATUS).exists(line) || texts(line, LINE_STATUS).includes('DETAIL'))
    .every((line) => path(`${LINE_SETTLEMENT}/${PRECEDING}`).elements(line).some(isDated));
};

const dueAfterIssue: Test = (invoice) => {
  const due = oneText(invoice, DUE);
  if (due === '' || anyOf(invoice, TYPE, DEPOSIT_TYPES) || anyOf(invoice, FRAME, PAID_FRAMES)) return true;
  const issue = `${HEADER}/ram:IssueDateTime/udt:DateTimeString`;
  return path(issue).exists(invoice) && due >= oneText(invoice, issue);
};

const whenPaid =
  (holds: (invoice: XmlElement) => boolean): Test =>
  (invoice) =>
    !anyOf(invoice, FRAME, PAID_FRAMES) || holds(invoice);
const total = (invoice: XmlElement, name: string): number => numberOf(oneText(invoice, `${TOTALS}/ram:${name}`));

const euroVat: Test = (invoice) => {
  if (!anyDiffer(texts(invoice, `${SETTLEMENT}/ram:InvoiceCurrencyCode`), ['EUR'])) return true;
  if (!texts(invoice, `${SETTLEMENT}/ram:TaxCurrencyCode`).includes('EUR')) return false;
  return oneText(invoice, `${TOTALS}/ram:TaxTotalAmount[@currencyID=EUR]`) !== '';
};

const isGroupMember = (invoice: XmlElement): boolean => path(`${SELLER}/ram:GlobalID[@schemeID=0231]`).exists(invoice);
const memberNote: Test = (invoice) =>
  !isGroupMember(invoice) ||
  path(`${HEADER}/ram:IncludedNote`)
    .elements(invoice)
    .some(
      (note) => texts(note, 'ram:SubjectCode').includes('TXD') && texts(note, 'ram:Content').includes(VAT_GROUP_MEMBER),
    );
const REPRESENTATIVE = `${AGREEMENT}/ram:SellerTaxRepresentativeTradeParty`;

const one = (id: string, test: Test, about?: string): [string, readonly Case[]] => [
  id.replace(/_.*/, ''),
  [{ ...root, checks: [[id, test, about]] }],
];

/** BR-FR-CO-03 to -15 over CII, but -10. */
export const CII_CONDITIONS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  one('BR-FR-CO-03_BT-3', periodCredit, TYPE),
  one('BR-FR-CO-04_BT-4', oneReference, `${SETTLEMENT}/${PRECEDING}`),
  one('BR-FR-CO-05_BT-3', creditNamesInvoice, TYPE),
  one('BR-FR-CO-07_BT-9', dueAfterIssue, DUE),
  one(
    'BR-FR-CO-08_BT-23',
    (invoice) => !anyOf(invoice, FRAME, FINAL_FRAMES) || !anyOf(invoice, TYPE, DEPOSIT_TYPES),
    FRAME,
  ),
  [
    'BR-FR-CO-09',
    [
      {
        ...root,
        checks: [
          [
            'BR-FR-CO-09_BT-23-1',
            whenPaid((invoice) => total(invoice, 'TotalPrepaidAmount') === total(invoice, 'GrandTotalAmount')),
            `${TOTALS}/ram:TotalPrepaidAmount`,
          ],
          [
            'BR-FR-CO-09_BT-23-2',
            whenPaid((invoice) => total(invoice, 'DuePayableAmount') === 0),
            `${TOTALS}/ram:DuePayableAmount`,
          ],
          ['BR-FR-CO-09_BT-23-3', whenPaid((invoice) => oneText(invoice, DUE) !== ''), FRAME],
        ],
      },
    ],
  ],
  one('BR-FR-CO-12_BT-5', euroVat, `${SETTLEMENT}/ram:InvoiceCurrencyCode`),
  one('BR-FR-CO-14_BT-29-1', memberNote, SELLER),
  one(
    'BR-FR-CO-15_BT-29-1',
    (invoice) =>
      !isGroupMember(invoice) ||
      oneText(invoice, `${REPRESENTATIVE}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID=VA]`) !== '',
    SELLER,
  ),
];
