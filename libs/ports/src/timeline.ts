import type { Page, PageQuery } from './page.js';

export type TimelineSubject =
  'parcel' | 'order' | 'invoice' | 'delivery' | 'statement' | 'entry' | 'dispute' | 'partner' | 'report';

/** What happened, once, in order. Append-only: the database refuses to change or remove a row. */
export interface TimelineEvent {
  readonly subject: TimelineSubject;
  readonly subjectId: string;
  /** `<subject>.<past participle>`, e.g. `invoice.issued`. */
  readonly type: string;
  readonly at: Date;
  readonly correlationId: string;
  /** Structured facts; no secrets. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface RecordedEvent extends TimelineEvent {
  readonly sequence: number;
}

export interface TimelineStore {
  append(event: TimelineEvent): Promise<void>;
  of(subject: TimelineSubject, subjectId: string): Promise<readonly RecordedEvent[]>;
  /** The whole story behind one correlation id, oldest first. */
  story(correlationId: string): Promise<readonly RecordedEvent[]>;
  list(query: PageQuery): Promise<Page<RecordedEvent>>;
}
