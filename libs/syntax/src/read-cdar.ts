import type { Acknowledgement, LifecycleMessage, LifecycleParty, ReferencedInvoice, StatusDetail } from '#lifecycle';
import type { XmlDocument } from '#xml';
import type { ReadFault, Unread } from './read-report.js';
import { Reading } from './reader.js';
import { detectSyntax, planOf } from './syntax.js';

export interface CdarReport {
  /** Undefined when the root element is not that of a lifecycle message; otherwise as much as could be read. */
  readonly message: LifecycleMessage | undefined;
  /** What has no place in the model: the first 10,000; `unreadCount` is the number of all. */
  readonly unread: readonly Unread[];
  readonly unreadCount: number;
  /** Values that are not of their term's type (`SYNTAX.VALUE`); such a field is left out of the message. */
  readonly faults: readonly ReadFault[];
}

/**
 * Reads a lifecycle message (CDAR D22B) into the model, as much of it as can be read. Never throws; judges nothing: what a
 * message must have the pack `fr-cdar` says.
 */
export function readCdar(document: XmlDocument): CdarReport {
  const { root } = document;
  if (detectSyntax(root) !== 'cdar') return { message: undefined, unread: [], unreadCount: 0, faults: [] };
  const plan = planOf('cdar');
  const reading = new Reading({});
  reading.element(root, plan.root, reading.invoice);
  reading.finishEchoes();
  const { unread, unreadCount, faults } = reading;
  const read: object = reading.invoice;
  return { message: withLists(read), unread, unreadCount, faults };
}

/** What the reader leaves out: lists that have no member. */
type Sparse<T> = { readonly [Key in keyof T]?: T[Key] };

function withLists(message: Sparse<LifecycleMessage>): LifecycleMessage {
  return {
    ...message,
    notes: message.notes ?? [],
    ...partyAt('sender', message.sender),
    ...partyAt('issuer', message.issuer),
    recipients: (message.recipients ?? []).map(partyOf),
    acknowledgements: (message.acknowledgements ?? []).map(acknowledgementOf),
  };
}

function partyAt(name: 'sender' | 'issuer', party: Sparse<LifecycleParty> | undefined): object {
  return party === undefined ? {} : { [name]: partyOf(party) };
}

function partyOf(party: Sparse<LifecycleParty>): LifecycleParty {
  return { ...party, ids: party.ids ?? [], globalIds: party.globalIds ?? [], contacts: party.contacts ?? [] };
}

function acknowledgementOf(each: Sparse<Acknowledgement>): Acknowledgement {
  return { ...each, invoices: (each.invoices ?? []).map(invoiceOf) };
}

function invoiceOf(each: Sparse<ReferencedInvoice>): ReferencedInvoice {
  return {
    ...each,
    attachments: each.attachments ?? [],
    ...partyAt('issuer', each.issuer),
    recipients: (each.recipients ?? []).map(partyOf),
    details: (each.details ?? []).map(detailOf),
  };
}

function detailOf(each: Sparse<StatusDetail>): StatusDetail {
  return { ...each, notes: each.notes ?? [], data: each.data ?? [] };
}
