import { FacteurError, newId, sha256, type Problem } from '#kernel';
import type { Parcel, Transaction } from '#ports';
import { readRemittanceAdvices, type RemittanceAdvice } from '#remittance';
import type { FlowContext } from './context.js';
import { referencesOf } from './advice-references.js';
import { rematchWaiting } from './rematch.js';

export interface AdviceRead {
  readonly parcel: Parcel;
  readonly advices: number;
  readonly newAdvices: number;
  /** Bank entries that waited for it and were matched again. */
  readonly rematched: number;
  readonly problems: readonly Problem[];
}

/**
 * Takes a remittance advice file apart (EDIFACT REMADV, UBL, CSV). An advice moves no money: it is kept under the references
 * that come back with the payment, and entries that already wait under one of them are matched again. Harmless when called again.
 * @throws FacteurError `PARCEL.UNKNOWN` (not-found).
 */
export async function readRemittanceAdvice(
  context: FlowContext,
  tenantId: string,
  parcelId: string,
): Promise<AdviceRead> {
  const found = await context.store.transaction(tenantId, (tx) => tx.parcels.find(parcelId));
  if (!found) throw new FacteurError('PARCEL.UNKNOWN', 'not-found', 'No such parcel', { parcelId });
  if (found.state !== 'received') return context.store.transaction(tenantId, (tx) => readBefore(tx, found));
  const bytes = await context.documents.get(found.sha256);
  const mapping = context.adviceCsvMapping?.(found.source);
  const reading = readRemittanceAdvices(bytes, mapping === undefined ? {} : { mapping });
  return context.store.transaction(tenantId, async (tx): Promise<AdviceRead> => {
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel || parcel.state !== 'received') return readBefore(tx, parcel ?? found);
    const advices = reading.ok ? reading.value.advices : [];
    const problems = reading.ok ? advices.flatMap((advice) => advice.findings) : reading.error;
    const kept = await keepAll(context, tx, parcel, advices);
    const rematched = await rematchWaiting(context, tx, kept);
    const state = !reading.ok ? 'rejected' : problems.length > 0 ? 'partly-read' : 'read';
    const counts = { advices: advices.length, newAdvices: kept.length, rematched };
    await tx.parcels.setState(parcelId, state, problems);
    await tx.timeline.append({
      subject: 'parcel',
      subjectId: parcelId,
      type: reading.ok ? 'parcel.read' : 'parcel.rejected',
      at: context.clock.now(),
      correlationId: parcel.correlationId,
      data: { ...counts, problems: problems.map((problem) => problem.code) },
    });
    return { parcel: { ...parcel, state, problems }, ...counts, problems };
  });
}

/** What the first reading came to: of an earlier request, or of the job that was faster than this one. */
async function readBefore(tx: Transaction, parcel: Parcel): Promise<AdviceRead> {
  const events = await tx.timeline.of('parcel', parcel.id);
  const data = events.find((event) => event.type === 'parcel.read')?.data;
  const count = (name: string): number => Number(data?.[name] ?? 0);
  const counts = { advices: count('advices'), newAdvices: count('newAdvices'), rematched: count('rematched') };
  return { parcel, ...counts, problems: parcel.problems };
}

async function keepAll(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  advices: readonly RemittanceAdvice[],
): Promise<RemittanceAdvice[]> {
  const fresh: RemittanceAdvice[] = [];
  for (const advice of advices) {
    const { findings: _findings, ...said } = advice;
    const row = {
      id: newId(),
      parcelId: parcel.id,
      adviceRef: advice.adviceRef,
      payerName: advice.payer.name,
      currency: advice.currency,
      totalAmount: advice.totalAmount,
      paidOn: advice.paidOn,
      isPayment: advice.isPayment,
      advice,
      receivedAt: context.clock.now(),
    };
    const { isNew } = await tx.advices.add(row, sha256(JSON.stringify(said)), referencesOf(advice));
    if (isNew) fresh.push(advice);
  }
  return fresh;
}
