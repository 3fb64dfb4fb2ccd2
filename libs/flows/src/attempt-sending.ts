import { unreachable } from '#kernel';
import type { DeliveryOutcome, DeliveryState, JobOutcome } from '#ports';
import type { FlowContext } from './context.js';
import type { GateAnswer, GateLimits } from './destination-gate.js';

/** An attempt may take this long in all; a connector's own time-outs are shorter. */
const DEADLINE_MS = 120_000;
/** A paused partner is looked at again after this long, or at once when it is resumed. */
const PAUSED_MS = 300_000;

/** Where something goes, as the gate knows it. */
export interface Destination {
  /** The same for all that shares the circuit and the limits. */
  readonly name: string;
  /** How it is called when it is paused. */
  readonly partner: string;
  readonly isPaused: boolean;
  readonly limits?: { readonly [K in keyof GateLimits]?: GateLimits[K] | undefined } | undefined;
}

/** An attempt that was made and has to be written down. */
export interface Attempted {
  readonly outcome: DeliveryOutcome;
  readonly state: DeliveryState;
  readonly seconds: number;
}

/** What the job does next, and what there is to write down; nothing where no attempt was made. */
export interface SendingResult {
  readonly job: JobOutcome;
  readonly attempted?: Attempted;
}

/**
 * One attempt to send something outside, documents and messages alike: only when the destination has a turn for it. A pause, an
 * open circuit or a used-up rate is no attempt. The outcome class alone decides what comes next: an outage or silence is tried
 * again under the same key, the receiver's verdict is not, and our own misconfiguration waits for a person.
 */
export async function attemptSending(
  context: Pick<FlowContext, 'clock' | 'destinations'>,
  destination: Destination,
  attempt: { readonly isLastAttempt: boolean; readonly signal: AbortSignal },
  send: (signal: AbortSignal) => Promise<DeliveryOutcome>,
): Promise<SendingResult> {
  const started = context.clock.now().getTime();
  const signal = AbortSignal.any([attempt.signal, AbortSignal.timeout(DEADLINE_MS)]);
  const outcome = await inTurn(context, destination, () => send(signal));
  if (outcome.kind === 'wait') return { job: { kind: 'postponed', reason: outcome.reason, afterMs: outcome.afterMs } };
  const seconds = Math.max(0, context.clock.now().getTime() - started) / 1000;
  const job = jobOutcomeOf(outcome);
  const gaveUp = job.kind === 'dead' || (job.kind === 'retry' && attempt.isLastAttempt);
  return { job, attempted: { outcome, seconds, state: stateAfter(outcome, gaveUp) } };
}

async function inTurn(
  context: Pick<FlowContext, 'destinations'>,
  { name, partner, isPaused, limits }: Destination,
  send: () => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome | Extract<GateAnswer, { kind: 'wait' }>> {
  if (isPaused) return { kind: 'wait', reason: `${partner} is paused`, afterMs: PAUSED_MS };
  const turn = context.destinations.enter(name, limits);
  if (turn.kind === 'wait') return turn;
  let ended: DeliveryOutcome['kind'] | 'thrown' = 'thrown';
  try {
    const outcome = await send();
    ended = outcome.kind;
    return outcome;
  } finally {
    turn.done(ended);
  }
}

function jobOutcomeOf(outcome: DeliveryOutcome): JobOutcome {
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
      return { kind: 'done' };
    case 'unavailable':
      return { kind: 'retry', reason: outcome.reason, afterMs: outcome.retryAfterMs };
    case 'unknown':
      return { kind: 'retry', reason: outcome.reason };
    case 'misconfigured':
      return { kind: 'dead', reason: outcome.reason };
    default:
      return unreachable(outcome);
  }
}

function stateAfter(outcome: DeliveryOutcome, gaveUp: boolean): DeliveryState {
  if (outcome.kind === 'accepted') return 'delivered';
  if (outcome.kind === 'refused') return 'refused';
  return gaveUp ? 'dead' : 'waiting';
}
