import { describe, expect, it } from '@jest/globals';
import { PDFDocument } from '@cantoo/pdf-lib';
import { readInvoice } from './read-invoice.js';

const UBL = `<?xml version="1.0"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
  <cbc:ID>FA-1</cbc:ID><cbc:DueDate>2026-12-31</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>Dupont &amp; Fils (exemple)</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>RF26FA20260001</cbc:PaymentID>
    <cac:PayeeFinancialAccount><cbc:ID>FR7630006000011234567890189</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">120.50</cbc:PayableAmount></cac:LegalMonetaryTotal>
</ubl:Invoice>`;

const CII = `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocument><ram:ID>FA-1</ram:ID><ram:TypeCode>380</ram:TypeCode></rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:ApplicableHeaderTradeAgreement><ram:BuyerTradeParty><ram:Name>Dupont &amp; Fils (exemple)</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>RF26FA20260001</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
        <ram:IBANID>FR7630006000011234567890189</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
      </ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20261231</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:DuePayableAmount>120.50</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>`;

const EXPECTED = {
  number: 'FA-1',
  isCreditNote: false,
  payableAmount: '120.50',
  currency: 'EUR',
  iban: 'FR7630006000011234567890189',
  remittanceReference: 'RF26FA20260001',
  buyerName: 'Dupont & Fils (exemple)',
  dueOn: '2026-12-31',
};

describe('what the payer reads from an invoice', () => {
  it('reads UBL, CII and the XML inside a PDF alike', async () => {
    expect(await readInvoice(Buffer.from(UBL))).toEqual(EXPECTED);
    expect(await readInvoice(Buffer.from(CII))).toEqual(EXPECTED);
    const pdf = await PDFDocument.create();
    pdf.addPage();
    await pdf.attach(Buffer.from(CII), 'factur-x.xml', { mimeType: 'text/xml' });
    expect(await readInvoice(await pdf.save())).toEqual(EXPECTED);
  });

  it('knows a credit note, and what is no invoice', async () => {
    const credit = UBL.replaceAll('ubl:Invoice', 'ubl:CreditNote').replace('>380<', '>381<');
    expect(await readInvoice(Buffer.from(credit))).toMatchObject({ isCreditNote: true });
    expect(await readInvoice(Buffer.from(CII.replace('>380<', '>381<')))).toMatchObject({ isCreditNote: true });
    expect(await readInvoice(Buffer.from('<Order/>'))).toBeUndefined();
  });
});
