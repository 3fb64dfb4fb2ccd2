import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, localDate } from '#kernel';
import { matchEntry } from '../matching/match-entry.js';
import { DEFAULT_MATCH_POLICY, NO_KNOWLEDGE } from '../matching/match-policy.js';
import { item, payment } from '../matching/matching.fixture.js';
import { OpenItemIndex } from '../matching/open-item-index.js';
import { balancesOf } from './balances.js';
import type { LedgerEntry, LedgerKind } from './ledger-entry.js';
import { postingsOf, undoPostings, type Posting } from './postings.js';

let sequence = 0;
const TAKES_AWAY: readonly LedgerKind[] = ['credit-note', 'payment', 'write-off'];
/** `amount` as people say it: the kind decides the sign. */
const entry = (kind: LedgerKind, amount: string | Decimal, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: `L${(sequence += 1)}`,
  kind,
  customerRef: 'C1',
  currency: 'EUR',
  bookedOn: localDate('2026-11-20'),
  at: new Date('2026-11-20T10:00:00Z'),
  amount: TAKES_AWAY.includes(kind) ? Decimal.of(amount).negated() : Decimal.of(amount),
  cause: { code: 'test' },
  correlationId: 'X',
  ...more,
});
const asEntry = (posting: Posting) => ({ ...entry(posting.kind, '0'), ...posting });

describe('the ledger', () => {
  it('posts a match with credit note and discount, and takes it back without a trace in the balances', () => {
    const invoice = item('FA-1000-1', '100.00', {
      discounts: [{ amount: Decimal.of('2.00'), until: localDate('2026-12-01') }],
    });
    const credit = item('AV-1000-2', '18.00', { kind: 'credit-note' });
    const outcome = matchEntry(
      payment('80.00', 'FA-1000-1 AV-1000-2'),
      new OpenItemIndex([invoice, credit]),
      DEFAULT_MATCH_POLICY,
      NO_KNOWLEDGE,
    );
    if (outcome.kind !== 'allocated') throw new Error(JSON.stringify(outcome));
    const before = [
      entry('invoice', '100.00', { invoiceId: 'FA-1000-1' }),
      entry('credit-note', '18.00', { invoiceId: 'AV-1000-2' }),
      entry('payment', '80.00', { paymentId: 'P1' }),
    ];
    const posted = postingsOf(outcome.solution, new Map([['C1', 'P1']]), { code: 'matched' }).map(asEntry);
    expect(
      posted.map((one) => [one.kind, one.amount.toString(), one.creditInvoiceId ?? one.paymentId ?? one.cause['code']]),
    ).toEqual([
      ['allocation', '18.00', 'AV-1000-2'],
      ['allocation', '80.00', 'P1'],
      ['write-off', '-2.00', 'discount'],
    ]);
    const after = balancesOf([...before, ...posted]);
    expect([...after.documents.values()].every((one) => one.openAmount.isZero())).toBe(true);
    expect(after.accounts.get('C1|EUR')?.isZero()).toBe(true);
    const undone = balancesOf([
      ...before,
      ...posted,
      ...undoPostings(posted, { code: 'undo', note: 'wrong' }).map(asEntry),
    ]);
    expect(undone.documents.get('FA-1000-1')?.openAmount.toString()).toBe('100.00');
    expect(undone.payments.get('P1')?.unallocatedAmount.toString()).toBe('80.00');
  });

  it('reopens the invoice when the bank takes the money back', () => {
    const start = [entry('invoice', '50.00', { invoiceId: 'I' }), entry('payment', '50.00', { paymentId: 'P' })];
    const tied = entry('allocation', '50.00', { invoiceId: 'I', paymentId: 'P' });
    const back = [
      ...undoPostings([tied], { code: 'return' }).map(asEntry),
      entry('payment-return', '50.00', { paymentId: 'P' }),
    ];
    const balances = balancesOf([...start, tied, ...back]);
    expect(balances.documents.get('I')?.openAmount.toString()).toBe('50.00');
    expect(balances.accounts.get('C1|EUR')?.toString()).toBe('50.00');
  });

  it('refuses to take more than there is', () => {
    const start = [entry('invoice', '50.00', { invoiceId: 'I' }), entry('payment', '60.00', { paymentId: 'P' })];
    expect(() => balancesOf([...start, entry('allocation', '50.01', { invoiceId: 'I', paymentId: 'P' })])).toThrow(
      'more than there is',
    );
    expect(() => balancesOf([...start, entry('refund', '60.01', { paymentId: 'P' })])).toThrow();
    expect(() =>
      balancesOf([...start, entry('allocation', '1.00', { invoiceId: 'I', paymentId: 'P', customerRef: 'C2' })]),
    ).toThrow();
  });

  it('keeps balance = open documents − open credits − cash on account, whatever is posted (property)', () => {
    const amounts = fc.array(
      fc.tuple(
        fc.constantFrom('invoice', 'credit-note', 'payment', 'allocation', 'write-off', 'refund'),
        fc.integer({ min: 1, max: 50_000 }),
        fc.nat(6),
        fc.nat(6),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(amounts, (steps) => {
        const entries: LedgerEntry[] = [];
        for (const [kind, cents, one, two] of steps) {
          const id =
            kind === 'invoice'
              ? { invoiceId: `I${one}-${entries.length}` }
              : kind === 'credit-note'
                ? { invoiceId: `A${one}-${entries.length}` }
                : { paymentId: `P${entries.length}` };
          const known = balancesOf(entries);
          const open = [...known.documents.values()].filter((each) => each.kind === 'invoice')[one];
          const cash = [...known.payments.values()][two];
          const target =
            kind === 'allocation'
              ? { invoiceId: open?.documentId, paymentId: cash?.paymentId }
              : kind === 'write-off'
                ? { invoiceId: open?.documentId }
                : kind === 'refund'
                  ? { paymentId: cash?.paymentId }
                  : id;
          const next = entry(kind, Decimal.fromUnits(BigInt(cents), 2), target);
          try {
            balancesOf([...entries, next]);
            entries.push(next);
          } catch {
            continue;
          }
        }
        const { documents: items, payments, accounts } = balancesOf(entries);
        const documents = [...items.values()].map((each) => each.openAmount);
        const cash = [...payments.values()].map((each) => each.unallocatedAmount.negated());
        expect((accounts.get('C1|EUR') ?? Decimal.ZERO).equals(Decimal.sum([...documents, ...cash]))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
