import type { LifecycleParty, LocalDateTime, StatusDetail } from './message.js';

/** One status of one invoice, as somebody set it. What the history of an invoice is made of. */
export interface LifecycleStatus {
  /** The same for the same status, however often and by whatever way it comes (see `statusKey`). */
  readonly key: string;
  /** MDT-105; kept as it came, also when no list of ours has it. */
  readonly code: string;
  /** MDT-78, French local time: the order of the history. */
  readonly setAt: LocalDateTime;
  readonly direction: 'received' | 'sent';
  /** Who set it. */
  readonly issuer?: LifecycleParty;
  readonly details: readonly StatusDetail[];
}

/**
 * The history in the order in which the statuses were set, each once. Statuses of the same second are put in an order that does
 * not depend on how they came: by code, then by key.
 */
export function inOrder<S extends LifecycleStatus>(history: Iterable<S>): S[] {
  const once = new Map<string, S>();
  for (const status of history) if (!once.has(status.key)) once.set(status.key, status);
  return [...once.values()].sort((a, b) => order(a.setAt, b.setAt) || order(a.code, b.code) || order(a.key, b.key));
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
