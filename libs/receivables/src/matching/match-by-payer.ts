import { daysBetween } from '#kernel';
import { partEvidence, solution, type MatchCase, type SearchResult } from './match-case.js';
import { evidence } from './match-evidence.js';
import type { Evidence, MatchSolution } from './match-outcome.js';
import { allocationsOf, deductionParts, isSensible, itemPart, type Part } from './match-parts.js';
import { forEvidence, pick, spreadOver } from './match-pointed.js';
import { toMinor } from './minor-units.js';
import type { OpenItem } from './open-item.js';
import { findSubsets } from './subset-search.js';

/** Shares of a document that people pay as instalments. */
const FRACTIONS: readonly (readonly [number, number])[] = [
  [1, 2],
  [1, 3],
  [2, 3],
  [1, 4],
  [3, 4],
  [1, 5],
  [2, 5],
  [3, 10],
  [1, 10],
  [1, 6],
  [1, 12],
];

/** Without any reference: which of the payer's open documents give the amount, and whether that can only mean one thing. */
export function solveByPayer(given: MatchCase): SearchResult {
  const customerId = given.payer.customerId ?? onlyOne(given.payer.namedAs);
  const amount = toMinor(given.entry.amount);
  if (customerId === undefined || amount === undefined) return { proposals: [], blockers: [...given.payer.evidence] };
  const items = given.index.ofCustomer(customerId, given.entry.currency);
  const parts = partsFor(given, items, amount);
  const { policy } = given;
  const search = findSubsets(
    parts.map((part) => part.minor),
    amount,
    { maxValues: policy.maxItems, maxSteps: policy.maxSteps, limit: policy.maxProposals },
    (indices) => isSensible(pick(parts, indices)),
  );
  const found = search.solutions.map((indices) => payerSolution(given, pick(parts, indices)));
  const ranked = [...found].sort((one, two) => two.score - one.score);
  const blockers = [...payerBlockers(given)];
  if (!search.isComplete && found.length === 0) blockers.push(evidence('MATCH.SEARCH_BOUND', 'amount'));
  if (found.length > 1) blockers.push(evidence('MATCH.SEVERAL_SOLUTIONS', 'amount'));
  const [first] = search.solutions;
  if (found.length === 1 && first !== undefined) {
    blockers.push(...doubtsAbout(given, pick(parts, first), parts, items, amount));
    if (search.isComplete) return { certain: ranked[0], proposals: [], blockers };
  }
  return { proposals: [...ranked, ...oldestFirst(given, items)], blockers };
}

function onlyOne(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}

/** Items that could be part of this amount: an invoice larger than the payment and all credits together cannot. */
function partsFor(given: MatchCase, items: readonly OpenItem[], amount: number): Part[] {
  const credits = items.filter((item) => item.kind === 'credit-note').map(itemPart);
  const reach = credits.reduce((sum, part) => sum - (part?.minor ?? 0), amount);
  return items.flatMap((item) => {
    const own = itemPart(item);
    if (own === undefined) return [];
    const deductions = deductionParts(item, given.entry.bookedOn, given.policy);
    const least = Math.min(own.minor, ...deductions.map((part) => own.minor + part.minor));
    return least > reach ? [] : [own, ...deductions];
  });
}

function payerSolution(given: MatchCase, parts: readonly Part[]): MatchSolution {
  const taken = parts.filter((part) => part.kind === 'item');
  const level = taken.length === 1 ? 'payer-amount' : 'payer-combination';
  const score = 50 - 2 * taken.length - (parts.length - taken.length) * 3;
  return solution(
    level,
    allocationsOf(parts),
    [...forEvidence(given.payer.evidence), ...partEvidence(parts)],
    Math.max(score, 5),
  );
}

/** What forbids posting without a reference before any amount is looked at. */
function payerBlockers(given: MatchCase): Evidence[] {
  const { payer, policy, entry } = given;
  const blockers = payer.evidence.filter((note) => note.weight === 'against');
  if (payer.customerId === undefined) blockers.push(evidence('MATCH.PAYER_UNPROVEN', 'counterparty-name'));
  if (!policy.postsByPayerAmount) blockers.push(evidence('MATCH.POLICY', 'policy', 'postsByPayerAmount'));
  const recent = payer.payerKey === undefined ? [] : given.knowledge.recentPayments(payer.payerKey);
  const isRepeated = recent.some(
    (one) =>
      one.entryRef !== entry.reference &&
      one.currency === entry.currency &&
      one.amount.equals(entry.amount) &&
      Math.abs(daysBetween(one.bookedOn, entry.bookedOn)) <= policy.repeatDays,
  );
  if (isRepeated) blockers.push(evidence('MATCH.REPEATED_PAYMENT', 'amount'));
  return blockers;
}

/** What forbids posting this one combination although it is the only one. */
function doubtsAbout(
  given: MatchCase,
  chosen: readonly Part[],
  parts: readonly Part[],
  items: readonly OpenItem[],
  amount: number,
): Evidence[] {
  const doubts: Evidence[] = [];
  const taken = new Set(chosen.filter((part) => part.kind === 'item').map((part) => part.item.itemId));
  if (taken.size > 1 && !given.policy.postsCombinations)
    doubts.push(evidence('MATCH.POLICY', 'policy', 'postsCombinations'));
  if (items.some((item) => taken.has(item.itemId) && item.disputedAmount?.isPositive() === true))
    doubts.push(evidence('MATCH.DISPUTED_ITEM', 'item'));
  const others = items.filter((item) => !taken.has(item.itemId));
  if (others.some((item) => isFraction(amount, item) || isRoundPart(amount, item)))
    doubts.push(evidence('MATCH.FRACTION', 'amount'));
  if (others.length > 0 && coincidence(parts, items) > given.policy.maxCoincidence)
    doubts.push(evidence('MATCH.COINCIDENCE', 'amount'));
  else if (taken.size > 1) doubts.push(...combinationDoubts(parts, given));
  return doubts;
}

/** All that is open, paid at once, by a combination: fine by itself, unless discounts make the sum ambiguous by chance. */
function combinationDoubts(parts: readonly Part[], given: MatchCase): Evidence[] {
  const deductions = parts.filter((part) => part.kind !== 'item').length;
  return deductions > 4 && coincidence(parts, []) > given.policy.maxCoincidence
    ? [evidence('MATCH.COINCIDENCE', 'amount')]
    : [];
}

/**
 * Chance that an amount which means something else equals some combination: combinations over the number of different
 * sums there can be. The latter is the total over the largest common divisor, so flat prices count as few.
 */
function coincidence(parts: readonly Part[], items: readonly OpenItem[]): number {
  const values = [...parts.map((part) => Math.abs(part.minor)), ...items.map((item) => toMinor(item.openAmount) ?? 0)];
  const unit = values.reduce(gcd, 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  return total === 0 || unit === 0 ? 1 : (2 ** parts.length * unit) / total;
}

function gcd(left: number, right: number): number {
  let [one, two] = [left, right];
  while (two !== 0) [one, two] = [two, one % two];
  return one;
}

/** Whether the amount is a usual instalment of the item, of its open or its original amount, to the cent. */
function isFraction(amount: number, item: OpenItem): boolean {
  if (item.kind === 'credit-note') return false;
  const bases = [toMinor(item.openAmount), toMinor(item.originalAmount)].filter((base) => base !== undefined);
  return bases.some((base) =>
    FRACTIONS.some(([top, bottom]) => Math.abs(amount * bottom - base * top) <= 100 * bottom),
  );
}

/** Round amounts (50, 100 … in 1/10,000) are what people pay on account of something larger. */
const ROUND = 500_000;

function isRoundPart(amount: number, item: OpenItem): boolean {
  const open = toMinor(item.openAmount);
  return item.kind !== 'credit-note' && amount % ROUND === 0 && open !== undefined && open > amount;
}

/** Legal default without any indication: the oldest due documents first. Only ever a proposal. */
function oldestFirst(given: MatchCase, items: readonly OpenItem[]): MatchSolution[] {
  const invoices = items.filter((item) => item.kind !== 'credit-note');
  if (invoices.length === 0) return [];
  const allocations = spreadOver(invoices, given.entry.amount);
  const used = allocations.reduce((sum, one) => sum.plus(one.amount), given.entry.amount.minus(given.entry.amount));
  const notes = [...forEvidence(given.payer.evidence), evidence('MATCH.OLDEST_FIRST', 'due-date')];
  return [solution('on-account', allocations, notes, 10, given.entry.amount.minus(used))];
}
