import { Decimal } from '#kernel';
import { documentKey, isDistinctive, isNeighbour } from './document-key.js';
import { partEvidence, solution, type MatchCase, type SearchResult } from './match-case.js';
import { explainDifference } from './match-difference.js';
import { evidence } from './match-evidence.js';
import type { Evidence, MatchSolution } from './match-outcome.js';
import { allocate, allocationsOf, deductionParts, isSensible, itemPart, signedOpen, type Part } from './match-parts.js';
import { verdictFor } from './match-payer.js';
import { toMinor } from './minor-units.js';
import type { OpenItem } from './open-item.js';
import { findSubsets } from './subset-search.js';

/** More documents of one amount than this and numbers are not compared one by one: some would be neighbours. */
const MAX_NEIGHBOURS = 500;

/** Explains the amount by the documents the payment points at, their discounts and disputes, and open credit notes. */
export function solvePointed(given: MatchCase): SearchResult {
  const { clues, entry, policy } = given;
  const base = clues.items.map(itemPart).filter((part) => part !== undefined);
  const total = base.reduce((sum, part) => sum + part.minor, 0);
  const amount = toMinor(entry.amount);
  if (amount === undefined || base.length !== clues.items.length) return { proposals: [], blockers: [] };
  const options = optionsFor(given);
  const search = findSubsets(
    options.map((part) => part.minor),
    amount - total,
    { maxValues: policy.maxItems, maxSteps: policy.maxSteps, limit: policy.maxProposals },
    (indices) => isSensible([...base, ...pick(options, indices)]),
  );
  const found = search.solutions.map((indices) => pointedSolution(given, base, pick(options, indices)));
  if (found.length === 1 && search.isComplete) {
    const isPlain = found[0]?.allocations.length === clues.items.length && sumIs(clues.items, entry.amount);
    const doubts = isPlain ? [] : otherOfAmount(given);
    return { certain: found[0], proposals: [], blockers: [...splitBlockers(given, found[0]), ...doubts] };
  }
  if (found.length > 0) return { proposals: found, blockers: [evidence('MATCH.SEVERAL_SOLUTIONS', 'amount')] };
  const explained = search.isComplete ? explainDifference(given, clues.items) : undefined;
  if (explained !== undefined) return { certain: explained, proposals: [], blockers: otherOfAmount(given) };
  return unexplained(given, search.isComplete);
}

function sumIs(items: readonly OpenItem[], amount: Decimal): boolean {
  return Decimal.sum(items.map(signedOpen)).equals(amount);
}

/** The amount needs an explanation, while it is exactly what one document of the customer, named or not, is open for. */
function otherOfAmount({ clues, entry, index }: MatchCase): Evidence[] {
  const customers = [...new Set(clues.items.map((item) => item.customerId))];
  const other = customers
    .flatMap((customerId) => index.ofCustomer(customerId, entry.currency))
    .find((item) => signedOpen(item).equals(entry.amount));
  return other === undefined ? [] : [evidence('MATCH.SEVERAL_SOLUTIONS', 'amount', other.number)];
}

/** What may be missing from the sum: discounts and disputed parts of the documents, credit notes of their customers. */
function optionsFor(given: MatchCase): Part[] {
  const { clues, entry, index, policy } = given;
  const pointed = new Set(clues.items.map((item) => item.itemId));
  const customers = [...new Set(clues.items.map((item) => item.customerId))];
  const credits = customers
    .flatMap((customerId) => index.ofCustomer(customerId, entry.currency))
    .filter((item) => item.kind === 'credit-note' && !pointed.has(item.itemId))
    .map(itemPart)
    .filter((part) => part !== undefined);
  return [...clues.items.flatMap((item) => deductionParts(item, entry.bookedOn, policy)), ...credits];
}

export function pick(parts: readonly Part[], indices: readonly number[]): Part[] {
  return indices.map((at) => parts[at]).filter((part) => part !== undefined);
}

function pointedSolution(given: MatchCase, base: readonly Part[], chosen: readonly Part[]): MatchSolution {
  const parts = [...base, ...chosen];
  const notes = [...given.clues.evidence, ...forEvidence(given.payer.evidence), ...partEvidence(parts)];
  const level = given.clues.level ?? 'document-number';
  return solution(level, allocationsOf(parts), notes, chosen.length === 0 ? 95 : 90 - chosen.length);
}

export function forEvidence(notes: readonly Evidence[]): Evidence[] {
  return notes.filter((note) => note.weight === 'for');
}

/** Two sources that name different documents agree only when the payment is the plain sum of both. */
function splitBlockers(given: MatchCase, found: MatchSolution | undefined): Evidence[] {
  if (!given.clues.isSplit || found === undefined) return [];
  const isPlain =
    found.allocations.length === given.clues.items.length &&
    found.allocations.every((one) => one.deductions.length === 0);
  return isPlain ? [] : [evidence('MATCH.CLUES_DISAGREE', 'remittance')];
}

/** No explanation: what a person may want to do, a part payment or the rest on account. */
function unexplained(given: MatchCase, isComplete: boolean): SearchResult {
  const { clues, entry } = given;
  const blockers = isComplete ? [] : [evidence('MATCH.SEARCH_BOUND', 'amount')];
  const total = Decimal.sum(clues.items.map(signedOpen));
  const level = clues.level ?? 'document-number';
  const notes = [...clues.evidence, ...forEvidence(given.payer.evidence)];
  const isOver = entry.amount.greaterThan(total);
  blockers.push(
    evidence(isOver ? 'MATCH.AMOUNT_OVER' : 'MATCH.AMOUNT_SHORT', 'amount', entry.amount.minus(total).toString()),
  );
  const single = clues.items
    .filter((item) => signedOpen(item).equals(entry.amount))
    .map((item) => solution(level, [allocate(item)], [...notes, evidence('MATCH.AMOUNT_EXACT', 'amount')], 70));
  const rest = isOver ? entry.amount.minus(total) : Decimal.ZERO;
  const spread = isOver ? clues.items.map((item) => allocate(item)) : spreadOver(clues.items, entry.amount);
  const completed = isOver ? withOthers(given, toMinor(rest)) : [];
  return { proposals: [...single, ...completed, solution(level, spread, notes, isOver ? 55 : 60, rest)], blockers };
}

/** The payer named some documents and paid for more: which others of the same customer make up the rest. */
function withOthers(given: MatchCase, rest: number | undefined): MatchSolution[] {
  const { clues, entry, index, policy } = given;
  const [first] = clues.items;
  if (first === undefined || rest === undefined || clues.items.some((item) => item.customerId !== first.customerId))
    return [];
  const named = new Set(clues.items.map((item) => item.itemId));
  const others = index
    .ofCustomer(first.customerId, entry.currency)
    .filter((item) => !named.has(item.itemId))
    .map(itemPart)
    .filter((part) => part !== undefined);
  const bounds = { maxValues: policy.maxItems, maxSteps: policy.maxSteps, limit: policy.maxProposals };
  const { solutions } = findSubsets(
    others.map((part) => part.minor),
    rest,
    bounds,
  );
  const base = clues.items.map(itemPart).filter((part) => part !== undefined);
  return solutions.map((indices) => ({
    ...pointedSolution(given, base, pick(others, indices)),
    score: 68 - indices.length,
  }));
}

/** Credit notes first, then the invoices by due date until the money is used up. */
export function spreadOver(items: readonly OpenItem[], amount: Decimal): ReturnType<typeof allocate>[] {
  const credits = items.filter((item) => item.kind === 'credit-note');
  let left = amount.plus(Decimal.sum(credits.map((item) => item.openAmount)));
  const allocations = credits.map((item) => allocate(item));
  const invoices = items.filter((item) => item.kind !== 'credit-note');
  for (const item of [...invoices].sort((one, two) => (one.dueOn < two.dueOn ? -1 : one.dueOn > two.dueOn ? 1 : 0))) {
    if (!left.isPositive()) break;
    const share = left.lessThan(item.openAmount) ? left : item.openAmount;
    allocations.push(allocate(item, share));
    left = left.minus(share);
  }
  return allocations;
}

/** What speaks against posting to these customers' documents, given who paid. */
export function identityBlockers(given: MatchCase, items: readonly OpenItem[]): Evidence[] {
  const { entry, index, payer, clues } = given;
  const blockers: Evidence[] = [];
  const customers = [...new Set(items.map((item) => item.customerId))];
  const isStrong = clues.level === 'creditor-reference' || clues.level === 'remittance-advice';
  if (customers.length > 1 && !isStrong) blockers.push(evidence('MATCH.SEVERAL_CUSTOMERS', 'customer'));
  for (const customerId of customers) {
    const verdict = verdictFor(customerId, payer, entry, index);
    // A creditor reference has check digits: no slip of the pen makes it another's, so whoever pays may quote it.
    if (verdict === 'other' && clues.level !== 'creditor-reference')
      blockers.push(evidence('MATCH.PAYER_OTHER', 'counterparty-account'));
    if (verdict !== 'unknown') continue;
    for (const item of items.filter((one) => one.customerId === customerId))
      blockers.push(...strangerBlockers(given, item));
  }
  return blockers;
}

/** A stranger's word is taken only for a number that no slip of the pen could have turned into this one. */
function strangerBlockers(given: MatchCase, item: OpenItem): Evidence[] {
  const { clues, entry, index } = given;
  const key = documentKey(item.number);
  if (clues.level === 'document-number' && !isDistinctive(key))
    return [evidence('MATCH.NUMBER_WEAK', 'remittance', item.number)];
  const amounts = [item.openAmount, ...(clues.items.length === 1 ? [entry.amount] : [])];
  const alike = amounts
    .flatMap((amount) => index.withOpenAmount(amount, item.currency, 2 * MAX_NEIGHBOURS))
    .filter((one) => one.customerId !== item.customerId);
  const near =
    alike.length > MAX_NEIGHBOURS ? alike[0] : alike.find((one) => isNeighbour(key, documentKey(one.number)));
  return near === undefined ? [] : [evidence('MATCH.NEIGHBOUR_NUMBER', 'remittance', near.number)];
}
