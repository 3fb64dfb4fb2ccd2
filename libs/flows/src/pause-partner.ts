import { FacteurError } from '#kernel';
import type { Transaction } from '#ports';
import type { FlowContext } from './context.js';

/**
 * Sends a partner nothing until it is resumed; what is issued meanwhile waits without counting attempts. False when it was paused.
 * @throws FacteurError `PARTNER.UNKNOWN` (not-found).
 */
export async function pausePartner(
  context: FlowContext,
  tenantId: string,
  partner: string,
  by: { readonly reason: string; readonly pausedBy: string },
): Promise<boolean> {
  const { customerRef } = requirePartner(context, tenantId, partner);
  return context.store.transaction(tenantId, async (tx) => {
    const pausedAt = context.clock.now();
    const isPaused = await tx.partnerPauses.pause({ partner: customerRef, ...by, pausedAt });
    if (isPaused) await tell(context, tx, customerRef, 'partner.paused', { ...by });
    return isPaused;
  });
}

/**
 * Ends a pause: what waited is due at once. False when the partner was not paused.
 * @throws FacteurError `PARTNER.UNKNOWN` (not-found).
 */
export async function resumePartner(
  context: FlowContext,
  tenantId: string,
  partner: string,
  resumedBy: string,
): Promise<boolean> {
  const { customerRef } = requirePartner(context, tenantId, partner);
  return context.store.transaction(tenantId, async (tx) => {
    const isResumed = await tx.partnerPauses.resume(customerRef);
    if (isResumed) await tell(context, tx, customerRef, 'partner.resumed', { resumedBy });
    return isResumed;
  });
}

/** @throws FacteurError `PARTNER.UNKNOWN` (not-found). */
export function requirePartner(context: FlowContext, tenantId: string, partner: string) {
  const profile = context.profiles(tenantId).customer(partner);
  if (profile) return profile;
  throw new FacteurError('PARTNER.UNKNOWN', 'not-found', 'No customer profile has this name', { partner });
}

async function tell(
  context: FlowContext,
  tx: Transaction,
  partner: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tx.timeline.append({
    subject: 'partner',
    subjectId: partner,
    type,
    at: context.clock.now(),
    correlationId: `partner-${partner}`,
    data,
  });
}
