import type { CircuitState } from '#flows';
import type { Log } from '#ports';
import type { Instruments } from '#telemetry';

/** Counts the destinations that are kept away from, and says in the log which ones. For the gate's `onChange`. */
export function circuitGauge({ gauges }: Instruments, log: Log): (destination: string, state: CircuitState) => void {
  const states = new Map<string, CircuitState>();
  return (destination, state) => {
    if (state === 'closed') states.delete(destination);
    else states.set(destination, state);
    for (const each of ['open', 'half-open'] as const)
      gauges.circuits.set({ state: each }, [...states.values()].filter((value) => value === each).length);
    if (state === 'open') log.warn('circuit.changed', { destination, state });
    else log.info('circuit.changed', { destination, state });
  };
}
