import { newId } from '#kernel';
import type { Parcel, ParcelPurpose } from '#ports';
import type { FlowContext } from './context.js';
import { readingJob } from './parcel-job.js';

export interface IncomingParcel {
  readonly tenantId: string;
  readonly purpose: ParcelPurpose;
  readonly source: string;
  /** Idempotency-Key, or the file's name. */
  readonly sourceKey: string;
  /**
   * Whether the key alone identifies the content: then another content under it is a conflict. A folder in which an ERP writes
   * `orders.csv` every day gives keys that do not.
   */
  readonly isKeyUnique: boolean;
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType: string;
}

export type AcceptOutcome =
  { readonly kind: 'new' | 'known'; readonly parcel: Parcel } | { readonly kind: 'conflict'; readonly parcel: Parcel };

/**
 * Stores what came in, before anybody reads it, and enqueues the reading. The same source, key and content again answers
 * `known`. When the promise resolves with `new`, neither the bytes nor the work can be lost any more.
 */
export async function acceptParcel(context: FlowContext, incoming: IncomingParcel): Promise<AcceptOutcome> {
  const { sha256, size } = await context.documents.put(incoming.bytes);
  return context.store.transaction(incoming.tenantId, async (tx) => {
    if (incoming.isKeyUnique) {
      const earlier = await tx.parcels.findByKey(incoming.source, incoming.sourceKey);
      if (earlier && earlier.sha256 !== sha256) return { kind: 'conflict', parcel: earlier };
    }
    const id = newId();
    const { purpose, source, sourceKey, mediaType, fileName } = incoming;
    const { parcel, isNew } = await tx.parcels.accept({
      ...{ id, purpose, source, sourceKey, sha256, size, mediaType, fileName },
      receivedAt: context.clock.now(),
      correlationId: id,
    });
    if (!isNew) return { kind: 'known', parcel };
    await tx.timeline.append({
      subject: 'parcel',
      subjectId: id,
      type: 'parcel.received',
      at: parcel.receivedAt,
      correlationId: id,
      data: { source, fileName, sha256, size },
    });
    const kind = readingJob(purpose);
    if (kind) await tx.jobs.enqueue({ kind, key: id, payload: { parcelId: id }, correlationId: id });
    return { kind: 'new', parcel };
  });
}
