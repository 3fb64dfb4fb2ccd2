import { constant, group, ignored, value, type Row } from './row.js';

// EN 16931-3-2 (UBL 2.1), rows in the element order of the schema. Names of terms: libs/invoice, terms.table.ts.

const SUPPLIER = 'cac:AccountingSupplierParty/cac:Party';
const CUSTOMER = 'cac:AccountingCustomerParty/cac:Party';
const PAYEE = 'cac:PayeeParty';
const REPRESENTATIVE = 'cac:TaxRepresentativeParty';
const VAT_SCHEME = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']";
const OTHER_SCHEME = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!='VAT']";
const SEPA_ID = "cac:PartyIdentification[cbc:ID/@schemeID='SEPA']";
const OTHER_ID = "cac:PartyIdentification[cbc:ID/@schemeID!='SEPA']";
const OBJECT_REFERENCE = "cac:AdditionalDocumentReference[cbc:DocumentTypeCode='130']";
const PROJECT_REFERENCE = "cac:AdditionalDocumentReference[cbc:DocumentTypeCode='50']";
const LINE_OBJECT = "cac:DocumentReference[cbc:DocumentTypeCode='130']";
const ALLOWANCE = 'cac:AllowanceCharge[cbc:ChargeIndicator=false()]';
const CHARGE = 'cac:AllowanceCharge[cbc:ChargeIndicator=true()]';
const VAT_TOTAL = 'cac:TaxTotal[cbc:TaxAmount/@currencyID=$currency]';
const VAT_TOTAL_ACCOUNTING = 'cac:TaxTotal[cbc:TaxAmount/@currencyID=$vatCurrency]';

type AddressTerms = readonly [string, string, string, string, string, string, string];

/** Terms in the order line 1, 2, city, post code, subdivision, line 3, country. */
function address(at: string, field: string, terms: AddressTerms): readonly Row[] {
  return [
    value(terms[0], `${at}/cbc:StreetName`, `${field}.line1`, 'text'),
    value(terms[1], `${at}/cbc:AdditionalStreetName`, `${field}.line2`, 'text'),
    value(terms[2], `${at}/cbc:CityName`, `${field}.city`, 'text'),
    value(terms[3], `${at}/cbc:PostalZone`, `${field}.postCode`, 'text'),
    value(terms[4], `${at}/cbc:CountrySubentity`, `${field}.subdivision`, 'text'),
    value(terms[5], `${at}/cac:AddressLine/cbc:Line`, `${field}.line3`, 'text'),
    value(terms[6], `${at}/cac:Country/cbc:IdentificationCode`, `${field}.country`, 'code'),
  ];
}

function identifier(term: string, at: string, field: string): readonly Row[] {
  return [
    value(term, at, `${field}.id`, 'identifier'),
    value(`${term}-1`, `${at}/@schemeID`, `${field}.scheme`, 'code'),
  ];
}

function contact(at: string, field: string, terms: readonly [string, string, string]): readonly Row[] {
  return [
    value(terms[0], `${at}/cac:Contact/cbc:Name`, `${field}.name`, 'text'),
    value(terms[1], `${at}/cac:Contact/cbc:Telephone`, `${field}.telephone`, 'text'),
    value(terms[2], `${at}/cac:Contact/cbc:ElectronicMail`, `${field}.email`, 'text'),
  ];
}

/** Terms: amount, base amount, percentage, reason, reason code. */
function allowanceOrCharge(
  indicator: string,
  terms: readonly [string, string, string, string, string],
): readonly Row[] {
  return [
    constant('cbc:ChargeIndicator', indicator),
    value(terms[4], 'cbc:AllowanceChargeReasonCode', 'reasonCode', 'code'),
    value(terms[3], 'cbc:AllowanceChargeReason', 'reason', 'text'),
    value(terms[2], 'cbc:MultiplierFactorNumeric', 'percentage', 'decimal'),
    value(terms[0], 'cbc:Amount', 'amount', 'amount'),
    value(terms[1], 'cbc:BaseAmount', 'baseAmount', 'amount'),
  ];
}

function taxCategory(at: string, category: string, rate: string, terms: readonly [string, string]): readonly Row[] {
  return [
    value(terms[0], `${at}/cbc:ID`, category, 'code'),
    value(terms[1], `${at}/cbc:Percent`, rate, 'decimal'),
    constant(`${at}/cac:TaxScheme/cbc:ID`, 'VAT'),
  ];
}

const LINE_ROWS: readonly Row[] = [
  value('BT-126', 'cbc:ID', 'id', 'identifier'),
  value('BT-127', 'cbc:Note', 'note', 'text'),
  value('BT-129', 'cbc:InvoicedQuantity', 'quantity', 'decimal', { only: 'invoice' }),
  value('BT-130', 'cbc:InvoicedQuantity/@unitCode', 'unitCode', 'code', { only: 'invoice' }),
  value('BT-129', 'cbc:CreditedQuantity', 'quantity', 'decimal', { only: 'credit-note' }),
  value('BT-130', 'cbc:CreditedQuantity/@unitCode', 'unitCode', 'code', { only: 'credit-note' }),
  value('BT-131', 'cbc:LineExtensionAmount', 'netAmount', 'amount'),
  value('BT-133', 'cbc:AccountingCost', 'buyerAccountingReference', 'text'),
  value('BT-134', 'cac:InvoicePeriod/cbc:StartDate', 'period.start', 'date'),
  value('BT-135', 'cac:InvoicePeriod/cbc:EndDate', 'period.end', 'date'),
  value('BT-132', 'cac:OrderLineReference/cbc:LineID', 'orderLineReference', 'identifier'),
  ...identifier('BT-128', `${LINE_OBJECT}/cbc:ID`, 'object'),
  constant(`${LINE_OBJECT}/cbc:DocumentTypeCode`, '130'),
  group(
    'BG-27',
    ALLOWANCE,
    'allowances',
    allowanceOrCharge('false', ['BT-136', 'BT-137', 'BT-138', 'BT-139', 'BT-140']),
  ),
  group('BG-28', CHARGE, 'charges', allowanceOrCharge('true', ['BT-141', 'BT-142', 'BT-143', 'BT-144', 'BT-145'])),
  value('BT-154', 'cac:Item/cbc:Description', 'item.description', 'text'),
  value('BT-153', 'cac:Item/cbc:Name', 'item.name', 'text'),
  value('BT-156', 'cac:Item/cac:BuyersItemIdentification/cbc:ID', 'item.buyerItemId', 'identifier'),
  value('BT-155', 'cac:Item/cac:SellersItemIdentification/cbc:ID', 'item.sellerItemId', 'identifier'),
  ...identifier('BT-157', 'cac:Item/cac:StandardItemIdentification/cbc:ID', 'item.standardItemId'),
  value('BT-159', 'cac:Item/cac:OriginCountry/cbc:IdentificationCode', 'item.originCountry', 'code'),
  group('BT-158', 'cac:Item/cac:CommodityClassification', 'item.classifications', [
    value('BT-158', 'cbc:ItemClassificationCode', 'code', 'identifier'),
    value('BT-158-1', 'cbc:ItemClassificationCode/@listID', 'scheme', 'code'),
    value('BT-158-2', 'cbc:ItemClassificationCode/@listVersionID', 'schemeVersion', 'code'),
  ]),
  ...taxCategory('cac:Item/cac:ClassifiedTaxCategory', 'vat.category', 'vat.rate', ['BT-151', 'BT-152']),
  group('BG-32', 'cac:Item/cac:AdditionalItemProperty', 'item.attributes', [
    value('BT-160', 'cbc:Name', 'name', 'text'),
    value('BT-161', 'cbc:Value', 'value', 'text'),
  ]),
  value('BT-146', 'cac:Price/cbc:PriceAmount', 'price.netPrice', 'amount'),
  value('BT-149', 'cac:Price/cbc:BaseQuantity', 'price.baseQuantity', 'decimal'),
  value('BT-150', 'cac:Price/cbc:BaseQuantity/@unitCode', 'price.baseQuantityUnitCode', 'code', {
    needs: 'price.baseQuantity',
  }),
  constant(`cac:Price/${ALLOWANCE}/cbc:ChargeIndicator`, 'false'),
  value('BT-147', `cac:Price/${ALLOWANCE}/cbc:Amount`, 'price.discount', 'amount', { filler: '0' }),
  value('BT-148', `cac:Price/${ALLOWANCE}/cbc:BaseAmount`, 'price.grossPrice', 'amount'),
];

const REFERENCES_AFTER_RECEIPT: readonly Row[] = [
  value('BT-17', 'cac:OriginatorDocumentReference/cbc:ID', 'tenderReference', 'identifier', { only: 'invoice' }),
  value('BT-12', 'cac:ContractDocumentReference/cbc:ID', 'contractReference', 'identifier'),
  ...identifier('BT-18', `${OBJECT_REFERENCE}/cbc:ID`, 'invoicedObject'),
  constant(`${OBJECT_REFERENCE}/cbc:DocumentTypeCode`, '130'),
  value('BT-11', `${PROJECT_REFERENCE}/cbc:ID`, 'projectReference', 'identifier', { only: 'credit-note' }),
  constant(`${PROJECT_REFERENCE}/cbc:DocumentTypeCode`, '50', { only: 'credit-note' }),
  group('BG-24', 'cac:AdditionalDocumentReference', 'attachments', [
    value('BT-122', 'cbc:ID', 'reference', 'identifier'),
    value('BT-123', 'cbc:DocumentDescription', 'description', 'text'),
    value('BT-125', 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject', 'content.base64', 'base64'),
    value('BT-125-1', 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@mimeCode', 'content.mimeCode', 'code'),
    value('BT-125-2', 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@filename', 'content.fileName', 'text'),
    value('BT-124', 'cac:Attachment/cac:ExternalReference/cbc:URI', 'location', 'text'),
  ]),
  value('BT-17', 'cac:OriginatorDocumentReference/cbc:ID', 'tenderReference', 'identifier', { only: 'credit-note' }),
  value('BT-11', 'cac:ProjectReference/cbc:ID', 'projectReference', 'identifier', { only: 'invoice' }),
];

const PARTIES: readonly Row[] = [
  ...identifier('BT-34', `${SUPPLIER}/cbc:EndpointID`, 'seller.electronicAddress'),
  group('BT-29', `${SUPPLIER}/${OTHER_ID}`, 'seller.identifiers', [
    value('BT-29', 'cbc:ID', 'id', 'identifier'),
    value('BT-29-1', 'cbc:ID/@schemeID', 'scheme', 'code'),
  ]),
  value('BT-90', `${SUPPLIER}/${SEPA_ID}/cbc:ID`, 'payment.directDebit.creditorId', 'identifier'),
  constant(`${SUPPLIER}/${SEPA_ID}/cbc:ID/@schemeID`, 'SEPA'),
  value('BT-28', `${SUPPLIER}/cac:PartyName/cbc:Name`, 'seller.tradingName', 'text'),
  ...address(`${SUPPLIER}/cac:PostalAddress`, 'seller.address', [
    'BT-35',
    'BT-36',
    'BT-37',
    'BT-38',
    'BT-39',
    'BT-162',
    'BT-40',
  ]),
  value('BT-31', `${SUPPLIER}/${VAT_SCHEME}/cbc:CompanyID`, 'seller.vatId', 'identifier'),
  constant(`${SUPPLIER}/${VAT_SCHEME}/cac:TaxScheme/cbc:ID`, 'VAT'),
  value('BT-32', `${SUPPLIER}/${OTHER_SCHEME}/cbc:CompanyID`, 'seller.taxRegistrationId', 'identifier'),
  constant(`${SUPPLIER}/${OTHER_SCHEME}/cac:TaxScheme/cbc:ID`, 'FC'),
  value('BT-27', `${SUPPLIER}/cac:PartyLegalEntity/cbc:RegistrationName`, 'seller.name', 'text'),
  ...identifier('BT-30', `${SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyID`, 'seller.legalRegistration'),
  value('BT-33', `${SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyLegalForm`, 'seller.legalInformation', 'text'),
  ...contact(SUPPLIER, 'seller.contact', ['BT-41', 'BT-42', 'BT-43']),
  ...identifier('BT-49', `${CUSTOMER}/cbc:EndpointID`, 'buyer.electronicAddress'),
  group('BT-46', `${CUSTOMER}/cac:PartyIdentification`, 'buyer.identifiers', [
    value('BT-46', 'cbc:ID', 'id', 'identifier'),
    value('BT-46-1', 'cbc:ID/@schemeID', 'scheme', 'code'),
  ]),
  value('BT-45', `${CUSTOMER}/cac:PartyName/cbc:Name`, 'buyer.tradingName', 'text'),
  ...address(`${CUSTOMER}/cac:PostalAddress`, 'buyer.address', [
    'BT-50',
    'BT-51',
    'BT-52',
    'BT-53',
    'BT-54',
    'BT-163',
    'BT-55',
  ]),
  value('BT-48', `${CUSTOMER}/${VAT_SCHEME}/cbc:CompanyID`, 'buyer.vatId', 'identifier'),
  constant(`${CUSTOMER}/${VAT_SCHEME}/cac:TaxScheme/cbc:ID`, 'VAT'),
  value('BT-44', `${CUSTOMER}/cac:PartyLegalEntity/cbc:RegistrationName`, 'buyer.name', 'text'),
  ...identifier('BT-47', `${CUSTOMER}/cac:PartyLegalEntity/cbc:CompanyID`, 'buyer.legalRegistration'),
  ...contact(CUSTOMER, 'buyer.contact', ['BT-56', 'BT-57', 'BT-58']),
  ...identifier('BT-60', `${PAYEE}/${OTHER_ID}/cbc:ID`, 'payee.identifier'),
  value('BT-90', `${PAYEE}/${SEPA_ID}/cbc:ID`, 'payment.directDebit.creditorId', 'identifier', { echo: true }),
  constant(`${PAYEE}/${SEPA_ID}/cbc:ID/@schemeID`, 'SEPA'),
  value('BT-59', `${PAYEE}/cac:PartyName/cbc:Name`, 'payee.name', 'text'),
  ...identifier('BT-61', `${PAYEE}/cac:PartyLegalEntity/cbc:CompanyID`, 'payee.legalRegistration'),
  value('BT-62', `${REPRESENTATIVE}/cac:PartyName/cbc:Name`, 'taxRepresentative.name', 'text'),
  ...address(`${REPRESENTATIVE}/cac:PostalAddress`, 'taxRepresentative.address', [
    'BT-64',
    'BT-65',
    'BT-66',
    'BT-67',
    'BT-68',
    'BT-164',
    'BT-69',
  ]),
  value('BT-63', `${REPRESENTATIVE}/${VAT_SCHEME}/cbc:CompanyID`, 'taxRepresentative.vatId', 'identifier'),
  constant(`${REPRESENTATIVE}/${VAT_SCHEME}/cac:TaxScheme/cbc:ID`, 'VAT'),
];

const PAYMENT: readonly Row[] = [
  group(
    'BG-17',
    'cac:PaymentMeans',
    'payment.creditTransfers',
    [
      value('BT-81', 'cbc:PaymentMeansCode', '/payment.meansCode', 'code'),
      // UBL-SR-46: once, however many accounts there are.
      value('BT-82', 'cbc:PaymentMeansCode/@name', '/payment.meansText', 'text', { first: true }),
      value('BT-9', 'cbc:PaymentDueDate', '/dueDate', 'date', { only: 'credit-note', first: true }),
      value('BT-83', 'cbc:PaymentID', '/payment.remittanceInformation', 'text'),
      value('BT-87', 'cac:CardAccount/cbc:PrimaryAccountNumberID', '/payment.card.accountNumber', 'identifier', {
        first: true,
      }),
      constant('cac:CardAccount/cbc:NetworkID', 'NA', { first: true }),
      value('BT-88', 'cac:CardAccount/cbc:HolderName', '/payment.card.holderName', 'text', { first: true }),
      value('BT-84', 'cac:PayeeFinancialAccount/cbc:ID', 'accountId', 'identifier'),
      value('BT-85', 'cac:PayeeFinancialAccount/cbc:Name', 'accountName', 'text'),
      value(
        'BT-86',
        'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID',
        'serviceProviderId',
        'identifier',
      ),
      value('BT-89', 'cac:PaymentMandate/cbc:ID', '/payment.directDebit.mandateReference', 'identifier', {
        first: true,
      }),
      value(
        'BT-91',
        'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID',
        '/payment.directDebit.debitedAccountId',
        'identifier',
        { first: true },
      ),
    ],
    { or: 'payment' },
  ),
  value('BT-20', 'cac:PaymentTerms/cbc:Note', 'paymentTerms', 'text'),
];

const AMOUNTS: readonly Row[] = [
  group('BG-20', ALLOWANCE, 'allowances', [
    ...allowanceOrCharge('false', ['BT-92', 'BT-93', 'BT-94', 'BT-97', 'BT-98']),
    ...taxCategory('cac:TaxCategory', 'vatCategory', 'vatRate', ['BT-95', 'BT-96']),
  ]),
  group('BG-21', CHARGE, 'charges', [
    ...allowanceOrCharge('true', ['BT-99', 'BT-100', 'BT-101', 'BT-104', 'BT-105']),
    ...taxCategory('cac:TaxCategory', 'vatCategory', 'vatRate', ['BT-102', 'BT-103']),
  ]),
  value('BT-110', `${VAT_TOTAL}/cbc:TaxAmount`, 'totals.vatTotal', 'amount', {
    total: ['vatBreakdown', 'taxAmount'],
  }),
  group('BG-23', `${VAT_TOTAL}/cac:TaxSubtotal`, 'vatBreakdown', [
    value('BT-116', 'cbc:TaxableAmount', 'taxableAmount', 'amount'),
    value('BT-117', 'cbc:TaxAmount', 'taxAmount', 'amount'),
    value('BT-118', 'cac:TaxCategory/cbc:ID', 'category', 'code'),
    value('BT-119', 'cac:TaxCategory/cbc:Percent', 'rate', 'decimal'),
    value('BT-121', 'cac:TaxCategory/cbc:TaxExemptionReasonCode', 'exemptionReasonCode', 'code'),
    value('BT-120', 'cac:TaxCategory/cbc:TaxExemptionReason', 'exemptionReason', 'text'),
    constant('cac:TaxCategory/cac:TaxScheme/cbc:ID', 'VAT'),
  ]),
  value('BT-111', `${VAT_TOTAL_ACCOUNTING}/cbc:TaxAmount`, 'totals.vatTotalInVatCurrency', 'vat-amount', {
    needs: 'vatCurrency',
  }),
  value('BT-106', 'cac:LegalMonetaryTotal/cbc:LineExtensionAmount', 'totals.lineNetTotal', 'amount'),
  value('BT-109', 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount', 'totals.totalWithoutVat', 'amount'),
  value('BT-112', 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount', 'totals.totalWithVat', 'amount'),
  value('BT-107', 'cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount', 'totals.allowanceTotal', 'amount'),
  value('BT-108', 'cac:LegalMonetaryTotal/cbc:ChargeTotalAmount', 'totals.chargeTotal', 'amount'),
  value('BT-113', 'cac:LegalMonetaryTotal/cbc:PrepaidAmount', 'totals.paidAmount', 'amount'),
  value('BT-114', 'cac:LegalMonetaryTotal/cbc:PayableRoundingAmount', 'totals.roundingAmount', 'amount'),
  value('BT-115', 'cac:LegalMonetaryTotal/cbc:PayableAmount', 'totals.amountDue', 'amount'),
];

/** UBL 2.1, Invoice and CreditNote in one table; rows that only one of them has say so. */
export const UBL_MAP: readonly Row[] = [
  ignored('cbc:UBLVersionID'),
  value('BT-24', 'cbc:CustomizationID', 'process.specification', 'identifier'),
  value('BT-23', 'cbc:ProfileID', 'process.businessProcess', 'text'),
  value('BT-1', 'cbc:ID', 'number', 'identifier'),
  value('BT-2', 'cbc:IssueDate', 'issueDate', 'date'),
  value('BT-9', 'cbc:DueDate', 'dueDate', 'date', { only: 'invoice' }),
  value('BT-3', 'cbc:InvoiceTypeCode', 'typeCode', 'code', { only: 'invoice' }),
  value('BT-7', 'cbc:TaxPointDate', 'taxPointDate', 'date', { only: 'credit-note' }),
  value('BT-3', 'cbc:CreditNoteTypeCode', 'typeCode', 'code', { only: 'credit-note' }),
  group('BG-1', 'cbc:Note', 'notes', [value('BT-22', '.', '', 'subject-note')]),
  value('BT-7', 'cbc:TaxPointDate', 'taxPointDate', 'date', { only: 'invoice' }),
  value('BT-5', 'cbc:DocumentCurrencyCode', 'currency', 'code'),
  value('BT-6', 'cbc:TaxCurrencyCode', 'vatCurrency', 'code'),
  value('BT-19', 'cbc:AccountingCost', 'buyerAccountingReference', 'text'),
  value('BT-10', 'cbc:BuyerReference', 'buyerReference', 'text'),
  value('BT-73', 'cac:InvoicePeriod/cbc:StartDate', 'period.start', 'date'),
  value('BT-74', 'cac:InvoicePeriod/cbc:EndDate', 'period.end', 'date'),
  value('BT-8', 'cac:InvoicePeriod/cbc:DescriptionCode', 'taxPointDateCode', 'code'),
  value('BT-13', 'cac:OrderReference/cbc:ID', 'purchaseOrderReference', 'identifier', { filler: 'NA' }),
  value('BT-14', 'cac:OrderReference/cbc:SalesOrderID', 'salesOrderReference', 'identifier'),
  group('BG-3', 'cac:BillingReference', 'precedingInvoices', [
    value('BT-25', 'cac:InvoiceDocumentReference/cbc:ID', 'number', 'identifier'),
    value('BT-26', 'cac:InvoiceDocumentReference/cbc:IssueDate', 'issueDate', 'date'),
  ]),
  value('BT-16', 'cac:DespatchDocumentReference/cbc:ID', 'despatchAdviceReference', 'identifier'),
  value('BT-15', 'cac:ReceiptDocumentReference/cbc:ID', 'receivingAdviceReference', 'identifier'),
  ...REFERENCES_AFTER_RECEIPT,
  ...PARTIES,
  value('BT-72', 'cac:Delivery/cbc:ActualDeliveryDate', 'delivery.date', 'date'),
  ...identifier('BT-71', 'cac:Delivery/cac:DeliveryLocation/cbc:ID', 'delivery.location'),
  ...address('cac:Delivery/cac:DeliveryLocation/cac:Address', 'delivery.address', [
    'BT-75',
    'BT-76',
    'BT-77',
    'BT-78',
    'BT-79',
    'BT-165',
    'BT-80',
  ]),
  value('BT-70', 'cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name', 'delivery.partyName', 'text'),
  ...PAYMENT,
  ...AMOUNTS,
  group('BG-25', 'cac:InvoiceLine', 'lines', LINE_ROWS, { only: 'invoice' }),
  group('BG-25', 'cac:CreditNoteLine', 'lines', LINE_ROWS, { only: 'credit-note' }),
];
