/** What profile EXTENDED allows of CII, see `structure.ts` for the notation. Facts of Factur-X 1.08. */
export const EXTENDED = `
rsm:SupplyChainTradeTransaction IncludedSupplyChainTradeLineItem>=1:265
 ApplicableHeaderTradeAgreement SellerTradeParty=1:27 BuyerTradeParty=1:28
  AdditionalReferencedDocument[other] x
  AdditionalReferencedDocument[130] IssuerAssignedID=1:29 TypeCode=1:20
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode ~reference-types:282
   TypeCode ~only-130:23
   URIID x
  AdditionalReferencedDocument[50] IssuerAssignedID=1:29 TypeCode=1:20
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode ~only-50:23
   URIID x
  AdditionalReferencedDocument[916] IssuerAssignedID=1:29 TypeCode=1:20 Name<=1:283 AttachmentBinaryObject<=1:284
   AttachmentBinaryObject @mimeCode!:285 @mimeCode~mime-extended:287 @filename!:286
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   ReferenceTypeCode x
   TypeCode ~only-916:23
   URIID @schemeID-
  ApplicableTradeDeliveryTerms DeliveryTypeCode=1:319
   DeliveryTypeCode ~delivery-terms:320
   RelevantTradeLocation
    CountryID ~countries:36
  BuyerAgentTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  BuyerOrderReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
  BuyerTaxRepresentativeTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration=1:169
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  BuyerTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 Description<=1:187 PostalTradeAddress=1:32 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37 @schemeID~va:31
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  ContractReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode ~reference-types:282
   TypeCode x
   URIID x
  ProductEndUserTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  QuotationReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
  SalesAgentTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  SellerOrderReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
  SellerTaxRepresentativeTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 PostalTradeAddress=1:32 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration=1:169
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37 @schemeID~va:31
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  SellerTradeParty Name=1:30 RoleCode<=1:321 Description<=1:187 PostalTradeAddress=1:32 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration[VA]<=1:33 SpecifiedTaxRegistration[FC]<=1:34
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration[other] x
   SpecifiedTaxRegistration[FC] ID=1:19
    ID @schemeID!:37
   SpecifiedTaxRegistration[VA] ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  SpecifiedProcuringProject
   ID @schemeID-
  UltimateCustomerOrderReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
 ApplicableHeaderTradeSettlement PaymentReference<=1:172 InvoiceCurrencyCode=1:38 ApplicableTradeTax>=1:173 SpecifiedTradeSettlementHeaderMonetarySummation=1:39
  InvoiceReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode ~document-types-2:23
   URIID x
  ApplicableTradeTax CalculatedAmount=1:176 TypeCode=1:20 BasisAmount=1:177 LineTotalBasisAmount<=1:323 AllowanceChargeBasisAmount<=1:324 CategoryCode=1:178
   AllowanceChargeBasisAmount @currencyID-
   BasisAmount @currencyID-
   CalculatedAmount @currencyID-
   CategoryCode ~vat-categories-all:179
   DueDateTypeCode ~due-date-types:180
   ExemptionReasonCode ~vatex:181 @listID- @listVersionID-
   LineTotalBasisAmount @currencyID-
   TaxPointDate
    udt:DateString @format!:21 @format~date-102:22
   TypeCode ~rebate-kinds:23
  BillingSpecifiedPeriod Description<=1:187
   CompleteDateTime x
   EndDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
   StartDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
  CreditorReferenceID @schemeID-
  InvoiceCurrencyCode ~currencies:40
  InvoiceeTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  InvoicerTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  PayeeTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  PayerTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  ReceivableSpecifiedTradeAccountingAccount
   ID @schemeID-
   TypeCode ~line-status:23
  SpecifiedAdvancePayment IncludedTradeTax>=1:325 InvoiceSpecifiedReferencedDocument<=1:326
   FormattedReceivedDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IncludedTradeTax CalculatedAmount=1:176 TypeCode=1:20 CategoryCode=1:178
    AllowanceChargeBasisAmount x
    BasisAmount x
    CalculatedAmount @currencyID-
    CategoryCode ~vat-categories-all:179
    DueDateTypeCode x
    ExemptionReasonCode ~vatex:181 @listID- @listVersionID-
    LineTotalBasisAmount x
    TaxPointDate x
    TypeCode ~rebate-kinds:23
   InvoiceSpecifiedReferencedDocument IssuerAssignedID=1:29
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID x
    Name x
    ReferenceTypeCode x
    TypeCode ~document-types-2:23
    URIID x
   PaidAmount @currencyID-
  SpecifiedLogisticsServiceCharge Description=1:294 AppliedAmount=1:327 AppliedTradeTax>=1:328
   AppliedAmount @currencyID-
   AppliedTradeTax TypeCode=1:20 CategoryCode=1:178 RateApplicablePercent=1:329
    AllowanceChargeBasisAmount x
    BasisAmount x
    CalculatedAmount x
    CategoryCode ~vat-categories-all:179
    DueDateTypeCode x
    ExemptionReason x
    ExemptionReasonCode x
    LineTotalBasisAmount x
    TaxPointDate x
    TypeCode ~rebate-kinds:23
  SpecifiedTradeAllowanceCharge[other] x
  SpecifiedTradeAllowanceCharge[allowance] ChargeIndicator=1:183 ActualAmount=1:184 CategoryTradeTax=1:185
   ActualAmount @currencyID-
   BasisAmount @currencyID-
   BasisQuantity @unitCode~units:275
   CategoryTradeTax TypeCode=1:20 CategoryCode=1:178
    AllowanceChargeBasisAmount x
    BasisAmount x
    CalculatedAmount x
    CategoryCode ~vat-categories-all:179
    DueDateTypeCode x
    ExemptionReason x
    ExemptionReasonCode x
    LineTotalBasisAmount x
    TaxPointDate x
    TypeCode ~rebate-kinds:23
   ReasonCode ~allowance-reasons:186
  SpecifiedTradeAllowanceCharge[charge] ChargeIndicator=1:183 ActualAmount=1:184 CategoryTradeTax=1:185
   ActualAmount @currencyID-
   BasisAmount @currencyID-
   BasisQuantity @unitCode~units:275
   CategoryTradeTax TypeCode=1:20 CategoryCode=1:178
    AllowanceChargeBasisAmount x
    BasisAmount x
    CalculatedAmount x
    CategoryCode ~vat-categories-all:179
    DueDateTypeCode x
    ExemptionReason x
    ExemptionReasonCode x
    LineTotalBasisAmount x
    TaxPointDate x
    TypeCode ~rebate-kinds:23
   ReasonCode ~charge-reasons:186
  SpecifiedTradePaymentTerms Description<=1:187 DirectDebitMandateID<=1:188 PartialPaymentAmount<=1:330 PayeeTradeParty<=1:331
   ApplicableTradePaymentDiscountTerms
    ActualDiscountAmount @currencyID-
    BasisAmount @currencyID-
    BasisDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
   ApplicableTradePaymentPenaltyTerms
    ActualPenaltyAmount @currencyID-
    BasisAmount @currencyID-
    BasisDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
    BasisPeriodMeasure @unitCode!:277
   DirectDebitMandateID @schemeID-
   DueDateDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
   PartialPaymentAmount @currencyID-
   PayeeTradeParty ID<=1:163 Name=1:30 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
    DefinedTradeContact
     EmailURIUniversalCommunication URIID=1:168
      CompleteNumber x
      URIID @schemeID-
     FaxUniversalCommunication CompleteNumber=1:289
      URIID x
     TelephoneUniversalCommunication CompleteNumber=1:289
      URIID x
    Description x
    GlobalID @schemeID!:37 @schemeID~icd:31
    ID @schemeID-
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
    SpecifiedLegalOrganization
     ID @schemeID~icd:31
     PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
      CountryID ~countries:36
      PostcodeCode @listID- @listVersionID-
    SpecifiedTaxRegistration ID=1:19
     ID @schemeID!:37
    URIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID!:37 @schemeID~eas:31
  SpecifiedTradeSettlementHeaderMonetarySummation LineTotalAmount=1:189 ChargeTotalAmount<=1:190 AllowanceTotalAmount<=1:191 TaxBasisTotalAmount=1:41 TaxTotalAmount[own]<=1:42 TaxTotalAmount[tax]<=1:192 RoundingAmount<=1:290 GrandTotalAmount=1:43 TotalPrepaidAmount<=1:193 DuePayableAmount=1:44
   AllowanceTotalAmount @currencyID-
   ChargeTotalAmount @currencyID-
   DuePayableAmount @currencyID-
   GrandTotalAmount @currencyID-
   LineTotalAmount @currencyID-
   RoundingAmount @currencyID-
   TaxBasisTotalAmount @currencyID-
   TaxTotalAmount[other] x
   TaxTotalAmount[own] @currencyID~currencies:45
   TaxTotalAmount[tax] @currencyID~currencies:45
   TotalPrepaidAmount @currencyID-
  SpecifiedTradeSettlementPaymentMeans TypeCode=1:20 Information<=1:291 PayeePartyCreditorFinancialAccount<=1:194
   ApplicableTradeSettlementFinancialCard ID=1:19
    ID @schemeID-
   PayeePartyCreditorFinancialAccount
    IBANID @schemeID-
    ProprietaryID @schemeID-
   PayeeSpecifiedCreditorFinancialInstitution BICID=1:292
    BICID @schemeID-
   PayerPartyDebtorFinancialAccount IBANID=1:195
    IBANID @schemeID-
   TypeCode ~payment-means:23
  TaxApplicableTradeCurrencyExchange
   ConversionRateDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
   SourceCurrencyCode ~currencies:332
   TargetCurrencyCode ~currencies:333
  TaxCurrencyCode ~currencies:196
 ApplicableHeaderTradeDelivery
  ActualDeliverySupplyChainEvent OccurrenceDateTime=1:171
   OccurrenceDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
  DeliveryNoteReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
  DespatchAdviceReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
  ReceivingAdviceReferencedDocument IssuerAssignedID=1:29
   AttachmentBinaryObject x
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102-205:22
   IssuerAssignedID @schemeID-
   LineID x
   Name x
   ReferenceTypeCode x
   TypeCode x
   URIID x
  RelatedSupplyChainConsignment
   SpecifiedLogisticsTransportMovement ModeCode=1:322
    ModeCode ~transport-modes:346
  ShipFromTradeParty ID<=1:163 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  ShipToTradeParty ID<=1:163 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
  UltimateShipToTradeParty ID<=1:163 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   DefinedTradeContact
    EmailURIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID-
    FaxUniversalCommunication CompleteNumber=1:289
     URIID x
    TelephoneUniversalCommunication CompleteNumber=1:289
     URIID x
   Description x
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
    PostcodeCode @listID- @listVersionID-
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    CompleteNumber x
    URIID @schemeID!:37 @schemeID~eas:31
 IncludedSupplyChainTradeLineItem AssociatedDocumentLineDocument=1:266 SpecifiedTradeProduct=1:267
  AssociatedDocumentLineDocument LineID=1:270
   IncludedNote Content<=1:317 SubjectCode<=1:161
    ContentCode @listID- @listVersionID-
    SubjectCode ~note-subjects:162 @listID- @listVersionID-
   LineID @schemeID-
   LineStatusCode ~characteristic-types:334
   LineStatusReasonCode ~line-kinds:335 @listID- @listVersionID-
   ParentLineID @schemeID-
  SpecifiedLineTradeAgreement
   AdditionalReferencedDocument IssuerAssignedID=1:29 TypeCode=1:20 Name<=1:283 AttachmentBinaryObject<=1:284
    AttachmentBinaryObject @mimeCode!:285 @mimeCode~mime-extended:287 @filename!:286
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    ReferenceTypeCode ~reference-types:282
    TypeCode ~document-references:23
    URIID @schemeID-
   ApplicableTradeDeliveryTerms DeliveryTypeCode=1:319
    DeliveryTypeCode ~delivery-terms:320
    RelevantTradeLocation
     CountryID ~countries:36
   BuyerOrderReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   ContractReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   GrossPriceProductTradePrice ChargeAmount=1:273
    AppliedTradeAllowanceCharge[other] x
    AppliedTradeAllowanceCharge[allowance] ChargeIndicator=1:183 ActualAmount=1:184
     ActualAmount @currencyID-
     BasisAmount @currencyID-
     BasisQuantity x
     CategoryTradeTax x
     ReasonCode ~allowance-reasons:186
     SequenceNumeric x
    AppliedTradeAllowanceCharge[charge] ChargeIndicator=1:183 ActualAmount=1:184
     ActualAmount @currencyID-
     BasisAmount @currencyID-
     BasisQuantity x
     CategoryTradeTax x
     ReasonCode ~charge-reasons:186
     SequenceNumeric x
    BasisQuantity @unitCode~units:275
    ChargeAmount @currencyID-
    IncludedTradeTax x
   ItemSellerTradeParty RoleCode<=1:321 Description<=1:187 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration[VA]<=1:33 SpecifiedTaxRegistration[FC]<=1:34
    DefinedTradeContact
     EmailURIUniversalCommunication URIID=1:168
      CompleteNumber x
      URIID @schemeID-
     FaxUniversalCommunication CompleteNumber=1:289
      URIID x
     TelephoneUniversalCommunication CompleteNumber=1:289
      URIID x
    GlobalID @schemeID!:37 @schemeID~icd:31
    ID @schemeID-
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
    SpecifiedLegalOrganization
     ID @schemeID~icd:31
     PostalTradeAddress x
    SpecifiedTaxRegistration[other] x
    SpecifiedTaxRegistration[FC] ID=1:19
     ID @schemeID!:37
    SpecifiedTaxRegistration[VA] ID=1:19
     ID @schemeID!:37
    URIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID!:37 @schemeID~eas:31
   NetPriceProductTradePrice ChargeAmount=1:273 IncludedTradeTax<=1:336
    AppliedTradeAllowanceCharge x
    BasisQuantity @unitCode~units:275
    ChargeAmount @currencyID-
    IncludedTradeTax CalculatedAmount=1:176 TypeCode=1:20 CategoryCode=1:178 RateApplicablePercent=1:329
     AllowanceChargeBasisAmount x
     BasisAmount x
     CalculatedAmount @currencyID-
     CategoryCode ~vat-categories-all:179
     DueDateTypeCode x
     ExemptionReasonCode ~vatex:181 @listID- @listVersionID-
     LineTotalBasisAmount x
     TaxPointDate x
     TypeCode ~vat:23
   QuotationReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   SellerOrderReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   UltimateCustomerOrderReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
  SpecifiedLineTradeDelivery
   ActualDeliverySupplyChainEvent OccurrenceDateTime=1:171
    OccurrenceDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
   BilledQuantity @unitCode~units:275
   ChargeFreeQuantity @unitCode!:277 @unitCode~units:275
   DeliveryNoteReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   DespatchAdviceReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   PackageQuantity @unitCode!:277 @unitCode~units:275
   PerPackageUnitQuantity @unitCode!:277 @unitCode~units:275
   ReceivingAdviceReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode x
    URIID x
   ShipToTradeParty ID<=1:163 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
    DefinedTradeContact
     EmailURIUniversalCommunication URIID=1:168
      CompleteNumber x
      URIID @schemeID-
     FaxUniversalCommunication CompleteNumber=1:289
      URIID x
     TelephoneUniversalCommunication CompleteNumber=1:289
      URIID x
    Description x
    GlobalID @schemeID!:37 @schemeID~icd:31
    ID @schemeID-
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
    SpecifiedLegalOrganization
     ID @schemeID!:37 @schemeID~icd:31
     PostalTradeAddress x
    SpecifiedTaxRegistration ID=1:19
     ID @schemeID!:37
    URIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID!:37 @schemeID~eas:31
   UltimateShipToTradeParty ID<=1:163 RoleCode<=1:321 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
    DefinedTradeContact
     EmailURIUniversalCommunication URIID=1:168
      CompleteNumber x
      URIID @schemeID-
     FaxUniversalCommunication CompleteNumber=1:289
      URIID x
     TelephoneUniversalCommunication CompleteNumber=1:289
      URIID x
    Description x
    GlobalID @schemeID!:37 @schemeID~icd:31
    ID @schemeID-
    PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
     CountryID ~countries:36
     PostcodeCode @listID- @listVersionID-
    SpecifiedLegalOrganization
     ID @schemeID~icd:31
     PostalTradeAddress x
    SpecifiedTaxRegistration ID=1:19
     ID @schemeID!:37
    URIUniversalCommunication URIID=1:168
     CompleteNumber x
     URIID @schemeID!:37 @schemeID~eas:31
  SpecifiedLineTradeSettlement SpecifiedTradeSettlementLineMonetarySummation=1:279 InvoiceReferencedDocument<=1:337
   AdditionalReferencedDocument IssuerAssignedID=1:29 TypeCode=1:20
    AttachmentBinaryObject x
    FormattedIssueDateTime x
    IssuerAssignedID @schemeID-
    LineID x
    Name x
    ReferenceTypeCode ~reference-types:282
    TypeCode ~document-references:23
    URIID x
   ApplicableTradeTax CalculatedAmount<=1:338 TypeCode=1:20 CategoryCode=1:178
    AllowanceChargeBasisAmount x
    BasisAmount x
    CalculatedAmount @currencyID-
    CategoryCode ~vat-categories-all:179
    DueDateTypeCode ~due-date-types:180
    ExemptionReasonCode ~vatex:181 @listID- @listVersionID-
    LineTotalBasisAmount x
    TaxPointDate x
    TypeCode ~rebate-kinds:23
   BillingSpecifiedPeriod
    CompleteDateTime x
    Description x
    EndDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
    StartDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
   InvoiceReferencedDocument
    AttachmentBinaryObject x
    FormattedIssueDateTime
     qdt:DateTimeString @format!:21 @format~date-102-205:22
    IssuerAssignedID @schemeID-
    LineID @schemeID-
    Name x
    ReferenceTypeCode x
    TypeCode ~document-types-2:23
    URIID x
   ReceivableSpecifiedTradeAccountingAccount
    ID @schemeID-
   SpecifiedTradeAllowanceCharge[other] x
   SpecifiedTradeAllowanceCharge[allowance] ChargeIndicator=1:183 ActualAmount=1:184
    ActualAmount @currencyID-
    BasisAmount @currencyID-
    BasisQuantity x
    CategoryTradeTax x
    ReasonCode ~allowance-reasons:186
    SequenceNumeric x
   SpecifiedTradeAllowanceCharge[charge] ChargeIndicator=1:183 ActualAmount=1:184
    ActualAmount @currencyID-
    BasisAmount @currencyID-
    BasisQuantity x
    CategoryTradeTax x
    ReasonCode ~charge-reasons:186
    SequenceNumeric x
   SpecifiedTradeSettlementLineMonetarySummation LineTotalAmount=1:189 ChargeTotalAmount<=1:190 AllowanceTotalAmount<=1:191 TaxTotalAmount[own]<=1:372 TaxTotalAmount[tax]<=1:373 GrandTotalAmount<=1:340 TotalAllowanceChargeAmount<=1:341
    AllowanceTotalAmount @currencyID-
    ChargeTotalAmount @currencyID-
    GrandTotalAmount @currencyID-
    LineTotalAmount @currencyID-
    TaxTotalAmount[other] x
    TaxTotalAmount[own] @currencyID~currencies:45
    TaxTotalAmount[tax] @currencyID~currencies:45
    TotalAllowanceChargeAmount @currencyID-
  SpecifiedTradeProduct Name=1:30 Description<=1:187
   ApplicableProductCharacteristic Description=1:294 Value=1:295
    TypeCode @listID- @listVersionID-
   BatchID @schemeID-
   BuyerAssignedID @schemeID-
   DesignatedProductClassification ClassName<=1:342
    ClassCode @listID!:296 @listID~item-schemes:297
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   IncludedReferencedProduct ID<=1:163 IndustryAssignedID<=1:343 Name=1:30 Description<=1:187 UnitQuantity<=1:344
    BuyerAssignedID @schemeID-
    GlobalID @schemeID!:37 @schemeID~icd:31
    ID @schemeID-
    IndustryAssignedID @schemeID-
    SellerAssignedID @schemeID-
    UnitQuantity @unitCode!:277 @unitCode~units:275
   IndividualTradeProductInstance
    BatchID @schemeID-
    SupplierAssignedSerialID @schemeID-
   IndustryAssignedID @schemeID-
   ModelID @schemeID-
   OriginTradeCountry ID=1:19
    ID ~countries:26
   SellerAssignedID @schemeID-
rsm:ExchangedDocument ID=1:19 Name<=1:283 TypeCode=1:20 LanguageID<=1:315
 EffectiveSpecifiedPeriod CompleteDateTime=1:316
  CompleteDateTime
   udt:DateTimeString @format!:21 @format~date-102:22
  Description x
  EndDateTime x
  StartDateTime x
 ID @schemeID-
 IncludedNote Content<=1:317 SubjectCode<=1:161
  ContentCode @listID- @listVersionID-
  SubjectCode ~note-subjects:162 @listID- @listVersionID-
 IssueDateTime
  udt:DateTimeString @format!:21 @format~date-102:22
 LanguageID @schemeID-
 TypeCode ~document-types:23
rsm:ExchangedDocumentContext BusinessProcessSpecifiedDocumentContextParameter<=1:24 GuidelineSpecifiedDocumentContextParameter=1:25
 BusinessProcessSpecifiedDocumentContextParameter ID=1:19
  ID @schemeID-
 GuidelineSpecifiedDocumentContextParameter ID=1:19
  ID ~guideline-extended:26 @schemeID-
`;
