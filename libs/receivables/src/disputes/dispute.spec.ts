import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '#kernel';
import { causeOfReason, DISPUTE_CAUSE_CODES, reasonOfCause } from './causes.js';
import { DISPUTE_CAUSES, REFUSAL_REASONS } from './dispute-causes.table.js';
import { DISPUTE_MOVES, DISPUTE_STATES, type DisputeState } from './dispute-moves.table.js';
import { allowedMoves, disputedAmount, explainsDispute, moveDispute, slaClocks } from './dispute.js';

const d = (text: string) => Decimal.of(text);

describe('causes', () => {
  it('map to the French reason codes and back, one cause for each reason', () => {
    const reasons = DISPUTE_CAUSE_CODES.flatMap((cause) => [...DISPUTE_CAUSES[cause].reasons]);
    expect(new Set(reasons).size).toBe(reasons.length);
    for (const cause of DISPUTE_CAUSE_CODES) expect(causeOfReason(reasonOfCause(cause))).toBe(cause);
    for (const reason of REFUSAL_REASONS) expect(reasons).toContain(reason);
    expect(causeOfReason('SIRET_ERR')).toBe('RECIPIENT');
    expect(causeOfReason('SOMETHING_NEW')).toBe('OTHER');
    expect(REFUSAL_REASONS.has('PU_ERR')).toBe(false);
  });
});

describe('moves', () => {
  it('reach every state from the first, and an end from every state', () => {
    const reach = (from: DisputeState): Set<DisputeState> => {
      const seen = new Set<DisputeState>([from]);
      for (const state of seen) for (const row of DISPUTE_MOVES) if (row.from === state) seen.add(row.to);
      return seen;
    };
    expect([...reach('detected')].sort()).toEqual([...DISPUTE_STATES].sort());
    for (const state of DISPUTE_STATES) expect(reach(state).has('closed')).toBe(true);
  });

  it('allow one target for a move, and nothing that the table does not name', () => {
    const keys = DISPUTE_MOVES.map((row) => `${row.from} ${row.move}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(moveDispute('detected', 'close')).toBeUndefined();
    expect(moveDispute('resolved', 'close')).toBe('closed');
    expect(allowedMoves('closed')).toEqual(['reopen']);
  });
});

describe('amounts and clocks', () => {
  it('takes the disputed amount by line or by sum, never above what is open', () => {
    expect(
      disputedAmount(
        {
          lines: [
            { lineRef: '1', netAmount: d('10.00'), vatRate: d('20') },
            { lineRef: '3', netAmount: d('5.05'), vatRate: d('5.5') },
          ],
        },
        d('100'),
      ).toString(),
    ).toBe('17.33');
    expect(disputedAmount({ amount: d('150.00') }, d('100.00')).toString()).toBe('100.00');
  });

  it('closes only what is explained', () => {
    const none = { creditedAmount: d('0'), writtenOffAmount: d('0'), paidAmount: d('0') };
    expect(explainsDispute(d('12.00'), { ...none, resolution: 'credit-note', creditedAmount: d('10.00') })).toEqual({
      ok: false,
      error: { missingAmount: d('2.00') },
    });
    expect(
      explainsDispute(d('12.00'), {
        ...none,
        resolution: 'credit-note',
        creditedAmount: d('10.00'),
        paidAmount: d('2.00'),
      }).ok,
    ).toBe(true);
    expect(explainsDispute(d('12.00'), { ...none, resolution: 'rejected' }).ok).toBe(true);
  });

  it('stops the clock while the customer is asked', () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
    const clocks = slaClocks(
      'PRICE',
      [
        { at: at(0), state: 'detected' },
        { at: at(3), state: 'assigned' },
        { at: at(5), state: 'waiting-customer' },
        { at: at(15), state: 'assigned' },
      ],
      at(20),
    );
    expect(clocks.qualify.elapsedHours).toBe(3);
    expect(clocks.answer.elapsedHours).toBe(5);
    expect(clocks.resolve.elapsedHours).toBe(10);
    expect(clocks.resolve.isOver).toBe(false);
  });

  it('counts what a clock of one-hour steps counts, whatever the moves (property)', () => {
    const states = ['qualified', 'assigned', 'waiting-customer', 'waiting-internal', 'resolved', 'closed'] as const;
    const step = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...states));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 0, max: 50 }), (moves, after) => {
        let hour = 0;
        const steps = [{ at: new Date(0), state: 'detected' as DisputeState }];
        for (const [wait, state] of moves) steps.push({ at: new Date((hour += wait) * 3_600_000), state });
        const now = hour + after;
        const stateAt = (time: number): DisputeState =>
          steps.filter(({ at }) => at.getTime() <= time * 3_600_000).at(-1)?.state ?? 'detected';
        let worked = 0;
        for (let time = 0; time < now; time += 1) {
          const state = stateAt(time);
          if (state === 'resolved' || state === 'closed') break;
          if (state !== 'waiting-customer') worked += 1;
        }
        expect(slaClocks('PRICE', steps, new Date(now * 3_600_000)).resolve.elapsedHours).toBe(worked);
      }),
    );
  });
});
