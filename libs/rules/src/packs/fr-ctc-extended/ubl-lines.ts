import { codeList } from '#invoice';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyDiffer, anyEqual, doubleOf, normalized, textAt } from '../../engine/values.js';
import { hasAncestor } from '../en16931/code-rules.table.js';
import { isCharge, isOnlyVat } from '../en16931/ubl-nodes.js';
import type { Case } from '../fr-ctc/french-pattern.js';
import { oneValue, texts } from '../fr-ctc/shared-tests.js';
import { countsAsDetail } from '../fr-ctc/ubl-conditions.js';
import { document, DOCUMENT, LINES } from '../fr-ctc/ubl-places.js';
import { attribute, countOf, hasAttribute } from '../sheet-writing.js';
import { sumOf } from './amounts.js';
import { ATTRIBUTE_CODES, DELIVERY_TERMS, LINE_KINDS, MIME_TYPES, TAX_REASONS } from './code-lists.table.js';

const REFERENCE = 'cac:BillingReference';
const KIND = 'cac:InvoiceDocumentReference/cbc:DocumentStatusCode';
const PARENT = 'cac:BillingReferenceLine/cbc:ID';
const NUMBER = 'cac:InvoiceDocumentReference/cbc:ID';
const CATEGORY = 'cac:Item/cac:ClassifiedTaxCategory';
const NET = 'cbc:LineExtensionAmount';
const line = { at: ['cac:InvoiceLine', 'cac:CreditNoteLine'] };

const invoiceIds = ({ root }: Scope): string[] => texts(root, 'cbc:ID');
const ownReferences = (each: XmlElement, scope: Scope): XmlElement[] =>
  path(REFERENCE)
    .elements(each)
    .filter((reference) => anyEqual(texts(reference, NUMBER), invoiceIds(scope)));
const kinds = (each: XmlElement, scope: Scope): string[] =>
  ownReferences(each, scope).flatMap((reference) => texts(reference, KIND));
const parents = (each: XmlElement, scope: Scope): string[] =>
  ownReferences(each, scope).flatMap((reference) => texts(reference, PARENT));
const siblings = (each: XmlElement): XmlElement[] => path(`../${LINES}`).elements(each);

const detail =
  (holds: Test): Test =>
  (each, scope) =>
    !countsAsDetail(each, invoiceIds(scope)) || holds(each, scope);

const oneCategory: Test = (each, scope) => {
  const counts = !path(`${REFERENCE}/${NUMBER}`).exists(each) || kinds(each, scope).includes('DETAIL');
  const count = countOf(each, CATEGORY);
  return counts ? count === 1 : count <= 1;
};

const knownKind: Test = (each, scope) =>
  kinds(each, scope).length === 0 || LINE_KINDS.has(textAt(each, `${REFERENCE}/${KIND}`));
const parentNeedsKind: Test = (each, scope) => parents(each, scope).length === 0 || kinds(each, scope).length > 0;

function isGroup(each: XmlElement, scope: Scope): boolean {
  const isOne = path(`${REFERENCE}/cac:InvoiceDocumentReference`)
    .elements(each)
    .some(
      (reference) =>
        anyEqual(texts(reference, 'cbc:ID'), invoiceIds(scope)) &&
        texts(reference, 'cbc:DocumentStatusCode').includes('GROUP'),
    );
  return isOne && path(NET).exists(each);
}
const below = (each: XmlElement, scope: Scope): XmlElement[] =>
  siblings(each).filter((other) => anyEqual(parents(other, scope), texts(each, 'cbc:ID')));

const groupAddsUp: Test = (each, scope) => {
  if (!isGroup(each, scope)) return true;
  const parts = below(each, scope).filter((other) => kinds(other, scope).some((kind) => kind === 'DETAIL' || kind === 'GROUP')); // prettier-ignore
  const sum = sumOf(parts.flatMap((other) => texts(other, NET)));
  return texts(each, NET).some((net) => doubleOf(net) === Number(sum.toString()));
};

const parentExists: Test = (each, scope) => {
  const above = parents(each, scope);
  if (above.length === 0) return true;
  const own = texts(each, 'cbc:ID');
  return siblings(each).some((other) =>
    path('cbc:ID')
      .elements(other)
      .some(() => anyEqual(texts(other, 'cbc:ID'), above) && anyDiffer(texts(other, 'cbc:ID'), own)),
  );
};

const nestedGroupsAmount: Test = (each, scope) => {
  if (!isGroup(each, scope)) return true;
  const groups = below(each, scope).filter((other) => kinds(other, scope).includes('GROUP'));
  return groups.length === groups.flatMap((other) => path(NET).elements(other)).length;
};

const inCodes =
  (known: { has(code: string): boolean }): Test =>
  (element) =>
    known.has(normalized(stringOf(element)));

const scheme: Test = (id) => {
  const code = normalized(attribute(id, 'schemeID'));
  if (codeList('iso6523').has(code) || code === 'BY' || code === 'SE') return true;
  return code === 'SEPA' && (hasAncestor(id, 'AccountingSupplierParty') || hasAncestor(id, 'PayeeParty'));
};

const ofCharge =
  (fits: (element: XmlElement) => boolean): Test =>
  (element) =>
    element.parent !== undefined && isCharge(element.parent, true) && fits(element);
const listId = (element: XmlElement): string => attribute(element, 'listID');

/** Nothing but these children, and in the delivery location nothing but its name. */
const onlyTerms =
  (source: string): Test =>
  (root) =>
    path(source)
      .elements(root)
      .every((terms) =>
        terms.children.every(
          (child) =>
            child.name === 'ID' ||
            (child.name === 'DeliveryLocation' && child.children.every(({ name }) => name === 'Name')),
        ),
      );

const RATE_CHILDREN = new Set(['SourceCurrencyCode', 'TargetCurrencyCode', 'CalculationRate', 'Date']);
const onlyRate: Test = (root) =>
  path('cac:TaxExchangeRate')
    .elements(root)
    .every(({ children }) => children.every(({ name }) => RATE_CHILDREN.has(name)));

const dueStated: Test = (payable, scope) =>
  doubleOf(stringOf(payable)) <= 0 ||
  scope.everywhere('cbc:DueDate').length > 0 ||
  scope.everywhere('cac:PaymentTerms').some((terms) => path('cbc:Note').exists(terms));

/** Lines, code lists and what replaces rules of EN 16931 that ask too much of sub-lines. */
export const UBL_LINES: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  ['due', [{ at: ['/ubl:Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount'], checks: [['BR-CO-25', dueStated]] }]],
  [
    'lines',
    [
      {
        ...line,
        checks: [
          ['BR-FREXT-22', detail((each) => path('cbc:InvoicedQuantity|cbc:CreditedQuantity').exists(each))],
          [
            'BR-FREXT-23',
            detail((each) =>
              ['cbc:InvoicedQuantity', 'cbc:CreditedQuantity'].some((source) =>
                path(`${source}/@unitCode`).exists(each),
              ),
            ),
          ],
          ['BR-FREXT-24', detail((each) => path(NET).exists(each))],
          ['BR-FREXT-26', detail((each) => path('cac:Price/cbc:PriceAmount').exists(each))],
          [
            'BR-FREXT-CO-04',
            detail((each) =>
              path(CATEGORY)
                .elements(each)
                .some((category) => isOnlyVat(category) && path('cbc:ID').exists(category)),
            ),
          ],
          ['UBL-FREXT-SR-48', oneCategory],
          ['BR-FREXT-05', knownKind, `${REFERENCE}/${KIND}`],
          ['BR-FREXT-06', parentNeedsKind],
          ['BR-FREXT-08', groupAddsUp, NET],
          ['BR-FREXT-11', parentExists, `${REFERENCE}/${PARENT}`],
          ['BR-FREXT-12', nestedGroupsAmount],
        ],
      },
    ],
  ],
  [
    'attributes',
    [
      {
        at: ['cac:AdditionalItemProperty'],
        checks: [
          ['BR-FREXT-54-1', (property) => path('cbc:Name|cbc:NameCode').exists(property)],
          ['BR-FREXT-54-2', oneValue('cbc:Value', 'cbc:ValueQuantity')],
        ],
      },
      {
        at: ['cac:InvoiceLine', 'cac:CreditNoteLine'].map(
          (each) => `${each}/cac:Item/cac:AdditionalItemProperty/cbc:NameCode`,
        ),
        checks: [['BR-FREXT-04', inCodes(ATTRIBUTE_CODES)]],
      },
    ],
  ],
  [
    'unused',
    [
      {
        ...document,
        checks: [
          ['UBL-FREXT-CR-410', onlyTerms('cac:DeliveryTerms'), 'cac:DeliveryTerms'],
          ['CII-FREXT-CR-490', onlyRate, 'cac:TaxExchangeRate'],
          ['UBL-FREXT-CR-645', onlyTerms(`${LINES}/cac:DeliveryTerms`)],
        ],
      },
    ],
  ],
  [
    'codes',
    [
      {
        at: ['cac:PartyIdentification/cbc:ID'],
        where: (id) => hasAttribute(id, 'schemeID'),
        checks: [['BR-FREXT-CL-10', scheme]],
      },
      {
        at: ['cac:AllowanceCharge/cbc:AllowanceChargeReasonCode'],
        where: ofCharge((code) => listId(code) === '7161' || !hasAttribute(code, 'listID')),
        checks: [['BR-FREXT-CL-20', inCodes(codeList('untdid7161'))]],
      },
      {
        at: ['cac:AllowanceCharge/cbc:AllowanceChargeReasonCode'],
        where: ofCharge((code) => listId(code) === '5153'),
        checks: [['BR-FREXT-CL-20-TAX', inCodes(TAX_REASONS)]],
      },
      {
        at: ['cac:AllowanceCharge/cbc:AllowanceChargeReasonCode'],
        where: ofCharge((code) => hasAttribute(code, 'listID')),
        // The official rule looks for a list number in the code itself, and is reached for other lists only.
        checks: [['BR-FREXT-CL-20-LISTID', (code) => ['7161', '5153'].includes(normalized(stringOf(code)))]],
      },
      {
        at: ['cbc:EmbeddedDocumentBinaryObject'],
        where: (object) => hasAttribute(object, 'mimeCode'),
        checks: [['BR-FREXT-CL-24', (object) => MIME_TYPES.has(attribute(object, 'mimeCode'))]],
      },
      { at: ['cac:DeliveryTerms/cbc:ID'], checks: [['BR-FREXT-CL-27', inCodes(DELIVERY_TERMS)]] },
    ],
  ],
  [
    'preceding',
    [
      {
        at: DOCUMENT.map((root) => `${root}/${REFERENCE}`),
        checks: [
          ['BR-55', (reference) => path(NUMBER).exists(reference)],
          ['UBL-SR-06', (reference) => countOf(reference, 'cac:InvoiceDocumentReference') <= 1],
          ['UBL-SR-07', (reference) => path(NUMBER).exists(reference)],
        ],
      },
    ],
  ],
];
