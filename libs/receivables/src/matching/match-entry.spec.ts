import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate } from '#kernel';
import type { BankEntry } from '#remittance';
import { matchEntry } from './match-entry.js';
import type { MatchOutcome } from './match-outcome.js';
import { DEFAULT_MATCH_POLICY, NO_KNOWLEDGE, type MatchKnowledge } from './match-policy.js';
import { item, PAYER_IBAN, payment } from './matching.fixture.js';
import { OpenItemIndex } from './open-item-index.js';
import type { OpenItem } from './open-item.js';

const CUSTOMERS = [
  { customerId: 'C1', names: ['Example Buyer SAS'] },
  { customerId: 'C2', names: ['Other Example GmbH'] },
];
const KNOWN: MatchKnowledge = {
  ...NO_KNOWLEDGE,
  payers: (key) => (key === PAYER_IBAN ? [{ customerId: 'C1', confirmations: 3, contradictions: 0 }] : []),
};
const fromKnown = (more: Partial<BankEntry> = {}) => ({ counterparty: { iban: PAYER_IBAN }, ...more });

function match(entry: BankEntry, items: OpenItem[], knowledge = NO_KNOWLEDGE): MatchOutcome {
  return matchEntry(entry, new OpenItemIndex(items, CUSTOMERS), DEFAULT_MATCH_POLICY, knowledge);
}
const posted = (outcome: MatchOutcome) =>
  outcome.kind === 'allocated'
    ? Object.fromEntries(outcome.solution.allocations.map((one) => [one.number, one.amount.toString()]))
    : outcome.kind;
const reasons = (outcome: MatchOutcome) => (outcome.kind === 'allocated' ? [] : outcome.reasons.map((one) => one.code));

describe('matching by reference', () => {
  const A = item('FA-2026-0001', '119.00');
  const B = item('FA-2026-0002', '240.50');

  it('posts on a creditor reference with the exact amount, structured or printed in the text', () => {
    const structured = [{ reference: 'RF26FA20260001', isIso11649: true }];
    const outcome = match(payment('119.00', [], { structuredReferences: structured }), [A, B]);
    expect(posted(outcome)).toEqual({ 'FA-2026-0001': '119.00' });
    expect(outcome.kind === 'allocated' && outcome.solution.level).toBe('creditor-reference');
    expect(posted(match(payment('119.00', 'ref RF26 FA20 2600 01'), [A, B]))).toEqual({ 'FA-2026-0001': '119.00' });
  });

  it('posts on whole document numbers, also several and also cut by the bank', () => {
    expect(posted(match(payment('359.50', 'inv. FA-2026-0001, FA 2026 0002'), [A, B]))).toEqual({
      'FA-2026-0001': '119.00',
      'FA-2026-0002': '240.50',
    });
    expect(posted(match(payment('119.00', ['paiement facture     FA-202', '6-0001']), [A]))).toEqual({
      'FA-2026-0001': '119.00',
    });
  });

  it('never takes a number inside a longer one', () => {
    expect(match(payment('119.00', 'INV-1001'), [item('INV-100', '119.00')]).kind).toBe('proposed');
    expect(reasons(match(payment('119.00', '2024-1001'), [item('2024-100', '119.00')]))).not.toEqual([]);
    expect(
      posted(
        match(payment('7.00', 'RE 2024-1001'), [item('2024-100', '7.00'), item('2024-1001', '7.00', { itemId: 'X' })]),
      ),
    ).toEqual({
      '2024-1001': '7.00',
    });
  });

  it('leaves a wrong amount to a person and says what is missing', () => {
    const outcome = match(payment('100.00', 'FA-2026-0001'), [A, B]);
    expect(outcome.kind).toBe('proposed');
    expect(reasons(outcome)).toContain('MATCH.AMOUNT_SHORT');
    expect(outcome.kind === 'proposed' && outcome.proposals[0]?.allocations[0]?.openAfter.toString()).toBe('19.00');
  });

  it('holds what quotes a settled or unknown document besides', () => {
    const settled = {
      ...NO_KNOWLEDGE,
      closedItem: (key: string) =>
        key === 'FA20260009' ? { itemId: '9', number: 'FA-2026-0009', customerId: 'C1' } : undefined,
    };
    expect(reasons(match(payment('119.00', 'FA-2026-0001 FA-2026-0009'), [A], settled))).toEqual(['MATCH.CLOSED_ITEM']);
    expect(reasons(match(payment('119.00', 'FA-2026-0001 FA-2026-0777'), [A]))).toEqual(['MATCH.UNKNOWN_NUMBER']);
  });

  it('holds a number quoted by somebody who is another customer, or whose slip it may be', () => {
    const other = payment('119.00', 'FA-2026-0001', { counterparty: { name: 'OTHER EXAMPLE' } });
    expect(reasons(match(other, [A]))).toEqual(['MATCH.PAYER_OTHER']);
    const near = item('FA-2026-0010', '119.00', { customerId: 'C2' });
    expect(reasons(match(payment('119.00', 'FA-2026-0001'), [A, near]))).toEqual(['MATCH.NEIGHBOUR_NUMBER']);
    const own = payment('119.00', 'FA-2026-0001', { counterparty: { name: 'Example Buyer' } });
    expect(posted(match(own, [A, near]))).toEqual({ 'FA-2026-0001': '119.00' });
  });

  it('explains the difference by discount, credit note, disputed part, bank charge or tolerance', () => {
    const discounted = item('FA-2026-0003', '100.00', {
      discounts: [{ amount: Decimal.of('2.00'), until: localDate('2026-11-20') }],
    });
    expect(posted(match(payment('98.00', 'FA-2026-0003'), [discounted]))).toEqual({ 'FA-2026-0003': '98.00' });
    const late = payment('98.00', 'FA-2026-0003', { bookedOn: localDate('2026-11-21') });
    expect(match(late, [discounted]).kind).toBe('proposed');
    const credit = item('AV-2026-0001', '19.00', { kind: 'credit-note' });
    expect(posted(match(payment('100.00', 'FA-2026-0001'), [A, credit]))).toEqual({
      'FA-2026-0001': '119.00',
      'AV-2026-0001': '-19.00',
    });
    const disputed = item('FA-2026-0004', '50.00', { disputedAmount: Decimal.of('12.00') });
    const outcome = match(payment('38.00', 'FA-2026-0004'), [disputed]);
    expect(outcome.kind === 'allocated' && outcome.solution.allocations[0]?.openAfter.toString()).toBe('12.00');
    const charge = { charges: [{ amount: Decimal.of('8.50'), currency: 'EUR', isIncluded: true }] };
    expect(match(payment('110.50', 'FA-2026-0001', charge), [A]).kind).toBe('allocated');
    expect(match(payment('118.97', 'FA-2026-0001'), [A]).kind).toBe('allocated');
    expect(match(payment('118.50', 'FA-2026-0001'), [A]).kind).toBe('proposed');
  });

  it('holds a difference that a discount and a credit note explain equally well', () => {
    const discounted = item('FA-2026-0003', '100.00', {
      discounts: [{ amount: Decimal.of('2.00'), until: localDate('2026-12-01') }],
    });
    const credit = item('AV-2026-0002', '2.00', { kind: 'credit-note' });
    expect(reasons(match(payment('98.00', 'FA-2026-0003'), [discounted, credit]))).toEqual(['MATCH.SEVERAL_SOLUTIONS']);
  });

  it('follows the payer’s own list to the cent, with announced deductions left open', () => {
    const documents = [
      {
        number: 'FA-2026-0001',
        remittedAmount: Decimal.of('100.00'),
        adjustments: [{ amount: Decimal.of('19.00'), reason: '09' }],
      },
      { number: 'FA-2026-0002', remittedAmount: Decimal.of('240.50'), adjustments: [] },
    ];
    const outcome = match(payment('340.50', [], { referredDocuments: documents }), [A, B]);
    expect(posted(outcome)).toEqual({ 'FA-2026-0001': '100.00', 'FA-2026-0002': '240.50' });
    expect(outcome.kind === 'allocated' && outcome.solution.allocations[0]?.openAfter.toString()).toBe('19.00');
    expect(reasons(match(payment('340.00', [], { referredDocuments: documents }), [A, B]))).toContain(
      'MATCH.ADVICE_MISMATCH',
    );
  });

  it('keeps other currencies apart and ignores what is no receipt', () => {
    const dollars = item('FA-2026-0008', '119.00', { currency: 'USD' });
    expect(match(payment('119.00', 'FA-2026-0008'), [dollars]).kind).not.toBe('allocated');
    expect(match(payment('-119.00', 'FA-2026-0001'), [A]).kind).toBe('ignored');
    expect(match(payment('119.00', 'FA-2026-0001', { status: 'pending' }), [A]).kind).toBe('ignored');
    expect(match(payment('119.00', 'FA-2026-0001', { isReversal: true }), [A]).kind).toBe('ignored');
  });
});

describe('matching without a reference', () => {
  const A = item('FA-2026-0001', '1119.37');
  const B = item('FA-2026-0002', '2240.51');
  const C = item('FA-2026-0003', '730.08');

  it('posts the only combination of a proven payer', () => {
    expect(posted(match(payment('2240.51', 'thanks', fromKnown()), [A, B, C], KNOWN))).toEqual({
      'FA-2026-0002': '2240.51',
    });
    expect(posted(match(payment('1849.45', [], fromKnown()), [A, B, C], KNOWN))).toEqual({
      'FA-2026-0001': '1119.37',
      'FA-2026-0003': '730.08',
    });
  });

  it('proposes for a stranger, whatever the amount', () => {
    const outcome = match(payment('2240.51', 'thanks'), [A, B, C]);
    expect(outcome.kind).toBe('proposed');
    expect(reasons(outcome)).toContain('MATCH.PAYER_UNKNOWN');
  });

  it('proposes when two combinations fit, when it may be an instalment, a repetition, or chance', () => {
    const twin = item('FA-2026-0004', '2240.51');
    expect(reasons(match(payment('2240.51', [], fromKnown()), [A, B, twin], KNOWN))).toContain(
      'MATCH.SEVERAL_SOLUTIONS',
    );
    const double = item('FA-2026-0005', '4481.02');
    expect(reasons(match(payment('2240.51', [], fromKnown()), [A, B, double], KNOWN))).toContain('MATCH.FRACTION');
    const repeated = {
      ...KNOWN,
      recentPayments: () => [
        { entryRef: 'earlier', amount: Decimal.of('2240.51'), currency: 'EUR', bookedOn: localDate('2026-11-18') },
      ],
    };
    expect(reasons(match(payment('2240.51', [], fromKnown()), [A, B, C], repeated))).toEqual([
      'MATCH.REPEATED_PAYMENT',
    ]);
    const flat = [100, 250, 430].map((amount, at) => item(`FA-2026-001${at}`, `${amount}.00`));
    expect(reasons(match(payment('250.00', [], fromKnown()), flat, KNOWN))).toContain('MATCH.COINCIDENCE');
    const disputed = item('FA-2026-0006', '333.33', { disputedAmount: Decimal.of('333.33') });
    expect(reasons(match(payment('333.33', [], fromKnown()), [A, disputed], KNOWN))).toContain('MATCH.DISPUTED_ITEM');
  });

  it('does not post what it cannot search to the end', () => {
    const many = Array.from({ length: 45 }, (_, at) =>
      item(`FA-2026-1${String(at).padStart(3, '0')}`, `${at + 10}.01`),
    );
    const outcome = match(payment('33.01', [], fromKnown()), many, KNOWN);
    expect(outcome.kind).toBe('proposed');
  });
});
