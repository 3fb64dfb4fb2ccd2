import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Pattern, Test } from '../../engine/rule.js';
import { normalized, textAt } from '../../engine/values.js';
import { attribute, filled, ownText, rulesOf, someText } from '../sheet-writing.js';
import { CLASSIFICATIONS, CLEANNESS, VEHICLES } from './code-lists.table.js';
import { WORDINGS } from './wording.table.js';

/** Where a syntax keeps what the rules for clean vehicles (CVD) look at, all from the item of a line. */
interface Places {
  readonly classification: string;
  readonly property: string;
  readonly name: string;
}

const UBL: Places = {
  classification: 'cac:CommodityClassification/cbc:ItemClassificationCode',
  property: 'cac:AdditionalItemProperty',
  name: 'cbc:Name',
};
const CII: Places = {
  classification: 'ram:DesignatedProductClassification/ram:ClassCode',
  property: 'ram:ApplicableProductCharacteristic',
  name: 'ram:Description',
};

const vehicles = (item: XmlElement, { classification }: Places): number =>
  path(classification)
    .elements(item)
    .filter((code) => attribute(code, 'listID') === 'CVD').length;

const properties = (item: XmlElement, { property, name }: Places): number =>
  path(property)
    .elements(item)
    .filter((each) => someText(each, name, 'cva')).length;

const someVehicle =
  (item: string, places: Places): Test =>
  (element) =>
    path(item)
      .elements(element)
      .some((each) => vehicles(each, places) > 0 && properties(each, places) > 0);

const listIsKnown: Test = (code) => CLASSIFICATIONS.has(normalized(attribute(code, 'listID')));
const categoryIsKnown: Test = (code) => normalized(attribute(code, 'listID')) !== 'CVD' || VEHICLES.has(ownText(code));
const vehicleIsDescribed = (places: Places) => (item: XmlElement) =>
  vehicles(item, places) === 0 || properties(item, places) === 1;
const descriptionHasVehicle = (places: Places) => (item: XmlElement) =>
  properties(item, places) === 0 || vehicles(item, places) === 1;

const UBL_ITEMS = ['/ubl:Invoice/cac:InvoiceLine/cac:Item', '/cn:CreditNote/cac:CreditNoteLine/cac:Item'];
const TRADE = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction';
const CII_ITEM = `${TRADE}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct`;
const isCva = (name: string) => (element: XmlElement) => someText(element, name, 'cva');

export const UBL_VEHICLES: Pattern = {
  id: 'clean-vehicles',
  contexts: [
    { key: 'document', match: ['/ubl:Invoice', '/cn:CreditNote'] },
    { key: 'item', match: UBL_ITEMS },
    { key: 'classification', match: UBL_ITEMS.map((item) => `${item}/${UBL.classification}`) },
    { key: 'property', match: UBL_ITEMS.map((item) => `${item}/${UBL.property}`), where: isCva(UBL.name) },
  ],
  rules: rulesOf(WORDINGS, [
    ['BR-DE-CVD-02', 'fatal', 'document', filled('cac:OriginatorDocumentReference/cbc:ID')],
    ['BR-DE-CVD-01', 'fatal', 'document', filled('cac:ContractDocumentReference/cbc:ID')],
    ['BR-DE-CVD-03', 'fatal', 'document', someVehicle('cac:InvoiceLine|cac:CreditNoteLine/cac:Item', UBL)],
    ['BR-DE-CVD-06-a', 'fatal', 'item', vehicleIsDescribed(UBL)],
    ['BR-DE-CVD-06-b', 'fatal', 'item', descriptionHasVehicle(UBL)],
    ['BR-TMP-CVD-01', 'fatal', 'classification', listIsKnown],
    ['BR-DE-CVD-04', 'fatal', 'classification', categoryIsKnown],
    ['BR-DE-CVD-05', 'fatal', 'property', (element) => CLEANNESS.has(textAt(element, 'cbc:Value')), 'cbc:Value'],
  ]),
};

const tendered: Test = (agreement) =>
  path('ram:AdditionalReferencedDocument')
    .elements(agreement)
    .some((each) => textAt(each, 'ram:TypeCode') === '50' && textAt(each, 'ram:IssuerAssignedID') !== '');

export const CII_VEHICLES: Pattern = {
  id: 'clean-vehicles',
  contexts: [
    { key: 'trade', match: [TRADE] },
    { key: 'item', match: [CII_ITEM] },
    { key: 'classification', match: [`${CII_ITEM}/${CII.classification}`] },
    { key: 'property', match: [`${CII_ITEM}/${CII.property}`], where: isCva(CII.name) },
    { key: 'agreement', match: [`${TRADE}/ram:ApplicableHeaderTradeAgreement`] },
  ],
  rules: rulesOf(WORDINGS, [
    [
      'BR-DE-CVD-03',
      'fatal',
      'trade',
      someVehicle('ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct', CII),
    ],
    ['BR-DE-CVD-06-b', 'fatal', 'item', descriptionHasVehicle(CII)],
    ['BR-DE-CVD-06-a', 'fatal', 'item', vehicleIsDescribed(CII)],
    ['BR-TMP-CVD-01', 'fatal', 'classification', listIsKnown],
    ['BR-DE-CVD-04', 'fatal', 'classification', categoryIsKnown],
    ['BR-DE-CVD-05', 'fatal', 'property', (element) => CLEANNESS.has(textAt(element, 'ram:Value')), 'ram:Value'],
    ['BR-DE-CVD-01', 'fatal', 'agreement', filled('ram:ContractReferencedDocument/ram:IssuerAssignedID')],
    ['BR-DE-CVD-02', 'fatal', 'agreement', tendered],
  ]),
};
