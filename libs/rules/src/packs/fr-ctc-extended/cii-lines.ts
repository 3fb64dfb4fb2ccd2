import { codeList } from '#invoice';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { normalized, someBoolean, textAt } from '../../engine/values.js';
import { hasAncestor } from '../en16931/code-rules.table.js';
import { AGREEMENT, inDocument, inLine, SETTLEMENT } from '../fr-ctc/cii-places.js';
import type { Case } from '../fr-ctc/french-pattern.js';
import { oneText, oneValue, texts } from '../fr-ctc/shared-tests.js';
import { attribute, countOf, hasAttribute } from '../sheet-writing.js';
import { INDICATOR } from './cii-places.js';
import { ATTRIBUTE_CODES, DELIVERY_TERMS, MIME_TYPES, TAX_REASONS } from './code-lists.table.js';

const STATUS = 'ram:LineStatusReasonCode';
const isDetail: Test = (document) => !path(STATUS).exists(document) || texts(document, STATUS).includes('DETAIL');
const beside = (source: string): Test => (document) => path(`../${source}`).exists(document); // prettier-ignore
const SETTLED = 'ram:SpecifiedLineTradeSettlement';

const charged: Test = (indicator) => texts(indicator, 'udt:Indicator').includes('true');
const reasoned: Test = (indicator) => path('../ram:Reason|ram:ReasonCode').exists(indicator);

const vatCategory: Test = (document) =>
  path(`../${SETTLED}/ram:ApplicableTradeTax`)
    .elements(document)
    .some((tax) => oneText(tax, 'ram:TypeCode').toUpperCase() === 'VAT' && path('ram:CategoryCode').exists(tax));

/** Nothing but type and place of delivery, and of the place nothing but its name. */
const onlyTerms: Test = (holder) =>
  path('ram:ApplicableTradeDeliveryTerms')
    .elements(holder)
    .every(({ children }) =>
      children.every(
        ({ name, children: inner }) =>
          name === 'DeliveryTypeCode' ||
          (name === 'RelevantTradeLocation' && inner.every((each) => each.name === 'Name')),
      ),
    );

const EXCHANGE = new Set(['SourceCurrencyCode', 'TargetCurrencyCode', 'ConversionRate', 'ConversionRateDateTime']);
const onlyExchange: Test = (settlement) =>
  path('ram:TaxApplicableTradeCurrencyExchange')
    .elements(settlement)
    .every(({ children }) => children.every(({ name }) => EXCHANGE.has(name)));

const isNamed = (element: XmlElement, ...names: readonly string[]): boolean => names.includes(element.name);
const typed: Test = (reference) =>
  !path('ram:TypeCode').exists(reference) ||
  isNamed(reference, 'InvoiceReferencedDocument') ||
  (isNamed(reference, 'AdditionalReferencedDocument') &&
    texts(reference, 'ram:TypeCode').some((code) => ['50', '130', '916'].includes(code)));
const referenceTyped: Test = (reference) =>
  !path('ram:ReferenceTypeCode').exists(reference) ||
  isNamed(reference, 'ContractReferencedDocument') ||
  (isNamed(reference, 'AdditionalReferencedDocument') && texts(reference, 'ram:TypeCode').includes('130'));
const DATED = ['InvoiceReferencedDocument', 'ContractReferencedDocument', 'BuyerOrderReferencedDocument', 'DespatchAdviceReferencedDocument']; // prettier-ignore
const mayBeDated: Test = (reference) =>
  !path('ram:FormattedIssueDateTime').exists(reference) || isNamed(reference, ...DATED);

const ACCOUNT = 'ram:PayeePartyCreditorFinancialAccount';
const oneAccount: Test = (means) =>
  path(`${ACCOUNT}/ram:IBANID`).exists(means) !== path(`${ACCOUNT}/ram:ProprietaryID`).exists(means);

const inCodes =
  (known: { has(code: string): boolean }): Test =>
  (element) =>
    known.has(normalized(stringOf(element)));
const scheme: Test = (id) => {
  const code = normalized(attribute(id, 'schemeID'));
  return codeList('iso6523').has(code) || code === 'BY' || code === 'SE';
};
const listId = (element: XmlElement): string => attribute(element, 'listID');
const of =
  (charge: boolean, fits: (element: XmlElement) => boolean): Test =>
  (element) =>
    element.parent !== undefined && someBoolean(path(INDICATOR).elements(element.parent), charge) && fits(element);

const REASON = { at: ['ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode'] };

/** Lines, code lists and what replaces rules of EN 16931 that ask too much of sub-lines. */
export const CII_LINES: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'lines',
    [
      {
        at: ['ram:IncludedSupplyChainTradeLineItem/ram:AssociatedDocumentLineDocument'],
        where: isDetail,
        checks: [
          ['BR-FREXT-BR-22', beside('ram:SpecifiedLineTradeDelivery/ram:BilledQuantity')],
          ['BR-FREXT-BR-23', beside('ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode')],
          [
            'BR-FREXT-BR-24',
            beside(`${SETTLED}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`),
          ],
          ['BR-FREXT-BR-26', beside('ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount')],
          ['BR-FREXT-CO-04', vatCategory],
        ],
      },
    ],
  ],
  [
    'charges',
    [
      {
        at: ['ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge/ram:ChargeIndicator'],
        where: charged,
        checks: [['BR-FREXT-BR-38', reasoned]],
      },
      {
        at: ['ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge/ram:ChargeIndicator'],
        where: charged,
        checks: [['BR-FREXT-BR-44', reasoned]],
      },
    ],
  ],
  [
    'attributes',
    [
      {
        at: ['ram:ApplicableProductCharacteristic'],
        checks: [
          ['BR-FREXT-54-1', (each) => path('ram:Description|ram:TypeCode').exists(each)],
          ['BR-FREXT-54-2', oneValue('ram:Value', 'ram:ValueMeasure')],
        ],
      },
      { at: ['ram:ApplicableProductCharacteristic/ram:TypeCode'], checks: [['BR-FXEXT-04', inCodes(ATTRIBUTE_CODES)]] },
    ],
  ],
  [
    'unused',
    [
      {
        ...inLine('ram:SpecifiedLineTradeAgreement'),
        checks: [
          ['CII-FREXT-SR-106', onlyTerms, 'ram:ApplicableTradeDeliveryTerms'],
          ['CII-FREXT-SR-439', (each) => countOf(each, 'ram:NetPriceProductTradePrice/ram:ChargeAmount') <= 1],
        ],
      },
      { ...inDocument(AGREEMENT), checks: [['CII-FREXT-SR-293', onlyTerms, 'ram:ApplicableTradeDeliveryTerms']] },
      {
        ...inDocument(SETTLEMENT),
        checks: [['CII-FREXT-SR-366', onlyExchange, 'ram:TaxApplicableTradeCurrencyExchange']],
      },
      { ...inLine(SETTLED), checks: [['CII-SR-454', (each) => countOf(each, 'ram:ApplicableTradeTax') <= 1]] },
      {
        at: ['ram:*ReferencedDocument'],
        checks: [
          ['CII-EXT-DT-018', typed, 'ram:TypeCode'],
          ['CII-FREXT-DT-024', referenceTyped, 'ram:ReferenceTypeCode'],
          ['CII-FREXTDT-027', mayBeDated, 'ram:FormattedIssueDateTime'],
        ],
      },
    ],
  ],
  [
    'transfer',
    [
      {
        at: ['ram:SpecifiedTradeSettlementPaymentMeans'],
        where: (means) => ['30', '58'].includes(textAt(means, 'ram:TypeCode')),
        checks: [['BR-CO-27', oneAccount, 'ram:PayeePartyCreditorFinancialAccount']],
      },
    ],
  ],
  [
    'codes',
    [
      // The official rule asks of a code whether it is a document, so that it always holds.
      { at: ['ram:ReferenceTypeCode'], checks: [['BR-EXT-CL-07', () => true]] },
      {
        at: ['ram:GlobalID'],
        where: (id) =>
          hasAttribute(id, 'schemeID') &&
          !hasAncestor(id, 'SpecifiedTradeProduct') &&
          !hasAncestor(id, 'ShipToTradeParty'),
        checks: [['BR-FREXT-CL-10', scheme]],
      },
      {
        at: ['ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge/ram:ReasonCode'],
        where: of(false, () => true),
        checks: [['BR-FREXT-CL-19-GP', inCodes(codeList('untdid5189'))]],
      },
      {
        ...REASON,
        where: of(true, (code) => listId(code) === '7161' || !hasAttribute(code, 'listID')),
        checks: [['BR-FREXT-CL-20', inCodes(codeList('untdid7161'))]],
      },
      {
        ...REASON,
        where: of(true, (code) => listId(code) === '5153'),
        checks: [['BR-FREXT-CL-20-TAX', inCodes(TAX_REASONS)]],
      },
      {
        ...REASON,
        where: of(true, (code) => hasAttribute(code, 'listID')),
        // As in UBL, the official rule looks for a list number in the code itself.
        checks: [['BR-FREXT-CL-20-LISTID', (code) => ['7161', '5153'].includes(normalized(stringOf(code)))]],
      },
      {
        at: ['ram:AttachmentBinaryObject'],
        where: (object) => hasAttribute(object, 'mimeCode'),
        checks: [['BR-FREXT-CL-24', (object) => MIME_TYPES.has(attribute(object, 'mimeCode'))]],
      },
      {
        at: ['ram:ApplicableTradeDeliveryTerms/ram:DeliveryTypeCode'],
        checks: [['BR-FREXT-CL-27', inCodes(DELIVERY_TERMS)]],
      },
    ],
  ],
];
