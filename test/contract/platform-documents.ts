import { createHash, randomUUID } from 'node:crypto';
import type { OutgoingFlow } from '#ports';

let counter = 0;

/** A small invented invoice in UBL, enough for a platform to read: numbers, parties, addresses. */
export function invoiceXml(number: string): string {
  const party = (role: string, siren: string, name: string): string =>
    `<cac:${role}><cac:Party><cbc:EndpointID schemeID="0225">${siren}</cbc:EndpointID><cac:PartyLegalEntity>` +
    `<cbc:RegistrationName>${name}</cbc:RegistrationName><cbc:CompanyID schemeID="0002">${siren}</cbc:CompanyID>` +
    `</cac:PartyLegalEntity></cac:Party></cac:${role}>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" ' +
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" ' +
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">' +
    `<cbc:ID>${number}</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>` +
    `<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>${randomUUID()}</cbc:Note>` +
    party('AccountingSupplierParty', '100000009', 'Vendeur (exemple)') +
    party('AccountingCustomerParty', '200000008', 'Acheteur (exemple)') +
    '</Invoice>'
  );
}

/** An invoice on its way to a platform; unlike any other unless told. */
export function outgoingFlow(over: Partial<OutgoingFlow> & { readonly number?: string } = {}): OutgoingFlow & {
  readonly number: string;
} {
  counter += 1;
  const number = over.number ?? `FA-PA-${String(counter).padStart(5, '0')}`;
  const bytes = over.bytes ?? Buffer.from(invoiceXml(number));
  return {
    number,
    fileName: `${number}.xml`,
    syntax: 'UBL',
    profile: 'CIUS',
    processingRule: 'B2B',
    trackingId: randomUUID(),
    sellerRef: 'vendeur',
    correlationId: `c-${number}`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...over,
    bytes,
  };
}

/** A message by which the seller tells that it was paid (212), as small as a platform accepts. */
export function cashedMessage(number: string, blocks: readonly (readonly [amount: string, rate?: string])[]): Buffer {
  const characteristics = blocks.map(
    ([amount, rate]) =>
      `<ram:SpecifiedDocumentCharacteristic><ram:TypeCode>MEN</ram:TypeCode><ram:ValueAmount currencyID="EUR">${amount}` +
      `</ram:ValueAmount>${rate === undefined ? '' : `<ram:ValuePercent>${rate}</ram:ValuePercent>`}` +
      '</ram:SpecifiedDocumentCharacteristic>',
  );
  const urn = 'urn:un:unece:uncefact:data:standard:';
  return Buffer.from(
    `<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="${urn}CrossDomainAcknowledgementAndResponse:100" ` +
      `xmlns:ram="${urn}ReusableAggregateBusinessInformationEntity:100">` +
      `<rsm:ExchangedDocument><ram:ID>${number}_212_${randomUUID()}</ram:ID></rsm:ExchangedDocument>` +
      `<rsm:AcknowledgementDocument><ram:ReferenceReferencedDocument><ram:IssuerAssignedID>${number}` +
      '</ram:IssuerAssignedID><ram:ProcessConditionCode>212</ram:ProcessConditionCode><ram:SpecifiedDocumentStatus>' +
      `<ram:SequenceNumeric>1</ram:SequenceNumeric>${characteristics.join('')}</ram:SpecifiedDocumentStatus>` +
      '</ram:ReferenceReferencedDocument></rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>',
  );
}
