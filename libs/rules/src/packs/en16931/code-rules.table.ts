import { codeList, type CodeListId } from '#invoice';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Rule, Test } from '../../engine/rule.js';
import { someBoolean, textAt } from '../../engine/values.js';
import { statement, type Statement } from './statement.js';
import { isCharge } from './ubl-nodes.js';
import { listed, notInList } from './wording.js';

type Has = (code: string) => boolean;
const isCode = (list: CodeListId, code: string): boolean => codeList(list).has(code);
const inList =
  (list: CodeListId): Has =>
  (code) =>
    isCode(list, code);
// VATEX codes are taken in any case.
const exemption: Has = (code) => isCode('vatex', code.toUpperCase());
const MIME = inList('mime');

/** One code rule in one syntax: where the code stands and which codes are good. */
interface Place {
  readonly id: string;
  readonly match: readonly string[];
  readonly where?: Test;
  /** `.` or an attribute; an attribute that is missing is not asked, unless `required`. */
  readonly code: string;
  readonly has: Has;
  /** Instead of `has`, where the code alone does not decide. */
  readonly test?: Test;
  readonly required?: boolean;
}

const place = (
  id: string,
  match: string | readonly string[],
  code: string,
  has: Has,
  more: Partial<Place> = {},
): Place => ({
  id,
  match: typeof match === 'string' ? [match] : match,
  code,
  has,
  ...more,
});

/** What each rule is about. */
const SUBJECTS: Readonly<Record<string, readonly [list: string, ...terms: readonly string[]]>> = {
  'BR-CL-01': ['UNTDID 1001', 'BT-3'],
  'BR-CL-03': ['ISO 4217', 'BT-5', 'BT-6'],
  'BR-CL-04': ['ISO 4217', 'BT-5'],
  'BR-CL-05': ['ISO 4217', 'BT-6'],
  'BR-CL-06': ['UNTDID 2005 / 2475', 'BT-8'],
  'BR-CL-07': ['UNTDID 1153', 'BT-18-1', 'BT-128-1'],
  'BR-CL-08': ['UNTDID 4451', 'BT-21'],
  'BR-CL-10': ['ISO 6523 ICD', 'BT-29-1', 'BT-46-1', 'BT-60-1'],
  'BR-CL-11': ['ISO 6523 ICD', 'BT-30-1', 'BT-47-1', 'BT-61-1'],
  'BR-CL-13': ['UNTDID 7143', 'BT-158-1'],
  'BR-CL-14': ['ISO 3166-1', 'BT-40', 'BT-55', 'BT-69', 'BT-80'],
  'BR-CL-15': ['ISO 3166-1', 'BT-159'],
  'BR-CL-16': ['UNTDID 4461', 'BT-81'],
  'BR-CL-17': ['UNTDID 5305', 'BT-118', 'BT-95', 'BT-102'],
  'BR-CL-18': ['UNTDID 5305', 'BT-151'],
  'BR-CL-19': ['UNTDID 5189', 'BT-98', 'BT-140'],
  'BR-CL-20': ['UNTDID 7161', 'BT-105', 'BT-145'],
  'BR-CL-21': ['ISO 6523 ICD', 'BT-157-1'],
  'BR-CL-22': ['CEF VATEX', 'BT-121'],
  'BR-CL-23': ['UN/ECE Rec 20 / 21', 'BT-130', 'BT-150'],
  'BR-CL-24': ['MIME (EN 16931-1)', 'BT-125-1'],
  'BR-CL-25': ['CEF EAS', 'BT-34-1', 'BT-49-1'],
  'BR-CL-26': ['ISO 6523 ICD', 'BT-71-1'],
};

const allowed = (charge: boolean): Test => {
  return ({ parent }) => parent !== undefined && isCharge(parent, charge);
};
const hasType130: Test = ({ parent }) =>
  parent !== undefined && path('cbc:DocumentTypeCode').texts(parent).includes('130');

const AMOUNTS =
  'Amount BaseAmount PriceAmount TaxAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount';

/** `SEPA` names the creditor identifier (BT-90), which stands with the seller or the payee only. */
function partyScheme(id: XmlElement): boolean {
  const scheme = textAt(id, '@schemeID');
  if (isCode('iso6523', scheme)) return true;
  return scheme === 'SEPA' && (hasAncestor(id, 'AccountingSupplierParty') || hasAncestor(id, 'PayeeParty'));
}

export function hasAncestor(element: XmlElement, name: string): boolean {
  for (let at = element.parent; at !== undefined; at = at.parent) if (at.name === name) return true;
  return false;
}

const UBL: readonly Place[] = [
  place('BR-CL-01', ['cbc:InvoiceTypeCode', 'cbc:CreditNoteTypeCode'], '.', inList('untdid1001-invoice'), {
    test: (code) =>
      isCode(code.name === 'InvoiceTypeCode' ? 'untdid1001-invoice' : 'untdid1001-credit-note', textAt(code, '.')),
  }),
  place(
    'BR-CL-03',
    AMOUNTS.split(' ').map((name) => `cbc:${name}`),
    '@currencyID',
    inList('iso4217'),
    { required: true },
  ),
  place('BR-CL-04', 'cbc:DocumentCurrencyCode', '.', inList('iso4217')),
  place('BR-CL-05', 'cbc:TaxCurrencyCode', '.', inList('iso4217')),
  place('BR-CL-06', 'cac:InvoicePeriod/cbc:DescriptionCode', '.', inList('untdid2005')),
  place(
    'BR-CL-07',
    ['cac:AdditionalDocumentReference/cbc:ID', 'cac:DocumentReference/cbc:ID'],
    '@schemeID',
    inList('untdid1153'),
    { where: hasType130 },
  ),
  place('BR-CL-10', 'cac:PartyIdentification/cbc:ID', '@schemeID', inList('iso6523'), { test: partyScheme }),
  place('BR-CL-11', 'cac:PartyLegalEntity/cbc:CompanyID', '@schemeID', inList('iso6523')),
  place('BR-CL-13', 'cac:CommodityClassification/cbc:ItemClassificationCode', '@listID', inList('untdid7143')),
  place('BR-CL-14', 'cac:Country/cbc:IdentificationCode', '.', inList('iso3166')),
  place('BR-CL-15', 'cac:OriginCountry/cbc:IdentificationCode', '.', inList('iso3166')),
  place('BR-CL-16', 'cac:PaymentMeans/cbc:PaymentMeansCode', '.', inList('untdid4461')),
  place('BR-CL-17', 'cac:TaxCategory/cbc:ID', '.', inList('untdid5305')),
  place('BR-CL-18', 'cac:ClassifiedTaxCategory/cbc:ID', '.', inList('untdid5305')),
  place('BR-CL-19', 'cac:AllowanceCharge/cbc:AllowanceChargeReasonCode', '.', inList('untdid5189'), {
    where: allowed(false),
  }),
  place('BR-CL-20', 'cac:AllowanceCharge/cbc:AllowanceChargeReasonCode', '.', inList('untdid7161'), {
    where: allowed(true),
  }),
  place('BR-CL-21', 'cac:StandardItemIdentification/cbc:ID', '@schemeID', inList('iso6523')),
  place('BR-CL-22', 'cbc:TaxExemptionReasonCode', '.', exemption),
  place(
    'BR-CL-23',
    ['cbc:InvoicedQuantity', 'cbc:BaseQuantity', 'cbc:CreditedQuantity'],
    '@unitCode',
    inList('rec20-21'),
  ),
  place('BR-CL-24', 'cbc:EmbeddedDocumentBinaryObject', '@mimeCode', MIME, { test: rawMime }),
  place('BR-CL-25', 'cbc:EndpointID', '@schemeID', inList('eas')),
  place('BR-CL-26', 'cac:DeliveryLocation/cbc:ID', '@schemeID', inList('iso6523')),
];

function rawMime(attachment: XmlElement): boolean {
  return path('@mimeCode').texts(attachment).some(MIME);
}

const saysCharge = (charge: boolean): Test => {
  return (reason) => someBoolean(path('../ram:ChargeIndicator/udt:Indicator').elements(reason), charge);
};

const CII: readonly Place[] = [
  place('BR-CL-01', 'rsm:ExchangedDocument/ram:TypeCode', '.', inList('untdid1001')),
  place('BR-CL-03', 'ram:TaxTotalAmount', '@currencyID', inList('iso4217')),
  place('BR-CL-04', 'ram:InvoiceCurrencyCode', '.', inList('iso4217')),
  place('BR-CL-05', 'ram:TaxCurrencyCode', '.', inList('iso4217')),
  place('BR-CL-06', 'ram:DueDateTypeCode', '.', inList('untdid2475')),
  place('BR-CL-07', 'ram:ReferenceTypeCode', '.', inList('untdid1153')),
  place('BR-CL-08', 'ram:SubjectCode', '.', inList('untdid4451')),
  place('BR-CL-10', 'ram:GlobalID', '@schemeID', inList('iso6523'), {
    where: (id) => !hasAncestor(id, 'SpecifiedTradeProduct') && !hasAncestor(id, 'ShipToTradeParty'),
  }),
  place('BR-CL-11', 'ram:ID', '@schemeID', inList('iso6523'), {
    where: (id) => !hasAncestor(id, 'SpecifiedTaxRegistration'),
  }),
  place('BR-CL-13', 'ram:ClassCode', '@listID', inList('untdid7143')),
  place('BR-CL-14', 'ram:CountryID', '.', inList('iso3166-cii')),
  place('BR-CL-15', 'ram:OriginTradeCountry/ram:ID', '.', inList('iso3166-cii')),
  place('BR-CL-16', 'ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode', '.', inList('untdid4461')),
  place('BR-CL-17', 'ram:CategoryTradeTax/ram:CategoryCode', '.', inList('untdid5305')),
  place('BR-CL-18', 'ram:ApplicableTradeTax/ram:CategoryCode', '.', inList('untdid5305')),
  place('BR-CL-19', 'ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode', '.', inList('untdid5189'), {
    where: saysCharge(false),
  }),
  place('BR-CL-20', 'ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode', '.', inList('untdid7161'), {
    where: saysCharge(true),
  }),
  place('BR-CL-21', 'ram:SpecifiedTradeProduct/ram:GlobalID', '@schemeID', inList('iso6523')),
  place('BR-CL-22', 'ram:ExemptionReasonCode', '.', exemption),
  place('BR-CL-23', ['ram:BasisQuantity', 'ram:BilledQuantity'], '@unitCode', inList('rec20-21')),
  place('BR-CL-24', 'ram:AttachmentBinaryObject', '@mimeCode', MIME, { test: rawMime }),
  place('BR-CL-25', 'ram:URIUniversalCommunication/ram:URIID', '@schemeID', inList('eas')),
  place(
    'BR-CL-26',
    'ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID',
    '@schemeID',
    inList('iso6523'),
  ),
];

function contextOf({ id, match, code, where, required }: Place): Context {
  if (code === '.' || required === true) return { key: id, match, ...(where && { where }) };
  const carried = path(code);
  return {
    key: id,
    match,
    where: (element, scope) => carried.exists(element) && (where === undefined || where(element, scope)),
  };
}

function ruleOf({ id, code, has, test: own }: Place): Rule {
  const [list, ...terms] = SUBJECTS[id] ?? [''];
  const to = path(code);
  const test: Test = own ?? ((element) => has(textAt(element, to)));
  return { id, terms, severity: 'fatal', context: id, test, about: to, ...notInList(listed(terms), list) };
}

export const UBL_CODES = { contexts: UBL.map(contextOf), rules: UBL.map(ruleOf) };
export const CII_CODES = { contexts: CII.map(contextOf), rules: CII.map(ruleOf) };

/**
 * BR-CL-08 in UBL: a note may begin `#AAI#`. The artefact looks for the three characters anywhere in the list, so that
 * `AI ` passes too; other shapes are not asked.
 */
// The UBL artefact has not yet taken up the codes that UNTDID added last.
const NOT_IN_UBL = new Set('BAT BAU BAV BAW BAX BAY BAZ BBA BBB BMF BMG BMH CCJ CCK CCL CCM CCN CCO'.split(' '));
const SUBJECT_TEXT = ` ${codeList('untdid4451')
  .codes.filter((code) => !NOT_IN_UBL.has(code))
  .join(' ')} `;
export const NOTE_SUBJECT: Statement = statement(
  'BR-CL-08',
  ['BT-21'],
  notInList(listed(['BT-21']), 'UNTDID 4451'),
  {
    context: 'note',
    test: (note) => {
      const [, between, rest] = /^[^#]*#([^#]*)(#)?/.exec(note.text) ?? [];
      if (between === undefined || rest === undefined || [...between].length !== 3) return true;
      return SUBJECT_TEXT.includes(between);
    },
  },
  undefined,
);
