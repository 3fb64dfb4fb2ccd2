import type { Problem } from '#kernel';
import type { Page, PageQuery } from './page.js';

/**
 * What came in from outside, before anybody read it: an order file, an API call, a bank statement, a lifecycle message or a
 * supplier's document that a platform brought.
 */
export const PARCEL_PURPOSES = ['order', 'statement', 'remittance-advice', 'status', 'supplier-document'] as const;
export type ParcelPurpose = (typeof PARCEL_PURPOSES)[number];

/**
 * received → read (everything usable was taken) | partly-read (some of it was rejected) | rejected (nothing could be used).
 * A parcel never disappears and can be replayed.
 */
export type ParcelState = 'received' | 'read' | 'partly-read' | 'rejected';

export interface Parcel {
  readonly id: string;
  readonly purpose: ParcelPurpose;
  /** Where it came from, e.g. `api`, `folder:erp`, `sftp:erp`. */
  readonly source: string;
  /** The sender's key within the source: Idempotency-Key, file name. */
  readonly sourceKey: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  /** As the sender named it; for display only. */
  readonly fileName: string;
  readonly state: ParcelState;
  readonly problems: readonly Problem[];
  readonly receivedAt: Date;
  readonly correlationId: string;
}

export interface NewParcel {
  readonly id: string;
  readonly purpose: ParcelPurpose;
  readonly source: string;
  readonly sourceKey: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly receivedAt: Date;
  readonly correlationId: string;
}

export interface ParcelStore {
  /** Inserts unless source + sourceKey + sha256 is known; answers the row that stands and whether it is new. Safe when two callers race. */
  accept(parcel: NewParcel): Promise<{ parcel: Parcel; isNew: boolean }>;
  /** The newest parcel with this key, whatever its content: tells a conflict from a repetition. */
  findByKey(source: string, sourceKey: string): Promise<Parcel | undefined>;
  find(id: string): Promise<Parcel | undefined>;
  /** Locks the row until the transaction ends, so that one reader at a time takes a parcel apart. */
  findForUpdate(id: string): Promise<Parcel | undefined>;
  setState(id: string, state: ParcelState, problems: readonly Problem[]): Promise<void>;
  list(query: PageQuery & { purpose?: ParcelPurpose; state?: ParcelState }): Promise<Page<Parcel>>;
}
