import { newId, unreachable } from '#kernel';
import type {
  DeliveryOutcome,
  FlowProfile,
  FlowSyntax,
  Platform,
  PlatformFlowRow,
  PlatformRoute,
  ProcessingRule,
  SubmissionOutcome,
} from '#ports';
import type { FlowContext } from './context.js';

/** What is handed to a platform, and what it is about in our books. */
export interface PlatformErrand {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly fileName: string;
  readonly syntax: FlowSyntax;
  readonly profile?: FlowProfile;
  readonly processingRule?: ProcessingRule;
  /** The same at every attempt, at most 64 characters. */
  readonly trackingId: string;
  readonly sellerRef: string;
  /** `delivery` with its id, or `message` with that of the outgoing lifecycle message or e-report. */
  readonly subject: 'delivery' | 'message';
  readonly subjectId: string;
  readonly correlationId: string;
}

/** The platform of this name, unless it is not configured or switched off. */
export function platformNamed(context: FlowContext, tenantId: string, platformId: string): Platform | undefined {
  return context.platforms?.(tenantId).find((platform) => platform.platformId === platformId);
}

/**
 * Submits one flow through the platform a route names. The attempt is written down before it is made, so that one that was cut off,
 * also by the end of the process, is known of: the next one then looks for the tracking id before it sends.
 */
export async function sendThroughPlatform(
  context: FlowContext,
  tenantId: string,
  route: Pick<PlatformRoute, 'platform'>,
  errand: PlatformErrand,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const platform = platformNamed(context, tenantId, route.platform);
  if (!platform)
    return { kind: 'misconfigured', reason: `No platform is named ${route.platform}, or it is switched off` };
  const row = await beginAttempt(context, tenantId, platform, errand);
  // Taken and checked already: the attempt that told it may have been cut off before the delivery was settled.
  if (row.state === 'acknowledged') return { kind: 'accepted', receipt: receiptOf(platform, row.flowRef ?? '') };
  const outcome = await platform.submit(errand, {
    mayBeThere: row.attempts > 0,
    ...(row.state === 'refused' && row.flowRef !== undefined ? { exceptFlowRef: row.flowRef } : {}),
    signal,
  });
  await endAttempt(context, tenantId, row, outcome);
  return deliveryOutcomeOf(platform, outcome);
}

/** The row as it stood before this attempt. */
function beginAttempt(
  context: FlowContext,
  tenantId: string,
  platform: Platform,
  errand: PlatformErrand,
): Promise<PlatformFlowRow> {
  const { bytes: _bytes, ...facts } = errand;
  return context.store.transaction(tenantId, async (tx) => {
    const { row } = await tx.platformFlows.add({
      ...facts,
      id: newId(),
      platform: platform.platformId,
      organization: platform.organizationOf(errand.sellerRef),
      direction: 'out',
      state: 'waiting',
      reasons: [],
      attempts: 0,
      createdAt: context.clock.now(),
    });
    if (row.state !== 'acknowledged') await tx.platformFlows.update(row.id, { attempts: row.attempts + 1 });
    return row;
  });
}

async function endAttempt(
  context: FlowContext,
  tenantId: string,
  row: PlatformFlowRow,
  outcome: SubmissionOutcome,
): Promise<void> {
  await context.store.transaction(tenantId, async (tx) => {
    const standing = await tx.platformFlows.findForUpdate(row.id);
    // A callback may have been faster: what it told stands.
    if (standing && standing.flowRef !== row.flowRef && standing.state !== 'waiting') return;
    if (outcome.kind === 'accepted') {
      const { flowRef, submittedAt, acknowledgement } = outcome;
      const state = acknowledgement.state === 'ok' ? 'acknowledged' : 'sent';
      const reasons = acknowledgement.reasons;
      return tx.platformFlows.update(row.id, { flowRef, state, reasons, updatedAt: submittedAt });
    }
    const reasons = [outcome.reason];
    // The reference of a flow refused before stays: that one is not looked for again.
    if (outcome.kind === 'refused') return tx.platformFlows.update(row.id, { state: 'refused', reasons });
    return tx.platformFlows.update(row.id, { reasons });
  });
}

function deliveryOutcomeOf(platform: Platform, outcome: SubmissionOutcome): DeliveryOutcome {
  switch (outcome.kind) {
    case 'accepted': {
      const words = receiptOf(platform, outcome.flowRef);
      return { kind: 'accepted', receipt: outcome.wasThere ? `${words} (already there)` : words };
    }
    case 'refused':
    case 'unavailable':
    case 'unknown':
    case 'misconfigured':
      return outcome;
    default:
      return unreachable(outcome);
  }
}

const receiptOf = (platform: Platform, flowRef: string): string => `${platform.platformId} flow ${flowRef}`;
