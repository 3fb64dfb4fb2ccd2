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
    update: { state: string; resolvedAt?: Date; resolution?: string; amount?: Decimal },
  ): Promise<void>;
  comment(disputeId: string, comment: DisputeComment): Promise<void>;
  comments(disputeId: string): Promise<readonly DisputeComment[]>;
  list(query: PageQuery & { open?: boolean; invoiceId?: string }): Promise<Page<DisputeRow>>;
}
