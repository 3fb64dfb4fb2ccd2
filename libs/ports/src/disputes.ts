import type { Decimal } from '#kernel';
import type { Page, PageQuery } from './page.js';

export interface DisputeRow {
  readonly id: string;
  readonly invoiceId: string;
  /** A cause code of `#receivables` (a closed list). */
  readonly cause: string;
  readonly amount: Decimal;
  readonly currency: string;
  /** A state code of `#receivables`. */
  readonly state: string;
  readonly openedAt: Date;
  readonly resolvedAt?: Date;
  readonly resolution?: string;
  readonly openedBy: string;
  readonly correlationId: string;
  /** The team that can end it, by cause; and the person it was given to. */
  readonly owner?: string;
  readonly assignee?: string;
  /** The disputed lines; empty when a sum is disputed. */
  readonly lines: readonly DisputeLine[];
  /** `person`, `payment` (a shorted payment) or `lifecycle` (a status message). */
  readonly source: string;
  /** Reason code of the lifecycle message it came from. */
  readonly reasonCode?: string;
}

/** A disputed line by BT-126 with its share including VAT. */
export interface DisputeLine {
  readonly lineId: string;
  readonly amount: string;
}

export interface DisputeStepRow {
  readonly at: Date;
  readonly move: string;
  readonly state: string;
  readonly person: string;
}

/** A file that speaks for or against the dispute; the bytes are in the document store. */
export interface EvidenceRow {
  readonly id: string;
  readonly disputeId: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

export interface DisputeComment {
  readonly at: Date;
  readonly author: string;
  readonly text: string;
}

export interface DisputeStore {
  add(dispute: DisputeRow): Promise<void>;
  find(id: string): Promise<DisputeRow | undefined>;
  findForUpdate(id: string): Promise<DisputeRow | undefined>;
  setState(
    id: string,
    update: {
      state: string;
      resolvedAt?: Date | null;
      resolution?: string | null;
      amount?: Decimal;
      assignee?: string;
    },
  ): Promise<void>;
  comment(disputeId: string, comment: DisputeComment): Promise<void>;
  comments(disputeId: string): Promise<readonly DisputeComment[]>;
  addStep(disputeId: string, step: DisputeStepRow): Promise<void>;
  steps(disputeId: string): Promise<readonly DisputeStepRow[]>;
  addEvidence(evidence: EvidenceRow): Promise<void>;
  evidence(disputeId: string): Promise<readonly EvidenceRow[]>;
  list(query: PageQuery & { open?: boolean; invoiceId?: string }): Promise<Page<DisputeRow>>;
}
