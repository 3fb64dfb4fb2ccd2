import type { DeliveryChannel } from '#billing';
import type { DocumentFormat } from './invoices.js';

/** What flows tell the instruments. Labels come from closed lists; business code knows no metric names. */
export interface Signals {
  orderSettled(outcome: 'accepted' | 'rejected' | 'duplicate' | 'conflict' | 'held'): void;
  /** `warnings` are the ids of the rules that warned of the document, each as often as it did. */
  invoiceIssued(format: DocumentFormat, type: 'invoice' | 'credit-note', warnings?: readonly string[]): void;
  deliveryAttempted(
    channel: DeliveryChannel,
    outcome: 'accepted' | 'refused' | 'unavailable' | 'unknown' | 'misconfigured',
    seconds: number,
  ): void;
  entryMatched(outcome: 'allocated' | 'proposed' | 'unmatched' | 'ignored', level: string): void;
  jobFinished(kind: string, outcome: 'done' | 'retry' | 'dead', seconds: number): void;
}

/** Structured log lines; secrets and personal data are never among the facts. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void;
  error(event: string, facts?: Readonly<Record<string, unknown>>): void;
}
