/** What profile MINIMUM allows of CII, see `structure.ts` for the notation. Facts of Factur-X 1.08. */
export const MINIMUM = `
rsm:SupplyChainTradeTransaction
 ApplicableHeaderTradeAgreement SellerTradeParty=1:27 BuyerTradeParty=1:28
  BuyerOrderReferencedDocument IssuerAssignedID=1:29
   IssuerAssignedID @schemeID-
  BuyerTradeParty Name=1:30
   PostalTradeAddress x
   SpecifiedLegalOrganization ID=1:19
    ID @schemeID~icd:31
   SpecifiedTaxRegistration x
  SellerTradeParty Name=1:30 PostalTradeAddress=1:32 SpecifiedTaxRegistration[VA]<=1:33 SpecifiedTaxRegistration[FC]<=1:34
   PostalTradeAddress CountryID=1:35
    CountryID ~countries:36
   SpecifiedLegalOrganization
    ID @schemeID~icd:31
   SpecifiedTaxRegistration[other] x
   SpecifiedTaxRegistration[FC] ID=1:19
    ID @schemeID!:37
   SpecifiedTaxRegistration[VA] ID=1:19
    ID @schemeID!:37
 ApplicableHeaderTradeSettlement InvoiceCurrencyCode=1:38 SpecifiedTradeSettlementHeaderMonetarySummation=1:39
  InvoiceCurrencyCode ~currencies:40
  SpecifiedTradeSettlementHeaderMonetarySummation TaxBasisTotalAmount=1:41 TaxTotalAmount[own]<=1:42 TaxTotalAmount[tax]<=1:192 GrandTotalAmount=1:43 DuePayableAmount=1:44
   DuePayableAmount @currencyID-
   GrandTotalAmount @currencyID-
   TaxBasisTotalAmount @currencyID-
   TaxTotalAmount[other] x
   TaxTotalAmount[own] @currencyID~currencies:45
   TaxTotalAmount[tax] @currencyID~currencies:45
rsm:ExchangedDocument ID=1:19 TypeCode=1:20
 ID @schemeID-
 IssueDateTime
  udt:DateTimeString @format!:21 @format~date-102:22
 TypeCode ~document-types:23
rsm:ExchangedDocumentContext BusinessProcessSpecifiedDocumentContextParameter<=1:24 GuidelineSpecifiedDocumentContextParameter=1:25
 BusinessProcessSpecifiedDocumentContextParameter ID=1:19
  ID @schemeID-
 GuidelineSpecifiedDocumentContextParameter ID=1:19
  ID ~guideline-minimum:26 @schemeID-
`;
