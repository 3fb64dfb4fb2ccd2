import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Context, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyDiffer, anyEqual, doubleOf, normalized, single, textAt } from '../../engine/values.js';
import { numberOf } from '../sheet-writing.js';
import { BUYER, FRAME, HEADER, inDocument, inLine, LEGAL_ID, LINE, LINE_SETTLEMENT, LINE_STATUS, SELLER, SETTLEMENT, TRADE } from './cii-places.js'; // prettier-ignore
import type { Case } from './french-pattern.js';
import { MULTI_SELLER_FRAMES, SELF_BILLED_TYPES, TWO_WAY_FRAMES } from './french-texts.js';
import { oneText, texts } from './shared-tests.js';

/* Invoices of several sellers (B8, S8, M8) and two-way invoices (B9, S9, M9). */

const PARENT = 'ram:AssociatedDocumentLineDocument/ram:ParentLineID';
const LINE_ID = 'ram:AssociatedDocumentLineDocument/ram:LineID';
const PARTY = 'ram:SpecifiedLineTradeAgreement/ram:ItemSellerTradeParty';
const OF_SELLER = `${PARTY}/${LEGAL_ID}`;
const TOTALS = `${LINE_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation`;
const NET = `${TOTALS}/ram:LineTotalAmount`;
const GROSS = `${TOTALS}/ram:GrandTotalAmount`;
const OBJECT = `${LINE_SETTLEMENT}/ram:AdditionalReferencedDocument`;
const PRECEDING = `${LINE_SETTLEMENT}/ram:InvoiceReferencedDocument`;

const frame = ({ root }: Scope): string => textAt(root, FRAME);
const isMultiSeller = (scope: Scope): boolean => MULTI_SELLER_FRAMES.has(frame(scope));
const isTwoWay = (scope: Scope): boolean => TWO_WAY_FRAMES.has(frame(scope));
const isEither = (scope: Scope): boolean => isMultiSeller(scope) || isTwoWay(scope);
const when =
  (applies: (scope: Scope) => boolean, holds: Test): Test =>
  (element, scope) =>
    !applies(scope) || holds(element, scope);
const either = (holds: Test): Test => when(isEither, holds);

const allLines = ({ root }: Scope): XmlElement[] => path(LINE).elements(root);
const hasKind = (line: XmlElement, kind: string): boolean => texts(line, LINE_STATUS).includes(kind);
const isTopGroup: Test = (line) => hasKind(line, 'GROUP') && !path(PARENT).exists(line);
const topGroups = (scope: Scope): XmlElement[] => allLines(scope).filter((line) => isTopGroup(line, scope));

/** BT-128 with scheme AFL, that carries the number of the part. */
function partObjects(line: XmlElement): XmlElement[] {
  return path(OBJECT)
    .elements(line)
    .filter(
      (each) => texts(each, 'ram:ReferenceTypeCode').includes('AFL') && texts(each, 'ram:TypeCode').includes('130'),
    );
}
const partNumbers = (line: XmlElement): string[] =>
  partObjects(line).flatMap((each) => texts(each, 'ram:IssuerAssignedID'));
const partNumber = (line: XmlElement): string => normalized(single(partNumbers(line)));

const currency = ({ root }: Scope): string[] => texts(root, `${SETTLEMENT}/ram:InvoiceCurrencyCode`);
function vatIn(line: XmlElement, currencies: readonly string[]): string {
  const amounts = path(`${TOTALS}/ram:TaxTotalAmount`)
    .elements(line)
    .filter((amount) => anyEqual(texts(amount, '@currencyID'), currencies));
  return single(amounts.map(stringOf));
}

const oneGroupOf =
  (party: string): Test =>
  (_trade, scope) => {
    const ids = texts(scope.root, `${party}/${LEGAL_ID}`);
    return topGroups(scope).filter((line) => anyEqual(texts(line, OF_SELLER), ids)).length === 1;
  };

const accountingVat: Test = (line, scope) => {
  const accounting = texts(scope.root, `${SETTLEMENT}/ram:TaxCurrencyCode`);
  if (accounting.length === 0) return true;
  return accounting.some((code) => code !== '') && normalized(vatIn(line, accounting)) !== '';
};

const filled: Test = (object) =>
  texts(object, 'ram:TypeCode').includes('130') && textAt(object, 'ram:IssuerAssignedID') !== '';
const frameOfPart: Test = (object, scope) =>
  filled(object, scope) && !texts(object, 'ram:IssuerAssignedID').some((each) => MULTI_SELLER_FRAMES.has(each));

const groupAddsUp: Test = (line, scope) => {
  const number = textAt(line, LINE_ID);
  const amounts = allLines(scope)
    .filter((each) => texts(each, PARENT).includes(number) && anyDiffer(texts(each, LINE_STATUS), ['INFORMATION']))
    .flatMap((each) => texts(each, NET));
  const sum = amounts.map(doubleOf).reduce((total, each) => total + each, 0);
  return Math.abs(numberOf(oneText(line, NET)) - sum) <= 0.01 * amounts.length;
};

/** What a line has is there, and is what its parent has. */
const asParent =
  (values: (line: XmlElement) => string[]): Test =>
  (line, scope) => {
    const mine = normalized(single(values(line)));
    if (mine === '') return false;
    const parents = texts(line, PARENT);
    if (parents.length === 0) return true;
    const above = allLines(scope).filter((each) => anyEqual(texts(each, LINE_ID), parents));
    return mine === normalized(single(above.flatMap(values)));
  };

const REASON = `${LINE_SETTLEMENT}/ram:ApplicableTradeTax/ram:ExemptionReason`;
const reasonNamesPart: Test = (line) => {
  const number = partNumber(line);
  return textAt(line, REASON) !== '' && number !== '' && oneText(line, REASON).startsWith(`#${number}#`);
};

const vatAddsUp: Test = (line, scope) => {
  const mark = `#${partNumber(line)}#`;
  const vat = path(`${SETTLEMENT}/ram:ApplicableTradeTax`)
    .elements(scope.root)
    .filter(
      (each) => texts(each, 'ram:TypeCode').includes('VAT') && oneText(each, 'ram:ExemptionReason').startsWith(mark),
    )
    .flatMap((each) => texts(each, 'ram:CalculatedAmount'));
  const sum = vat.map(doubleOf).reduce((total, each) => total + each, 0);
  return Math.abs(numberOf(vatIn(line, currency(scope))) - sum) <= 0.01;
};

const grossAddsUp: Test = (line, scope) => {
  if (!path(GROSS).exists(line)) return true;
  if (textAt(line, GROSS) === '') return false;
  const numbers = texts(line, LINE_ID);
  const details = allLines(scope).filter((each) => anyEqual(texts(each, PARENT), numbers) && hasKind(each, 'DETAIL'));
  const vat = numberOf(vatIn(line, currency(scope)));
  return Math.abs(numberOf(oneText(line, GROSS)) - numberOf(oneText(line, NET)) - vat) <= 0.01 * details.length;
};

const invoiceIds = ({ root }: Scope): string[] => texts(root, `${HEADER}/ram:ID`);
const isOfSeller = (line: XmlElement, { root }: Scope): boolean =>
  anyEqual(texts(line, OF_SELLER), texts(root, `${SELLER}/${LEGAL_ID}`));

/** How often top groups of the main seller carry the number of the invoice itself. */
function numberedAsInvoice(scope: Scope): number {
  return topGroups(scope)
    .filter((line) => isOfSeller(line, scope))
    .flatMap(partObjects)
    .filter((each) => anyEqual(texts(each, 'ram:IssuerAssignedID'), invoiceIds(scope))).length;
}

const oneOwnNumber: Test = (line, scope) => {
  const count = scope.fact(numberedAsInvoice);
  if (count === 1) return true;
  const number = [partNumber(line)];
  return count === 0 ? anyEqual(number, invoiceIds(scope)) : anyDiffer(number, invoiceIds(scope));
};

const numbersDiffer: Test = (_trade, scope) => {
  const ours = new Set(
    topGroups(scope)
      .flatMap(partObjects)
      .flatMap((each) => path('ram:IssuerAssignedID').elements(each)),
  );
  const seen = new Set<string>();
  for (const id of scope.everywhere('ram:IssuerAssignedID')) {
    if (ours.has(id) && seen.has(stringOf(id))) return false;
    seen.add(stringOf(id));
  }
  return true;
};

const type = (code: XmlElement): string => normalized(stringOf(code));
const groups: Pick<Case, 'at' | 'where'> = { at: [`/rsm:CrossIndustryInvoice/${LINE}`], where: isTopGroup };
const ofType =
  (...types: readonly string[]): NonNullable<Context['where']> =>
  (line, scope) =>
    texts(scope.root, `${HEADER}/ram:TypeCode`).some((each) => types.includes(each)) && isTopGroup(line, scope);
const objects = (kind: string): Pick<Case, 'at' | 'where'> => ({
  ...inLine(OBJECT),
  where: (object, scope) =>
    texts(object, 'ram:ReferenceTypeCode').includes(kind) && isTopGroup(object.parent?.parent as XmlElement, scope),
});
const previousNamed = (rule: string, applies: (scope: Scope) => boolean): Case['checks'] => [
  [`${rule}-EXT-FR-FE-136`, when(applies, (line) => path(`${PRECEDING}/ram:IssuerAssignedID`).exists(line))],
  [
    `${rule}-EXT-FR-FE-138`,
    when(applies, (line) => path(`${PRECEDING}/ram:FormattedIssueDateTime/qdt:DateTimeString`).exists(line)),
  ],
];
const filledAt = (source: string): Test => either((line) => textAt(line, source) !== '');
const allOfTrade = inDocument(TRADE);
const typeCode = inDocument(`${HEADER}/ram:TypeCode`);
const everyLine = { at: [`/rsm:CrossIndustryInvoice/${LINE}`] };

/** BR-FR-MV-01 to -14 and BR-FR-BD-02, -13, -14 over CII. */
export const CII_MULTI_SELLER: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-MV-01',
    [{ ...inLine(LINE_STATUS), checks: [['BR-FR-MV-01_EXT-FR-FE-163', either((code) => type(code) !== '')]] }],
  ],
  [
    'BR-FR-MV-02',
    [
      {
        ...allOfTrade,
        checks: [['BR-FR-MV-02_EXT-FR-FE-163', when(isMultiSeller, (_trade, scope) => topGroups(scope).length > 0)]],
      },
    ],
  ],
  [
    'BR-FR-BD-02',
    [
      {
        ...allOfTrade,
        checks: [
          ['BR-FR-BD-02_EXT-FR-FE-163', when(isTwoWay, (_trade, scope) => topGroups(scope).length === 2)],
          ['BR-FR-BD-02_BT-31', when(isTwoWay, oneGroupOf(SELLER))],
          ['BR-FR-BD-02_BT-47', when(isTwoWay, oneGroupOf(BUYER))],
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
          ['BR-FR-MV-03_EXT-FR-FE-164', filledAt(`${PARTY}/ram:Name`)],
          ['BR-FR-MV-03_EXT-FR-FE-167', filledAt(OF_SELLER)],
          ['BR-FR-MV-03_EXT-FR-FE-177', filledAt(`${PARTY}/ram:PostalTradeAddress/ram:CountryID`)],
          ['BR-FR-MV-03_EXT-FR-FE-181', either((line, scope) => normalized(vatIn(line, currency(scope))) !== '')],
          ['BR-FR-MV-03_EXT-FR-FE-182', either(accountingVat)],
        ],
      },
      { ...objects('AFL'), checks: [['BR-FR-MV-03_BT-128_AFL', either(filled)]] },
      { ...objects('AVV'), checks: [['BR-FR-MV-03_BT-128_AVV', either(frameOfPart)]] },
    ],
  ],
  ['BR-FR-MV-05', [{ ...groups, checks: [['BR-FR-MV-05_EXT-FR-FE-BG-12', either(groupAddsUp), NET]] }]],
  [
    'BR-FR-MV-06',
    [{ ...everyLine, checks: [['BR-FR-MV-06_EXT-FR-FE-167', either(asParent((line) => texts(line, OF_SELLER)))]] }],
  ],
  ['BR-FR-MV-07', [{ ...everyLine, checks: [['BR-FR-MV-07_BT-128', either(asParent(partNumbers))]] }]],
  [
    'BR-FR-MV-08',
    [
      {
        ...everyLine,
        where: (line) => hasKind(line, 'DETAIL'),
        checks: [['BR-FR-MV-08_BT-128', either(reasonNamesPart), REASON]],
      },
    ],
  ],
  ['BR-FR-MV-09', [{ ...groups, checks: [['BR-FR-MV-09_EXT-FR-FE-181', either(vatAddsUp)]] }]],
  ['BR-FR-MV-10', [{ ...groups, checks: [['BR-FR-MV-10_EXT-FR-FE-184', either(grossAddsUp), GROSS]] }]],
  [
    'BR-FR-MV-11',
    [
      {
        ...everyLine,
        where: (line, scope) => isOfSeller(line, scope) && isTopGroup(line, scope),
        checks: [['BR-FR-MV-11_BT-128', either(oneOwnNumber)]],
      },
    ],
  ],
  ['BR-FR-MV-12', [{ ...allOfTrade, checks: [['BR-FR-MV-12_BT-128', either(numbersDiffer)]] }]],
  [
    'BR-FR-MV-13',
    [
      {
        ...typeCode,
        checks: [
          [
            'BR-FR-MV-13_BT-3',
            when(isMultiSeller, (code) => type(code) !== '' && !SELF_BILLED_TYPES.has(stringOf(code))),
          ],
        ],
      },
    ],
  ],
  [
    'BR-FR-BD-13',
    [{ ...typeCode, checks: [['BR-FR-BD-13_BT-3', when(isTwoWay, (code) => SELF_BILLED_TYPES.has(type(code)))]] }],
  ],
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
