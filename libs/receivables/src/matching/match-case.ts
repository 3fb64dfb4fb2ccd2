import { Decimal } from '#kernel';
import type { BankEntry } from '#remittance';
import type { Clues } from './match-clues.js';
import { evidence } from './match-evidence.js';
import type { Evidence, ItemAllocation, MatchLevel, MatchSolution } from './match-outcome.js';
import type { PayerIdentity } from './match-payer.js';
import type { MatchKnowledge, MatchPolicy } from './match-policy.js';
import type { OpenItemIndex } from './open-item-index.js';
import type { Part } from './match-parts.js';

/** Everything a search works on. */
export interface MatchCase {
  readonly entry: BankEntry;
  readonly index: OpenItemIndex;
  readonly policy: MatchPolicy;
  readonly knowledge: MatchKnowledge;
  readonly clues: Clues;
  readonly payer: PayerIdentity;
}

/** What a search found: `certain` may be posted unless something blocks it. */
export interface SearchResult {
  readonly certain?: MatchSolution;
  readonly proposals: readonly MatchSolution[];
  readonly blockers: readonly Evidence[];
}

/** A solution with the evidence that its parts speak for. */
export function solution(
  level: MatchLevel,
  allocations: readonly ItemAllocation[],
  notes: readonly Evidence[],
  score: number,
  onAccountAmount: Decimal = Decimal.ZERO,
): MatchSolution {
  const customerIds = [...new Set(allocations.map((one) => one.customerId))];
  return { level, customerIds, allocations, onAccountAmount, evidence: notes, score };
}

/** What the parts of a solution say in its favour. */
export function partEvidence(parts: readonly Part[]): Evidence[] {
  const notes: Evidence[] = [];
  for (const part of parts) {
    if (part.kind === 'discount') notes.push(evidence('MATCH.DISCOUNT', 'amount', part.item.number));
    if (part.kind === 'dispute') notes.push(evidence('MATCH.DISPUTED_PART_LEFT', 'amount', part.item.number));
    if (part.kind === 'item' && part.item.kind === 'credit-note')
      notes.push(evidence('MATCH.CREDIT_NOTE_NETTED', 'amount', part.item.number));
  }
  if (notes.length === 0) notes.push(evidence('MATCH.AMOUNT_EXACT', 'amount'));
  return notes;
}
