import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '#kernel';
import { DEFAULT_GATE_LIMITS, DestinationGate, type CircuitState, type GateAnswer } from './destination-gate.js';

let now: number;
let changes: string[];
let gate: DestinationGate;

beforeEach(() => {
  now = Date.parse('2026-11-23T12:00:00Z');
  changes = [];
  const clock = { now: () => new Date(now) } as Clock;
  gate = new DestinationGate(clock, DEFAULT_GATE_LIMITS, (name, state: CircuitState) =>
    changes.push(`${name} ${state}`),
  );
});

const limits = { ...DEFAULT_GATE_LIMITS, inFlight: 2, failuresToOpen: 3, openMs: 1000, maxOpenMs: 3000 };

function turn(name = 'acme', over = {}): Extract<GateAnswer, { kind: 'turn' }> {
  const answer = gate.enter(name, { ...limits, ...over });
  if (answer.kind !== 'turn') throw new Error(answer.reason);
  return answer;
}

describe('the gate before each destination', () => {
  it('lets no destination hold more hands than its own', () => {
    const first = turn();
    turn();
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait' });
    expect(gate.enter('other', limits)).toMatchObject({ kind: 'turn' });
    first.done('accepted');
    first.done('accepted');
    turn();
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait' });
  });

  it('opens after outages in a row, tries one, and doubles the pause while that fails', () => {
    for (const outcome of ['unavailable', 'unknown', 'unavailable'] as const) turn().done(outcome);
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait', afterMs: 1000 });
    expect(gate.enter('other', limits)).toMatchObject({ kind: 'turn' });
    now += 1000;
    const trial = turn();
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait' });
    trial.done('unavailable');
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait', afterMs: 2000 });
    now += 2000;
    turn().done('unavailable');
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait', afterMs: 3000 });
    now += 3000;
    turn().done('accepted');
    turn();
    turn();
    expect(changes).toEqual(
      ['open', 'half-open', 'open', 'half-open', 'open', 'half-open', 'closed'].map((state) => `acme ${state}`),
    );
    expect(gate.states()).toEqual({ closed: 2, open: 0, 'half-open': 0 });
  });

  it('takes refusals for answers and our own faults for neither', () => {
    for (let index = 0; index < 10; index += 1) {
      turn().done('unavailable');
      turn().done('unavailable');
      turn().done('refused');
    }
    for (let index = 0; index < 10; index += 1) turn().done('misconfigured');
    expect(changes).toEqual([]);
  });

  it('leaves a trial that our own fault spoiled for a later one', () => {
    for (let index = 0; index < 3; index += 1) turn().done('unavailable');
    now += 1000;
    turn().done('misconfigured');
    expect(gate.enter('acme', limits)).toMatchObject({ kind: 'wait', afterMs: 2000 });
  });

  it('keeps to a rate per minute and says when the next may go', () => {
    turn('acme', { perMinute: 2 }).done('accepted');
    now += 10_000;
    turn('acme', { perMinute: 2 }).done('accepted');
    now += 10_000;
    expect(gate.enter('acme', { ...limits, perMinute: 2 })).toMatchObject({ kind: 'wait', afterMs: 40_000 });
    now += 40_000;
    turn('acme', { perMinute: 2 });
  });
});
