import { Decimal } from '#kernel';
import type { ReferredDocument } from '#remittance';
import { documentKey } from './document-key.js';
import type { MatchCase, SearchResult } from './match-case.js';
import { solution } from './match-case.js';
import { evidence } from './match-evidence.js';
import type { Deduction, Evidence, ItemAllocation } from './match-outcome.js';
import { allocate } from './match-parts.js';
import type { OpenItem } from './open-item.js';

const MAX_DOCUMENTS = 2_000;

/**
 * Follows the payer's own list of documents and amounts (ISO 20022 `RfrdDocInf`, remittance advice). The debtor's
 * indication binds (Code civil art. 1342-10), so a share below the open amount is allocated too, if all shares add up
 * to the payment. Undefined when the list has no amounts: then it only points.
 */
export function solveByDocuments(given: MatchCase): SearchResult | undefined {
  const { documents } = given.clues;
  if (documents.length === 0 || documents.some((one) => one.remittedAmount === undefined)) return undefined;
  if (documents.length > MAX_DOCUMENTS)
    return { proposals: [], blockers: [evidence('MATCH.SEARCH_BOUND', 'referred-document', String(documents.length))] };
  const blockers: Evidence[] = [];
  const allocations: ItemAllocation[] = [];
  const notes: Evidence[] = [];
  for (const document of documents) {
    const item = itemOf(document, given);
    const allocation = item === undefined ? undefined : shareOf(document, item, given, notes);
    if (item === undefined || allocation === undefined)
      blockers.push(evidence('MATCH.ADVICE_MISMATCH', 'referred-document', document.number));
    else allocations.push(allocation);
  }
  const isTwice = new Set(allocations.map((one) => one.itemId)).size !== allocations.length;
  const sum = Decimal.sum(allocations.map((one) => one.amount));
  const rest = given.entry.amount.minus(sum);
  if (isTwice || !rest.isZero()) blockers.push(evidence('MATCH.ADVICE_MISMATCH', 'amount', sum.toString()));
  const found = solution('remittance-advice', allocations, [...given.clues.evidence, ...notes], 96, positive(rest));
  if (blockers.length === 0) return { certain: found, proposals: [], blockers };
  const isUsable = allocations.length > 0 && !isTwice && !rest.isNegative();
  return { proposals: isUsable ? [{ ...found, score: 60 }] : [], blockers };
}

function positive(amount: Decimal): Decimal {
  return amount.isPositive() ? amount : Decimal.ZERO;
}

function itemOf(document: ReferredDocument, given: MatchCase): OpenItem | undefined {
  const key = documentKey(document.number);
  const found = given.clues.items.filter(
    (item) => documentKey(item.number) === key || documentKey(item.creditorReference ?? '') === key,
  );
  return found.length === 1 ? found[0] : undefined;
}

/** Undefined when the share is more than the item has open, or a discount is taken that is not due. */
function shareOf(
  document: ReferredDocument,
  item: OpenItem,
  given: MatchCase,
  notes: Evidence[],
): ItemAllocation | undefined {
  const isCredit = item.kind === 'credit-note';
  const share = document.remittedAmount?.abs() ?? Decimal.ZERO;
  const deductions: Deduction[] = [];
  const discount = document.discountAmount;
  if (discount !== undefined && discount.isPositive()) {
    const isDue = (item.discounts ?? []).some(
      (term) => term.amount.equals(discount) && given.entry.bookedOn <= term.until,
    );
    if (!isDue || isCredit) return undefined;
    deductions.push({ kind: 'discount', amount: discount });
    notes.push(evidence('MATCH.DISCOUNT', 'referred-document', document.number));
  }
  for (const adjustment of document.adjustments) {
    if (!adjustment.amount.isPositive()) return undefined;
    deductions.push({ kind: 'dispute', amount: adjustment.amount, reason: adjustment.reason ?? adjustment.text });
    notes.push(evidence('MATCH.DEDUCTION_ANNOUNCED', 'referred-document', document.number));
  }
  if (document.creditNoteAmount?.isZero() === false) return undefined;
  const allocation = allocate(item, isCredit ? share.negated() : share, deductions);
  const disputed = Decimal.sum(deductions.filter((one) => one.kind === 'dispute').map((one) => one.amount));
  return allocation.openAfter.lessThan(disputed) ? undefined : allocation;
}
