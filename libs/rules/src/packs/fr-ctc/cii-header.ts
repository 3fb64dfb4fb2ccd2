import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { normalized, textAt } from '../../engine/values.js';
import { AGREEMENT, BUYER, DELIVERY, FRAME, HEADER, inDocument, inLine, LEGAL_ID, LINE, LINE_SETTLEMENT, root, SELLER, SETTLEMENT, URI } from './cii-places.js'; // prettier-ignore
import type { Case, Check } from './french-pattern.js';
import { ATTACHMENTS, FRAMES, isCiiDate, isNumberOfInvoice, isSiren, SELF_BILLED_TYPES, TREATMENTS, TYPES } from './french-texts.js'; // prettier-ignore
import { addressFits, anyOf, atMostLong, notBlank, oneText, oneValue, own, sirenAt, texts } from './shared-tests.js';

const PRECEDING = 'ram:InvoiceReferencedDocument';
const DATE = 'udt:DateTimeString';
const NOTE = 'ram:IncludedNote';

const numbered = (term: string, place: { at: string[] }): Case => ({
  ...place,
  checks: [
    [`BR-FR-01_${term}`, atMostLong(35)],
    [`BR-FR-02_${term}`, own(isNumberOfInvoice)],
  ],
});
const dated = (place: { at: string[] }, term: string): Case => ({
  ...place,
  checks: [[`BR-FR-03_${term}`, own(isCiiDate)]],
});
const typed = (place: { at: string[] }, term: string): Case => ({
  ...place,
  checks: [[`BR-FR-04_${term}`, own((code) => TYPES.has(code))]],
});

const notesOn = (document: XmlElement, subject: string): XmlElement[] =>
  path(NOTE)
    .elements(document)
    .filter((note) => texts(note, 'ram:SubjectCode').includes(subject));
const SUBJECTS = ['PMT', 'PMD', 'AAB'];

const processing = (invoice: XmlElement): string[] =>
  notesOn(path(HEADER).first(invoice) ?? invoice, 'BAR').flatMap((note) => texts(note, 'ram:Content'));
const isB2b = (invoice: XmlElement): boolean => processing(invoice).includes('B2B');
const isSelfBilled = (invoice: XmlElement): boolean => anyOf(invoice, `${HEADER}/ram:TypeCode`, SELF_BILLED_TYPES);

const reachable = (party: string, whenSelfBilled: boolean): Test => (invoice) =>
  !isB2b(invoice) ||
  isSelfBilled(invoice) !== whenSelfBilled ||
  addressFits(invoice, `${party}/${URI}`, `${party}/${LEGAL_ID}`); // prettier-ignore

const oneTreatment: Test = (document) =>
  notesOn(document, 'BAR').filter((note) => {
    const content = textAt(note, 'ram:Content');
    return TREATMENTS.has(content);
  }).length <= 1;

const REFERENCE = 'ram:AdditionalReferencedDocument';
const ofKind = (source: string, kind: string): Test => (reference) => texts(reference, source).includes(kind); // prettier-ignore

/** BR-FR-29, -30: AFL and AVV once each, and not blank. */
const objectPattern = (rule: string, term: string, place: string): Case[] => [
  {
    ...inDocument(place),
    checks: [
      [
        `${rule}_${term}`,
        (holder) =>
          ['AFL', 'AVV'].every(
            (kind) =>
              path(REFERENCE)
                .elements(holder)
                .filter((each) => texts(each, 'ram:ReferenceTypeCode').includes(kind)).length <= 1,
          ),
        REFERENCE,
      ],
    ],
  },
  ...['AFL', 'AVV'].map((kind): Case => ({
    ...inDocument(`${place}/${REFERENCE}/ram:IssuerAssignedID`),
    where: ofKind('../ram:ReferenceTypeCode', kind),
    checks: [[`${rule}_${kind}`, notBlank]],
  })),
];

const CHARACTERISTIC = 'ram:SpecifiedTradeProduct/ram:ApplicableProductCharacteristic';
const readable: Test = (invoice) =>
  path(`${AGREEMENT}/${REFERENCE}`)
    .elements(invoice)
    .filter((each) => texts(each, 'ram:Name').includes('LISIBLE')).length <= 1;

/** BR-FR-01 to -08, -10 to -13, -17, -18, -20 to -22, -27 to -31 over CII. */
export const CII_HEADER: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-01_BR-FR-02',
    [
      numbered('BT-1', inDocument(`${HEADER}/ram:ID`)),
      numbered('BT-25', inDocument(`${SETTLEMENT}/${PRECEDING}/ram:IssuerAssignedID`)),
      numbered('EXT-FR-FE-136', inLine(`${LINE_SETTLEMENT}/${PRECEDING}/ram:IssuerAssignedID`)),
    ],
  ],
  [
    'BR-FR-03',
    [
      dated(inDocument(`${HEADER}/ram:IssueDateTime/${DATE}`), 'BT-2'),
      dated(inDocument(`${SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString`), 'BT-7'),
      dated(inDocument(`${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/${DATE}`), 'BT-9'),
      dated(inDocument(`${SETTLEMENT}/${PRECEDING}/ram:FormattedIssueDateTime/qdt:DateTimeString`), 'BT-26'),
      dated(inDocument(`${DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/${DATE}`), 'BT-72'),
      dated(inDocument(`${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/${DATE}`), 'BT-73'),
      dated(inDocument(`${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/${DATE}`), 'BT-74'),
      dated(inLine(`${LINE_SETTLEMENT}/${PRECEDING}/ram:FormattedIssueDateTime/qdt:DateTimeString`), 'EXT-FR-FE-138'),
      dated(
        inLine(`ram:SpecifiedLineTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/${DATE}`),
        'EXT-FR-FE-158',
      ),
      dated(inLine(`${LINE_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/${DATE}`), 'EXT-FR-FE-134'),
      dated(inLine(`${LINE_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/${DATE}`), 'EXT-FR-FE-135'),
    ],
  ],
  [
    'BR-FR-04',
    [
      typed(inDocument(`${HEADER}/ram:TypeCode`), 'BT-3'),
      typed(inDocument(`${SETTLEMENT}/${PRECEDING}/ram:TypeCode`), 'EXT-FR-FE-02'),
      typed(inLine(`${LINE_SETTLEMENT}/${PRECEDING}/ram:TypeCode`), 'EXT-FR-FE-137'),
    ],
  ],
  [
    'BR-FR-05',
    [
      {
        ...inDocument(HEADER),
        checks: SUBJECTS.map((code): Check => [
          `BR-FR-05_BT-22_${code}`,
          (document) => notesOn(document, code).length > 0,
        ]),
      },
    ],
  ],
  [
    'BR-FR-06',
    [
      {
        ...inDocument(HEADER),
        checks: [...SUBJECTS, 'TXD'].map((code): Check => [
          `BR-FR-06_BT-21_${code}`,
          (document) => notesOn(document, code).length <= 1,
          NOTE,
        ]),
      },
    ],
  ],
  [
    'BR-FR-08',
    [
      {
        ...inDocument('rsm:ExchangedDocumentContext'),
        checks: [
          [
            'BR-FR-08_BT-23',
            (context) => FRAMES.has(oneText(context, FRAME.replace(/^[^/]+\//, ''))),
            FRAME.replace(/^[^/]+\//, ''),
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-10',
    [
      {
        ...root,
        checks: [['BR-FR-10_BT-30', (invoice) => sirenAt(invoice, `${SELLER}/${LEGAL_ID}[@schemeID=0002]`), SELLER]],
      },
    ],
  ],
  [
    'BR-FR-11',
    [
      {
        ...root,
        checks: [
          [
            'BR-FR-11_BT-47',
            (invoice) => !isB2b(invoice) || isSiren(oneText(invoice, `${BUYER}/${LEGAL_ID}[@schemeID=0002]`)),
            BUYER,
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-12',
    [{ ...root, checks: [['BR-FR-12_BT-49', (invoice) => oneText(invoice, `${BUYER}/${URI}`) !== '', BUYER]] }],
  ],
  [
    'BR-FR-13',
    [{ ...root, checks: [['BR-FR-13_BT-34', (invoice) => oneText(invoice, `${SELLER}/${URI}`) !== '', SELLER]] }],
  ],
  [
    'BR-FR-17',
    [
      {
        ...inDocument(`${AGREEMENT}/${REFERENCE}`),
        where: ofKind('ram:TypeCode', '916'),
        checks: [
          [
            'BR-FR-17_BT-123',
            (reference) => {
              const name = normalized(oneText(reference, 'ram:Name'));
              return name === '' || ATTACHMENTS.has(name);
            },
            'ram:Name',
          ],
        ],
      },
    ],
  ],
  ['BR-FR-18', [{ ...root, checks: [['BR-FR-18_BT-123', readable, `${AGREEMENT}/${REFERENCE}`]] }]],
  [
    'BR-FR-20',
    [
      {
        ...inDocument(`${HEADER}/${NOTE}`),
        where: ofKind('ram:SubjectCode', 'BAR'),
        checks: [['BR-FR-20_BT-21', (note) => TREATMENTS.has(oneText(note, 'ram:Content')), 'ram:Content']],
      },
    ],
  ],
  ['BR-FR-21', [{ ...root, checks: [['BR-FR-21_BT-49', reachable(BUYER, false), `${BUYER}/${URI}`]] }]],
  ['BR-FR-22', [{ ...root, checks: [['BR-FR-22_BT-34', reachable(SELLER, true), `${SELLER}/${URI}`]] }]],
  [
    'BR-FR-27',
    [
      {
        ...inLine(CHARACTERISTIC),
        checks: [['BR-FR-27_BG-32', (each) => path('ram:Description|ram:TypeCode').exists(each)]],
      },
      { ...inLine(`${CHARACTERISTIC}/ram:Description`), checks: [['BR-FR-27_BT-160', notBlank]] },
      { ...inLine(`${CHARACTERISTIC}/ram:TypeCode`), checks: [['BR-FR-27_EXT-FR-FE-159', notBlank]] },
    ],
  ],
  [
    'BR-FR-28',
    [{ ...inLine(CHARACTERISTIC), checks: [['BR-FR-28-Value', oneValue('ram:Value', 'ram:ValueMeasure')]] }],
  ],
  ['BR-FR-29', objectPattern('BR-FR-29', 'BT-18', AGREEMENT)],
  ['BR-FR-30', objectPattern('BR-FR-30', 'BT-128', LINE)],
  ['BR-FR-31', [{ ...inDocument(HEADER), checks: [['BR-FR-31_BT-21', oneTreatment, NOTE]] }]],
];
