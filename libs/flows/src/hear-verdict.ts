import { FacteurError } from '#kernel';
import { note } from './await-acknowledgement.js';
import type { FlowContext } from './context.js';

export interface ReceiverVerdict {
  readonly outcome: 'accepted' | 'refused';
  readonly detail: string;
}

export type VerdictOutcome = 'recorded' | 'already-known';

/**
 * Takes what a receiver says about a delivery after it had answered: a 200 that turned out a refusal, or the confirmation of a
 * document whose answer was lost. The last word counts; the same word twice changes nothing.
 * @throws FacteurError `DELIVERY.UNKNOWN` (not-found).
 */
export async function hearVerdict(
  context: FlowContext,
  tenantId: string,
  deliveryId: string,
  verdict: ReceiverVerdict,
): Promise<VerdictOutcome> {
  const [errand] = await context.store.transaction(tenantId, (tx) => tx.deliveries.errands([deliveryId]));
  if (!errand) throw new FacteurError('DELIVERY.UNKNOWN', 'not-found', 'No such delivery', { deliveryId });
  const state = verdict.outcome === 'accepted' ? 'delivered' : 'refused';
  if (errand.delivery.state === state) return 'already-known';
  await note(context, tenantId, errand, `delivery.${verdict.outcome}`, verdict.detail, state);
  return 'recorded';
}
