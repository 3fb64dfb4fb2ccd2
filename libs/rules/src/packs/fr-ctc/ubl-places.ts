/** Places in both UBL documents. */
export const DOCUMENT = ['/ubl:Invoice', '/cn:CreditNote'];
export const doc = (source: string): { at: string[] } => ({ at: DOCUMENT.map((root) => `${root}/${source}`) });
export const lines = (source = ''): { at: string[] } => ({
  at: ['/ubl:Invoice/cac:InvoiceLine', '/cn:CreditNote/cac:CreditNoteLine'].map(
    (line) => line + (source && `/${source}`),
  ),
});
export const document = { at: DOCUMENT };

export const SUPPLIER = 'cac:AccountingSupplierParty/cac:Party';
export const CUSTOMER = 'cac:AccountingCustomerParty/cac:Party';
export const SIREN = 'cac:PartyLegalEntity/cbc:CompanyID[@schemeID=0002]';
export const PARTY_ID = 'cac:PartyIdentification/cbc:ID';
export const LINES = 'cac:InvoiceLine|cac:CreditNoteLine';
export const TYPE = 'cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode';

/** Parties that EXTENDED-CTC-FR adds, with the numbers of their identifier and of their electronic address. */
export const ADDED_PARTIES: readonly (readonly [identifier: string, address: string, place: string])[] = [
  ['EXT-FR-FE-06', 'EXT-FR-FE-12', `${CUSTOMER}/cac:AgentParty`],
  ['EXT-FR-FE-46', 'EXT-FR-FE-52', 'cac:PaymentMeans/cac:PaymentMandate/cac:PayerParty'],
  ['EXT-FR-FE-69', 'EXT-FR-FE-75', `${SUPPLIER}/cac:AgentParty`],
  ['EXT-FR-FE-92', 'EXT-FR-FE-98', `${CUSTOMER}/cac:ServiceProviderParty/cac:Party`],
  ['EXT-FR-FE-115', 'EXT-FR-FE-121', `${SUPPLIER}/cac:ServiceProviderParty/cac:Party`],
];
