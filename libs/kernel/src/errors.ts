/** The closed list of error categories. The category alone decides the HTTP status and whether a job tries again. */
export type ErrorCategory =
  | 'input' // the caller's data is wrong
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'precondition' // the thing is not in a state that allows this
  | 'too-large'
  | 'rate-limited'
  | 'refused' // the receiver itself said no
  | 'unavailable' // an outage: the same again later
  | 'timeout' // the outcome is unknown
  | 'defect'; // our fault

export type ErrorFacts = Readonly<Record<string, unknown>>;

/** What should not happen, or what nobody here can mend. Facts are structured and never hold secrets. */
export class FacteurError extends Error {
  override readonly name = 'FacteurError';

  constructor(
    /** Stable, `AREA.REASON`: other tools script against it. */
    readonly code: string,
    readonly category: ErrorCategory,
    message: string,
    readonly facts: ErrorFacts = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Any thrown value as a FacteurError; an unknown one becomes a defect that keeps its cause. */
export function asFacteurError(thrown: unknown): FacteurError {
  if (thrown instanceof FacteurError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new FacteurError('INTERNAL.UNEXPECTED', 'defect', message, {}, { cause: thrown });
}

/** Marks a switch as complete: the compiler refuses a case that was forgotten. */
export function unreachable(value: never): never {
  throw new FacteurError('INTERNAL.UNREACHABLE', 'defect', `Unexpected value ${JSON.stringify(value)}`);
}
