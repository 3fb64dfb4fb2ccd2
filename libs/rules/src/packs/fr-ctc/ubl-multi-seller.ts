import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyDiffer, anyEqual, doubleOf, normalized, single, textAt } from '../../engine/values.js';
import { numberOf } from '../sheet-writing.js';
import type { Case } from './french-pattern.js';
import { MULTI_SELLER_FRAMES, SELF_BILLED_TYPES, TWO_WAY_FRAMES } from './french-texts.js';
import { oneText, texts } from './shared-tests.js';
import { CUSTOMER, document, LINES, lines, SUPPLIER, TYPE } from './ubl-places.js';

/*
 * Invoices of several sellers (B8, S8, M8) and two-way invoices (B9, S9, M9). A line that names its own invoice in a
 * BillingReference says there of which kind it is (GROUP, DETAIL, INFORMATION) and below which line it stands.
 */

const REFERENCE = 'cac:InvoiceDocumentReference';
const PARENT = 'cac:BillingReferenceLine/cbc:ID';
const KIND = `${REFERENCE}/cbc:DocumentStatusCode`;
const LEGAL_ID = 'cac:Item/cac:ManufacturerParty/cac:PartyLegalEntity/cbc:CompanyID';
const NET = 'cbc:LineExtensionAmount';

const frame = ({ root }: Scope): string => textAt(root, 'cbc:ProfileID');
const isMultiSeller = (scope: Scope): boolean => MULTI_SELLER_FRAMES.has(frame(scope));
const isTwoWay = (scope: Scope): boolean => TWO_WAY_FRAMES.has(frame(scope));
const isEither = (scope: Scope): boolean => isMultiSeller(scope) || isTwoWay(scope);

const when =
  (applies: (scope: Scope) => boolean, holds: Test): Test =>
  (element, scope) =>
    !applies(scope) || holds(element, scope);
const either = (holds: Test): Test => when(isEither, holds);

const invoiceIds = ({ root }: Scope): string[] => texts(root, 'cbc:ID');
const namesOwn = (reference: XmlElement, scope: Scope): boolean =>
  anyEqual(texts(reference, `${REFERENCE}/cbc:ID`), invoiceIds(scope));
const hasKind = (reference: XmlElement, kind: string): boolean => texts(reference, KIND).includes(kind);

const references = (line: XmlElement): XmlElement[] => path('cac:BillingReference').elements(line);
const ownReferences = (line: XmlElement, scope: Scope): XmlElement[] =>
  references(line).filter((each) => namesOwn(each, scope));
const isTopGroup: Test = (reference, scope) =>
  namesOwn(reference, scope) && hasKind(reference, 'GROUP') && !path(PARENT).exists(reference);

const allLines = ({ root }: Scope): XmlElement[] => path(LINES).elements(root);
const topGroups = (scope: Scope): XmlElement[] =>
  allLines(scope).flatMap((line) => references(line).filter((each) => isTopGroup(each, scope)));
const lineOf = (reference: XmlElement): XmlElement => reference.parent as XmlElement;

/** BT-128 with scheme AFL (number of the part) or AVV (its frame). */
function objectIds(line: XmlElement, scheme: string): string[] {
  return path('cac:DocumentReference')
    .elements(line)
    .filter((each) => texts(each, 'cbc:DocumentTypeCode').includes('130'))
    .flatMap((each) => texts(each, `cbc:ID[@schemeID=${scheme}]`));
}
const partNumber = (line: XmlElement): string => normalized(single(objectIds(line, 'AFL')));

function vatIn(line: XmlElement, currencies: readonly string[]): string {
  const amounts = path('cac:TaxTotal/cbc:TaxAmount')
    .elements(line)
    .filter((amount) => anyEqual(texts(amount, '@currencyID'), currencies));
  return single(amounts.map(({ text }) => text));
}
const currency = ({ root }: Scope): string[] => texts(root, 'cbc:DocumentCurrencyCode');

const typed: Test = (line, scope) => {
  const own = ownReferences(line, scope);
  return own.length > 0 && normalized(single(own.flatMap((each) => texts(each, KIND)))) !== '';
};

/** Exactly one top group is of this party. */
const oneGroupOf =
  (party: string): Test =>
  (root, scope) => {
    const ids = texts(root, `${party}/cac:PartyLegalEntity/cbc:CompanyID`);
    return topGroups(scope).filter((group) => anyEqual(texts(lineOf(group), LEGAL_ID), ids)).length === 1;
  };

const accountingVat: Test = (group, scope) => {
  const accounting = scope.everywhere('cbc:TaxCurrencyCode').map(({ text }) => text);
  if (accounting.length === 0) return true;
  return accounting.some((code) => code !== '') && normalized(vatIn(lineOf(group), accounting)) !== '';
};

const frameOfPart: Test = (group) => {
  const frames = objectIds(lineOf(group), 'AVV');
  return normalized(single(frames)) !== '' && !frames.some((each) => MULTI_SELLER_FRAMES.has(each));
};

/** Lines below this one that count, by the number of their parent. */
function children(group: XmlElement, scope: Scope): XmlElement[] {
  const number = textAt(group, '../cbc:ID');
  return allLines(scope).filter((line) =>
    references(line).some(
      (each) =>
        namesOwn(each, scope) && anyDiffer(texts(each, KIND), ['INFORMATION']) && texts(each, PARENT).includes(number),
    ),
  );
}

const groupAddsUp: Test = (group, scope) => {
  const amounts = children(group, scope).flatMap((line) => texts(line, NET));
  const sum = amounts.map(doubleOf).reduce((total, each) => total + each, 0);
  return Math.abs(numberOf(oneText(group, `../${NET}`)) - sum) <= 0.01 * amounts.length;
};

/** What a line has is there, and is what its parent has. */
const asParent =
  (value: (line: XmlElement) => string): Test =>
  (line, scope) => {
    const mine = value(line);
    if (mine === '') return false;
    const parents = ownReferences(line, scope).flatMap((each) => texts(each, PARENT));
    if (parents.length === 0) return true;
    const above = allLines(scope).filter((each) => anyEqual(texts(each, 'cbc:ID'), parents));
    const [first, second] = above;
    if (first === undefined) return false;
    return second === undefined ? mine === value(first) : mine === normalized(single(above.map(value)));
  };

const REASON = 'cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReason';
const reasonNamesPart: Test = (line) => {
  const number = partNumber(line);
  return textAt(line, REASON) !== '' && number !== '' && oneText(line, REASON).startsWith(`#${number}#`);
};

const vatAddsUp: Test = (group, scope) => {
  const mark = `#${partNumber(lineOf(group))}#`;
  const vat = path('cac:TaxTotal/cac:TaxSubtotal')
    .elements(scope.root)
    .filter(
      (each) =>
        texts(each, 'cac:TaxCategory/cac:TaxScheme/cbc:ID').includes('VAT') &&
        oneText(each, 'cac:TaxCategory/cbc:TaxExemptionReason').startsWith(mark),
    )
    .flatMap((each) => texts(each, 'cbc:TaxAmount'));
  const sum = vat.map(doubleOf).reduce((total, each) => total + each, 0);
  return Math.abs(numberOf(vatIn(lineOf(group), currency(scope))) - sum) <= 0.01;
};

const GROSS = '../cbc:TaxInclusiveLineExtensionAmount';
const grossAddsUp: Test = (group, scope) => {
  if (!path(GROSS).exists(group)) return true;
  if (textAt(group, GROSS) === '') return false;
  const numbers = texts(group, '../cbc:ID');
  const details = allLines(scope)
    .flatMap(references)
    .filter((each) => namesOwn(each, scope) && hasKind(each, 'DETAIL') && anyEqual(texts(each, PARENT), numbers));
  const vat = numberOf(vatIn(lineOf(group), currency(scope)));
  return (
    Math.abs(numberOf(oneText(group, GROSS)) - numberOf(oneText(group, `../${NET}`)) - vat) <= 0.01 * details.length
  );
};

const sellerIds = ({ root }: Scope): string[] => texts(root, `${SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyID`);
const isOfSeller = (line: XmlElement, scope: Scope): boolean => sellerIds(scope).includes(textAt(line, LEGAL_ID));

/** Top groups of the main seller that carry the number of the invoice itself. */
function numberedAsInvoice(scope: Scope): number {
  return allLines(scope).filter(
    (line) =>
      isOfSeller(line, scope) &&
      references(line).some((each) => hasKind(each, 'GROUP') && !path(PARENT).exists(each) && namesOwn(each, scope)) &&
      anyEqual(objectIds(line, 'AFL'), invoiceIds(scope)),
  ).length;
}

const oneOwnNumber: Test = (group, scope) => {
  const count = scope.fact(numberedAsInvoice);
  const number = [partNumber(lineOf(group))];
  if (count === 1) return true;
  return count === 0 ? anyEqual(number, invoiceIds(scope)) : anyDiffer(number, invoiceIds(scope));
};

const numbersDiffer: Test = (_root, scope) => {
  const seen = new Set<string>();
  const groups = new Set(topGroups(scope).map(lineOf));
  for (const reference of scope.everywhere('cac:DocumentReference')) {
    if (!texts(reference, 'cbc:DocumentTypeCode').includes('130')) continue;
    for (const id of texts(reference, 'cbc:ID[@schemeID=AFL]')) {
      if (seen.has(id) && reference.parent && groups.has(reference.parent)) return false;
      seen.add(id);
    }
  }
  return true;
};

const selfBilled =
  (wanted: boolean): Test =>
  (code) => {
    const type = textAt(code, path('.'));
    return type !== '' && SELF_BILLED_TYPES.has(type) === wanted;
  };

const previous = (source: string): Test => (group, scope) =>
  references(lineOf(group)).some(
    (each) => anyDiffer(texts(each, `${REFERENCE}/cbc:ID`), invoiceIds(scope)) && path(`${REFERENCE}/${source}`).exists(each),
  ); // prettier-ignore

const groups: Pick<Case, 'at' | 'where'> = { ...lines('cac:BillingReference'), where: isTopGroup };
const ofSeller: Test = (group, scope) => isOfSeller(lineOf(group), scope) && isTopGroup(group, scope);
const ofType =
  (...types: readonly string[]): NonNullable<Context['where']> =>
  (group, scope) =>
    texts(scope.root, TYPE).some((type) => types.includes(type)) && isTopGroup(group, scope);
const typeCode = { at: ['/ubl:Invoice/cbc:InvoiceTypeCode', '/cn:CreditNote/cbc:CreditNoteTypeCode'] };
const previousNamed = (rule: string, applies: (scope: Scope) => boolean): Case['checks'] => [
  [`${rule}-EXT-FR-FE-136`, when(applies, previous('cbc:ID')), '..'],
  [`${rule}-EXT-FR-FE-138`, when(applies, previous('cbc:IssueDate')), '..'],
];
const lineText = (source: string): Test => either((group) => textAt(group, `../${source}`) !== '');
const PARTY = 'cac:Item/cac:ManufacturerParty';

/** BR-FR-MV-01 to -14 and BR-FR-BD-02, -13, -14 over UBL. */
export const UBL_MULTI_SELLER: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-MV-01',
    [{ at: ['cac:InvoiceLine', 'cac:CreditNoteLine'], checks: [['BR-FR-MV-01_EXT-FR-FE-163', either(typed)]] }],
  ],
  [
    'BR-FR-MV-02',
    [
      {
        ...document,
        checks: [['BR-FR-MV-02_EXT-FR-FE-163', when(isMultiSeller, (_root, scope) => topGroups(scope).length > 0)]],
      },
    ],
  ],
  [
    'BR-FR-BD-02',
    [
      {
        ...document,
        checks: [
          ['BR-FR-BD-02_EXT-FR-FE-163', when(isTwoWay, (_root, scope) => topGroups(scope).length === 2)],
          ['BR-FR-BD-02_BT-30', when(isTwoWay, oneGroupOf(SUPPLIER))],
          ['BR-FR-BD-02_BT-47', when(isTwoWay, oneGroupOf(CUSTOMER))],
        ],
      },
    ],
  ],
  [
    'BR-FR-MV-03',
    [
      {
        ...groups,
        checks: [
          ['BR-FR-MV-03_EXT-FR-FE-164', lineText(`${PARTY}/cac:PartyLegalEntity/cbc:RegistrationName`), '..'],
          ['BR-FR-MV-03_EXT-FR-FE-167', lineText(LEGAL_ID), '..'],
          [
            'BR-FR-MV-03_EXT-FR-FE-177',
            lineText(`${PARTY}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`),
            '..',
          ],
          [
            'BR-FR-MV-03_EXT-FR-FE-181',
            either((group, scope) => normalized(vatIn(lineOf(group), currency(scope))) !== ''),
            '..',
          ],
          ['BR-FR-MV-03_EXT-FR-FE-182', either(accountingVat), '..'],
          ['BR-FR-MV-03_BT-128_AFL', either((group) => partNumber(lineOf(group)) !== ''), '..'],
          ['BR-FR-MV-03_BT-128_AVV', either(frameOfPart), '..'],
        ],
      },
    ],
  ],
  ['BR-FR-MV-05', [{ ...groups, checks: [['BR-FR-MV-05_EXT-FR-FE-BG-12', either(groupAddsUp), `../${NET}`]] }]],
  [
    'BR-FR-MV-06',
    [{ ...lines(), checks: [['BR-FR-MV-06_EXT-FR-FE-167', either(asParent((line) => textAt(line, LEGAL_ID)))]] }],
  ],
  ['BR-FR-MV-07', [{ ...lines(), checks: [['BR-FR-MV-07_BT-128', either(asParent(partNumber))]] }]],
  [
    'BR-FR-MV-08',
    [
      {
        ...lines(),
        where: (line, scope) => ownReferences(line, scope).some((each) => hasKind(each, 'DETAIL')),
        checks: [['BR-FR-MV-08_BT-128', either(reasonNamesPart), REASON]],
      },
    ],
  ],
  ['BR-FR-MV-09', [{ ...groups, checks: [['BR-FR-MV-09_EXT-FR-FE-181', either(vatAddsUp), '..']] }]],
  ['BR-FR-MV-10', [{ ...groups, checks: [['BR-FR-MV-10_EXT-FR-FE-184', either(grossAddsUp), GROSS]] }]],
  ['BR-FR-MV-11', [{ ...groups, where: ofSeller, checks: [['BR-FR-MV-11_BT-128', either(oneOwnNumber), '..']] }]],
  ['BR-FR-MV-12', [{ ...document, checks: [['BR-FR-MV-12_BT-128', either(numbersDiffer)]] }]],
  ['BR-FR-MV-13', [{ ...typeCode, checks: [['BR-FR-MV-13_BT-3', when(isMultiSeller, selfBilled(false))]] }]],
  ['BR-FR-BD-13', [{ ...typeCode, checks: [['BR-FR-MV-BD_BT-3', when(isTwoWay, selfBilled(true))]] }]],
  [
    'BR-FR-MV-14',
    [
      {
        ...groups,
        where: ofType('384', '472', '381', '396', '503'),
        checks: previousNamed('BR-FR-MV-14', isMultiSeller),
      },
    ],
  ],
  [
    'BR-FR-BD-14',
    [{ ...groups, where: ofType('261', '471', '473', '502'), checks: previousNamed('BR-FR-BD-14', isTwoWay) }],
  ],
];
