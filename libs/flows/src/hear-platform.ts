import { FacteurError } from '#kernel';
import type { CallbackVerdict, Platform, PlatformCallback } from '#ports';
import type { FlowContext } from './context.js';
import { noteFlows } from './note-flows.js';
import { platformNamed } from './send-through-platform.js';

/** No round is longer than this; what is left comes with the next one. */
const MAX_BATCHES = 1000;

/**
 * Asks a platform for everything new, company by company, from where the last round ended. A round that an outage cuts off goes on from
 * the last batch that was noted.
 */
export async function hearPlatform(
  context: FlowContext,
  tenantId: string,
  platform: Platform,
  signal: AbortSignal,
): Promise<{ noted: number; failures: readonly string[] }> {
  let noted = 0;
  const failures: string[] = [];
  for (const organization of platform.organizations) {
    const { platformId } = platform;
    for (let batches = 0; batches < MAX_BATCHES && !signal.aborted; batches += 1) {
      const position = await context.store.transaction(tenantId, (tx) =>
        tx.platformFlows.position(platformId, organization),
      );
      const batch = await platform.news(organization, position, signal);
      if (batch.kind !== 'found') {
        failures.push(batch.reason);
        break;
      }
      const source = { platform: platformId, organization, position: batch.value.position };
      noted += (await noteFlows(context, tenantId, source, batch.value.flows)).noted;
      if (batch.value.isLast) break;
    }
  }
  return { noted, failures };
}

/**
 * Takes a platform's callback. Only a genuine one is written down; polling finds what callbacks lose.
 * @throws FacteurError `PLATFORM.UNKNOWN` (not-found) or `PLATFORM.NOT_GENUINE` (unauthenticated).
 */
export async function hearCallback(
  context: FlowContext,
  tenantId: string,
  platformId: string,
  callback: PlatformCallback,
): Promise<Extract<CallbackVerdict, { kind: 'genuine' }>> {
  const platform = platformNamed(context, tenantId, platformId);
  if (!platform?.hearsCallbacks) {
    throw new FacteurError('PLATFORM.UNKNOWN', 'not-found', 'No such platform takes callbacks', { platformId });
  }
  const verdict = platform.judgeCallback(callback);
  if (verdict.kind === 'rejected') {
    context.log.warn('platform.callback-rejected', { platform: platformId, reason: verdict.reason });
    throw new FacteurError('PLATFORM.NOT_GENUINE', 'unauthenticated', 'The callback is not signed as agreed', {
      reason: verdict.reason,
    });
  }
  const [only, ...others] = platform.organizations;
  const organization = others.length === 0 ? only : undefined;
  await noteFlows(context, tenantId, { platform: platformId, organization }, [verdict.flow]);
  return verdict;
}
