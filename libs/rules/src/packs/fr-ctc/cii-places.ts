export const ROOT = '/rsm:CrossIndustryInvoice';
export const HEADER = 'rsm:ExchangedDocument';
export const TRADE = 'rsm:SupplyChainTradeTransaction';
export const AGREEMENT = `${TRADE}/ram:ApplicableHeaderTradeAgreement`;
export const DELIVERY = `${TRADE}/ram:ApplicableHeaderTradeDelivery`;
export const SETTLEMENT = `${TRADE}/ram:ApplicableHeaderTradeSettlement`;
export const LINE = `${TRADE}/ram:IncludedSupplyChainTradeLineItem`;
export const LINE_SETTLEMENT = 'ram:SpecifiedLineTradeSettlement';
export const LINE_STATUS = 'ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode';
export const SELLER = `${AGREEMENT}/ram:SellerTradeParty`;
export const BUYER = `${AGREEMENT}/ram:BuyerTradeParty`;
export const LEGAL_ID = 'ram:SpecifiedLegalOrganization/ram:ID';
export const URI = 'ram:URIUniversalCommunication/ram:URIID';
export const FRAME = 'rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID';

export const root = { at: [ROOT] };
export const inDocument = (source: string): { at: string[] } => ({ at: [`${ROOT}/${source}`] });
export const inLine = (source: string): { at: string[] } => ({ at: [`${ROOT}/${LINE}/${source}`] });

/** Parties by the terms of their identifier and of their electronic address. */
export const PARTIES: readonly (readonly [identifier: string, address: string, place: string])[] = [
  ['BT-29', 'BT-34', SELLER],
  ['BT-46', 'BT-49', BUYER],
  ['BT-60', 'EXT-FR-FE-29', `${SETTLEMENT}/ram:PayeeTradeParty`],
  ['EXT-FR-FE-06', 'EXT-FR-FE-12', `${AGREEMENT}/ram:BuyerAgentTradeParty`],
  ['EXT-FR-FE-46', 'EXT-FR-FE-52', `${SETTLEMENT}/ram:PayerTradeParty`],
  ['EXT-FR-FE-69', 'EXT-FR-FE-75', `${AGREEMENT}/ram:SalesAgentTradeParty`],
  ['EXT-FR-FE-92', 'EXT-FR-FE-98', `${SETTLEMENT}/ram:InvoiceeTradeParty`],
  ['EXT-FR-FE-115', 'EXT-FR-FE-121', `${SETTLEMENT}/ram:InvoicerTradeParty`],
];
