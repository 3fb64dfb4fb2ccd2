import { create } from 'xmlbuilder2';
import type { InvoiceFacts, PartyFacts } from './flow-content.js';

/** What a lifecycle message says about an invoice. */
export interface StatusNews {
  readonly code: number;
  /** MDT-113, needed by 206, 207, 208, 210 and 213. */
  readonly reason?: string;
  readonly comment?: string;
  /** MDT-121. */
  readonly action?: string;
  /** MDT-215 and MDT-207: amounts approved (206), disputed or paid (211), tax included. */
  readonly amounts?: readonly { readonly type: string; readonly amount: string; readonly rate?: string }[];
}

interface Status {
  readonly label: string;
  /** MDT-77: 305 transmission, 23 processing. */
  readonly phase: '305' | '23';
  /** MDT-88. */
  readonly untdid: string;
}

/** The statuses a platform or a buyer sets (fr-ctc lifecycle, section 1). */
const STATUSES: Readonly<Record<number, Status>> = {
  200: { label: 'Déposée', phase: '305', untdid: '10' },
  201: { label: 'Émise_par_la_plateforme', phase: '305', untdid: '51' },
  202: { label: 'Reçue', phase: '305', untdid: '43' },
  203: { label: 'Mise_à_disposition', phase: '305', untdid: '48' },
  204: { label: 'Prise_en_charge', phase: '23', untdid: '45' },
  205: { label: 'Approuvée', phase: '23', untdid: '1' },
  206: { label: 'Approuvée_partiellement', phase: '23', untdid: '49' },
  207: { label: 'En_litige', phase: '23', untdid: '46' },
  208: { label: 'Suspendue', phase: '23', untdid: '39' },
  210: { label: 'Refusée', phase: '23', untdid: '50' },
  211: { label: 'Paiement_transmis', phase: '23', untdid: '47' },
  213: { label: 'Rejetée', phase: '305', untdid: '8' },
};

type Builder = ReturnType<typeof create>;
const URN = 'urn:un:unece:uncefact:data:standard:';

/** One status of one invoice as CDAR D22B, between platforms and companies (BR-FR-CDV V1.4). */
export function lifecycleMessage(invoice: InvoiceFacts, news: StatusNews, at: Date, receivedAt: Date): string {
  const status = STATUSES[news.code];
  if (!status) throw new Error(`No platform or buyer sets the status ${news.code}`);
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('rsm:CrossDomainAcknowledgementAndResponse', {
    'xmlns:rsm': `${URN}CrossDomainAcknowledgementAndResponse:100`,
    'xmlns:ram': `${URN}ReusableAggregateBusinessInformationEntity:100`,
    'xmlns:udt': `${URN}UnqualifiedDataType:100`,
    'xmlns:qdt': `${URN}QualifiedDataType:100`,
  });
  const context = root.ele('rsm:ExchangedDocumentContext');
  context.ele('ram:BusinessProcessSpecifiedDocumentContextParameter').ele('ram:ID').txt('REGULATED');
  context.ele('ram:GuidelineSpecifiedDocumentContextParameter').ele('ram:ID').txt('urn.cpro.gouv.fr:1p0:CDV:invoice');
  const document = root.ele('rsm:ExchangedDocument');
  document.ele('ram:ID').txt(`${invoice.number}_${news.code}_${stamp(at)}#${invoice.typeCode}_${invoice.date}`);
  addInstant(document, 'ram:IssueDateTime', at);
  document.ele('ram:SenderTradeParty').ele('ram:RoleCode').txt('WK');
  if (status.phase === '305') document.ele('ram:IssuerTradeParty').ele('ram:RoleCode').txt('WK');
  else addParty(document, 'ram:IssuerTradeParty', invoice.buyer, 'BY');
  addParty(document, 'ram:RecipientTradeParty', invoice.seller, 'SE');
  const acknowledgement = root.ele('rsm:AcknowledgementDocument');
  acknowledgement.ele('ram:MultipleReferencesIndicator').ele('udt:Indicator').txt('false');
  acknowledgement.ele('ram:TypeCode').txt(status.phase);
  addInstant(acknowledgement, 'ram:IssueDateTime', at);
  addReference(acknowledgement, invoice, news, status, receivedAt);
  return root.end({ prettyPrint: true });
}

function addReference(
  parent: Builder,
  invoice: InvoiceFacts,
  news: StatusNews,
  status: Status,
  receivedAt: Date,
): void {
  const reference = parent.ele('ram:ReferenceReferencedDocument');
  reference.ele('ram:IssuerAssignedID').txt(invoice.number);
  reference.ele('ram:StatusCode').txt(status.untdid);
  reference.ele('ram:TypeCode').txt(invoice.typeCode);
  addInstant(reference, 'ram:ReceiptDateTime', receivedAt);
  reference.ele('ram:FormattedIssueDateTime').ele('qdt:DateTimeString', { format: '102' }).txt(invoice.date);
  reference.ele('ram:ProcessConditionCode').txt(String(news.code));
  reference.ele('ram:ProcessCondition').txt(status.label);
  reference
    .ele('ram:IssuerTradeParty')
    .ele('ram:GlobalID', { schemeID: '0002' })
    .txt(invoice.seller.siren ?? '');
  if (news.reason !== undefined || news.amounts !== undefined || news.comment !== undefined) addDetail(reference, news);
}

function addDetail(reference: Builder, news: StatusNews): void {
  const detail = reference.ele('ram:SpecifiedDocumentStatus');
  if (news.reason !== undefined) detail.ele('ram:ReasonCode').txt(news.reason);
  if (news.action !== undefined) detail.ele('ram:RequestedActionCode').txt(news.action);
  detail.ele('ram:SequenceNumeric').txt('1');
  if (news.comment !== undefined) detail.ele('ram:IncludedNote').ele('ram:Content').txt(news.comment);
  for (const { type, amount, rate } of news.amounts ?? []) {
    const block = detail.ele('ram:SpecifiedDocumentCharacteristic');
    block.ele('ram:TypeCode').txt(type);
    block.ele('ram:ValueAmount', { currencyID: 'EUR' }).txt(amount);
    if (rate !== undefined) block.ele('ram:ValuePercent').txt(rate);
  }
}

function addParty(parent: Builder, name: string, party: PartyFacts, role: string): void {
  const element = parent.ele(name);
  if (party.siren !== undefined) element.ele('ram:GlobalID', { schemeID: '0002' }).txt(party.siren);
  element.ele('ram:Name').txt(party.name);
  element.ele('ram:RoleCode').txt(role);
  if (party.address !== undefined) {
    element.ele('ram:URIUniversalCommunication').ele('ram:URIID', { schemeID: '0225' }).txt(party.address);
  }
}

function addInstant(parent: Builder, name: string, at: Date): void {
  parent.ele(name).ele('udt:DateTimeString', { format: '204' }).txt(stamp(at));
}

/** AAAAMMJJHHMMSS in French legal time. */
function stamp(at: Date): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return parts.replaceAll(/\D/g, '');
}
