import { sha256, type LocalDate, type Problem } from '#kernel';
import type { LifecycleStatus } from './history.js';
import type { Acknowledgement, LifecycleMessage, ReferencedInvoice } from './message.js';

/** A status of a message with the invoice it is about, as the sender names it. */
export interface IncomingStatus {
  readonly status: LifecycleStatus;
  /** MDT-87, BT-1. */
  readonly invoiceNumber: string;
  /** MDT-100, BT-2. */
  readonly issuedOn?: LocalDate;
  /** MDT-129: SIREN of the seller. */
  readonly sellerId?: string;
  /** MDT-4. */
  readonly messageRef?: string;
}

export interface IncomingStatuses {
  readonly statuses: readonly IncomingStatus[];
  /** What in the message names no invoice, no status or no time. */
  readonly problems: readonly Problem[];
}

/** Every status that a message brings, for every invoice it names; none is refused for its code or its order. */
export function statusesOf(message: LifecycleMessage): IncomingStatuses {
  const statuses: IncomingStatus[] = [];
  const problems: Problem[] = [];
  for (const acknowledgement of message.acknowledgements) {
    for (const invoice of acknowledgement.invoices) {
      const status = statusOf(message, acknowledgement, invoice);
      if (status) statuses.push(status);
      else problems.push(incomplete(invoice));
    }
  }
  if (statuses.length + problems.length === 0) problems.push(incomplete({}));
  return { statuses, problems };
}

function statusOf(
  message: LifecycleMessage,
  acknowledgement: Acknowledgement,
  invoice: ReferencedInvoice,
): IncomingStatus | undefined {
  const setAt = acknowledgement.setAt ?? message.issuedAt;
  const { number, statusCode, issuedOn } = invoice;
  if (number === undefined || statusCode === undefined || setAt === undefined) return undefined;
  const sellerId = sellerOf(message, invoice);
  const status = { code: statusCode, setAt, direction: 'received', details: invoice.details } as const;
  return {
    status: { ...status, key: statusKey(message, invoice, setAt), issuer: message.issuer },
    invoiceNumber: number,
    issuedOn,
    sellerId,
    messageRef: message.id,
  };
}

/** MDT-129; where it is left out, the party of the message that has the role of the seller. */
function sellerOf({ issuer, recipients }: LifecycleMessage, invoice: ReferencedInvoice): string | undefined {
  const sellers = [invoice.issuer, ...[issuer, ...recipients].filter((party) => party?.roleCode === 'SE')];
  return sellers.flatMap((party) => party?.globalIds ?? []).find((each) => each.scheme === '0002')?.id;
}

/**
 * What makes a status the same: invoice, code, moment, who set it and what it says. Neither the message's own id nor its time of
 * making counts, for a platform may pass on in a new message what another way brought before.
 */
export function statusKey(
  message: Pick<LifecycleMessage, 'issuer'>,
  invoice: ReferencedInvoice,
  setAt: string,
): string {
  const seller = invoice.issuer?.globalIds.map((each) => each.id).join(' ') ?? '';
  const issuer = message.issuer?.globalIds.map((each) => each.id).join(' ') ?? '';
  const details = invoice.details.map((detail) => ({ ...detail, sequence: undefined }));
  return sha256(JSON.stringify([seller, invoice.number, invoice.issuedOn, invoice.statusCode, setAt, issuer, details]));
}

const incomplete = (invoice: Partial<ReferencedInvoice>): Problem => ({
  code: 'STATUS.INCOMPLETE',
  field: 'MDT-87 MDT-105 MDT-78',
  value: [invoice.number ?? '-', invoice.statusCode ?? '-'].join(' '),
  message: {
    en: 'The message does not tell which invoice has which status since when.',
    fr: 'Le message ne dit pas quelle facture a quel statut, ni depuis quand.',
  },
  remedy: {
    en: 'Ask the sender for a message with invoice number, status code and date and time of the status.',
    fr: 'Demandez à l’émetteur un message avec numéro de facture, code de statut et date et heure du statut.',
  },
});
