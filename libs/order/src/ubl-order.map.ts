/** One term of a UBL 2.1 Order: where it stands and what field of the canonical order it fills. */
export interface UblRow {
  /** Dotted path in the canonical order, or in the line, allowance, … that the table is about. */
  readonly to: string;
  /** Element path; `@name` is an attribute. Of several, the first that has a value counts. */
  readonly from: readonly string[];
}

const party = (role: string) => [
  `${role}/cac:Party/cac:PartyIdentification/cbc:ID`,
  `${role}/cac:Party/cbc:EndpointID`,
  `${role}/cac:Party/cac:PartyLegalEntity/cbc:CompanyID`,
  `${role}/cac:Party/cac:PartyTaxScheme/cbc:CompanyID`,
  `${role}/cac:Party/cac:PartyName/cbc:Name`,
  `${role}/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName`,
];

/**
 * Header. The buyer wrote the order, so its number is the purchase order reference (BT-13). Requested delivery dates are not
 * delivery dates (BT-72) and buyers' notes are not invoice notes (BG-1): neither is carried over.
 */
export const UBL_ORDER: readonly UblRow[] = [
  { to: 'number', from: ['cbc:SalesOrderID', 'cbc:ID'] },
  { to: 'date', from: ['cbc:IssueDate'] },
  {
    to: 'sellerRef',
    from: ['cac:SellerSupplierParty/cbc:CustomerAssignedAccountID', ...party('cac:SellerSupplierParty')],
  },
  {
    to: 'customerRef',
    from: [
      'cac:AccountingCustomerParty/cbc:SupplierAssignedAccountID',
      ...party('cac:AccountingCustomerParty'),
      'cac:BuyerCustomerParty/cbc:SupplierAssignedAccountID',
      ...party('cac:BuyerCustomerParty'),
    ],
  },
  {
    to: 'currency',
    from: [
      'cbc:DocumentCurrencyCode',
      'cbc:PricingCurrencyCode',
      'cac:AnticipatedMonetaryTotal/cbc:PayableAmount/@currencyID',
      'cac:OrderLine/cac:LineItem/cac:Price/cbc:PriceAmount/@currencyID',
    ],
  },
  { to: 'references.buyerReference', from: ['cbc:CustomerReference'] },
  { to: 'references.contract', from: ['cac:Contract/cbc:ID'] },
  { to: 'references.purchaseOrder', from: ['cbc:ID'] },
  { to: 'references.salesOrder', from: ['cbc:SalesOrderID'] },
  { to: 'references.buyerAccounting', from: ['cbc:AccountingCost', 'cbc:AccountingCostCode'] },
  { to: 'buyer.contact.name', from: ['cac:BuyerCustomerParty/cac:Party/cac:Contact/cbc:Name'] },
  { to: 'buyer.contact.telephone', from: ['cac:BuyerCustomerParty/cac:Party/cac:Contact/cbc:Telephone'] },
  { to: 'buyer.contact.email', from: ['cac:BuyerCustomerParty/cac:Party/cac:Contact/cbc:ElectronicMail'] },
  { to: 'delivery.partyName', from: ['cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name'] },
  { to: 'delivery.location.id', from: ['cac:Delivery/cac:DeliveryLocation/cbc:ID'] },
  { to: 'delivery.location.scheme', from: ['cac:Delivery/cac:DeliveryLocation/cbc:ID/@schemeID'] },
  { to: 'delivery.date', from: ['cac:Delivery/cbc:ActualDeliveryDate'] },
  { to: 'paymentTerms.dueDate', from: ['cac:PaymentTerms/cbc:PaymentDueDate'] },
  { to: 'totals.lineNetTotal', from: ['cac:AnticipatedMonetaryTotal/cbc:LineExtensionAmount'] },
  { to: 'totals.allowanceTotal', from: ['cac:AnticipatedMonetaryTotal/cbc:AllowanceTotalAmount'] },
  { to: 'totals.chargeTotal', from: ['cac:AnticipatedMonetaryTotal/cbc:ChargeTotalAmount'] },
  { to: 'totals.totalWithoutVat', from: ['cac:AnticipatedMonetaryTotal/cbc:TaxExclusiveAmount'] },
  { to: 'totals.vatTotal', from: ['cac:TaxTotal/cbc:TaxAmount'] },
  { to: 'totals.totalWithVat', from: ['cac:AnticipatedMonetaryTotal/cbc:TaxInclusiveAmount'] },
  { to: 'totals.amountDue', from: ['cac:AnticipatedMonetaryTotal/cbc:PayableAmount'] },
  { to: 'prepaidAmount', from: ['cac:AnticipatedMonetaryTotal/cbc:PrepaidAmount'] },
  { to: 'roundingAmount', from: ['cac:AnticipatedMonetaryTotal/cbc:PayableRoundingAmount'] },
];

/** Address of delivery: the first of these elements that has a country is read with `UBL_ADDRESS`. */
export const UBL_DELIVERY_ADDRESSES = [
  'cac:Delivery/cac:DeliveryLocation/cac:Address',
  'cac:Delivery/cac:DeliveryAddress',
  'cac:Delivery/cac:DeliveryParty/cac:PostalAddress',
] as const;

export const UBL_ADDRESS: readonly UblRow[] = [
  { to: 'line1', from: ['cbc:StreetName'] },
  { to: 'line2', from: ['cbc:AdditionalStreetName'] },
  { to: 'line3', from: ['cac:AddressLine/cbc:Line'] },
  { to: 'city', from: ['cbc:CityName'] },
  { to: 'postCode', from: ['cbc:PostalZone'] },
  { to: 'subdivision', from: ['cbc:CountrySubentity'] },
  { to: 'country', from: ['cac:Country/cbc:IdentificationCode'] },
];

/** Below `cac:OrderLine/cac:LineItem`. */
export const UBL_ORDER_LINE: readonly UblRow[] = [
  { to: 'id', from: ['cbc:ID'] },
  { to: 'orderLineReference', from: ['cbc:ID'] },
  { to: 'quantity', from: ['cbc:Quantity'] },
  { to: 'unit', from: ['cbc:Quantity/@unitCode'] },
  { to: 'netAmount', from: ['cbc:LineExtensionAmount'] },
  { to: 'buyerAccountingReference', from: ['cbc:AccountingCost', 'cbc:AccountingCostCode'] },
  { to: 'netPrice', from: ['cac:Price/cbc:PriceAmount'] },
  { to: 'baseQuantity', from: ['cac:Price/cbc:BaseQuantity'] },
  { to: 'grossPrice', from: ['cac:Price/cac:AllowanceCharge/cbc:BaseAmount'] },
  { to: 'priceDiscount', from: ['cac:Price/cac:AllowanceCharge/cbc:Amount'] },
  { to: 'item.name', from: ['cac:Item/cbc:Name', 'cac:Item/cbc:Description'] },
  { to: 'item.description', from: ['cac:Item/cbc:Description'] },
  { to: 'item.sellerItemId', from: ['cac:Item/cac:SellersItemIdentification/cbc:ID'] },
  { to: 'item.buyerItemId', from: ['cac:Item/cac:BuyersItemIdentification/cbc:ID'] },
  { to: 'item.standardItemId.id', from: ['cac:Item/cac:StandardItemIdentification/cbc:ID'] },
  { to: 'item.standardItemId.scheme', from: ['cac:Item/cac:StandardItemIdentification/cbc:ID/@schemeID'] },
  { to: 'item.originCountry', from: ['cac:Item/cac:OriginCountry/cbc:IdentificationCode'] },
  { to: 'vat.category', from: ['cac:Item/cac:ClassifiedTaxCategory/cbc:ID'] },
  { to: 'vat.rate', from: ['cac:Item/cac:ClassifiedTaxCategory/cbc:Percent'] },
];

export const UBL_ATTRIBUTE: readonly UblRow[] = [
  { to: 'name', from: ['cbc:Name'] },
  { to: 'value', from: ['cbc:Value'] },
];

export const UBL_CLASSIFICATION: readonly UblRow[] = [
  { to: 'code', from: ['cbc:ItemClassificationCode'] },
  { to: 'scheme', from: ['cbc:ItemClassificationCode/@listID'] },
  { to: 'schemeVersion', from: ['cbc:ItemClassificationCode/@listVersionID'] },
];

export const UBL_ALLOWANCE_CHARGE: readonly UblRow[] = [
  { to: 'amount', from: ['cbc:Amount'] },
  { to: 'percentage', from: ['cbc:MultiplierFactorNumeric'] },
  { to: 'baseAmount', from: ['cbc:BaseAmount'] },
  { to: 'reason', from: ['cbc:AllowanceChargeReason'] },
  { to: 'reasonCode', from: ['cbc:AllowanceChargeReasonCode'] },
];

export const UBL_DOCUMENT_ALLOWANCE_CHARGE: readonly UblRow[] = [
  ...UBL_ALLOWANCE_CHARGE,
  { to: 'vat.category', from: ['cac:TaxCategory/cbc:ID'] },
  { to: 'vat.rate', from: ['cac:TaxCategory/cbc:Percent'] },
];
