import { FacteurError, sha256 } from '#kernel';
import type { Transaction } from '#ports';
import type { FlowContext } from '../context.js';

/** A request that a client may send again after a time-out. */
export interface Keyed {
  /** The `Idempotency-Key`; without one every request counts. */
  readonly idempotencyKey?: string;
}

/** Outcomes of keyed requests that wrote nothing. */
const NOTHING_DONE: ReadonlySet<string> = new Set([
  'refused',
  'not-allowed',
  'already-resolved',
  'unexplained',
  'too-much',
  'unknown-line',
  'too-late',
  'unsound',
  'active-already',
  'returned',
  'nothing',
]);

/**
 * Does the work once for one key: the same request again answers what the first one did, from the store, in its JSON form. An
 * outcome in which nothing was done is not kept, so that the client may mend the cause and use the key again.
 * @throws FacteurError `REQUEST.KEY_REUSED` (conflict) when the key came with another request.
 */
export async function once<T extends { readonly kind: string }>(
  context: FlowContext,
  tx: Transaction,
  route: string,
  { idempotencyKey: key, ...request }: Keyed & object,
  work: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return work();
  const requestHash = sha256(JSON.stringify(request));
  const kept = await tx.idempotency.find(route, key);
  if (kept && kept.requestHash !== requestHash) throw keyReused(key);
  if (kept) return kept.body as T;
  const outcome = await work();
  if (NOTHING_DONE.has(outcome.kind)) return outcome;
  const answer = { requestHash, status: 201, body: outcome };
  const isFirst = await tx.idempotency.keep(route, key, answer, context.clock.now());
  // Taken meanwhile by another request: the roll-back undoes this one.
  if (!isFirst) throw keyReused(key);
  return outcome;
}

function keyReused(idempotencyKey: string): FacteurError {
  return new FacteurError('REQUEST.KEY_REUSED', 'conflict', 'This Idempotency-Key was used with another request', {
    idempotencyKey,
  });
}
