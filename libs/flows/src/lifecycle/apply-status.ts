import { newId } from '#kernel';
import { statusRow, type IncomingStatus } from '#lifecycle';
import type { InvoiceRow, StatusRow, Transaction } from '#ports';
import type { FlowContext } from '../context.js';
import { carryBack } from './carry-back.js';

export interface AppliedStatus {
  readonly code: string;
  /** The invoice number the message gave. */
  readonly number: string;
  /** `waiting`: the invoice is not known yet. `repeated`: told before. */
  readonly outcome: 'applied' | 'repeated' | 'waiting';
  readonly invoiceId?: string;
}

/** Where a status came from. */
export interface StatusSource {
  readonly parcelId: string;
  readonly sha256: string;
}

/**
 * Adds a status to the history of its invoice and carries it back into receivables, in the caller's transaction. Any status is
 * taken, in any order; the same one again changes nothing.
 */
export async function applyStatus(
  context: FlowContext,
  tx: Transaction,
  incoming: IncomingStatus,
  source: StatusSource,
): Promise<AppliedStatus> {
  const told = { code: incoming.status.code, number: incoming.invoiceNumber };
  const invoice = await invoiceOf(tx, incoming);
  if (!invoice) {
    await keepWaiting(context, tx, incoming, source);
    return { ...told, outcome: 'waiting' };
  }
  const isNew = await record(context, tx, invoice, incoming, source);
  return { ...told, outcome: isNew ? 'applied' : 'repeated', invoiceId: invoice.id };
}

/**
 * Number, seller and date must agree where the message tells them: the same number may exist at several sellers of a tenant, or in
 * two years. What fits more than one is applied to none of them: it waits.
 */
async function invoiceOf(tx: Transaction, incoming: IncomingStatus): Promise<InvoiceRow | undefined> {
  const meant = (await tx.invoices.allByNumber(incoming.invoiceNumber)).filter((each) => isMeant(each, incoming));
  return meant.length === 1 ? meant[0] : undefined;
}

/** Whether a message that gives these names can be about this invoice. */
export function isMeant(invoice: InvoiceRow, incoming: IncomingStatus): boolean {
  const siren = invoice.model.seller.legalRegistration?.id;
  const isSeller = incoming.sellerId === undefined || siren === undefined || incoming.sellerId === siren;
  return isSeller && (incoming.issuedOn === undefined || incoming.issuedOn === invoice.issueDate);
}

/** Writes the status into the history; false when it was there. */
export async function record(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  incoming: IncomingStatus,
  source: StatusSource,
): Promise<boolean> {
  // The lock puts statuses of one invoice one after the other, so that each sees the whole history.
  await tx.ledger.openAmountForUpdate(invoice.id);
  const row: StatusRow = {
    ...incoming.status,
    ...source,
    id: newId(),
    invoiceId: invoice.id,
    messageRef: incoming.messageRef,
    recordedAt: context.clock.now(),
    correlationId: invoice.correlationId,
  };
  const { isNew } = await tx.lifecycle.add(row);
  if (!isNew) return false;
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoice.id,
    type: `invoice.${EVENTS[row.code] ?? 'status-received'}`,
    at: row.recordedAt,
    correlationId: row.correlationId,
    data: {
      number: invoice.number,
      status: row.code,
      label: statusRow(row.code)?.label,
      setAt: row.setAt,
      by: row.issuer?.roleCode,
      reasons: row.details.flatMap((detail) => (detail.reasonCode === undefined ? [] : [detail.reasonCode])),
      comments: row.details
        .flatMap((detail) => detail.notes.flatMap((note) => note.content ?? []))
        .map((text) => text.slice(0, 500)),
      parcelId: source.parcelId,
    },
  });
  await carryBack(context, tx, invoice, row);
  return true;
}

/** Names that subscribers and people look for; every other status is `status-received`. */
const EVENTS: Readonly<Record<string, string>> = {
  '200': 'deposited',
  '203': 'made-available',
  '205': 'approved',
  '206': 'partly-approved',
  '207': 'disputed',
  '208': 'suspended',
  '210': 'refused',
  '211': 'payment-announced',
  '213': 'rejected',
  '501': 'inadmissible',
};

async function keepWaiting(
  context: FlowContext,
  tx: Transaction,
  incoming: IncomingStatus,
  source: StatusSource,
): Promise<void> {
  const id = newId();
  const at = context.clock.now();
  const { isNew } = await tx.lifecycle.keepWaiting({
    ...incoming,
    ...source,
    id,
    receivedAt: at,
    correlationId: source.parcelId,
  });
  if (!isNew) return;
  await tx.timeline.append({
    subject: 'parcel',
    subjectId: source.parcelId,
    type: 'parcel.status-waiting',
    at,
    correlationId: source.parcelId,
    data: {
      status: incoming.status.code,
      number: incoming.invoiceNumber,
      issuedOn: incoming.issuedOn,
      sellerId: incoming.sellerId,
    },
  });
}
