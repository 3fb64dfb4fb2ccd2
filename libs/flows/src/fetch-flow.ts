import type { FlowFile, JobOutcome, Platform, PlatformAnswer, PlatformFlowRow } from '#ports';
import { acceptParcel } from './accept-parcel.js';
import type { FlowContext } from './context.js';
import { platformNamed } from './send-through-platform.js';

/**
 * Fetches a flow that a platform holds for us and stores it as a parcel, before anybody reads it. May run twice: the same bytes of the
 * same flow are one parcel.
 */
export async function fetchFlow(
  context: FlowContext,
  tenantId: string,
  flowId: string,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const row = await context.store.transaction(tenantId, (tx) => tx.platformFlows.find(flowId));
  if (!row || row.state !== 'noted' || row.flowRef === undefined) return { kind: 'done' };
  const platform = platformNamed(context, tenantId, row.platform);
  if (!platform) return { kind: 'dead', reason: `No platform is named ${row.platform}, or it is switched off` };
  const file = await download(platform, row, row.flowRef, signal);
  if (file.kind === 'misconfigured') return { kind: 'dead', reason: file.reason };
  if (file.kind === 'unavailable') return { kind: 'retry', reason: file.reason, afterMs: file.retryAfterMs };
  // Told of before it can be had: it comes, or the attempts end in front of a person.
  if (file.kind === 'absent') return { kind: 'retry', reason: file.reason };
  const { parcel } = await acceptParcel(context, {
    tenantId,
    purpose: row.syntax === 'CDAR' ? 'status' : 'supplier-document',
    source: `platform:${row.platform}`,
    sourceKey: row.flowRef,
    isKeyUnique: false,
    bytes: file.value.bytes,
    fileName: row.fileName || file.value.fileName || row.flowRef,
    mediaType: row.syntax === 'Factur-X' ? 'application/pdf' : 'application/xml',
  });
  const { id: parcelId, sha256 } = parcel;
  await context.store.transaction(tenantId, (tx) =>
    tx.platformFlows.update(flowId, { state: 'received', parcelId, sha256 }),
  );
  return { kind: 'done' };
}

/** A callback does not tell whose flow it is: each company is tried. */
async function download(
  platform: Platform,
  row: PlatformFlowRow,
  flowRef: string,
  signal: AbortSignal,
): Promise<PlatformAnswer<FlowFile>> {
  const organizations = row.organization === undefined ? platform.organizations : [row.organization];
  let last: PlatformAnswer<FlowFile> = { kind: 'absent', reason: 'The platform serves no company of ours' };
  for (const organization of organizations) {
    last = await platform.document(flowRef, 'original', organization, signal);
    if (last.kind === 'found' || last.kind === 'unavailable') return last;
  }
  return last;
}
