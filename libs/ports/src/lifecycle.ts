import type { Decimal, LocalDate } from '#kernel';
import type { IncomingStatus, LifecycleStatus, RateAmount } from '#lifecycle';
import type { Page, PageQuery } from './page.js';

/** A status in an invoice's history. */
export interface StatusRow extends LifecycleStatus {
  readonly id: string;
  readonly invoiceId: string;
  /** MDT-4. */
  readonly messageRef?: string;
  /** The message's bytes in the document store. */
  readonly sha256?: string;
  /** The parcel that brought it; absent for what we sent. */
  readonly parcelId?: string;
  /** The person, where one asked for it. */
  readonly recordedBy?: string;
  readonly recordedAt: Date;
  readonly correlationId: string;
}

/** A status of an invoice that is not here: kept with the names it gave. */
export interface WaitingStatus extends IncomingStatus {
  readonly id: string;
  readonly sha256: string;
  readonly parcelId: string;
  readonly receivedAt: Date;
  /** When the invoice appeared. */
  readonly placedAt?: Date;
  readonly correlationId: string;
}

/** A payment that a buyer announced (211). */
export interface PaymentExpectation {
  /** Id of the status. */
  readonly id: string;
  readonly invoiceId: string;
  readonly customerRef: string;
  readonly amount?: Decimal;
  readonly currency: string;
  readonly expectedOn?: LocalDate;
  readonly announcedAt: string;
  /** `met`: cash has come since. `void`: the invoice was refused, rejected or settled otherwise. */
  readonly state: 'open' | 'met' | 'void';
  readonly settledAt?: Date;
}

export interface LifecycleStore {
  /** Appends unless a status with this key is known. */
  add(status: StatusRow): Promise<{ isNew: boolean }>;
  history(invoiceId: string): Promise<readonly StatusRow[]>;
  find(id: string): Promise<StatusRow | undefined>;
  /** Keeps a status whose invoice is unknown, once. */
  keepWaiting(status: WaitingStatus): Promise<{ isNew: boolean }>;
  /** Statuses that wait for one of these invoice numbers. */
  waitingFor(invoiceNumbers: readonly string[]): Promise<readonly WaitingStatus[]>;
  place(id: string, at: Date): Promise<void>;
  listWaiting(query: PageQuery): Promise<Page<WaitingStatus>>;
  expect(expectation: PaymentExpectation): Promise<void>;
  expectations(invoiceId: string): Promise<readonly PaymentExpectation[]>;
  /** Open announcements of one of these amounts, and those that tell no amount. */
  expectationsOf(amounts: readonly Decimal[]): Promise<readonly PaymentExpectation[]>;
  /** Settles what is still open of an invoice. */
  settleExpectations(invoiceId: string, state: 'met' | 'void', at: Date): Promise<void>;
  listExpectations(query: PageQuery & { state?: PaymentExpectation['state'] }): Promise<Page<PaymentExpectation>>;
}

/** Cash on a document that has not been spread over its VAT rates yet, oldest first. */
export interface PendingCash {
  readonly bookingId: string;
  readonly invoiceId: string;
}

/** Bank cash of one booking, by VAT rate. */
export interface CollectionRow {
  readonly bookingId: string;
  readonly entryId: string;
  readonly invoiceId: string;
  /** Negative: money went back. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  readonly lines: readonly RateAmount[];
  /** The 212 that told it. */
  readonly statusId?: string;
  readonly collectedAt: Date;
  readonly correlationId: string;
}

/** A booking that the database itself counts as bank cash of a document. */
export interface CashBookingRow {
  readonly bookingId: string;
  readonly kind: string;
  readonly entryId: string;
  readonly invoiceId: string;
  readonly amount: Decimal;
  readonly currency: string;
  readonly bookedOn: LocalDate;
  readonly reverses?: string;
  readonly correlationId: string;
}

export interface CollectionStore {
  /** Documents with cash not spread yet, at most `limit`. */
  pendingInvoices(limit: number): Promise<readonly string[]>;
  /** Bookings of the document that are not spread yet, in the order they were made. */
  pendingOf(invoiceId: string): Promise<readonly CashBookingRow[]>;
  /** Takes a booking off the list; with its collection, or without where there is none to keep. */
  settle(bookingId: string): Promise<void>;
  /**
   * Keeps a collection. The database refuses what is not the cash of a bank entry, and lines that do not add up.
   */
  add(collection: CollectionRow): Promise<void>;
  ofInvoice(invoiceId: string): Promise<readonly CollectionRow[]>;
  find(bookingId: string): Promise<CollectionRow | undefined>;
  /** Collections booked from `from` to `to`, both included, on documents of this seller. */
  inPeriod(sellerRef: string, from: LocalDate, to: LocalDate): Promise<readonly CollectionRow[]>;
}

/** waiting → delivered | refused | dead. `kept`: no route is set, the message waits in the store to be fetched. */
export type OutgoingState = 'waiting' | 'delivered' | 'refused' | 'dead' | 'kept';

/** A lifecycle message or an e-report on its way out. Its id is the idempotency key of every attempt. */
export interface OutgoingMessage {
  readonly id: string;
  readonly subject: 'status' | 'report';
  readonly subjectId: string;
  readonly syntax: 'CDAR' | 'FRR';
  readonly sellerRef: string;
  readonly customerRef?: string;
  readonly sha256: string;
  readonly size: number;
  readonly fileName: string;
  readonly state: OutgoingState;
  readonly attempts: number;
  readonly detail?: string;
  readonly createdAt: Date;
  readonly settledAt?: Date;
  readonly correlationId: string;
}

export interface OutgoingMessageStore {
  add(message: OutgoingMessage): Promise<void>;
  find(id: string): Promise<OutgoingMessage | undefined>;
  /** Records an attempt and the state after it. */
  record(id: string, update: { state: OutgoingState; detail: string; at: Date }): Promise<void>;
  /** Back to waiting, for a replay. */
  reopen(id: string): Promise<void>;
  bySubject(subjectId: string): Promise<readonly OutgoingMessage[]>;
  list(
    query: PageQuery & { state?: OutgoingState; subject?: OutgoingMessage['subject'] },
  ): Promise<Page<OutgoingMessage>>;
}
