import type { ErrorCategory } from '#kernel';
import type { JobKind } from '#ports';

/** How often a kind of job is tried, and how its pauses grow: each is random between 0 and min(cap, base × 2^(attempt-1)). */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

export type RetryPolicies = Readonly<Record<JobKind, RetryPolicy>>;

const MINUTE = 60_000;

/**
 * Deliveries wait for other people's systems: twelve attempts spread over some hours before a person is asked. The rest waits for our
 * own database and disk only.
 */
export const RETRY_POLICIES: RetryPolicies = {
  'read-orders': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'issue-invoice': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'deliver-document': { maxAttempts: 12, baseMs: 2000, capMs: 60 * MINUTE },
  'read-statement': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'read-remittance-advice': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'read-status': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'report-collections': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'cancel-invoice': { maxAttempts: 10, baseMs: 500, capMs: 5 * MINUTE },
  'send-message': { maxAttempts: 12, baseMs: 2000, capMs: 60 * MINUTE },
  'fetch-flow': { maxAttempts: 12, baseMs: 2000, capMs: 60 * MINUTE },
  'await-acknowledgement': { maxAttempts: 20, baseMs: 5000, capMs: 10 * MINUTE },
  'send-webhook': { maxAttempts: 14, baseMs: 2000, capMs: 60 * MINUTE },
};

/** Whether trying again can help, by the category of what a handler threw. */
export const IS_RETRIED: Readonly<Record<ErrorCategory, boolean>> = {
  input: false,
  unauthenticated: false,
  forbidden: false,
  'not-found': false,
  conflict: true,
  precondition: false,
  'too-large': false,
  'rate-limited': true,
  refused: false,
  unavailable: true,
  timeout: true,
  defect: true,
};
