import { Decimal, FacteurError } from '#kernel';
import type { LedgerEntry } from './ledger-entry.js';

/** A document with what is left of it: to pay (invoice, claim: positive) or to use (credit note: negative). */
export interface DocumentBalance {
  readonly documentId: string;
  readonly customerRef: string;
  readonly currency: string;
  readonly kind: 'invoice' | 'debit-note' | 'credit-note';
  readonly originalAmount: Decimal;
  readonly openAmount: Decimal;
}

/** Money received and not yet tied to a document, given back or returned by the bank. */
export interface PaymentBalance {
  readonly paymentId: string;
  readonly customerRef: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly unallocatedAmount: Decimal;
}

export interface LedgerBalances {
  readonly documents: ReadonlyMap<string, DocumentBalance>;
  readonly payments: ReadonlyMap<string, PaymentBalance>;
  /** By `customer|currency`: positive is owed to us. */
  readonly accounts: ReadonlyMap<string, Decimal>;
}

/**
 * Derives every balance from the entries, in their order. For each customer and currency:
 * balance = open invoices and claims − open credit notes − unallocated payments.
 * @throws FacteurError `LEDGER.IMPOSSIBLE` (precondition) when an entry would take more from a document or payment than it
 * has, takes back what is not there, or names what is another customer's or in another currency.
 */
export function balancesOf(entries: Iterable<LedgerEntry>): LedgerBalances {
  const state = new BalanceState();
  for (const entry of entries) state.post(entry);
  return state;
}

class BalanceState implements LedgerBalances {
  readonly documents = new Map<string, DocumentBalance>();
  readonly payments = new Map<string, PaymentBalance>();
  readonly accounts = new Map<string, Decimal>();
  private readonly posted = new Map<string, LedgerEntry>();
  private readonly reversed = new Set<string>();

  post(entry: LedgerEntry): void {
    this.checkReversal(entry);
    const key = `${entry.customerRef}|${entry.currency}`;
    const change = entry.kind === 'allocation' ? Decimal.ZERO : entry.amount;
    this.accounts.set(key, (this.accounts.get(key) ?? Decimal.ZERO).plus(change));
    switch (entry.kind) {
      case 'invoice':
      case 'debit-note':
      case 'credit-note':
        this.create(entry, entry.kind);
        break;
      case 'payment':
        this.receive(entry);
        break;
      case 'allocation':
        this.changeDocument(entry, entry.invoiceId ?? entry.claimId, entry.amount.negated());
        if (entry.paymentId === undefined) this.changeDocument(entry, entry.creditInvoiceId, entry.amount);
        else this.changePayment(entry, entry.amount.negated());
        break;
      case 'write-off':
        this.changeDocument(entry, entry.invoiceId ?? entry.claimId, entry.amount);
        break;
      case 'payment-return':
      case 'refund':
        if (entry.paymentId === undefined) this.changeDocument(entry, entry.invoiceId, entry.amount);
        else this.changePayment(entry, entry.amount.negated());
    }
    this.posted.set(entry.id, entry);
  }

  private checkReversal(entry: LedgerEntry): void {
    if (entry.reverses === undefined) return;
    const earlier = this.posted.get(entry.reverses);
    const isOpposite = earlier?.kind === entry.kind && earlier.amount.plus(entry.amount).isZero();
    if (!isOpposite || this.reversed.has(entry.reverses)) throw impossible(entry);
    this.reversed.add(entry.reverses);
  }

  private create(entry: LedgerEntry, kind: DocumentBalance['kind']): void {
    const documentId = entry.invoiceId ?? entry.claimId ?? '';
    const before = this.documents.get(documentId);
    const originalAmount = (before?.originalAmount ?? Decimal.ZERO).plus(entry.amount);
    const openAmount = (before?.openAmount ?? Decimal.ZERO).plus(entry.amount);
    if (documentId === '' || (before !== undefined && entry.reverses === undefined)) throw impossible(entry);
    const { customerRef, currency } = entry;
    this.setDocument(entry, { documentId, customerRef, currency, kind, originalAmount, openAmount });
  }

  private receive(entry: LedgerEntry): void {
    const paymentId = entry.paymentId ?? '';
    const before = this.payments.get(paymentId);
    const amount = (before?.amount ?? Decimal.ZERO).minus(entry.amount);
    const unallocatedAmount = (before?.unallocatedAmount ?? Decimal.ZERO).minus(entry.amount);
    if (paymentId === '' || unallocatedAmount.isNegative()) throw impossible(entry);
    const { customerRef, currency } = entry;
    this.payments.set(paymentId, { paymentId, customerRef, currency, amount, unallocatedAmount });
  }

  private changeDocument(entry: LedgerEntry, documentId: string | undefined, change: Decimal): void {
    const before = this.documents.get(documentId ?? '');
    const isSame = before?.customerRef === entry.customerRef && before.currency === entry.currency;
    if (before === undefined || !isSame) throw impossible(entry);
    this.setDocument(entry, { ...before, openAmount: before.openAmount.plus(change) });
  }

  /** What is open lies between nothing and the original amount, on either side of zero. */
  private setDocument(entry: LedgerEntry, after: DocumentBalance): void {
    const isCredit = after.kind === 'credit-note';
    const open = isCredit ? after.openAmount.negated() : after.openAmount;
    const original = isCredit ? after.originalAmount.negated() : after.originalAmount;
    if (open.isNegative() || open.greaterThan(original)) throw impossible(entry);
    this.documents.set(after.documentId, after);
  }

  private changePayment(entry: LedgerEntry, change: Decimal): void {
    const before = this.payments.get(entry.paymentId ?? '');
    const unallocatedAmount = before?.unallocatedAmount.plus(change);
    const isSame = before?.customerRef === entry.customerRef && before.currency === entry.currency;
    if (before === undefined || unallocatedAmount === undefined || !isSame) throw impossible(entry);
    if (unallocatedAmount.isNegative() || unallocatedAmount.greaterThan(before.amount)) throw impossible(entry);
    this.payments.set(before.paymentId, { ...before, unallocatedAmount });
  }
}

function impossible(entry: LedgerEntry): FacteurError {
  const { id, kind, invoiceId, claimId, paymentId, reverses } = entry;
  const facts = { id, kind, invoiceId, claimId, paymentId, reverses, amount: entry.amount.toString() };
  return new FacteurError('LEDGER.IMPOSSIBLE', 'precondition', 'The entry takes more than there is', facts);
}
