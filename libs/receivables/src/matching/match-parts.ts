import { Decimal, daysBetween, type LocalDate } from '#kernel';
import { toMinor } from './minor-units.js';
import type { Deduction, ItemAllocation } from './match-outcome.js';
import type { MatchPolicy } from './match-policy.js';
import type { DiscountTerm, OpenItem } from './open-item.js';

/** A choice the search can make: take the item, or take something off an item that is in. */
export interface Part {
  readonly item: OpenItem;
  readonly kind: 'item' | 'discount' | 'dispute';
  /** Share of the payment in 1/10,000: negative for credit notes and deductions. */
  readonly minor: number;
}

/** What the item adds to a payment that settles it: a credit note takes away. */
export function signedOpen(item: OpenItem): Decimal {
  return item.kind === 'credit-note' ? item.openAmount.negated() : item.openAmount;
}

export function itemPart(item: OpenItem): Part | undefined {
  const minor = toMinor(signedOpen(item));
  return minor === undefined ? undefined : { item, kind: 'item', minor };
}

/** The early payment discounts and the disputed share that may be missing from the payment of an item. */
export function deductionParts(item: OpenItem, paidOn: LocalDate, policy: MatchPolicy): Part[] {
  if (item.kind === 'credit-note') return [];
  const parts: Part[] = [];
  const discount = discountOn(item, paidOn, policy);
  const discountMinor = discount === undefined ? undefined : toMinor(discount.amount.negated());
  if (discountMinor !== undefined) parts.push({ item, kind: 'discount', minor: discountMinor });
  const disputed = item.disputedAmount;
  const disputedMinor = disputed === undefined ? undefined : toMinor(disputed.negated());
  if (disputedMinor !== undefined && disputedMinor < 0 && disputed?.lessThan(item.openAmount) === true)
    parts.push({ item, kind: 'dispute', minor: disputedMinor });
  return parts;
}

/** The best discount still open on that day; only on an invoice of which nothing was paid yet. */
function discountOn(item: OpenItem, paidOn: LocalDate, policy: MatchPolicy): DiscountTerm | undefined {
  if (!item.openAmount.equals(item.originalAmount)) return undefined;
  const open = (item.discounts ?? []).filter((term) => daysBetween(term.until, paidOn) <= policy.discountGraceDays);
  return open.sort((left, right) => right.amount.compare(left.amount))[0];
}

/** Allocations of a set of parts; a deduction without its item never comes here. */
export function allocationsOf(parts: readonly Part[]): ItemAllocation[] {
  return parts
    .filter((part) => part.kind === 'item')
    .map(({ item }) => {
      const own = parts.filter((part) => part.kind !== 'item' && part.item.itemId === item.itemId);
      const deductions = own.map((part): Deduction => ({
        kind: part.kind === 'dispute' ? 'dispute' : 'discount',
        amount: amountOf(part),
      }));
      return allocate(item, undefined, deductions);
    });
}

function amountOf(part: Part): Decimal {
  const { item, kind } = part;
  if (kind === 'dispute') return item.disputedAmount ?? Decimal.ZERO;
  return (
    (item.discounts ?? []).map((term) => term.amount).find((amount) => toMinor(amount) === -part.minor) ?? Decimal.ZERO
  );
}

/** One item paid by `share` (default: all that is left after the deductions). */
export function allocate(item: OpenItem, share?: Decimal, deductions: readonly Deduction[] = []): ItemAllocation {
  const all = Decimal.sum(deductions.map((one) => one.amount));
  const amount = share ?? (item.kind === 'credit-note' ? item.openAmount.negated() : item.openAmount.minus(all));
  const closing = Decimal.sum(deductions.filter((one) => one.kind !== 'dispute').map((one) => one.amount));
  const { itemId, number, customerId } = item;
  const openAfter = item.openAmount.minus(amount.abs()).minus(closing);
  const claim = item.kind === 'debit-note' ? { isClaim: true } : {};
  return { itemId, ...claim, number, customerId, amount, deductions, openAfter };
}

/** Deductions only make sense with their item, at most one of them on an item; credit notes pay invoices, never claims. */
export function isSensible(parts: readonly Part[]): boolean {
  if (!creditsAreUsed(parts)) return false;
  const taken = new Set(parts.filter((part) => part.kind === 'item').map((part) => part.item.itemId));
  const deducted = parts.filter((part) => part.kind !== 'item').map((part) => part.item.itemId);
  return deducted.every((id) => taken.has(id)) && new Set(deducted).size === deducted.length;
}

/** Whether each customer's credit notes are covered by its invoices; looked at only where a claim is paid, too. */
function creditsAreUsed(parts: readonly Part[]): boolean {
  if (!parts.some(({ item }) => item.kind === 'debit-note')) return true;
  const left = new Map<string, number>();
  for (const { item, minor } of parts) {
    if (item.kind !== 'debit-note') left.set(item.customerId, (left.get(item.customerId) ?? 0) + minor);
  }
  return [...left.values()].every((minor) => minor >= 0);
}
