import { at, list, readTree, text, type Node } from '../xml-tree.js';

/** What the platform needs to know of an invoice to carry it and to write messages about it. */
export interface InvoiceFacts {
  readonly kind: 'invoice';
  readonly number: string;
  /** AAAAMMJJ. */
  readonly date: string;
  readonly typeCode: string;
  readonly seller: PartyFacts;
  readonly buyer: PartyFacts;
}

export interface PartyFacts {
  readonly name: string;
  readonly siren?: string;
  readonly address?: string;
}

/** A lifecycle message that a company sends: 204 to 212. */
export interface StatusFacts {
  readonly kind: 'status';
  readonly messageId: string;
  readonly status: string;
  readonly number: string;
  /** Amounts collected by rate (MDT-207 = MEN). */
  readonly collected: readonly { readonly amount: string; readonly rate: string }[];
}

export interface ReportFacts {
  readonly kind: 'report';
}

/** Why a file is not taken: `reasonCode` and place of an acknowledgement. */
export interface ContentFault {
  readonly kind: 'fault';
  readonly reasonCode: string;
  readonly item: string;
  readonly message: string;
}

export type FlowContent = InvoiceFacts | StatusFacts | ReportFacts | ContentFault;

const fault = (reasonCode: string, item: string, message: string): ContentFault => ({
  ...{ kind: 'fault', reasonCode, item, message },
});

/** Reads what a flow carries by the syntax it claims; what lacks a mandatory element is not taken (BR-FR-08, 10, 12, 13 …). */
export async function readContent(syntax: string, bytes: Uint8Array): Promise<FlowContent> {
  if (bytes.byteLength === 0) return fault('EmptyFlow', 'file', 'The file is empty');
  const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
  if (isPdf !== (syntax === 'Factur-X')) return fault('FlowTypeError', 'file', 'The file is not of the syntax named');
  const root = await readTree(bytes).catch(() => undefined);
  if (!root) return fault('InvalidSchema', 'file', 'The file holds no readable XML');
  if (syntax === 'CDAR') return readStatus(root);
  if (syntax === 'FRR') {
    return root['Report'] === undefined ? fault('InvalidSchema', '/', 'Root Report expected') : { kind: 'report' };
  }
  const facts = syntax === 'UBL' ? readUbl(root) : readCii(root);
  return facts ?? fault('InvalidSchema', '/', `No ${syntax} invoice`);
}

function readStatus(root: Node): FlowContent {
  const message = at(root, 'CrossDomainAcknowledgementAndResponse');
  const reference = at(message, 'AcknowledgementDocument', 'ReferenceReferencedDocument');
  const messageId = text(at(message, 'ExchangedDocument', 'ID'));
  const status = text(at(reference, 'ProcessConditionCode'));
  const number = text(at(reference, 'IssuerAssignedID'));
  if (messageId === undefined || status === undefined || number === undefined) {
    return fault('InvalidSchema', 'MDT-4, MDT-87, MDT-105', 'Message id, invoice number or status is missing');
  }
  const details = list(
    (at(message, 'AcknowledgementDocument') as Node) && (reference as Node)['SpecifiedDocumentStatus'],
  );
  const blocks = details.flatMap((detail) => list((detail as Node)['SpecifiedDocumentCharacteristic']));
  const collected = blocks
    .filter((block) => text(at(block, 'TypeCode'))?.trim() === 'MEN')
    .map((block) => ({ amount: text(at(block, 'ValueAmount')) ?? '', rate: text(at(block, 'ValuePercent')) ?? '' }));
  const isWhole = collected.length > 0 && collected.every(({ amount, rate }) => amount !== '' && rate !== '');
  if (status === '212' && !isWhole) {
    return fault('InvoiceLCAmountError', 'MDT-207', 'Amounts collected are needed with their rates (BR-FR-CDV-14)');
  }
  return { kind: 'status', messageId, status, number, collected };
}

function readUbl(root: Node): FlowContent | undefined {
  const invoice = at(root, 'Invoice') ?? at(root, 'CreditNote');
  if (invoice === undefined) return undefined;
  const party = (role: string): PartyFacts => {
    const node = at(invoice, role, 'Party');
    return {
      name: text(at(node, 'PartyLegalEntity', 'RegistrationName')) ?? '',
      siren: text(at(node, 'PartyLegalEntity', 'CompanyID')),
      address: text(at(node, 'EndpointID')),
    };
  };
  return checked({
    kind: 'invoice',
    number: text(at(invoice, 'ID')) ?? '',
    date: (text(at(invoice, 'IssueDate')) ?? '').replaceAll('-', ''),
    typeCode: text(at(invoice, 'InvoiceTypeCode')) ?? text(at(invoice, 'CreditNoteTypeCode')) ?? '',
    seller: party('AccountingSupplierParty'),
    buyer: party('AccountingCustomerParty'),
  });
}

function readCii(root: Node): FlowContent | undefined {
  const invoice = at(root, 'CrossIndustryInvoice');
  if (invoice === undefined) return undefined;
  const agreement = at(invoice, 'SupplyChainTradeTransaction', 'ApplicableHeaderTradeAgreement');
  const party = (role: string): PartyFacts => {
    const node = at(agreement, role);
    return {
      name: text(at(node, 'Name')) ?? '',
      siren: text(at(node, 'SpecifiedLegalOrganization', 'ID')),
      address: text(at(node, 'URIUniversalCommunication', 'URIID')),
    };
  };
  const document = at(invoice, 'ExchangedDocument');
  return checked({
    kind: 'invoice',
    number: text(at(document, 'ID')) ?? '',
    date: text(at(document, 'IssueDateTime', 'DateTimeString')) ?? '',
    typeCode: text(at(document, 'TypeCode')) ?? '',
    seller: party('SellerTradeParty'),
    buyer: party('BuyerTradeParty'),
  });
}

function checked(facts: InvoiceFacts): FlowContent {
  if (facts.number === '' || !/^\d{8}$/.test(facts.date) || facts.typeCode === '') {
    return fault('InvalidSchema', 'BT-1, BT-2, BT-3', 'Number, date or type is missing');
  }
  if (!/^\d{9}$/.test(facts.seller.siren ?? '')) return fault('InvalidSchema', 'BT-30', 'The seller has no SIREN');
  return facts;
}
