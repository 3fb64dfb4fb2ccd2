import type { ReplayOutcome } from '#flows';

/** The outcome of a replay as the API answers it. */
export function replayAnswer(outcome: ReplayOutcome): { replayed: boolean; state?: string } {
  return outcome.kind === 'replayed' ? { replayed: true } : { replayed: false, state: outcome.state };
}
