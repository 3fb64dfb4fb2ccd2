import type { Clock } from '#kernel';
import type { DeliveryOutcome } from '#ports';

/** How a destination is spared, and others are spared it. */
export interface GateLimits {
  /** Deliveries at the same time. A partner that hangs holds no more than these hands. */
  readonly inFlight: number;
  /** Deliveries a minute; undefined: as many as there are. */
  readonly perMinute?: number;
  /** So many outages in a row open the circuit. */
  readonly failuresToOpen: number;
  /** How long an open circuit keeps everything away before one delivery tries again; doubled at each trial that fails. */
  readonly openMs: number;
  readonly maxOpenMs: number;
}

export const DEFAULT_GATE_LIMITS: GateLimits = {
  inFlight: 4,
  failuresToOpen: 5,
  openMs: 5_000,
  maxOpenMs: 300_000,
};

export type CircuitState = 'closed' | 'open' | 'half-open';

/** Either a turn, to be given back with the outcome, or how long to wait for one. */
export type GateAnswer =
  | { readonly kind: 'turn'; done(outcome: DeliveryOutcome['kind'] | 'thrown'): void }
  | { readonly kind: 'wait'; readonly reason: string; readonly afterMs: number };

interface Destination {
  inFlight: number;
  failuresInARow: number;
  circuit: CircuitState;
  openUntil: number;
  openMs: number;
  /** Start times within the last minute. */
  starts: number[];
  lastUsed: number;
}

const BUSY_PAUSE_MS = 250;
const MINUTE = 60_000;
const FORGET_AFTER_MS = 3_600_000;

/**
 * Circuit breaker, rate limit and bulkhead for each destination, so that one dead partner never slows the others. Kept in each
 * process: what a destination does is learnt anew in seconds, and no delivery has to ask the database for it. A rate per minute
 * is therefore a rate for each process.
 */
export class DestinationGate {
  private readonly destinations = new Map<string, Destination>();

  constructor(
    private readonly clock: Clock,
    private readonly defaults: GateLimits = DEFAULT_GATE_LIMITS,
    private readonly onChange: (destination: string, state: CircuitState) => void = () => undefined,
  ) {}

  /** Asks for a turn at the destination, within its own limits where it has some. */
  enter(name: string, own: { readonly [K in keyof GateLimits]?: GateLimits[K] | undefined } = {}): GateAnswer {
    const limits = { ...this.defaults, ...present(own) };
    const now = this.clock.now().getTime();
    const destination = this.of(name, limits, now);
    const closed = this.closedFor(name, destination, limits, now);
    if (closed) return closed;
    destination.inFlight += 1;
    destination.lastUsed = now;
    if (limits.perMinute !== undefined) destination.starts.push(now);
    let isDone = false;
    return {
      kind: 'turn',
      done: (outcome) => {
        if (isDone) return;
        isDone = true;
        destination.inFlight -= 1;
        this.learn(name, destination, limits, outcome);
      },
    };
  }

  /** How many destinations are in each state, for the instruments. */
  states(): Readonly<Record<CircuitState, number>> {
    const count = { closed: 0, open: 0, 'half-open': 0 };
    for (const { circuit } of this.destinations.values()) count[circuit] += 1;
    return count;
  }

  private closedFor(name: string, destination: Destination, limits: GateLimits, now: number): GateAnswer | undefined {
    if (destination.circuit === 'open') {
      if (now < destination.openUntil)
        return {
          kind: 'wait',
          reason: 'The destination failed again and again; it is left alone for a while',
          afterMs: destination.openUntil - now,
        };
      this.change(name, destination, 'half-open');
    }
    const places = destination.circuit === 'half-open' ? 1 : limits.inFlight;
    if (destination.inFlight >= places)
      return { kind: 'wait', reason: 'The destination is busy with earlier deliveries', afterMs: BUSY_PAUSE_MS };
    if (limits.perMinute === undefined) return undefined;
    destination.starts = destination.starts.filter((at) => at > now - MINUTE);
    const oldest = destination.starts[0];
    if (oldest === undefined || destination.starts.length < limits.perMinute) return undefined;
    return {
      kind: 'wait',
      reason: `The destination takes ${limits.perMinute} a minute`,
      afterMs: oldest + MINUTE - now,
    };
  }

  private learn(
    name: string,
    destination: Destination,
    limits: GateLimits,
    outcome: DeliveryOutcome['kind'] | 'thrown',
  ): void {
    // A refusal is an answer: the destination works. Our own fault says nothing about it.
    if (outcome === 'accepted' || outcome === 'refused') {
      destination.failuresInARow = 0;
      destination.openMs = limits.openMs;
      if (destination.circuit !== 'closed') this.change(name, destination, 'closed');
      return;
    }
    if (outcome !== 'unavailable' && outcome !== 'unknown' && destination.circuit !== 'half-open') return;
    destination.failuresInARow += 1;
    const isTrial = destination.circuit === 'half-open';
    if (!isTrial && (destination.circuit === 'open' || destination.failuresInARow < limits.failuresToOpen)) return;
    if (isTrial) destination.openMs = Math.min(destination.openMs * 2, limits.maxOpenMs);
    destination.openUntil = this.clock.now().getTime() + destination.openMs;
    this.change(name, destination, 'open');
  }

  private change(name: string, destination: Destination, state: CircuitState): void {
    destination.circuit = state;
    this.onChange(name, state);
  }

  private of(name: string, limits: GateLimits, now: number): Destination {
    const known = this.destinations.get(name);
    if (known) return known;
    for (const [other, { lastUsed, inFlight }] of this.destinations)
      if (inFlight === 0 && now - lastUsed > FORGET_AFTER_MS) this.destinations.delete(other);
    const fresh: Destination = {
      inFlight: 0,
      failuresInARow: 0,
      circuit: 'closed',
      openUntil: 0,
      openMs: limits.openMs,
      starts: [],
      lastUsed: now,
    };
    this.destinations.set(name, fresh);
    return fresh;
  }
}

function present<T extends object>(limits: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
