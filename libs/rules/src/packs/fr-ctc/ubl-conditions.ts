import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { anyDiffer, single } from '../../engine/values.js';
import { numberOf } from '../sheet-writing.js';
import type { Case } from './french-pattern.js';
import { CORRECTIVE_TYPES, CREDIT_TYPES, DEPOSIT_TYPES, FINAL_FRAMES, PAID_FRAMES, VAT_GROUP_MEMBER } from './french-texts.js'; // prettier-ignore
import { anyOf, oneText, texts } from './shared-tests.js';
import { noteValue } from './ubl-header.js';
import { document, PARTY_ID, SUPPLIER, TYPE } from './ubl-places.js';

const FRAME = 'cbc:ProfileID';
const CREDITED = 'cac:InvoiceDocumentReference';

const periodCredit: Test = (root) =>
  !texts(root, 'cbc:CreditNoteTypeCode').includes('262') ||
  ['cac:ContractDocumentReference/cbc:ID', 'cac:InvoicePeriod/cbc:StartDate', 'cac:InvoicePeriod/cbc:EndDate'].every(
    (source) => oneText(root, source) !== '',
  );

const oneReference: Test = (root) =>
  !anyOf(root, 'cbc:InvoiceTypeCode', CORRECTIVE_TYPES) || path('cac:BillingReference').elements(root).length === 1;

const isDated = (reference: XmlElement): boolean =>
  path('cbc:ID').exists(reference) && path('cbc:IssueDate').exists(reference);

/** Whether the line names its own invoice, as sub-lines do to give their kind. */
function isSubLine(line: XmlElement, ids: readonly string[]): boolean {
  return texts(line, `cac:BillingReference/${CREDITED}/cbc:ID`).some((id) => ids.includes(id));
}

/** Whether a line counts in totals: one without kind, or of kind DETAIL. `ids`: numbers of the invoice. */
export function countsAsDetail(line: XmlElement, ids: readonly string[]): boolean {
  if (!isSubLine(line, ids)) return true;
  return path('cac:BillingReference')
    .elements(line)
    .filter((each) => texts(each, `${CREDITED}/cbc:ID`).some((id) => ids.includes(id)))
    .some((each) => texts(each, `${CREDITED}/cbc:DocumentStatusCode`).includes('DETAIL'));
}

const creditNamesInvoice: Test = (root) => {
  if (!anyOf(root, 'cbc:CreditNoteTypeCode', CREDIT_TYPES)) return true;
  if (path(`cac:BillingReference/${CREDITED}`).elements(root).some(isDated)) return true;
  const ids = texts(root, 'cbc:ID');
  return path('cac:CreditNoteLine')
    .elements(root)
    .filter((line) => countsAsDetail(line, ids))
    .every((line) =>
      path('cac:BillingReference')
        .elements(line)
        .some(
          (each) => anyDiffer(texts(each, `${CREDITED}/cbc:ID`), ids) && path(CREDITED).elements(each).some(isDated),
        ),
    );
};

const dueAfterIssue: Test = (root) => {
  if (anyOf(root, TYPE, DEPOSIT_TYPES) || anyOf(root, FRAME, PAID_FRAMES)) return true;
  const issued = texts(root, 'cbc:IssueDate');
  return !texts(root, 'cbc:DueDate').some((due) => issued.some((issue) => due < issue));
};

const noDepositInFinal: Test = (root) => !anyOf(root, FRAME, FINAL_FRAMES) || !anyOf(root, TYPE, DEPOSIT_TYPES);

const whenPaid =
  (holds: (root: XmlElement) => boolean): Test =>
  (root) =>
    !anyOf(root, FRAME, PAID_FRAMES) || holds(root);

const total = (root: XmlElement, name: string): number => numberOf(oneText(root, `cac:LegalMonetaryTotal/cbc:${name}`));

const dueDate = (root: XmlElement): string[] => [
  ...texts(root, 'cbc:DueDate'),
  ...texts(root, 'cac:PaymentMeans/cbc:PaymentDueDate'),
];

const euroVat: Test = (root) => {
  if (!anyDiffer(texts(root, 'cbc:DocumentCurrencyCode'), ['EUR'])) return true;
  if (!texts(root, 'cbc:TaxCurrencyCode').includes('EUR')) return false;
  return oneText(root, 'cac:TaxTotal/cbc:TaxAmount[@currencyID=EUR]') !== '';
};

const isGroupMember = (root: XmlElement): boolean => path(`${SUPPLIER}/${PARTY_ID}[@schemeID=0231]`).exists(root);

const REPRESENTATIVE = 'cac:TaxRepresentativeParty/cac:PartyTaxScheme/cbc:CompanyID';
const one = (id: string, test: Test, about?: string): [string, readonly Case[]] => [
  id.replace(/_.*/, ''),
  [{ ...document, checks: [[id, test, about]] }],
];

/** BR-FR-CO-03 to -15 over UBL, but -10. */
export const UBL_CONDITIONS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  ['BR-FR-CO-03', [{ at: ['/cn:CreditNote'], checks: [['BR-FR-CO-03_BT-3', periodCredit, 'cbc:CreditNoteTypeCode']] }]],
  one('BR-FR-CO-04_BT-3', oneReference, 'cac:BillingReference'),
  [
    'BR-FR-CO-05',
    [{ at: ['/cn:CreditNote'], checks: [['BR-FR-CO-05_BT-3', creditNamesInvoice, 'cbc:CreditNoteTypeCode']] }],
  ],
  one('BR-FR-CO-07_BT-9', dueAfterIssue, 'cbc:DueDate'),
  one('BR-FR-CO-08_BT-23', noDepositInFinal, FRAME),
  [
    'BR-FR-CO-09',
    [
      {
        ...document,
        checks: [
          [
            'BR-FR-CO-09_BT-23-1',
            whenPaid((root) => total(root, 'PrepaidAmount') === total(root, 'TaxInclusiveAmount')),
            'cac:LegalMonetaryTotal/cbc:PrepaidAmount',
          ],
          [
            'BR-FR-CO-09_BT-23-2',
            whenPaid((root) => total(root, 'PayableAmount') === 0),
            'cac:LegalMonetaryTotal/cbc:PayableAmount',
          ],
          ['BR-FR-CO-09_BT-23-3', whenPaid((root) => single(dueDate(root)) !== ''), FRAME],
        ],
      },
    ],
  ],
  one('BR-FR-CO-12_BT-5', euroVat, 'cbc:DocumentCurrencyCode'),
  one('BR-FR-CO-14_BT-29-1', (root) => !isGroupMember(root) || noteValue(root, 'TXD') === VAT_GROUP_MEMBER, SUPPLIER),
  one(
    'BR-FR-CO-15_BT-29-1',
    (root) =>
      !isGroupMember(root) ||
      (path('cac:TaxRepresentativeParty/cac:PartyTaxScheme').exists(root) && oneText(root, REPRESENTATIVE) !== ''),
    SUPPLIER,
  ),
];
