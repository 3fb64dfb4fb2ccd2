/** What profile BASIC allows of CII, see `structure.ts` for the notation. Facts of Factur-X 1.08. */
export const BASIC = `
rsm:SupplyChainTradeTransaction IncludedSupplyChainTradeLineItem>=1:265
 ApplicableHeaderTradeAgreement SellerTradeParty=1:27 BuyerTradeParty=1:28
  BuyerOrderReferencedDocument IssuerAssignedID=1:29
   FormattedIssueDateTime x
   IssuerAssignedID @schemeID-
  BuyerTradeParty ID<=1:163 GlobalID<=1:164 Name=1:30 PostalTradeAddress=1:32 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration<=1:166
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    TradingBusinessName x
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37 @schemeID~va:31
   URIUniversalCommunication URIID=1:168
    URIID @schemeID!:37 @schemeID~eas:31
  ContractReferencedDocument IssuerAssignedID=1:29
   FormattedIssueDateTime x
   IssuerAssignedID @schemeID-
  SellerTaxRepresentativeTradeParty Name=1:30 PostalTradeAddress=1:32 SpecifiedTaxRegistration=1:169
   GlobalID x
   ID x
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
   SpecifiedLegalOrganization x
   SpecifiedTaxRegistration ID=1:19
    ID @schemeID!:37 @schemeID~va:31
   URIUniversalCommunication x
  SellerTradeParty Name=1:30 PostalTradeAddress=1:32 URIUniversalCommunication<=1:165 SpecifiedTaxRegistration[VA]<=1:33 SpecifiedTaxRegistration[FC]<=1:34
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
   SpecifiedTaxRegistration[other] x
   SpecifiedTaxRegistration[FC] ID=1:19
    ID @schemeID!:37
   SpecifiedTaxRegistration[VA] ID=1:19
    ID @schemeID!:37
   URIUniversalCommunication URIID=1:168
    URIID @schemeID!:37 @schemeID~eas:31
 ApplicableHeaderTradeSettlement PaymentReference<=1:172 InvoiceCurrencyCode=1:38 ApplicableTradeTax>=1:173 SpecifiedTradePaymentTerms<=1:174 SpecifiedTradeSettlementHeaderMonetarySummation=1:39 ReceivableSpecifiedTradeAccountingAccount<=1:175
  InvoiceReferencedDocument IssuerAssignedID=1:29
   FormattedIssueDateTime
    qdt:DateTimeString @format!:21 @format~date-102:22
   IssuerAssignedID @schemeID-
  ApplicableTradeTax CalculatedAmount=1:176 TypeCode=1:20 BasisAmount=1:177 CategoryCode=1:178
   BasisAmount @currencyID-
   CalculatedAmount @currencyID-
   CategoryCode ~vat-categories:179
   DueDateTypeCode ~due-date-types:180
   ExemptionReasonCode ~vatex:181
   TypeCode ~vat:23
  BillingSpecifiedPeriod
   EndDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
   StartDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
  CreditorReferenceID @schemeID-
  InvoiceCurrencyCode ~currencies:40
  PayeeTradeParty ID<=1:163 GlobalID<=1:164 Name=1:30
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress x
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
    TradingBusinessName x
   SpecifiedTaxRegistration x
   URIUniversalCommunication x
  ReceivableSpecifiedTradeAccountingAccount
   ID @schemeID-
  SpecifiedTradeAllowanceCharge[other] x
  SpecifiedTradeAllowanceCharge[allowance] ChargeIndicator=1:183 ActualAmount=1:184 CategoryTradeTax=1:185
   ActualAmount @currencyID-
   BasisAmount @currencyID-
   CategoryTradeTax TypeCode=1:20 CategoryCode=1:178
    BasisAmount x
    CalculatedAmount x
    CategoryCode ~vat-categories:179
    DueDateTypeCode x
    ExemptionReason x
    ExemptionReasonCode x
    TypeCode ~vat:23
   ReasonCode ~allowance-reasons:186
  SpecifiedTradeAllowanceCharge[charge] ChargeIndicator=1:183 ActualAmount=1:184 CategoryTradeTax=1:185
   ActualAmount @currencyID-
   BasisAmount @currencyID-
   CategoryTradeTax TypeCode=1:20 CategoryCode=1:178
    BasisAmount x
    CalculatedAmount x
    CategoryCode ~vat-categories:179
    DueDateTypeCode x
    ExemptionReason x
    ExemptionReasonCode x
    TypeCode ~vat:23
   ReasonCode ~charge-reasons:186
  SpecifiedTradePaymentTerms Description<=1:187 DirectDebitMandateID<=1:188
   DirectDebitMandateID @schemeID-
   DueDateDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
  SpecifiedTradeSettlementHeaderMonetarySummation LineTotalAmount=1:189 ChargeTotalAmount<=1:190 AllowanceTotalAmount<=1:191 TaxBasisTotalAmount=1:41 TaxTotalAmount[own]<=1:42 TaxTotalAmount[tax]<=1:192 GrandTotalAmount=1:43 TotalPrepaidAmount<=1:193 DuePayableAmount=1:44
   AllowanceTotalAmount @currencyID-
   ChargeTotalAmount @currencyID-
   DuePayableAmount @currencyID-
   GrandTotalAmount @currencyID-
   LineTotalAmount @currencyID-
   TaxBasisTotalAmount @currencyID-
   TaxTotalAmount[other] x
   TaxTotalAmount[own] @currencyID~currencies:45
   TaxTotalAmount[tax] @currencyID~currencies:45
   TotalPrepaidAmount @currencyID-
  SpecifiedTradeSettlementPaymentMeans TypeCode=1:20 PayeePartyCreditorFinancialAccount<=1:194
   PayeePartyCreditorFinancialAccount
    IBANID @schemeID-
    ProprietaryID @schemeID-
   PayerPartyDebtorFinancialAccount IBANID=1:195
    IBANID @schemeID-
   TypeCode ~payment-means:23
  TaxCurrencyCode ~currencies:196
 ApplicableHeaderTradeDelivery
  ActualDeliverySupplyChainEvent OccurrenceDateTime=1:171
   OccurrenceDateTime
    udt:DateTimeString @format!:21 @format~date-102:22
  DespatchAdviceReferencedDocument IssuerAssignedID=1:29
   FormattedIssueDateTime x
   IssuerAssignedID @schemeID-
  ShipToTradeParty ID<=1:163 GlobalID<=1:164
   GlobalID @schemeID!:37 @schemeID~icd:31
   ID @schemeID-
   PostalTradeAddress CountryID=1:35 CountrySubDivisionName<=1:167
    CountryID ~countries:36
   SpecifiedLegalOrganization x
   SpecifiedTaxRegistration x
   URIUniversalCommunication x
 IncludedSupplyChainTradeLineItem AssociatedDocumentLineDocument=1:266 SpecifiedTradeProduct=1:267 SpecifiedLineTradeAgreement=1:268 SpecifiedLineTradeDelivery=1:269
  AssociatedDocumentLineDocument LineID=1:270 IncludedNote<=1:271
   IncludedNote Content=1:160
    SubjectCode x
   LineID @schemeID-
  SpecifiedLineTradeAgreement NetPriceProductTradePrice=1:272
   GrossPriceProductTradePrice ChargeAmount=1:273 AppliedTradeAllowanceCharge[allowance]<=1:274
    AppliedTradeAllowanceCharge[other] x
    AppliedTradeAllowanceCharge[allowance] ChargeIndicator=1:183 ActualAmount=1:184
     ActualAmount @currencyID-
     BasisAmount x
     CalculationPercent x
     CategoryTradeTax x
     Reason x
     ReasonCode x
    BasisQuantity @unitCode~units:275
    ChargeAmount @currencyID-
   NetPriceProductTradePrice ChargeAmount=1:273
    AppliedTradeAllowanceCharge x
    BasisQuantity @unitCode~units:275
    ChargeAmount @currencyID-
  SpecifiedLineTradeDelivery BilledQuantity=1:276
   BilledQuantity @unitCode~units:275
  SpecifiedLineTradeSettlement ApplicableTradeTax=1:278 SpecifiedTradeSettlementLineMonetarySummation=1:279
   ApplicableTradeTax TypeCode=1:20 CategoryCode=1:178
    BasisAmount x
    CalculatedAmount x
    CategoryCode ~vat-categories:179
    DueDateTypeCode ~due-date-types:180
    ExemptionReason x
    ExemptionReasonCode x
    TypeCode ~vat:23
   BillingSpecifiedPeriod
    EndDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
    StartDateTime
     udt:DateTimeString @format!:21 @format~date-102:22
   SpecifiedTradeAllowanceCharge[other] x
   SpecifiedTradeAllowanceCharge[allowance] ChargeIndicator=1:183 ActualAmount=1:184
    ActualAmount @currencyID-
    BasisAmount x
    CalculationPercent x
    CategoryTradeTax x
    ReasonCode ~allowance-reasons:186
   SpecifiedTradeAllowanceCharge[charge] ChargeIndicator=1:183 ActualAmount=1:184
    ActualAmount @currencyID-
    BasisAmount x
    CalculationPercent x
    CategoryTradeTax x
    ReasonCode ~charge-reasons:186
   SpecifiedTradeSettlementLineMonetarySummation LineTotalAmount=1:189
    LineTotalAmount @currencyID-
  SpecifiedTradeProduct Name=1:30
   GlobalID @schemeID!:37 @schemeID~icd:31
rsm:ExchangedDocument ID=1:19 TypeCode=1:20
 ID @schemeID-
 IncludedNote Content=1:160 SubjectCode<=1:161
  SubjectCode ~note-subjects:162
 IssueDateTime
  udt:DateTimeString @format!:21 @format~date-102:22
 TypeCode ~document-types:23
rsm:ExchangedDocumentContext BusinessProcessSpecifiedDocumentContextParameter<=1:24 GuidelineSpecifiedDocumentContextParameter=1:25
 BusinessProcessSpecifiedDocumentContextParameter ID=1:19
  ID @schemeID-
 GuidelineSpecifiedDocumentContextParameter ID=1:19
  ID ~guideline-basic:26 @schemeID-
`;
