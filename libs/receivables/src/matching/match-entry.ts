import type { BankEntry } from '#remittance';
import { solveByPayer } from './match-by-payer.js';
import type { MatchCase, SearchResult } from './match-case.js';
import { cluesOf } from './match-clues.js';
import { solveByDocuments } from './match-documents.js';
import { evidence } from './match-evidence.js';
import { hintsOf } from './match-hints.js';
import type { Evidence, MatchOutcome, MatchSolution } from './match-outcome.js';
import { payerOf } from './match-payer.js';
import { identityBlockers, solvePointed } from './match-pointed.js';
import type { MatchKnowledge, MatchPolicy } from './match-policy.js';
import type { OpenItemIndex } from './open-item-index.js';

/**
 * Finds what a received payment is for. Pure: the same inputs give the same outcome. `allocated` only when one solution is
 * left within the bounds and nothing speaks against it; everything else is for a person, with the reasons.
 * A batch is matched payment by payment: split it with `paymentsOf` first.
 */
export function matchEntry(
  entry: BankEntry,
  index: OpenItemIndex,
  policy: MatchPolicy,
  knowledge: MatchKnowledge,
): MatchOutcome {
  const ignored = ignoredBecause(entry);
  if (ignored !== undefined) return { kind: 'ignored', entryRef: entry.reference, reasons: [ignored] };
  const clues = cluesOf(entry, index, knowledge);
  const payer = payerOf(entry, index, policy, knowledge);
  const given: MatchCase = { entry, index, policy, knowledge, clues, payer };
  if (clues.items.length > 0) return decide(given, solveByDocuments(given) ?? solvePointed(given));
  return decide(given, solveByPayer(given));
}

function ignoredBecause(entry: BankEntry): Evidence | undefined {
  if (entry.status !== 'booked') return evidence('MATCH.NOT_BOOKED', 'status', entry.status);
  if (!entry.amount.isPositive()) return evidence('MATCH.NOT_A_RECEIPT', 'amount', entry.amount.toString());
  if (entry.isReversal || entry.returnReason !== undefined)
    return evidence('MATCH.RETURNED', 'reversal', entry.returnReason?.code);
  return entry.members.length > 0 ? evidence('MATCH.BATCH', 'members', String(entry.members.length)) : undefined;
}

function decide(given: MatchCase, found: SearchResult): MatchOutcome {
  const { entry, clues, policy } = given;
  const touched = (found.certain?.allocations ?? [])
    .map((one) => given.index.item(one.itemId))
    .filter((item) => item !== undefined);
  const identity = clues.items.length > 0 ? identityBlockers(given, touched) : [];
  const reasons = distinct([...clues.blockers, ...found.blockers, ...identity]);
  if (found.certain !== undefined && reasons.length === 0)
    return { kind: 'allocated', entryRef: entry.reference, solution: found.certain };
  const certain = found.certain === undefined ? [] : [{ ...found.certain, score: Math.min(found.certain.score, 80) }];
  const extra = certain.length > 0 && clues.items.length === 0 ? [] : hintsOf(given);
  const ranked = distinctSolutions([...certain, ...found.proposals, ...extra]).sort(
    (one, two) => two.score - one.score,
  );
  const proposals = ranked.filter((one) => one.allocations.length > 0).slice(0, policy.maxProposals);
  if (proposals.length > 0) return { kind: 'proposed', entryRef: entry.reference, proposals, reasons };
  const nothing = evidence('MATCH.NOTHING_FOUND', 'entry');
  return { kind: 'unmatched', entryRef: entry.reference, reasons: [...reasons, nothing] };
}

function distinctSolutions(solutions: readonly MatchSolution[]): MatchSolution[] {
  const seen = new Map<string, MatchSolution>();
  for (const one of solutions) {
    const key = one.allocations
      .map((part) => `${part.itemId}=${part.amount.normalized().toString()}`)
      .sort()
      .join('|');
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

function distinct(notes: readonly Evidence[]): Evidence[] {
  return [...new Map(notes.map((note) => [`${note.code}|${note.value ?? ''}`, note])).values()];
}
