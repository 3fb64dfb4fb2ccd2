import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { textAt } from '../../engine/values.js';
import type { Case, Check } from './french-pattern.js';
import { FRAMES, isNumberOfInvoice, isUblDate, SELF_BILLED_TYPES, TYPES } from './french-texts.js';
import {
  addressFits,
  anyOf,
  atMostLong,
  attachmentNamed,
  notBlank,
  oneText,
  oneValue,
  own,
  sirenAt,
  texts,
} from './shared-tests.js';
import { CUSTOMER, doc, document, lines, SIREN, SUPPLIER, TYPE } from './ubl-places.js';

const REFERENCE = 'cac:BillingReference/cac:InvoiceDocumentReference';

const number = own(isNumberOfInvoice);
const numberChecks = (long: string, form: string): Check[] => [
  [long, atMostLong(35)],
  [form, number],
];
const dated = (place: { at: string[] }, term: string): Case => ({
  ...place,
  checks: [[`BR-FR-03_${term}`, own(isUblDate)]],
});
const typed = (place: { at: string[] }, term: string): Case => ({
  ...place,
  checks: [[`BR-FR-04_${term}`, own((code) => TYPES.has(code))]],
});

const allNotes = (root: XmlElement): string => texts(root, 'cbc:Note').join('');
const mentions = (code: string): Test => (root) => allNotes(root).includes(`#${code}#`); // prettier-ignore
const mentionsOnce = (code: string): Test => (root) => allNotes(root).split(`#${code}#`).length <= 2; // prettier-ignore

/** What stands behind the mark of a note, up to the next mark; empty without the mark. */
export function noteValue(root: XmlElement, code: string): string {
  const notes = allNotes(root);
  const start = notes.indexOf(`#${code}#`);
  if (start < 0) return '';
  return notes.slice(start + code.length + 2).split('#')[0] as string;
}

// B2CINT is in the list that the rule states, but not in the one that it tests.
const TESTED_TREATMENTS = new Set(['', 'B2B', 'B2BINT', 'B2C', 'OUTOFSCOPE', 'ARCHIVEONLY']);

const occurrences = (text: string, part: string): number => text.split(part).length - 1;
const oneTreatment: Test = (root) => {
  const notes = `${texts(root, 'cbc:Note').filter((note) => note.includes('#BAR#')).join('')}#`; // prettier-ignore
  const counted = ['B2B', 'B2BINT', 'B2C', 'B2CINT', 'OUTOFSCOPE', 'ARCHIVEONLY'].map((value) =>
    occurrences(notes, `BAR#${value}#`),
  );
  return counted.reduce((sum, count) => sum + count, 0) <= 1;
};

const selfBilled = (root: XmlElement): boolean => anyOf(root, TYPE, SELF_BILLED_TYPES);

const buyerReachable: Test = (root) =>
  noteValue(root, 'BAR') !== 'B2B' ||
  selfBilled(root) ||
  addressFits(root, `${CUSTOMER}/cbc:EndpointID`, `${CUSTOMER}/${SIREN}`);

const sellerReachable: Test = (root) =>
  noteValue(root, 'BAR') === '' ||
  !selfBilled(root) ||
  addressFits(root, `${SUPPLIER}/cbc:EndpointID`, `${SUPPLIER}/${SIREN}`);

const readable: Test = (root) =>
  path('cac:AdditionalDocumentReference')
    .elements(root)
    .filter((each) => texts(each, 'cbc:DocumentDescription').includes('LISIBLE')).length <= 1;

/** BR-FR-29, -30: AFL and AVV once each, and not blank. */
const objectPattern = (
  rule: string,
  term: string,
  place: (source: string) => { at: string[] },
  source: string,
): Case[] => [
  {
    ...place(source),
    checks: [
      [
        `${rule}_${term}`,
        (reference) => ['AFL', 'AVV'].every((scheme) => texts(reference, `cbc:ID[@schemeID=${scheme}]`).length <= 1),
      ],
    ],
  },
  ...['AFL', 'AVV'].map((scheme): Case => ({
    ...place(`${source}/cbc:ID[@schemeID=${scheme}]`),
    checks: [[`${rule}_${scheme}`, notBlank]],
  })),
];

/** BR-FR-01 to -08, -11 to -13, -17, -18, -20 to -22, -27 to -31 over UBL. */
export const UBL_HEADER: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-01',
    [
      { ...doc('cbc:ID'), checks: numberChecks('BR-FR-01_BT-1-1', 'BR-FR-01_BT-1-2') },
      { ...doc(`${REFERENCE}/cbc:ID`), checks: numberChecks('BR-FR-01_BT-25-1', 'BR-FR-01_BT-25-2') },
      {
        ...lines('cac:BillingReference/cac:DocumentReference/cbc:ID'),
        checks: numberChecks('BR-FR-01_EXT-FR-FE-136-1', 'BR-FR-01_BT-EXT-FR-FE-136-2'),
      },
    ],
  ],
  [
    'BR-FR-02',
    [
      { ...doc('cbc:ID'), checks: [['BR-FR-02_BT-1', number]] },
      { ...doc(`${REFERENCE}/cbc:ID`), checks: [['BR-FR-02_BT-25', number]] },
      { ...lines('cac:DocumentReference/cbc:ID'), checks: [['BR-FR-02_EXT-FR-FE-136', number]] },
    ],
  ],
  [
    'BR-FR-03',
    [
      dated(doc('cbc:IssueDate'), 'BT-2'),
      dated(doc('cbc:TaxPointDate'), 'BT-7'),
      dated(doc('cbc:DueDate'), 'BT-9'),
      dated(doc(`${REFERENCE}/cbc:IssueDate`), 'BT-26'),
      dated(doc('cac:Delivery/cbc:ActualDeliveryDate'), 'BT-72'),
      dated(doc('cac:InvoicePeriod/cbc:StartDate'), 'BT-73'),
      dated(doc('cac:InvoicePeriod/cbc:EndDate'), 'BT-74'),
      dated(lines('cac:DocumentReference/cbc:IssueDate'), 'EXT-FR-FE-138'),
      dated(lines('cac:Delivery/cbc:ActualDeliveryDate'), 'EXT-FR-FE-158'),
      dated(lines('cac:InvoicePeriod/cbc:StartDate'), 'BT-134'),
      dated(lines('cac:InvoicePeriod/cbc:EndDate'), 'BT-135'),
    ],
  ],
  [
    'BR-FR-04',
    [
      typed({ at: ['/ubl:Invoice/cbc:InvoiceTypeCode', '/cn:CreditNote/cbc:CreditNoteTypeCode'] }, 'BT-3'),
      typed(doc(`${REFERENCE}/cbc:DocumentTypeCode`), 'EXT-FR-FE-02'),
      typed(lines(`${REFERENCE}/cbc:DocumentTypeCode`), 'EXT-FR-FE-137'),
    ],
  ],
  [
    'BR-FR-05',
    [
      {
        ...document,
        checks: [
          ['BR-FR-05_BT-22-1', mentions('PMT')],
          ['BR-FR-05_BT-22-2', mentions('PMD')],
          ['BR-FR-05_BT-22-3', mentions('AAB')],
        ],
      },
    ],
  ],
  [
    'BR-FR-06',
    [
      {
        ...document,
        checks: ['PMT', 'PMD', 'AAB', 'TXD'].map((code, index): Check => [
          `BR-FR-06_BT-21-${index + 1}`,
          mentionsOnce(code),
          'cbc:Note',
        ]),
      },
    ],
  ],
  [
    'BR-FR-08',
    [
      {
        ...document,
        checks: [['BR-FR-08_BT-23', (root) => FRAMES.has(oneText(root, 'cbc:ProfileID')), 'cbc:ProfileID']],
      },
    ],
  ],
  [
    'BR-FR-10',
    [
      {
        at: ['cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity'],
        checks: [['BR-FR-10_BT-30', (entity) => sirenAt(entity, 'cbc:CompanyID[@schemeID=0002]'), 'cbc:CompanyID']],
      },
    ],
  ],
  [
    'BR-FR-11',
    [
      {
        ...document,
        checks: [
          [
            'BR-FR-11_BT-47',
            (root) => noteValue(root, 'BAR') !== 'B2B' || sirenAt(root, `${CUSTOMER}/${SIREN}`),
            `${CUSTOMER}/cac:PartyLegalEntity/cbc:CompanyID`,
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-12',
    [
      {
        ...document,
        checks: [['BR-FR-12_BT-49', (root) => textAt(root, `${CUSTOMER}/cbc:EndpointID`) !== '', CUSTOMER]],
      },
    ],
  ],
  [
    'BR-FR-13',
    [
      {
        ...document,
        checks: [['BR-FR-13_BT-34', (root) => textAt(root, `${SUPPLIER}/cbc:EndpointID`) !== '', SUPPLIER]],
      },
    ],
  ],
  [
    'BR-FR-17',
    [
      {
        at: ['cac:AdditionalDocumentReference'],
        checks: [['BR-FR-17_BT-123', attachmentNamed('cbc:DocumentDescription'), 'cbc:DocumentDescription']],
      },
    ],
  ],
  ['BR-FR-18', [{ ...document, checks: [['BR-FR-18_BT-123', readable, 'cac:AdditionalDocumentReference']] }]],
  [
    'BR-FR-20',
    [
      {
        ...document,
        checks: [['BR-FR-20_BT-21', (root) => TESTED_TREATMENTS.has(noteValue(root, 'BAR')), 'cbc:Note']],
      },
    ],
  ],
  ['BR-FR-21', [{ ...document, checks: [['BR-FR-21_BT-49', buyerReachable, `${CUSTOMER}/cbc:EndpointID`]] }]],
  ['BR-FR-22', [{ ...document, checks: [['BR-FR-22_BT-34', sellerReachable, `${SUPPLIER}/cbc:EndpointID`]] }]],
  [
    'BR-FR-27',
    [
      {
        ...doc('cac:Item/cac:AdditionalItemProperty'),
        checks: [['BR-FR-27_BG-32', (property) => path('cbc:Name|cbc:NameCode').exists(property)]],
      },
      { ...doc('cac:Item/cac:AdditionalItemProperty/cbc:Name'), checks: [['BR-FR-27_BT-160', notBlank]] },
      { ...doc('cac:Item/cac:AdditionalItemProperty/cbc:NameCode'), checks: [['BR-FR-27_EXT-FR-FE-159', notBlank]] },
    ],
  ],
  [
    'BR-FR-28',
    [
      {
        ...lines('cac:Item/cac:AdditionalItemProperty'),
        checks: [['BR-FR-28-Value', oneValue('cbc:Value', 'cbc:ValueQuantity')]],
      },
    ],
  ],
  ['BR-FR-29', objectPattern('BR-FR-29', 'BT-18', doc, 'cac:AdditionalDocumentReference')],
  ['BR-FR-30', objectPattern('BR-FR-30', 'BT-128', lines, 'cac:DocumentReference')],
  ['BR-FR-31', [{ ...document, checks: [['BR-FR-30_BT-21', oneTreatment, 'cbc:Note']] }]],
];
