import type { Decimal, LocalDate } from '#kernel';
import type { Allowance, Charge, LineAllowance, LineCharge } from './allowance-charge.js';
import type { Buyer, Payee, PostalAddress, Seller, TaxRepresentative } from './party.js';
import type { PaymentInstructions } from './payment.js';

/** An identifier with the scheme that issued it. */
export interface Identifier {
  readonly id: string;
  /** Scheme identifier, e.g. an ISO 6523 code such as `0002`. */
  readonly scheme?: string;
}

/**
 * The semantic model of EN 16931-1: an invoice or a credit note without any syntax. Amounts are exact decimals that keep
 * the scale they were written with; all are in `currency` unless said otherwise.
 */
export interface Invoice {
  /** BT-1 Invoice number. */
  readonly number: string;
  /** BT-2 Invoice issue date. */
  readonly issueDate: LocalDate;
  /** BT-3 Invoice type code (UNTDID 1001): 380 invoice, 381 credit note, 384 corrective, 386 prepayment, 389 self-billed … */
  readonly typeCode: string;
  /** BT-5 Invoice currency code (ISO 4217). */
  readonly currency: string;
  /** BT-6 VAT accounting currency code (ISO 4217). */
  readonly vatCurrency?: string;
  /** BT-7 Value added tax point date. Excludes BT-8. */
  readonly taxPointDate?: LocalDate;
  /** BT-8 Value added tax point date code (UNTDID 2005: 3 issue date, 35 delivery date, 432 payment date). */
  readonly taxPointDateCode?: string;
  /** BT-9 Payment due date. */
  readonly dueDate?: LocalDate;
  /** BT-10 Buyer reference. */
  readonly buyerReference?: string;
  /** BT-11 Project reference. */
  readonly projectReference?: string;
  /** BT-12 Contract reference. */
  readonly contractReference?: string;
  /** BT-13 Purchase order reference. */
  readonly purchaseOrderReference?: string;
  /** BT-14 Sales order reference. */
  readonly salesOrderReference?: string;
  /** BT-15 Receiving advice reference. */
  readonly receivingAdviceReference?: string;
  /** BT-16 Despatch advice reference. */
  readonly despatchAdviceReference?: string;
  /** BT-17 Tender or lot reference. */
  readonly tenderReference?: string;
  /** BT-18 Invoiced object identifier, with BT-18-1 scheme (UNTDID 1153). */
  readonly invoicedObject?: Identifier;
  /** BT-19 Buyer accounting reference. */
  readonly buyerAccountingReference?: string;
  /** BT-20 Payment terms. */
  readonly paymentTerms?: string;
  /** BG-1 Invoice notes. */
  readonly notes: readonly InvoiceNote[];
  /** BG-2 Process control. */
  readonly process: ProcessControl;
  /** BG-3 Preceding invoice references. */
  readonly precedingInvoices: readonly PrecedingInvoice[];
  /** BG-4 Seller. */
  readonly seller: Seller;
  /** BG-7 Buyer. */
  readonly buyer: Buyer;
  /** BG-10 Payee. */
  readonly payee?: Payee;
  /** BG-11 Seller tax representative party. */
  readonly taxRepresentative?: TaxRepresentative;
  /** BG-13 Delivery information. */
  readonly delivery?: DeliveryInformation;
  /** BG-14 Delivery or invoice period. */
  readonly period?: Period;
  /** BG-16 Payment instructions. */
  readonly payment?: PaymentInstructions;
  /** BG-20 Document level allowances. */
  readonly allowances: readonly Allowance[];
  /** BG-21 Document level charges. */
  readonly charges: readonly Charge[];
  /** BG-22 Document totals. */
  readonly totals: DocumentTotals;
  /** BG-23 VAT breakdown. */
  readonly vatBreakdown: readonly VatBreakdown[];
  /** BG-24 Additional supporting documents. */
  readonly attachments: readonly SupportingDocument[];
  /** BG-25 Invoice lines. */
  readonly lines: readonly InvoiceLine[];
}

/** BG-1 Invoice note. */
export interface InvoiceNote {
  /** BT-21 Invoice note subject code (UNTDID 4451). */
  readonly subjectCode?: string;
  /** BT-22 Invoice note. */
  readonly text: string;
}

/** BG-2 Process control. */
export interface ProcessControl {
  /** BT-23 Business process type. */
  readonly businessProcess?: string;
  /** BT-24 Specification identifier. */
  readonly specification: string;
}

/** BG-3 Preceding invoice reference. */
export interface PrecedingInvoice {
  /** BT-25 Preceding Invoice reference. */
  readonly number: string;
  /** BT-26 Preceding Invoice issue date. */
  readonly issueDate?: LocalDate;
}

/** BG-13 Delivery information. */
export interface DeliveryInformation {
  /** BT-70 Deliver to party name. */
  readonly partyName?: string;
  /** BT-71 Deliver to location identifier, with BT-71-1 scheme. */
  readonly location?: Identifier;
  /** BT-72 Actual delivery date. */
  readonly date?: LocalDate;
  /** BG-15 Deliver to address (BT-75 to BT-80, BT-165). */
  readonly address?: PostalAddress;
}

/** BG-14 Delivery or invoice period, BG-26 Invoice line period. */
export interface Period {
  /** BT-73, BT-134 start date. */
  readonly start?: LocalDate;
  /** BT-74, BT-135 end date. */
  readonly end?: LocalDate;
}

/** BG-22 Document totals. */
export interface DocumentTotals {
  /** BT-106 Sum of Invoice line net amount. */
  readonly lineNetTotal: Decimal;
  /** BT-107 Sum of allowances on document level. */
  readonly allowanceTotal?: Decimal;
  /** BT-108 Sum of charges on document level. */
  readonly chargeTotal?: Decimal;
  /** BT-109 Invoice total amount without VAT. */
  readonly totalWithoutVat: Decimal;
  /** BT-110 Invoice total VAT amount. */
  readonly vatTotal?: Decimal;
  /** BT-111 Invoice total VAT amount in accounting currency (BT-6). */
  readonly vatTotalInVatCurrency?: Decimal;
  /** BT-112 Invoice total amount with VAT. */
  readonly totalWithVat: Decimal;
  /** BT-113 Paid amount. */
  readonly paidAmount?: Decimal;
  /** BT-114 Rounding amount. */
  readonly roundingAmount?: Decimal;
  /** BT-115 Amount due for payment. */
  readonly amountDue: Decimal;
}

/** BG-23 VAT breakdown. */
export interface VatBreakdown {
  /** BT-116 VAT category taxable amount. */
  readonly taxableAmount: Decimal;
  /** BT-117 VAT category tax amount. */
  readonly taxAmount: Decimal;
  /** BT-118 VAT category code (UNTDID 5305). */
  readonly category: string;
  /** BT-119 VAT category rate, in percent. */
  readonly rate?: Decimal;
  /** BT-120 VAT exemption reason text. */
  readonly exemptionReason?: string;
  /** BT-121 VAT exemption reason code (VATEX). */
  readonly exemptionReasonCode?: string;
}

/** BG-24 Additional supporting document. */
export interface SupportingDocument {
  /** BT-122 Supporting document reference. */
  readonly reference: string;
  /** BT-123 Supporting document description. */
  readonly description?: string;
  /** BT-124 External document location. */
  readonly location?: string;
  /** BT-125 Attached document. */
  readonly content?: Attachment;
}

/** BT-125 Attached document. */
export interface Attachment {
  /** The file's bytes in base64, as both syntaxes carry them. */
  readonly base64: string;
  /** BT-125-1 Attached document Mime code. */
  readonly mimeCode: string;
  /** BT-125-2 Attached document Filename. */
  readonly fileName: string;
}

/** BG-25 Invoice line. */
export interface InvoiceLine {
  /** BT-126 Invoice line identifier. */
  readonly id: string;
  /** BT-127 Invoice line note. */
  readonly note?: string;
  /** BT-128 Invoice line object identifier, with BT-128-1 scheme (UNTDID 1153). */
  readonly object?: Identifier;
  /** BT-129 Invoiced quantity. */
  readonly quantity: Decimal;
  /** BT-130 Invoiced quantity unit of measure code (UN/ECE Rec 20/21). */
  readonly unitCode: string;
  /** BT-131 Invoice line net amount. */
  readonly netAmount: Decimal;
  /** BT-132 Referenced purchase order line reference. */
  readonly orderLineReference?: string;
  /** BT-133 Invoice line Buyer accounting reference. */
  readonly buyerAccountingReference?: string;
  /** BG-26 Invoice line period. */
  readonly period?: Period;
  /** BG-27 Invoice line allowances. */
  readonly allowances: readonly LineAllowance[];
  /** BG-28 Invoice line charges. */
  readonly charges: readonly LineCharge[];
  /** BG-29 Price details. */
  readonly price: PriceDetails;
  /** BG-30 Line VAT information. */
  readonly vat: LineVat;
  /** BG-31 Item information. */
  readonly item: Item;
}

/** BG-29 Price details. */
export interface PriceDetails {
  /** BT-146 Item net price. */
  readonly netPrice: Decimal;
  /** BT-147 Item price discount. */
  readonly discount?: Decimal;
  /** BT-148 Item gross price. */
  readonly grossPrice?: Decimal;
  /** BT-149 Item price base quantity. */
  readonly baseQuantity?: Decimal;
  /** BT-150 Item price base quantity unit of measure code. */
  readonly baseQuantityUnitCode?: string;
}

/** BG-30 Line VAT information. */
export interface LineVat {
  /** BT-151 Invoiced item VAT category code (UNTDID 5305). */
  readonly category: string;
  /** BT-152 Invoiced item VAT rate, in percent. */
  readonly rate?: Decimal;
}

/** BG-31 Item information. */
export interface Item {
  /** BT-153 Item name. */
  readonly name: string;
  /** BT-154 Item description. */
  readonly description?: string;
  /** BT-155 Item Seller's identifier. */
  readonly sellerItemId?: string;
  /** BT-156 Item Buyer's identifier. */
  readonly buyerItemId?: string;
  /** BT-157 Item standard identifier, with BT-157-1 scheme (ISO 6523). */
  readonly standardItemId?: Identifier;
  /** BT-158 Item classification identifiers. */
  readonly classifications: readonly ItemClassification[];
  /** BT-159 Item country of origin (ISO 3166-1 alpha-2). */
  readonly originCountry?: string;
  /** BG-32 Item attributes. */
  readonly attributes: readonly ItemAttribute[];
}

/** BT-158 Item classification identifier. */
export interface ItemClassification {
  readonly code: string;
  /** BT-158-1 Scheme identifier (UNTDID 7143). */
  readonly scheme?: string;
  /** BT-158-2 Scheme version identifier. */
  readonly schemeVersion?: string;
}

/** BG-32 Item attribute. */
export interface ItemAttribute {
  /** BT-160 Item attribute name. */
  readonly name: string;
  /** BT-161 Item attribute value. */
  readonly value: string;
}
