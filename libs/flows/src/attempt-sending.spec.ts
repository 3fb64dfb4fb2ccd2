import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '#kernel';
import type { DeliveryOutcome } from '#ports';
import { attemptSending, type Destination } from './attempt-sending.js';
import { DEFAULT_GATE_LIMITS, DestinationGate } from './destination-gate.js';

let clock: FixedClock;
let context: { clock: FixedClock; destinations: DestinationGate };
let sent: number;

beforeEach(() => {
  clock = new FixedClock(new Date('2026-11-02T09:00:00Z'));
  context = { clock, destinations: new DestinationGate(clock, { ...DEFAULT_GATE_LIMITS, failuresToOpen: 2 }) };
  sent = 0;
});

const acme: Destination = { name: 'main/acme', partner: 'acme', isPaused: false };

function attempt(outcome: DeliveryOutcome, { destination = acme, isLastAttempt = false } = {}) {
  const signal = new AbortController().signal;
  return attemptSending(context, destination, { isLastAttempt, signal }, () => {
    sent += 1;
    return Promise.resolve(outcome);
  });
}

const ACCEPTED: DeliveryOutcome = { kind: 'accepted', receipt: 'received' };
const AWAY: DeliveryOutcome = { kind: 'unavailable', reason: 'away', retryAfterMs: 7000 };

describe('an attempt to send something outside', () => {
  it.each([
    [ACCEPTED, { kind: 'done' }, 'delivered'],
    [{ kind: 'refused', reason: 'no' } as const, { kind: 'done' }, 'refused'],
    [AWAY, { kind: 'retry', reason: 'away', afterMs: 7000 }, 'waiting'],
    [{ kind: 'unknown', reason: 'silence' } as const, { kind: 'retry', reason: 'silence' }, 'waiting'],
    [{ kind: 'misconfigured', reason: 'no secret' } as const, { kind: 'dead', reason: 'no secret' }, 'dead'],
  ])('goes on as the class of %j says', async (outcome, job, state) => {
    expect(await attempt(outcome)).toMatchObject({ job, attempted: { outcome, state } });
  });

  it('is given up after the last outage, not after the last verdict', async () => {
    expect(await attempt(AWAY, { isLastAttempt: true })).toMatchObject({ attempted: { state: 'dead' } });
    expect(await attempt(ACCEPTED, { isLastAttempt: true })).toMatchObject({ attempted: { state: 'delivered' } });
  });

  it('is not made while the partner is paused', async () => {
    const paused = await attempt(ACCEPTED, { destination: { ...acme, isPaused: true } });
    expect(paused).toEqual({ job: { kind: 'postponed', reason: 'acme is paused', afterMs: 300_000 } });
    expect(sent).toBe(0);
  });

  it('is not made while the circuit is open or the rate used up', async () => {
    await attempt(AWAY);
    await attempt(AWAY);
    expect((await attempt(ACCEPTED)).job).toMatchObject({ kind: 'postponed', afterMs: DEFAULT_GATE_LIMITS.openMs });
    const rated = { ...acme, name: 'main/rated', limits: { perMinute: 1 } };
    expect((await attempt(ACCEPTED, { destination: rated })).job).toEqual({ kind: 'done' });
    expect((await attempt(ACCEPTED, { destination: rated })).job).toMatchObject({ kind: 'postponed', afterMs: 60_000 });
    expect(sent).toBe(3);
  });

  it('gives its turn back when the connector throws', async () => {
    const single = { ...acme, limits: { inFlight: 1 } };
    const signal = new AbortController().signal;
    const failing = attemptSending(context, single, { isLastAttempt: false, signal }, () =>
      Promise.reject(new Error('defect')),
    );
    await expect(failing).rejects.toThrow('defect');
    expect((await attempt(ACCEPTED, { destination: single })).job).toEqual({ kind: 'done' });
  });
});
