import type { BankEntry } from '#remittance';
import type { MatchOutcome } from './match-outcome.js';
import type { MatchKnowledge, MatchPolicy } from './match-policy.js';
import type { OpenItemIndex } from './open-item-index.js';

/** Finds what a received payment is for. Pure: the same inputs give the same outcome. */
export function matchEntry(
  entry: BankEntry,
  _items: OpenItemIndex,
  _policy: MatchPolicy,
  _knowledge: MatchKnowledge,
): MatchOutcome {
  return { kind: 'unmatched', entryRef: entry.reference, reasons: [] };
}
