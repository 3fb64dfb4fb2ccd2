import { always, constant, group, value, type Row, type RowOptions } from './row.js';

// EN 16931-3-3 (UN/CEFACT CII, D16B and D22B), rows in the element order of the schema, with the lowest Factur-X profile.

const W: RowOptions = { since: 'BASIC_WL' };
const B: RowOptions = { since: 'BASIC' };
const E: RowOptions = { since: 'EN16931' };

const TRANSACTION = 'rsm:SupplyChainTradeTransaction';
const AGREEMENT = `${TRANSACTION}/ram:ApplicableHeaderTradeAgreement`;
const DELIVERY = `${TRANSACTION}/ram:ApplicableHeaderTradeDelivery`;
const SETTLEMENT = `${TRANSACTION}/ram:ApplicableHeaderTradeSettlement`;
const SELLER = `${AGREEMENT}/ram:SellerTradeParty`;
const BUYER = `${AGREEMENT}/ram:BuyerTradeParty`;
const REPRESENTATIVE = `${AGREEMENT}/ram:SellerTaxRepresentativeTradeParty`;
const SHIP_TO = `${DELIVERY}/ram:ShipToTradeParty`;
const PAYEE = `${SETTLEMENT}/ram:PayeeTradeParty`;
const TENDER = `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='50']`;
const OBJECT = `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='130']`;
const SUPPORTING = `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='916']`;
const VAT_NUMBER = "ram:SpecifiedTaxRegistration[ram:ID/@schemeID='VA']";
const FISCAL_NUMBER = "ram:SpecifiedTaxRegistration[ram:ID/@schemeID='FC']";
const ALLOWANCE = 'ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=false()]';
const CHARGE = 'ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=true()]';
const VAT = "ram:ApplicableTradeTax[ram:TypeCode='VAT']";
const TOTALS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const PRODUCT = 'ram:SpecifiedTradeProduct';
const GROSS_PRICE = 'ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice';
const NET_PRICE = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice';
const DISCOUNT = `${GROSS_PRICE}/ram:AppliedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=false()]`;
const LINE_OBJECT = "ram:SpecifiedLineTradeSettlement/ram:AdditionalReferencedDocument[ram:TypeCode='130']";
const LINE_SETTLEMENT = 'ram:SpecifiedLineTradeSettlement';

type AddressTerms = readonly [string, string, string, string, string, string, string];

/** Terms in the order post code, line 1, 2, 3, city, country, subdivision. */
function address(at: string, field: string, terms: AddressTerms, country: RowOptions = W): readonly Row[] {
  const box = `${at}/ram:PostalTradeAddress`;
  return [
    value(terms[0], `${box}/ram:PostcodeCode`, `${field}.postCode`, 'text', W),
    value(terms[1], `${box}/ram:LineOne`, `${field}.line1`, 'text', W),
    value(terms[2], `${box}/ram:LineTwo`, `${field}.line2`, 'text', W),
    value(terms[3], `${box}/ram:LineThree`, `${field}.line3`, 'text', W),
    value(terms[4], `${box}/ram:CityName`, `${field}.city`, 'text', W),
    value(terms[5], `${box}/ram:CountryID`, `${field}.country`, 'code', country),
    value(terms[6], `${box}/ram:CountrySubDivisionName`, `${field}.subdivision`, 'text', W),
  ];
}

/** A single identifier: `ram:ID` without scheme, `ram:GlobalID` with. */
function identifier(term: string, at: string, field: string, options: RowOptions): readonly Row[] {
  const scheme = `${field}.scheme`;
  return [
    value(term, `${at}/ram:ID`, `${field}.id`, 'identifier', { ...options, unless: scheme }),
    value(term, `${at}/ram:GlobalID`, `${field}.id`, 'identifier', { ...options, given: scheme }),
    value(`${term}-1`, `${at}/ram:GlobalID/@schemeID`, scheme, 'code', options),
  ];
}

function identifiers(term: string, at: string, field: string, options: RowOptions): readonly Row[] {
  return [
    group(term, `${at}/ram:ID`, field, [value(term, '.', 'id', 'identifier')], { ...options, unless: 'scheme' }),
    group(
      term,
      `${at}/ram:GlobalID`,
      field,
      [value(term, '.', 'id', 'identifier'), value(`${term}-1`, './@schemeID', 'scheme', 'code')],
      { ...options, given: 'scheme' },
    ),
  ];
}

function schemed(term: string, at: string, field: string, options: RowOptions = {}): readonly Row[] {
  return [
    value(term, at, `${field}.id`, 'identifier', options),
    value(`${term}-1`, `${at}/@schemeID`, `${field}.scheme`, 'code', options),
  ];
}

function contact(at: string, field: string, terms: readonly [string, string, string]): readonly Row[] {
  const box = `${at}/ram:DefinedTradeContact`;
  return [
    value(terms[0], `${box}/ram:PersonName`, `${field}.name`, 'text', E),
    value(terms[0], `${box}/ram:DepartmentName`, `${field}.name`, 'text', { ...E, echo: true }),
    value(terms[1], `${box}/ram:TelephoneUniversalCommunication/ram:CompleteNumber`, `${field}.telephone`, 'text', E),
    value(terms[2], `${box}/ram:EmailURIUniversalCommunication/ram:URIID`, `${field}.email`, 'text', E),
  ];
}

function taxNumber(term: string, at: string, scheme: string, field: string, options: RowOptions): readonly Row[] {
  return [
    value(term, `${at}/ram:ID`, field, 'identifier', options),
    constant(`${at}/ram:ID/@schemeID`, scheme, options),
  ];
}

function date(term: string, at: string, field: string, options: RowOptions = {}): readonly Row[] {
  return [value(term, at, field, 'date-102', options), constant(`${at}/@format`, '102', options)];
}

/** Terms: amount, base amount, percentage, reason, reason code. Base and percentage of lines come with EN 16931. */
function allowanceOrCharge(
  indicator: string,
  terms: readonly [string, string, string, string, string],
  base: RowOptions = {},
): readonly Row[] {
  return [
    constant('ram:ChargeIndicator/udt:Indicator', indicator),
    value(terms[2], 'ram:CalculationPercent', 'percentage', 'decimal', base),
    value(terms[1], 'ram:BasisAmount', 'baseAmount', 'decimal', base),
    value(terms[0], 'ram:ActualAmount', 'amount', 'decimal'),
    value(terms[4], 'ram:ReasonCode', 'reasonCode', 'code'),
    value(terms[3], 'ram:Reason', 'reason', 'text'),
  ];
}

function categoryTax(terms: readonly [string, string]): readonly Row[] {
  return [
    constant('ram:CategoryTradeTax/ram:TypeCode', 'VAT'),
    value(terms[0], 'ram:CategoryTradeTax/ram:CategoryCode', 'vatCategory', 'code'),
    value(terms[1], 'ram:CategoryTradeTax/ram:RateApplicablePercent', 'vatRate', 'decimal'),
  ];
}

const LINE_ROWS: readonly Row[] = [
  value('BT-126', 'ram:AssociatedDocumentLineDocument/ram:LineID', 'id', 'identifier'),
  value('BT-127', 'ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content', 'note', 'text'),
  value('BT-157', `${PRODUCT}/ram:GlobalID`, 'item.standardItemId.id', 'identifier'),
  value('BT-157-1', `${PRODUCT}/ram:GlobalID/@schemeID`, 'item.standardItemId.scheme', 'code'),
  value('BT-155', `${PRODUCT}/ram:SellerAssignedID`, 'item.sellerItemId', 'identifier', E),
  value('BT-156', `${PRODUCT}/ram:BuyerAssignedID`, 'item.buyerItemId', 'identifier', E),
  value('BT-153', `${PRODUCT}/ram:Name`, 'item.name', 'text'),
  value('BT-154', `${PRODUCT}/ram:Description`, 'item.description', 'text', E),
  group(
    'BG-32',
    `${PRODUCT}/ram:ApplicableProductCharacteristic`,
    'item.attributes',
    [value('BT-160', 'ram:Description', 'name', 'text'), value('BT-161', 'ram:Value', 'value', 'text')],
    E,
  ),
  group(
    'BT-158',
    `${PRODUCT}/ram:DesignatedProductClassification`,
    'item.classifications',
    [
      value('BT-158', 'ram:ClassCode', 'code', 'identifier'),
      value('BT-158-1', 'ram:ClassCode/@listID', 'scheme', 'code'),
      value('BT-158-2', 'ram:ClassCode/@listVersionID', 'schemeVersion', 'code'),
    ],
    E,
  ),
  value('BT-159', `${PRODUCT}/ram:OriginTradeCountry/ram:ID`, 'item.originCountry', 'code', E),
  value(
    'BT-132',
    'ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument/ram:LineID',
    'orderLineReference',
    'identifier',
    E,
  ),
  // The schema wants a gross price around a discount; EN 16931 defines it as net price plus discount (BT-146).
  value('BT-148', `${GROSS_PRICE}/ram:ChargeAmount`, 'price.grossPrice', 'decimal', {
    sum: ['price.netPrice', 'price.discount'],
  }),
  value('BT-149', `${GROSS_PRICE}/ram:BasisQuantity`, 'price.baseQuantity', 'decimal', { echo: true }),
  value('BT-150', `${GROSS_PRICE}/ram:BasisQuantity/@unitCode`, 'price.baseQuantityUnitCode', 'code', { echo: true }),
  constant(`${DISCOUNT}/ram:ChargeIndicator/udt:Indicator`, 'false'),
  value('BT-147', `${DISCOUNT}/ram:ActualAmount`, 'price.discount', 'decimal'),
  value('BT-146', `${NET_PRICE}/ram:ChargeAmount`, 'price.netPrice', 'decimal'),
  value('BT-149', `${NET_PRICE}/ram:BasisQuantity`, 'price.baseQuantity', 'decimal'),
  value('BT-150', `${NET_PRICE}/ram:BasisQuantity/@unitCode`, 'price.baseQuantityUnitCode', 'code', {
    needs: 'price.baseQuantity',
  }),
  value('BT-129', 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity', 'quantity', 'decimal'),
  value('BT-130', 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode', 'unitCode', 'code'),
  constant(`${LINE_SETTLEMENT}/${VAT}/ram:TypeCode`, 'VAT'),
  value('BT-151', `${LINE_SETTLEMENT}/${VAT}/ram:CategoryCode`, 'vat.category', 'code'),
  value('BT-152', `${LINE_SETTLEMENT}/${VAT}/ram:RateApplicablePercent`, 'vat.rate', 'decimal'),
  ...date(
    'BT-134',
    `${LINE_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString`,
    'period.start',
  ),
  ...date('BT-135', `${LINE_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString`, 'period.end'),
  group(
    'BG-27',
    `${LINE_SETTLEMENT}/${ALLOWANCE}`,
    'allowances',
    allowanceOrCharge('false', ['BT-136', 'BT-137', 'BT-138', 'BT-139', 'BT-140'], E),
  ),
  group(
    'BG-28',
    `${LINE_SETTLEMENT}/${CHARGE}`,
    'charges',
    allowanceOrCharge('true', ['BT-141', 'BT-142', 'BT-143', 'BT-144', 'BT-145'], E),
  ),
  value(
    'BT-131',
    `${LINE_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`,
    'netAmount',
    'decimal',
  ),
  value('BT-128', `${LINE_OBJECT}/ram:IssuerAssignedID`, 'object.id', 'identifier', E),
  constant(`${LINE_OBJECT}/ram:TypeCode`, '130', E),
  value('BT-128-1', `${LINE_OBJECT}/ram:ReferenceTypeCode`, 'object.scheme', 'code', E),
  value(
    'BT-133',
    `${LINE_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`,
    'buyerAccountingReference',
    'text',
    E,
  ),
];

const AGREEMENT_ROWS: readonly Row[] = [
  value('BT-10', `${AGREEMENT}/ram:BuyerReference`, 'buyerReference', 'text'),
  ...identifiers('BT-29', SELLER, 'seller.identifiers', W),
  value('BT-27', `${SELLER}/ram:Name`, 'seller.name', 'text'),
  value('BT-33', `${SELLER}/ram:Description`, 'seller.legalInformation', 'text', E),
  ...schemed('BT-30', `${SELLER}/ram:SpecifiedLegalOrganization/ram:ID`, 'seller.legalRegistration'),
  value('BT-28', `${SELLER}/ram:SpecifiedLegalOrganization/ram:TradingBusinessName`, 'seller.tradingName', 'text', W),
  ...contact(SELLER, 'seller.contact', ['BT-41', 'BT-42', 'BT-43']),
  ...address(SELLER, 'seller.address', ['BT-38', 'BT-35', 'BT-36', 'BT-162', 'BT-37', 'BT-40', 'BT-39'], {}),
  ...schemed('BT-34', `${SELLER}/ram:URIUniversalCommunication/ram:URIID`, 'seller.electronicAddress', W),
  ...taxNumber('BT-31', `${SELLER}/${VAT_NUMBER}`, 'VA', 'seller.vatId', {}),
  ...taxNumber('BT-32', `${SELLER}/${FISCAL_NUMBER}`, 'FC', 'seller.taxRegistrationId', E),
  ...identifiers('BT-46', BUYER, 'buyer.identifiers', W),
  value('BT-44', `${BUYER}/ram:Name`, 'buyer.name', 'text'),
  ...schemed('BT-47', `${BUYER}/ram:SpecifiedLegalOrganization/ram:ID`, 'buyer.legalRegistration'),
  value('BT-45', `${BUYER}/ram:SpecifiedLegalOrganization/ram:TradingBusinessName`, 'buyer.tradingName', 'text', E),
  ...contact(BUYER, 'buyer.contact', ['BT-56', 'BT-57', 'BT-58']),
  ...address(BUYER, 'buyer.address', ['BT-53', 'BT-50', 'BT-51', 'BT-163', 'BT-52', 'BT-55', 'BT-54']),
  ...schemed('BT-49', `${BUYER}/ram:URIUniversalCommunication/ram:URIID`, 'buyer.electronicAddress', W),
  ...taxNumber('BT-48', `${BUYER}/${VAT_NUMBER}`, 'VA', 'buyer.vatId', W),
  value('BT-62', `${REPRESENTATIVE}/ram:Name`, 'taxRepresentative.name', 'text', W),
  ...address(REPRESENTATIVE, 'taxRepresentative.address', [
    'BT-67',
    'BT-64',
    'BT-65',
    'BT-164',
    'BT-66',
    'BT-69',
    'BT-68',
  ]),
  ...taxNumber('BT-63', `${REPRESENTATIVE}/${VAT_NUMBER}`, 'VA', 'taxRepresentative.vatId', W),
  value(
    'BT-14',
    `${AGREEMENT}/ram:SellerOrderReferencedDocument/ram:IssuerAssignedID`,
    'salesOrderReference',
    'identifier',
    E,
  ),
  value(
    'BT-13',
    `${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`,
    'purchaseOrderReference',
    'identifier',
  ),
  value(
    'BT-12',
    `${AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID`,
    'contractReference',
    'identifier',
    W,
  ),
  group(
    'BG-24',
    SUPPORTING,
    'attachments',
    [
      value('BT-122', 'ram:IssuerAssignedID', 'reference', 'identifier'),
      value('BT-124', 'ram:URIID', 'location', 'text'),
      constant('ram:TypeCode', '916'),
      value('BT-123', 'ram:Name', 'description', 'text'),
      value('BT-125', 'ram:AttachmentBinaryObject', 'content.base64', 'base64'),
      value('BT-125-1', 'ram:AttachmentBinaryObject/@mimeCode', 'content.mimeCode', 'code'),
      value('BT-125-2', 'ram:AttachmentBinaryObject/@filename', 'content.fileName', 'text'),
    ],
    E,
  ),
  value('BT-17', `${TENDER}/ram:IssuerAssignedID`, 'tenderReference', 'identifier', E),
  constant(`${TENDER}/ram:TypeCode`, '50', E),
  value('BT-18', `${OBJECT}/ram:IssuerAssignedID`, 'invoicedObject.id', 'identifier', E),
  constant(`${OBJECT}/ram:TypeCode`, '130', E),
  value('BT-18-1', `${OBJECT}/ram:ReferenceTypeCode`, 'invoicedObject.scheme', 'code', E),
  value('BT-11', `${AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID`, 'projectReference', 'identifier', E),
  constant(`${AGREEMENT}/ram:SpecifiedProcuringProject/ram:Name`, 'Project reference', E),
];

const DELIVERY_ROWS: readonly Row[] = [
  always(DELIVERY),
  ...identifier('BT-71', SHIP_TO, 'delivery.location', W),
  value('BT-70', `${SHIP_TO}/ram:Name`, 'delivery.partyName', 'text', W),
  ...address(SHIP_TO, 'delivery.address', ['BT-78', 'BT-75', 'BT-76', 'BT-165', 'BT-77', 'BT-80', 'BT-79']),
  ...date(
    'BT-72',
    `${DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString`,
    'delivery.date',
    W,
  ),
  value(
    'BT-16',
    `${DELIVERY}/ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID`,
    'despatchAdviceReference',
    'identifier',
    W,
  ),
  value(
    'BT-15',
    `${DELIVERY}/ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID`,
    'receivingAdviceReference',
    'identifier',
    E,
  ),
];

const PAYMENT_MEANS_ROWS: readonly Row[] = [
  value('BT-81', 'ram:TypeCode', '/payment.meansCode', 'code'),
  value('BT-82', 'ram:Information', '/payment.meansText', 'text', E),
  value('BT-87', 'ram:ApplicableTradeSettlementFinancialCard/ram:ID', '/payment.card.accountNumber', 'identifier', {
    ...E,
    first: true,
  }),
  value('BT-88', 'ram:ApplicableTradeSettlementFinancialCard/ram:CardholderName', '/payment.card.holderName', 'text', {
    ...E,
    first: true,
  }),
  value(
    'BT-91',
    'ram:PayerPartyDebtorFinancialAccount/ram:IBANID',
    '/payment.directDebit.debitedAccountId',
    'identifier',
    {
      first: true,
    },
  ),
  value('BT-84', 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID', 'accountId', 'iban'),
  value('BT-85', 'ram:PayeePartyCreditorFinancialAccount/ram:AccountName', 'accountName', 'text', E),
  value('BT-84', 'ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID', 'accountId', 'other-account'),
  value('BT-86', 'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID', 'serviceProviderId', 'identifier', E),
];

const VAT_BREAKDOWN_ROWS: readonly Row[] = [
  value('BT-117', 'ram:CalculatedAmount', 'taxAmount', 'decimal'),
  constant('ram:TypeCode', 'VAT'),
  value('BT-120', 'ram:ExemptionReason', 'exemptionReason', 'text'),
  value('BT-116', 'ram:BasisAmount', 'taxableAmount', 'decimal'),
  value('BT-118', 'ram:CategoryCode', 'category', 'code'),
  value('BT-121', 'ram:ExemptionReasonCode', 'exemptionReasonCode', 'code'),
  // CII-SR-461: one TaxPointDate in the document. CII-SR-462: the code may repeat as long as it is the same.
  ...date('BT-7', 'ram:TaxPointDate/udt:DateString', '/taxPointDate', { ...E, first: true }),
  value('BT-8', 'ram:DueDateTypeCode', '/taxPointDateCode', 'tax-point-code'),
  value('BT-119', 'ram:RateApplicablePercent', 'rate', 'decimal'),
];

const SETTLEMENT_ROWS: readonly Row[] = [
  value('BT-90', `${SETTLEMENT}/ram:CreditorReferenceID`, 'payment.directDebit.creditorId', 'identifier', W),
  value('BT-83', `${SETTLEMENT}/ram:PaymentReference`, 'payment.remittanceInformation', 'text', W),
  value('BT-6', `${SETTLEMENT}/ram:TaxCurrencyCode`, 'vatCurrency', 'code', W),
  value('BT-5', `${SETTLEMENT}/ram:InvoiceCurrencyCode`, 'currency', 'code'),
  ...identifier('BT-60', PAYEE, 'payee.identifier', W),
  value('BT-59', `${PAYEE}/ram:Name`, 'payee.name', 'text', W),
  ...schemed('BT-61', `${PAYEE}/ram:SpecifiedLegalOrganization/ram:ID`, 'payee.legalRegistration', W),
  group(
    'BG-17',
    `${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans`,
    'payment.creditTransfers',
    PAYMENT_MEANS_ROWS,
    { ...W, or: 'payment' },
  ),
  group('BG-23', `${SETTLEMENT}/${VAT}`, 'vatBreakdown', VAT_BREAKDOWN_ROWS, W),
  ...date('BT-73', `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString`, 'period.start', W),
  ...date('BT-74', `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString`, 'period.end', W),
  group(
    'BG-20',
    `${SETTLEMENT}/${ALLOWANCE}`,
    'allowances',
    [...allowanceOrCharge('false', ['BT-92', 'BT-93', 'BT-94', 'BT-97', 'BT-98']), ...categoryTax(['BT-95', 'BT-96'])],
    W,
  ),
  group(
    'BG-21',
    `${SETTLEMENT}/${CHARGE}`,
    'charges',
    [
      ...allowanceOrCharge('true', ['BT-99', 'BT-100', 'BT-101', 'BT-104', 'BT-105']),
      ...categoryTax(['BT-102', 'BT-103']),
    ],
    W,
  ),
  value('BT-20', `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description`, 'paymentTerms', 'text', W),
  ...date('BT-9', `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString`, 'dueDate', W),
  value(
    'BT-89',
    `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID`,
    'payment.directDebit.mandateReference',
    'identifier',
    W,
  ),
  value('BT-106', `${TOTALS}/ram:LineTotalAmount`, 'totals.lineNetTotal', 'decimal', W),
  value('BT-108', `${TOTALS}/ram:ChargeTotalAmount`, 'totals.chargeTotal', 'decimal', W),
  value('BT-107', `${TOTALS}/ram:AllowanceTotalAmount`, 'totals.allowanceTotal', 'decimal', W),
  value('BT-109', `${TOTALS}/ram:TaxBasisTotalAmount`, 'totals.totalWithoutVat', 'decimal'),
  value('BT-110', `${TOTALS}/ram:TaxTotalAmount[@currencyID=$currency]`, 'totals.vatTotal', 'amount'),
  value(
    'BT-111',
    `${TOTALS}/ram:TaxTotalAmount[@currencyID=$vatCurrency]`,
    'totals.vatTotalInVatCurrency',
    'vat-amount',
    {
      ...W,
      needs: 'vatCurrency',
    },
  ),
  value('BT-114', `${TOTALS}/ram:RoundingAmount`, 'totals.roundingAmount', 'decimal', E),
  value('BT-112', `${TOTALS}/ram:GrandTotalAmount`, 'totals.totalWithVat', 'decimal'),
  value('BT-113', `${TOTALS}/ram:TotalPrepaidAmount`, 'totals.paidAmount', 'decimal', W),
  value('BT-115', `${TOTALS}/ram:DuePayableAmount`, 'totals.amountDue', 'decimal'),
  group(
    'BG-3',
    `${SETTLEMENT}/ram:InvoiceReferencedDocument`,
    'precedingInvoices',
    [
      value('BT-25', 'ram:IssuerAssignedID', 'number', 'identifier'),
      ...date('BT-26', 'ram:FormattedIssueDateTime/qdt:DateTimeString', 'issueDate'),
    ],
    { ...W, maxD16B: 1 },
  ),
  value(
    'BT-19',
    `${SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`,
    'buyerAccountingReference',
    'text',
    W,
  ),
];

/** UN/CEFACT Cross Industry Invoice. */
export const CII_MAP: readonly Row[] = [
  value(
    'BT-23',
    'rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID',
    'process.businessProcess',
    'text',
  ),
  value(
    'BT-24',
    'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
    'process.specification',
    'identifier',
  ),
  value('BT-1', 'rsm:ExchangedDocument/ram:ID', 'number', 'identifier'),
  value('BT-3', 'rsm:ExchangedDocument/ram:TypeCode', 'typeCode', 'code'),
  ...date('BT-2', 'rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString', 'issueDate'),
  group(
    'BG-1',
    'rsm:ExchangedDocument/ram:IncludedNote',
    'notes',
    [value('BT-22', 'ram:Content', 'text', 'text'), value('BT-21', 'ram:SubjectCode', 'subjectCode', 'code')],
    W,
  ),
  group('BG-25', `${TRANSACTION}/ram:IncludedSupplyChainTradeLineItem`, 'lines', LINE_ROWS, B),
  ...AGREEMENT_ROWS,
  ...DELIVERY_ROWS,
  ...SETTLEMENT_ROWS,
];
