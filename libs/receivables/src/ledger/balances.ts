import { Decimal, FacteurError } from '#kernel';
import type { LedgerEntry, LedgerKind } from './ledger-entry.js';

/** What one unit of an entry does to the customer's balance: +1 the customer owes more, −1 less, 0 nothing. */
export const BALANCE_EFFECT: Readonly<Record<LedgerKind, 1 | -1 | 0>> = {
  invoice: 1,
  'debit-note': 1,
  'credit-note': -1,
  payment: -1,
  'payment-return': 1,
  refund: 1,
  'write-off': -1,
  allocation: 0,
};

/** Document side of a balance: what is left to pay, or to use of a credit note. */
export interface ItemBalance {
  readonly itemId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly kind: 'invoice' | 'debit-note' | 'credit-note';
  readonly originalAmount: Decimal;
  readonly openAmount: Decimal;
}

/** Money received and not yet tied to a document, given back or returned by the bank. */
export interface PaymentBalance {
  readonly paymentId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly unallocatedAmount: Decimal;
}

export interface LedgerBalances {
  readonly items: ReadonlyMap<string, ItemBalance>;
  readonly payments: ReadonlyMap<string, PaymentBalance>;
  /** By `customer|currency`: positive is owed to us. */
  readonly customers: ReadonlyMap<string, Decimal>;
}

/**
 * Derives every balance from the entries, in their order. For each customer and currency:
 * balance = open invoices and debit notes − open credit notes − unallocated payments.
 * @throws FacteurError `LEDGER.IMPOSSIBLE` (precondition) when an entry would take more from a document or payment than it
 * has, or names one that is not there.
 */
export function balancesOf(entries: Iterable<LedgerEntry>): LedgerBalances {
  const state = new BalanceState();
  for (const entry of entries) state.post(entry);
  return state;
}

class BalanceState implements LedgerBalances {
  readonly items = new Map<string, ItemBalance>();
  readonly payments = new Map<string, PaymentBalance>();
  readonly customers = new Map<string, Decimal>();

  post(entry: LedgerEntry): void {
    const key = `${entry.customerId}|${entry.currency}`;
    const effect = BALANCE_EFFECT[entry.kind];
    const change = effect === 0 ? Decimal.ZERO : effect === 1 ? entry.amount : entry.amount.negated();
    this.customers.set(key, (this.customers.get(key) ?? Decimal.ZERO).plus(change));
    switch (entry.kind) {
      case 'invoice':
      case 'debit-note':
      case 'credit-note':
        return this.document(entry, entry.kind);
      case 'payment':
        return this.payment(entry);
      case 'allocation':
        return this.allocation(entry);
      case 'write-off':
        return this.takeFromItem(entry, entry.itemId);
      case 'payment-return':
      case 'refund':
        return entry.paymentId === undefined ? this.takeFromItem(entry, entry.itemId) : this.takeFromPayment(entry);
    }
  }

  /** A document, or the reversal of one that nothing was allocated to. */
  private document(entry: LedgerEntry, kind: ItemBalance['kind']): void {
    const itemId = entry.itemId ?? '';
    const before = this.items.get(itemId);
    const original = (before?.originalAmount ?? Decimal.ZERO).plus(entry.amount);
    const open = (before?.openAmount ?? Decimal.ZERO).plus(entry.amount);
    if (itemId === '' || open.isNegative()) throw impossible(entry);
    const { customerId, currency } = entry;
    this.items.set(itemId, { itemId, customerId, currency, kind, originalAmount: original, openAmount: open });
  }

  private payment(entry: LedgerEntry): void {
    const paymentId = entry.paymentId ?? '';
    const before = this.payments.get(paymentId);
    const amount = (before?.amount ?? Decimal.ZERO).plus(entry.amount);
    const unallocatedAmount = (before?.unallocatedAmount ?? Decimal.ZERO).plus(entry.amount);
    if (paymentId === '' || unallocatedAmount.isNegative()) throw impossible(entry);
    const { customerId, currency } = entry;
    this.payments.set(paymentId, { paymentId, customerId, currency, amount, unallocatedAmount });
  }

  /** Ties money or credit to a document; a negative amount undoes it. */
  private allocation(entry: LedgerEntry): void {
    this.takeFromItem(entry, entry.itemId);
    if (entry.paymentId !== undefined) this.takeFromPayment(entry);
    else this.takeFromItem(entry, entry.creditItemId);
  }

  private takeFromItem(entry: LedgerEntry, itemId: string | undefined): void {
    const before = this.items.get(itemId ?? '');
    const openAmount = before?.openAmount.minus(entry.amount);
    const isSame = before?.customerId === entry.customerId && before.currency === entry.currency;
    if (before === undefined || openAmount === undefined || !isSame) throw impossible(entry);
    if (openAmount.isNegative() || openAmount.greaterThan(before.originalAmount)) throw impossible(entry);
    this.items.set(before.itemId, { ...before, openAmount });
  }

  private takeFromPayment(entry: LedgerEntry): void {
    const before = this.payments.get(entry.paymentId ?? '');
    const unallocatedAmount = before?.unallocatedAmount.minus(entry.amount);
    const isSame = before?.customerId === entry.customerId && before.currency === entry.currency;
    if (before === undefined || unallocatedAmount === undefined || !isSame) throw impossible(entry);
    if (unallocatedAmount.isNegative() || unallocatedAmount.greaterThan(before.amount)) throw impossible(entry);
    this.payments.set(before.paymentId, { ...before, unallocatedAmount });
  }
}

function impossible(entry: LedgerEntry): FacteurError {
  const { entryId, kind, itemId, paymentId } = entry;
  const amount = entry.amount.toString();
  const facts = { entryId, kind, itemId, paymentId, amount };
  return new FacteurError('LEDGER.IMPOSSIBLE', 'precondition', 'The entry takes more than there is', facts);
}
