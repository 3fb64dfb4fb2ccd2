import { constant, group, value, type Row } from './row.js';

// Flux 10 (e-reporting), annex 6 of the French specification, rows in the order of the XSD. No namespace; spelling as there.

const DOCUMENT = 'frr:ReportDocument';
const TRANSACTIONS = 'frr:TransactionsReport';
const PAYMENTS = 'frr:PaymentsReport';

type PartyTerms = readonly [scheme: string, id: string, name: string, role: string, uri: string];

const party = (at: string, field: string, terms: PartyTerms): readonly Row[] => [
  value(terms[1], `${at}/frr:Id`, `${field}.id`, 'identifier'),
  value(terms[0], `${at}/frr:Id/@schemeId`, `${field}.scheme`, 'code'),
  value(terms[2], `${at}/frr:Name`, `${field}.name`, 'text'),
  value(terms[3], `${at}/frr:RoleCode`, `${field}.roleCode`, 'code'),
  value(terms[4], `${at}/frr:URIUniversalCommunication/frr:URIID`, `${field}.uri`, 'identifier'),
];

const period = (at: string, field: string, start: string, end: string): readonly Row[] => [
  value(start, `${at}/frr:StartDate`, `${field}.start`, 'date-102'),
  value(end, `${at}/frr:EndDate`, `${field}.end`, 'date-102'),
];

/** A VAT number carries its qualifier. */
const vatNumber = (term: string, at: string, field: string): readonly Row[] => [
  value(term, `${at}/frr:TaxRegistrationId`, field, 'identifier'),
  constant(`${at}/frr:TaxRegistrationId/@qualifyingId`, 'VAT'),
];

const allowance = (list: string, isCharge: boolean, terms: readonly [string, string, string], isLine = false): Row =>
  group('', `frr:AllowanceCharge[@ChargeIndicator=${isCharge ? 'true' : 'false'}()]`, list, [
    constant('@ChargeIndicator', isCharge ? 'true' : 'false'),
    value(terms[0], 'frr:Amount', 'amount', 'decimal'),
    ...(isLine
      ? []
      : [
          value(terms[1], 'frr:TaxCategoryCode', 'vatCategory', 'code'),
          value(terms[2], 'frr:TaxPercent', 'vatRate', 'decimal'),
        ]),
  ]);

const LINE: readonly Row[] = [
  group('TT-61', 'frr:Note', 'notes', [
    value('TT-61-0', 'frr:Code', 'code', 'code'),
    value('TT-61-1', 'frr:Comment', 'text', 'text'),
  ]),
  value('TT-62', 'frr:BilledQuantity', 'quantity', 'decimal'),
  value('TT-63', 'frr:BilledQuantity/@UnitCode', 'unitCode', 'code'),
  ...period('frr:InvoicePeriod', 'period', 'TT-65', 'TT-66'),
  allowance('allowances', false, ['TT-67', '', ''], true),
  allowance('charges', true, ['TT-68', '', ''], true),
  value('TT-69', 'frr:Price/frr:PriceAmount', 'netPrice', 'decimal'),
  value('TT-70', 'frr:Price/frr:AllowanceChargeAmount', 'discount', 'decimal'),
  value('TT-71', 'frr:Price/frr:AllowanceChargeBaseAmount', 'grossPrice', 'decimal'),
  value('TT-76', 'frr:Product/frr:Name', 'name', 'text'),
];

const DELIVERY: readonly Row[] = [
  value('TT-41', 'frr:Date', 'date', 'date-102'),
  value('TT-103', 'frr:Location/frr:LineOne', 'line1', 'text'),
  value('TT-104', 'frr:Location/frr:LineTwo', 'line2', 'text'),
  value('TT-105', 'frr:Location/frr:LineThree', 'line3', 'text'),
  value('TT-106', 'frr:Location/frr:CityName', 'city', 'text'),
  value('TT-107', 'frr:Location/frr:PostalZone', 'postCode', 'text'),
  value('TT-108', 'frr:Location/frr:CountrySubentity', 'subdivision', 'text'),
  value('TT-44', 'frr:Location/frr:CountryId', 'country', 'code'),
];

const INVOICE: readonly Row[] = [
  value('TT-19', 'frr:ID', 'number', 'identifier'),
  value('TT-20', 'frr:IssueDate', 'issueDate', 'date-102'),
  value('TT-21', 'frr:TypeCode', 'typeCode', 'code'),
  value('TT-22', 'frr:CurrencyCode', 'currency', 'code'),
  value('TT-201', 'frr:DueDate', 'dueDate', 'date-102'),
  value('TT-24', 'frr:TaxDueDateTypeCode', 'taxPointDateCode', 'tax-point-code'),
  group('', 'frr:IncludedNote', 'notes', [
    value('TT-26', 'frr:Subject', 'subjectCode', 'code'),
    value('TT-27', 'frr:Content', 'text', 'text'),
  ]),
  value('TT-28', 'frr:BusinessProcess/frr:ID', 'businessProcess', 'code'),
  constant('frr:BusinessProcess/frr:TypeID', 'urn.cpro.gouv.fr:1p0:ereporting'),
  group('', 'frr:ReferencedDocument', 'precedingInvoices', [
    value('TT-30', 'frr:ID', 'number', 'identifier'),
    value('TT-31', 'frr:IssueDate', 'issueDate', 'date-102'),
  ]),
  value('TT-33', 'frr:Seller/frr:CompanyId', 'seller.id', 'identifier'),
  value('TT-33-1', 'frr:Seller/frr:CompanyId/@schemeId', 'seller.scheme', 'code'),
  ...vatNumber('TT-34', 'frr:Seller', 'seller.vatId'),
  value('TT-35', 'frr:Seller/frr:PostalAddress/frr:CountryId', 'seller.country', 'code'),
  value('TT-36', 'frr:Buyer/frr:CompanyId', 'buyer.id', 'identifier'),
  value('TT-37', 'frr:Buyer/frr:CompanyId/@schemeId', 'buyer.scheme', 'code'),
  ...vatNumber('TT-38', 'frr:Buyer', 'buyer.vatId'),
  value('TT-39', 'frr:Buyer/frr:PostalAddress/frr:CountryId', 'buyer.country', 'code'),
  value('TT-122', 'frr:SellerTaxRepresentative/frr:TaxRegistrationId', 'taxRepresentativeVatId', 'identifier'),
  constant('frr:SellerTaxRepresentative/frr:TaxRegistrationId/@schemeId', 'VAT'),
  group('', 'frr:Delivery', 'deliveries', DELIVERY),
  ...period('frr:InvoicePeriod', 'period', 'TT-42', 'TT-43'),
  allowance('allowances', false, ['TT-45', 'TT-46', 'TT-47']),
  allowance('charges', true, ['TT-48', 'TT-49', 'TT-50']),
  value('TT-51', 'frr:MonetaryTotal/frr:TaxExclusiveAmount', 'taxExclusiveAmount', 'decimal'),
  value('TT-52', 'frr:MonetaryTotal/frr:TaxAmount', 'taxAmount', 'decimal'),
  value('TT-202', 'frr:MonetaryTotal/frr:TaxAmount/@CurrencyCode', 'taxCurrency', 'code'),
  group('', 'frr:TaxSubTotal', 'vatBreakdown', [
    value('TT-54', 'frr:TaxableAmount', 'taxableAmount', 'decimal'),
    value('TT-55', 'frr:TaxAmount', 'taxAmount', 'decimal'),
    value('TT-56', 'frr:TaxCategory/frr:Code', 'category', 'code'),
    value('TT-57', 'frr:TaxCategory/frr:Percent', 'rate', 'decimal'),
    value('TT-58', 'frr:TaxCategory/frr:TaxExemptionReason', 'exemptionReason', 'text'),
    value('TT-59', 'frr:TaxCategory/frr:TaxExemptionReasonCode', 'exemptionReasonCode', 'code'),
  ]),
  group('', 'frr:Line', 'lines', LINE),
];

const DAY: readonly Row[] = [
  value('TT-77', 'frr:Date', 'date', 'date-102'),
  value('TT-78', 'frr:TransactionsCurrency', 'currency', 'code'),
  value('TT-80', 'frr:TaxDueDateTypeCode', 'taxPointDateCode', 'code'),
  value('TT-81', 'frr:CategoryCode', 'category', 'code'),
  value('TT-82', 'frr:TaxExclusiveAmount', 'taxExclusiveAmount', 'decimal'),
  value('TT-83', 'frr:TaxTotal', 'taxTotal', 'decimal'),
  value('TT-85', 'frr:TransactionsCount', 'count', 'whole-number'),
  group('', 'frr:TaxSubtotal', 'vatBreakdown', [
    value('TT-86', 'frr:TaxPercent', 'rate', 'decimal'),
    value('TT-87', 'frr:TaxableAmount', 'taxableAmount', 'decimal'),
    value('TT-88', 'frr:TaxTotal', 'taxAmount', 'decimal'),
  ]),
];

const payment = (date: string, rate: string, currency: string, amount: string): readonly Row[] => [
  value(date, 'frr:Payment/frr:Date', 'date', 'date-102'),
  group('', 'frr:Payment/frr:SubTotals', 'subTotals', [
    value(rate, 'frr:TaxPercent', 'rate', 'decimal'),
    value(currency, 'frr:CurrencyCode', 'currency', 'code'),
    value(amount, 'frr:Amount', 'amount', 'decimal'),
  ]),
];

export const FLUX10_MAP: readonly Row[] = [
  value('TT-1', `${DOCUMENT}/frr:Id`, 'document.id', 'identifier'),
  value('TT-2', `${DOCUMENT}/frr:Name`, 'document.name', 'text'),
  value('TT-3', `${DOCUMENT}/frr:IssueDateTime/frr:DateTimeString`, 'document.issuedAt', 'date-time-204'),
  value('TT-4', `${DOCUMENT}/frr:TypeCode`, 'document.typeCode', 'code'),
  ...party(`${DOCUMENT}/frr:Sender`, 'document.sender', ['TT-7', 'TT-8', 'TT-9', 'TT-10', 'TT-11']),
  ...party(`${DOCUMENT}/frr:Issuer`, 'document.issuer', ['TT-12', 'TT-13', 'TT-14', 'TT-15', 'TT-16']),
  ...period(`${TRANSACTIONS}/frr:ReportPeriod`, 'transactions.period', 'TT-17', 'TT-18'),
  group('TB-2', `${TRANSACTIONS}/frr:Invoice`, 'transactions.invoices', INVOICE),
  group('TB-2', `${TRANSACTIONS}/frr:Transactions`, 'transactions.days', DAY),
  ...period(`${PAYMENTS}/frr:ReportPeriod`, 'payments.period', 'TT-89', 'TT-90'),
  group('TB-3', `${PAYMENTS}/frr:Invoice`, 'payments.invoices', [
    value('TT-91', 'frr:InvoiceID', 'number', 'identifier'),
    value('TT-102', 'frr:IssueDate', 'issueDate', 'date-102'),
    ...payment('TT-92', 'TT-93', 'TT-94', 'TT-95'),
  ]),
  group('TB-3', `${PAYMENTS}/frr:Transactions`, 'payments.days', payment('TT-96', 'TT-97', 'TT-98', 'TT-99')),
];
