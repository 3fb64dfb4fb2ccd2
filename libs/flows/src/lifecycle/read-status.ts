import { FacteurError, type Problem } from '#kernel';
import { statusesOf, type IncomingStatus } from '#lifecycle';
import type { Parcel } from '#ports';
import { readCdar } from '#syntax';
import { readXml } from '#xml';
import type { FlowContext } from '../context.js';
import { applyStatus, type AppliedStatus } from './apply-status.js';

export interface StatusesRead {
  readonly parcel: Parcel;
  readonly statuses: readonly AppliedStatus[];
  readonly problems: readonly Problem[];
}

/**
 * Takes a lifecycle message apart and applies each status to its invoice; one whose invoice is unknown is kept and applied when
 * the invoice appears. What was told before is recognised, by whatever way it comes. Harmless when called again.
 * @throws FacteurError `PARCEL.UNKNOWN` (not-found).
 */
export async function readStatus(context: FlowContext, tenantId: string, parcelId: string): Promise<StatusesRead> {
  const found = await context.store.transaction(tenantId, (tx) => tx.parcels.find(parcelId));
  if (!found) throw new FacteurError('PARCEL.UNKNOWN', 'not-found', 'No such parcel', { parcelId });
  if (found.state !== 'received') return { parcel: found, statuses: [], problems: found.problems };
  const reading = readMessage(await context.documents.get(found.sha256));
  return context.store.transaction(tenantId, async (tx) => {
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel || parcel.state !== 'received') {
      return { parcel: parcel ?? found, statuses: [], problems: parcel?.problems ?? [] };
    }
    const statuses: AppliedStatus[] = [];
    for (const incoming of reading.statuses) {
      statuses.push(await applyStatus(context, tx, incoming, { parcelId, sha256: parcel.sha256 }));
    }
    const { problems } = reading;
    const state = statuses.length === 0 ? 'rejected' : problems.length > 0 ? 'partly-read' : 'read';
    await tx.parcels.setState(parcelId, state, problems);
    await tx.timeline.append({
      subject: 'parcel',
      subjectId: parcelId,
      type: `parcel.${state}`,
      at: context.clock.now(),
      correlationId: parcel.correlationId,
      data: {
        statuses: statuses.map(({ code, number, outcome }) => ({ code, number, outcome })),
        problems: problems.map((each) => each.code),
      },
    });
    return { parcel: { ...parcel, state, problems }, statuses, problems };
  });
}

function readMessage(bytes: Uint8Array): { statuses: readonly IncomingStatus[]; problems: readonly Problem[] } {
  const document = readXml(bytes);
  if (!document.ok) return { statuses: [], problems: [document.error] };
  const { message, faults } = readCdar(document.value);
  if (!message) return { statuses: [], problems: [notCdar(document.value.root.name)] };
  const { statuses, problems } = statusesOf(message);
  return { statuses, problems: [...faults, ...problems] };
}

const notCdar = (value: string): Problem => ({
  code: 'STATUS.NOT_CDAR',
  field: '/',
  value: value.slice(0, 200),
  message: {
    en: 'The document is no lifecycle message (CDAR).',
    fr: 'Le document n’est pas un message de cycle de vie (CDAR).',
  },
  remedy: {
    en: 'Send a CrossDomainAcknowledgementAndResponse message (UN/CEFACT D22B).',
    fr: 'Envoyez un message CrossDomainAcknowledgementAndResponse (UN/CEFACT D22B).',
  },
});
