import type { NumberSeries, VoidedNumber } from './invoices.js';
import type { RecordedEvent } from './timeline.js';

/** Tables whose rows are evidence: never changed, and bound into the timeline by their digest. */
export type EvidenceTable = 'orders' | 'invoices' | 'issued_numbers' | 'voided_numbers' | 'documents' | 'ledger';

/** One row of evidence as the timeline keeps it: table, id, SHA-256 of its content. */
export type EvidenceEntry = readonly [table: EvidenceTable, id: string, sha256: string];

/** One event as it stands in the chain, with what its hash should be by its content. */
export interface ChainLink {
  /** 1-based, without gaps. */
  readonly position: number;
  readonly previousHash: string;
  readonly hash: string;
  /** The hash that follows from `previousHash` and the content as it is now. */
  readonly computedHash: string;
  readonly event: RecordedEvent;
  readonly evidence: readonly EvidenceEntry[];
}

/** A row of evidence as it is now. */
export interface SealedRow {
  readonly id: string;
  readonly sha256: string;
  /** For documents: where the bytes are. */
  readonly documentSha256?: string;
}

/** A number of a series and what it stands for. */
export interface KeptNumber {
  readonly sequence: number;
  readonly number: string;
  /** Absent for a voided number. */
  readonly invoiceId?: string;
  readonly voided?: Pick<VoidedNumber, 'reason' | 'person' | 'voidedAt'>;
}

/** The evidence of one tenant as it lies in the database, for whoever checks it. */
export interface ArchiveStore {
  /** Where the chain ends, by the head that is kept beside it. */
  head(): Promise<{ readonly position: number; readonly hash: string } | undefined>;
  /** Events from before the timeline was chained. */
  unchainedCount(): Promise<number>;
  /** The chain in its order, after a position. */
  links(after: number, limit: number): Promise<readonly ChainLink[]>;
  /** Rows of a table by id, after an id. */
  rows(table: EvidenceTable, after: string | undefined, limit: number): Promise<readonly SealedRow[]>;
  /** Every series of numbers with the last sequence its counter gave. */
  series(): Promise<readonly (NumberSeries & { readonly lastSequence: number })[]>;
  /** The numbers of a series in order, issued and voided, after a sequence. */
  numbers(of: NumberSeries, after: number, limit: number): Promise<readonly KeptNumber[]>;
}
