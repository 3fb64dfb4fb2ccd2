import { constant, group, value, type Row } from './row.js';

// Path pieces of D22B CrossDomainAcknowledgementAndResponse.
const CTX = 'cdar:ExchangedDocumentContext';
const DOC = 'cdar:ExchangedDocument';

const time = (term: string, at: string, field: string): Row[] => [
  value(term, `${at}/udt:DateTimeString`, field, 'date-time-204'),
  constant(`${at}/udt:DateTimeString/@format`, '204'),
];

const schemedId = (term: string, scheme = ''): Row[] => [
  value(term, '.', 'id', 'identifier'),
  value(scheme, '@schemeID', 'scheme', 'identifier'),
];

const CONTACT: readonly Row[] = [
  value('', 'ram:ID', 'id', 'identifier'),
  value('', 'ram:PersonName', 'person', 'text'),
  value('', 'ram:DepartmentName', 'department', 'text'),
  value('', 'ram:TypeCode', 'typeCode', 'code'),
  value('', 'ram:TelephoneUniversalCommunication/ram:CompleteNumber', 'telephone', 'text'),
  value('', 'ram:FaxUniversalCommunication/ram:CompleteNumber', 'fax', 'text'),
  value('', 'ram:EmailURIUniversalCommunication/ram:URIID', 'email', 'identifier'),
];

const ADDRESS_FIELDS: readonly (readonly [element: string, field: string])[] = [
  ['PostcodeCode', 'postcode'],
  ['LineOne', 'line1'],
  ['LineTwo', 'line2'],
  ['LineThree', 'line3'],
  ['LineFour', 'line4'],
  ['LineFive', 'line5'],
  ['StreetName', 'street'],
  ['CityName', 'city'],
  ['CountryID', 'country'],
  ['CountryName', 'countryName'],
  ['CountrySubDivisionID', 'subdivisionCode'],
  ['CountrySubDivisionName', 'subdivision'],
];

interface PartyTerms {
  readonly id: string;
  readonly scheme: string;
  readonly name: string;
  readonly role: string;
  readonly uri: string;
}

/** The rows of a party: inside a group its fields stand at the group, otherwise behind `field`. */
function party(at: string, field: string, terms: PartyTerms): Row[] {
  const prefix = at === '' ? '' : `${at}/`;
  const own = field === '' ? '' : `${field}.`;
  const address = `${prefix}ram:PostalTradeAddress`;
  return [
    group('', `${prefix}ram:ID`, `${own}ids`, schemedId('')),
    group('', `${prefix}ram:GlobalID`, `${own}globalIds`, schemedId(terms.id, terms.scheme)),
    value(terms.name, `${prefix}ram:Name`, `${own}name`, 'text'),
    value(terms.role, `${prefix}ram:RoleCode`, `${own}roleCode`, 'code'),
    group('', `${prefix}ram:DefinedTradeContact`, `${own}contacts`, CONTACT),
    ...ADDRESS_FIELDS.map(([element, name]) => value('', `${address}/ram:${element}`, `${own}address.${name}`, 'text')),
    value(terms.uri, `${prefix}ram:URIUniversalCommunication/ram:URIID`, `${own}uri.id`, 'identifier'),
    value(
      terms.uri === '' ? '' : `${terms.uri}-1`,
      `${prefix}ram:URIUniversalCommunication/ram:URIID/@schemeID`,
      `${own}uri.scheme`,
      'identifier',
    ),
  ];
}

const NOTE: readonly Row[] = [
  value('MDT-125', 'ram:ContentCode', 'contentCode', 'code'),
  value('MDT-126', 'ram:Content', 'content', 'text'),
  value('MDT-127', 'ram:SubjectCode', 'subjectCode', 'code'),
];

const DATUM: readonly Row[] = [
  value('MDT-206', 'ram:ID', 'term', 'identifier'),
  value('MDT-207', 'ram:TypeCode', 'typeCode', 'code'),
  value('MDT-209', 'ram:ValueChangedIndicator/udt:IndicatorString', 'isChanged', 'indicator'),
  value('MDT-209', 'ram:ValueChangedIndicator/udt:Indicator', 'isChanged', 'indicator', { echo: true }),
  value('', 'ram:ValueAdjustmentDirectionCode', 'direction', 'code'),
  value('MDT-211', 'ram:Name', 'name', 'text'),
  value('', 'ram:Description', 'description', 'text'),
  value('MDT-213', 'ram:Location', 'location', 'text'),
  value('MDT-214', 'ram:Value', 'value', 'text'),
  value('MDT-215', 'ram:ValueAmount', 'amount', 'decimal'),
  value('MDT-216', 'ram:ValueAmount/@currencyID', 'currency', 'code'),
  value('', 'ram:ValueMeasure', 'measure', 'decimal'),
  value('', 'ram:ValueMeasure/@unitCode', 'measureUnit', 'code'),
  value('MDT-219', "ram:ValueDateTime/udt:DateTimeString[@format='102']", 'on', 'date-102'),
  constant("ram:ValueDateTime/udt:DateTimeString[@format='102']/@format", '102'),
  value('MDT-219', "ram:ValueDateTime/udt:DateTimeString[@format='204']", 'at', 'date-time-204'),
  constant("ram:ValueDateTime/udt:DateTimeString[@format='204']/@format", '204'),
  value('', 'ram:ValueCode', 'code', 'code'),
  value('', 'ram:ValueQuantity', 'quantity', 'decimal'),
  value('', 'ram:ValueQuantity/@unitCode', 'quantityUnit', 'code'),
  value('', 'ram:ValueNumeric', 'numeric', 'decimal'),
  value('MDT-224', 'ram:ValuePercent', 'percent', 'decimal'),
];

const DETAIL: readonly Row[] = [
  ...time('', 'ram:ReferenceDateTime', 'referenceAt'),
  value('', 'ram:ConditionCode', 'conditionCode', 'code'),
  value('MDT-113', 'ram:ReasonCode', 'reasonCode', 'code'),
  value('MDT-114', 'ram:Reason', 'reason', 'text'),
  value('', 'ram:Condition', 'condition', 'text'),
  value('MDT-115', 'ram:ProcessConditionCode', 'statusCode', 'code'),
  value('', 'ram:ProcessCondition', 'status', 'text'),
  value('', 'ram:ReasonInformationCode', 'reasonInformationCode', 'code'),
  value('', 'ram:ReasonInformation', 'reasonInformation', 'text'),
  value('MDT-121', 'ram:RequestedActionCode', 'actionCode', 'code'),
  value('MDT-122', 'ram:RequestedAction', 'action', 'text'),
  value('', 'ram:InvalidInformation', 'invalidInformation', 'text'),
  value('', 'ram:ValidInformation', 'validInformation', 'text'),
  value('MDT-124-2', 'ram:SequenceNumeric', 'sequence', 'decimal'),
  group('MDG-39', 'ram:IncludedNote', 'notes', NOTE),
  group('MDG-43', 'ram:SpecifiedDocumentCharacteristic', 'data', DATUM),
];

const INVOICE: readonly Row[] = [
  value('MDT-87', 'ram:IssuerAssignedID', 'number', 'identifier'),
  value('MDT-88', 'ram:StatusCode', 'conditionCode', 'code'),
  value('MDT-91', 'ram:TypeCode', 'typeCode', 'code'),
  ...time('MDT-95', 'ram:ReceiptDateTime', 'receivedAt'),
  group('MDT-96', 'ram:AttachmentBinaryObject', 'attachments', [
    value('MDT-96', '.', 'base64', 'base64'),
    value('', '@mimeCode', 'mimeType', 'code'),
    value('', '@filename', 'fileName', 'identifier'),
  ]),
  value('MDT-97', 'ram:ReferenceTypeCode', 'referenceTypeCode', 'code'),
  value('MDT-100', 'ram:FormattedIssueDateTime/qdt:DateTimeString', 'issuedOn', 'date-102'),
  constant('ram:FormattedIssueDateTime/qdt:DateTimeString/@format', '102'),
  value('MDT-100', "ram:FormattedIssueDateTime/qdt:DateTimeString[@format='204']", 'issuedAt', 'date-time-204'),
  constant("ram:FormattedIssueDateTime/qdt:DateTimeString[@format='204']/@format", '204'),
  value('MDT-105', 'ram:ProcessConditionCode', 'statusCode', 'code'),
  value('MDT-106', 'ram:ProcessCondition', 'status', 'text'),
  ...party('ram:IssuerTradeParty', 'issuer', { id: 'MDT-129', scheme: 'MDT-130', name: '', role: 'MDT-132', uri: '' }),
  group(
    '',
    'ram:RecipientTradeParty',
    'recipients',
    party('', '', { id: '', scheme: '', name: '', role: 'MDT-158', uri: '' }),
  ),
  group('MDG-37', 'ram:SpecifiedDocumentStatus', 'details', DETAIL),
];

/** CDAR (D22B): every term of the lifecycle message at its place. Terms are those of the French specification (MDT-n, MDG-n), empty where it has none. */
export const CDAR_MAP: readonly Row[] = [
  value('MDT-2', `${CTX}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID`, 'process', 'identifier'),
  value('MDT-3', `${CTX}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID`, 'guideline', 'identifier'),
  value('MDT-4', `${DOC}/ram:ID`, 'id', 'identifier'),
  value('MDT-5', `${DOC}/ram:Name`, 'name', 'text'),
  ...time('MDT-8', `${DOC}/ram:IssueDateTime`, 'issuedAt'),
  group('', `${DOC}/ram:IncludedNote`, 'notes', NOTE),
  ...party(`${DOC}/ram:SenderTradeParty`, 'sender', {
    id: 'MDT-19',
    scheme: 'MDT-18',
    name: 'MDT-20',
    role: 'MDT-21',
    uri: '',
  }),
  ...party(`${DOC}/ram:IssuerTradeParty`, 'issuer', {
    id: 'MDT-38',
    scheme: 'MDT-37',
    name: 'MDT-39',
    role: 'MDT-40',
    uri: '',
  }),
  group(
    '',
    `${DOC}/ram:RecipientTradeParty`,
    'recipients',
    party('', '', { id: 'MDT-57', scheme: 'MDT-56', name: 'MDT-58', role: 'MDT-59', uri: 'MDT-73' }),
  ),
  group('', 'cdar:AcknowledgementDocument', 'acknowledgements', [
    value('MDT-74', 'ram:MultipleReferencesIndicator/udt:Indicator', 'isMultiple', 'indicator'),
    value('MDT-74', 'ram:MultipleReferencesIndicator/udt:IndicatorString', 'isMultiple', 'indicator', { echo: true }),
    value('', 'ram:ID', 'id', 'identifier'),
    value('MDT-77', 'ram:TypeCode', 'typeCode', 'code'),
    value('', 'ram:Name', 'name', 'text'),
    ...time('MDT-78', 'ram:IssueDateTime', 'setAt'),
    group('', 'ram:ReferenceReferencedDocument', 'invoices', INVOICE),
  ]),
];
