import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyDiffer, textAt } from '../../engine/values.js';
import { lengthOf, TYPES } from '../fr-ctc/french-texts.js';
import { at, type Case, type Check } from '../fr-ctc/french-pattern.js';
import { countOf, someText } from '../sheet-writing.js';
import {
  ACTIONS,
  DATA_TYPES,
  PARTNER_ROLES,
  PHASES,
  PROCESSING_CONDITIONS,
  REASONED,
  REASONS,
  REASONS_BY_STATUS,
  RECIPIENT_ROLES,
  SENDER_ROLES,
  STATUSES,
  TRANSMISSION_CONDITIONS,
} from './code-lists.table.js';

const DOC = 'cdar:ExchangedDocument';
const INVOICE = 'cdar:AcknowledgementDocument/ram:ReferenceReferencedDocument';
const DETAIL = `${INVOICE}/ram:SpecifiedDocumentStatus`;
const PHASE = '../../cdar:AcknowledgementDocument/ram:TypeCode';

const is =
  (known: ReadonlySet<string>): Test =>
  (element) =>
    known.has(stringOf(element));
const has = (source: string): Test => (element) => path(source).exists(element); // prettier-ignore
// The official wording tests the element that the rule stands at, so that it always holds.
const always: Test = () => true;

/** Some text at the path is one of these. */
function some(from: XmlElement, source: string, known: ReadonlySet<string>): boolean {
  return path(source).texts(from).some((text) => known.has(text)); // prettier-ignore
}

const GUIDELINE = 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID';
const PROCESS = 'ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID';

/** Whether the only recipient is the public portal. */
function isForPortal(context: XmlElement): boolean {
  const recipient = `../${DOC}/ram:RecipientTradeParty`;
  return (
    countOf(context, `${recipient}/ram:GlobalID`) === 1 &&
    someText(context, `${recipient}/ram:GlobalID[@schemeID=0238]`, '0000') &&
    someText(context, `${recipient}/ram:RoleCode`, 'DFH')
  );
}

const guidelineFits: Test = (context) =>
  someText(context, GUIDELINE, 'urn.cpro.gouv.fr:1p0:CDV:invoice') ||
  (someText(context, GUIDELINE, 'urn.cpro.gouv.fr:1p0:CDV:einvoicingF2') && isForPortal(context));

const OTHER_PROCESSES = new Set(['NON_REGULATED', 'B2C', 'B2CINT', 'B2BINT', 'OUTOFSCOPE']);

// All values but REGULATED are compared with the text of the whole context, guideline included.
const processFits: Test = (context) => {
  if (isForPortal(context)) return lengthOf(textAt(context, PROCESS)) <= 3;
  return someText(context, PROCESS, 'REGULATED') || OTHER_PROCESSES.has(stringOf(context));
};

const inPhase =
  (phase: string, party: string, roles: ReadonlySet<string>): Test =>
  (document) =>
    !someText(document, '../cdar:AcknowledgementDocument/ram:TypeCode', phase) ||
    some(document, `ram:${party}/ram:RoleCode`, roles);

const PLATFORM: ReadonlySet<string> = new Set(['WK']);

const conditionFits =
  (phase: string, known: ReadonlySet<string>): Test =>
  (invoice) =>
    anyDiffer(path('../ram:TypeCode').texts(invoice), [phase]) ||
    some(invoice, 'ram:StatusCode', known) ||
    !path('ram:StatusCode').exists(invoice);

const isInadmissible = ({ root }: Scope): boolean => someText(root, `${INVOICE}/ram:ProcessConditionCode`, '501');

const AMOUNTS = 'ram:SpecifiedDocumentStatus/ram:SpecifiedDocumentCharacteristic';
const collectedStated: Test = (invoice) => {
  if (!someText(invoice, 'ram:ProcessConditionCode', '212')) return true;
  const collected = path(AMOUNTS)
    .elements(invoice)
    .filter((datum) => someText(datum, 'ram:TypeCode', 'MEN'));
  return collected.length > 0 && collected.every((datum) => path('ram:ValueAmount').exists(datum) && path('ram:ValuePercent').exists(datum)); // prettier-ignore
};

/** Whether the reason stands under this status: the document's, unless the detail names another. */
function concerns(reason: XmlElement, status: string): boolean {
  const document = path('../../ram:ProcessConditionCode').texts(reason);
  const own = path('../ram:ProcessConditionCode').texts(reason);
  const elsewhere = anyDiffer(document, [status]) && (own.length === 0 || anyDiffer(own, [status]));
  return !elsewhere && !(document.includes(status) && anyDiffer(own, [status]));
}

const SENDER = 'ram:SenderTradeParty/ram:GlobalID';
const senderIds = (scope: Scope, source: string): string[] =>
  scope.everywhere(DOC).flatMap((document) => path(source).texts(document));

function reasonRule(key: keyof typeof REASONS_BY_STATUS): Check {
  const known = REASONS_BY_STATUS[key];
  const status = key.slice(0, 3);
  const test: Test = (reason, scope) => {
    if (!concerns(reason, status)) return true;
    const fromChorusPro = someText(scope.root, `${DOC}/${SENDER}[@schemeID=0238]`, '9999');
    // Chorus Pro is 9999; a sender with an identifier of another scheme is neither it nor somebody else.
    if (key === '210B2G') {
      if (senderIds(scope, SENDER).length === 0) return true;
      if (anyDiffer(senderIds(scope, `${SENDER}[@schemeID=0238]`), ['9999'])) return true;
      return fromChorusPro && known.has(stringOf(reason));
    }
    return known.has(stringOf(reason)) || (key === '210' && fromChorusPro);
  };
  return [`BR-FR-CDV-CL-09_MDT-113_${key}`, test];
}

/** The patterns of the rule set, by the number of their rules. */
export const PATTERNS: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  ['BR-FR-04', [{ ...at(`${INVOICE}/ram:TypeCode`), checks: [['BR-FR-04_MDT-91', is(TYPES)]] }]],
  [
    'BR-FR-CDV-01',
    [
      {
        ...at('cdar:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter'),
        checks: [['BR-FR-CDV-01_MDG-3', always]],
      },
    ],
  ],
  [
    'BR-FR-CDV-02',
    [
      {
        ...at('cdar:CrossDomainAcknowledgementAndResponse/cdar:ExchangedDocumentContext'),
        checks: [['BR-FR-CDV-02_MDT-3', guidelineFits, GUIDELINE]],
      },
    ],
  ],
  ['BR-FR-CDV-03', [{ ...at(DOC), checks: [['BR-FR-CDV-03_MDT-4', has('ram:ID')]] }]],
  ['BR-FR-CDV-04', [{ ...at(`${DOC}/ram:IssueDateTime`), checks: [['BR-FR-CDV-04_MDG-4', always]] }]],
  ['BR-FR-CDV-05', [{ ...at(`${DOC}/ram:SenderTradeParty`), checks: [['BR-FR-CDV-05_MDG-9', always]] }]],
  ['BR-FR-CDV-06', [{ ...at(`${DOC}/ram:SenderTradeParty/ram:RoleCode`), checks: [['BR-FR-CDV-06_MDT-21', always]] }]],
  [
    'BR-FR-CDV-07',
    [
      {
        ...at(`${DOC}/ram:IssuerTradeParty`),
        checks: [
          [
            'BR-FR-CDV-07_MDT-38_yes',
            (issuer) => anyDiffer(path(PHASE).texts(issuer), ['23']) || path('ram:GlobalID').exists(issuer),
          ],
        ],
      },
      // Stands at the same element as the case before, which therefore always answers; and it could not fail either.
      { ...at(`${DOC}/ram:IssuerTradeParty`), checks: [['BR-FR-CDV-07_MDT-38_no', always]] },
    ],
  ],
  [
    'BR-FR-CDV-08',
    [
      {
        ...at(`${DOC}/ram:RecipientTradeParty`),
        checks: [
          [
            'BR-FR-CDV-08_MDT-73',
            (party) =>
              some(party, 'ram:RoleCode', new Set(['WK', 'DFH'])) ||
              path('ram:URIUniversalCommunication/ram:URIID').exists(party),
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-CDV-09',
    [{ ...at('cdar:AcknowledgementDocument/ram:TypeCode'), checks: [['BR-FR-CDV-09_MDT-77', is(PHASES)]] }],
  ],
  ['BR-FR-CDV-10', [{ ...at(`${INVOICE}/ram:IssuerAssignedID`), checks: [['BR-FR-CDV-10_MDT-87', always]] }]],
  [
    'BR-FR-CDV-11',
    [
      {
        ...at(INVOICE),
        checks: [
          [
            'BR-FR-CDV-11_MDG-35',
            (invoice, scope) => path('ram:FormattedIssueDateTime').exists(invoice) || isInadmissible(scope),
          ],
        ],
      },
    ],
  ],
  ['BR-FR-CDV-12', [{ ...at(INVOICE), checks: [['BR-FR-CDV-12_MDT-105', has('ram:ProcessConditionCode')]] }]],
  [
    'BR-FR-CDV-13',
    [
      {
        ...at(`${INVOICE}/ram:IssuerTradeParty`),
        checks: [
          ['BR-FR-CDV-13_MDT-129', (party, scope) => path('ram:GlobalID').exists(party) || isInadmissible(scope)],
        ],
      },
    ],
  ],
  ['BR-FR-CDV-14', [{ ...at(INVOICE), checks: [['BR-FR-CDV-14_MDT-207', collectedStated, AMOUNTS]] }]],
  [
    'BR-FR-CDV-15',
    [
      {
        ...at(`${INVOICE}/ram:ProcessConditionCode`),
        checks: [
          [
            'BR-FR-CDV-15_MDT-113',
            (code) =>
              !REASONED.has(stringOf(code)) || path('../ram:SpecifiedDocumentStatus/ram:ReasonCode').exists(code),
          ],
        ],
      },
    ],
  ],
  ['BR-FR-CDV-16', [{ ...at(DETAIL), checks: [['BR-FR-CDV-16_MDT-124-2', has('ram:SequenceNumeric')]] }]],
  [
    'BR-FR-CDV-CL-01',
    [
      {
        ...at('cdar:CrossDomainAcknowledgementAndResponse/cdar:ExchangedDocumentContext'),
        checks: [['BR-FR-CDV-CL-01_MDT-2', processFits, PROCESS]],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-02',
    [
      {
        ...at(DOC),
        checks: [
          [
            'BR-FR-CDV-CL-02_MDT-21_305',
            inPhase('305', 'SenderTradeParty', PLATFORM),
            'ram:SenderTradeParty/ram:RoleCode',
          ],
          [
            'BR-FR-CDV-CL-02_MDT-21_23',
            inPhase('23', 'SenderTradeParty', SENDER_ROLES),
            'ram:SenderTradeParty/ram:RoleCode',
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-03',
    [
      {
        ...at(DOC),
        checks: [
          [
            'BR-FR-CDV-CL-03_MDT-40_305',
            inPhase('305', 'IssuerTradeParty', PLATFORM),
            'ram:IssuerTradeParty/ram:RoleCode',
          ],
          [
            'BR-FR-CDV-CL-03_MDT-40_23',
            inPhase('23', 'IssuerTradeParty', PARTNER_ROLES),
            'ram:IssuerTradeParty/ram:RoleCode',
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-04',
    [
      {
        ...at(`${DOC}/ram:RecipientTradeParty/ram:RoleCode`),
        checks: [['BR-FR-CDV-CL-04_MDT-59', is(RECIPIENT_ROLES)]],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-05',
    [
      {
        ...at(INVOICE),
        checks: [
          ['BR-FR-CDV-CL-05_MDT-88_305', conditionFits('305', TRANSMISSION_CONDITIONS), 'ram:StatusCode'],
          ['BR-FR-CDV-CL-05_MDT-88_23', conditionFits('23', PROCESSING_CONDITIONS), 'ram:StatusCode'],
        ],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-06',
    [
      { ...at(`${INVOICE}/ram:ProcessConditionCode`), checks: [['BR-FR-CDV-CL-06_MDT-105', is(STATUSES)]] },
      { ...at(`${DETAIL}/ram:ProcessConditionCode`), checks: [['BR-FR-CDV-CL-06_MDT-115', is(STATUSES)]] },
    ],
  ],
  [
    'BR-FR-CDV-CL-07',
    [
      {
        ...at(`${INVOICE}/ram:IssuerTradeParty/ram:RoleCode`),
        checks: [['BR-FR-CDV-CL-07_MDT-132', is(new Set(['SE']))]],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-08',
    [
      {
        ...at(`${INVOICE}/ram:RecipientTradeParty/ram:RoleCode`),
        checks: [['BR-FR-CDV-CL-08_MDT-158', is(RECIPIENT_ROLES)]],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-09',
    [
      {
        ...at(`${DETAIL}/ram:ReasonCode`),
        checks: [
          ['BR-FR-CDV-CL-09_MDT-113', is(REASONS)],
          ...(['200', '213', '210', '210B2G', '207', '206', '208', '221', '501'] as const).map(reasonRule),
        ],
      },
    ],
  ],
  [
    'BR-FR-CDV-CL-10',
    [{ ...at(`${DETAIL}/ram:RequestedActionCode`), checks: [['BR-FR-CDV-CL-10_MDT-121', is(ACTIONS)]] }],
  ],
  [
    'BR-FR-CDV-CL-11',
    [
      {
        ...at(`${DETAIL}/ram:SpecifiedDocumentCharacteristic/ram:TypeCode`),
        checks: [['BR-FR-CDV-CL-11_MDT-207', is(DATA_TYPES)]],
      },
    ],
  ],
];
