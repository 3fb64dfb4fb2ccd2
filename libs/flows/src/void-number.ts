import { applyNumberTemplate, fiscalYearOf } from '#billing';
import { FacteurError, sha256 } from '#kernel';
import type { Transaction, VoidedNumber } from '#ports';
import type { FlowContext } from './context.js';

export interface VoidRequest {
  readonly sellerRef: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly reason: string;
  readonly person: string;
  /** The same key with the same request answers the number voided the first time. */
  readonly idempotencyKey?: string;
}

/**
 * Takes the next number of a series for nothing and records why: it was used outside Facteur, or a paper form was spoiled. The
 * number stays in the row of numbers for ever.
 * @throws FacteurError `SELLER.UNKNOWN` (not-found), `NUMBER.KEY_REUSED` (conflict).
 */
export async function voidNumber(context: FlowContext, tenantId: string, request: VoidRequest): Promise<VoidedNumber> {
  const seller = context.profiles(tenantId).seller(request.sellerRef);
  if (!seller)
    throw new FacteurError('SELLER.UNKNOWN', 'not-found', 'No such seller', { sellerRef: request.sellerRef });
  const { series, template } = request.kind === 'invoice' ? seller.numbering.invoice : seller.numbering.creditNote;
  const fiscalYear = fiscalYearOf(context.clock.today(), seller.fiscalYearStartMonth);
  const of = { sellerRef: seller.sellerRef, series, fiscalYear };
  return context.store.transaction(tenantId, async (tx) => {
    const earlier = await voidedBefore(tx, request);
    if (earlier) return earlier;
    const sequence = await tx.numbers.takeNow(of, 1);
    const number = applyNumberTemplate(template, { fiscalYear, sequence, series });
    const { reason, person } = request;
    const entry = { ...of, sequence, number, reason, person, voidedAt: context.clock.now() };
    await tx.numbers.recordVoid(entry);
    await tx.timeline.append({
      subject: 'invoice',
      subjectId: number,
      type: 'number.voided',
      at: entry.voidedAt,
      correlationId: number,
      data: { ...of, sequence, number, reason, person },
    });
    await keepAnswer(context, tx, request, entry);
    return entry;
  });
}

const ROUTE = 'numbers/voids';

async function voidedBefore(tx: Transaction, request: VoidRequest): Promise<VoidedNumber | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const kept = await tx.idempotency.find(ROUTE, request.idempotencyKey);
  if (!kept) return undefined;
  if (kept.requestHash !== hashOf(request)) throw keyReused(request.idempotencyKey);
  const entry = kept.body as Omit<VoidedNumber, 'voidedAt'> & { voidedAt: string };
  return { ...entry, voidedAt: new Date(entry.voidedAt) };
}

async function keepAnswer(
  context: FlowContext,
  tx: Transaction,
  request: VoidRequest,
  entry: VoidedNumber,
): Promise<void> {
  if (request.idempotencyKey === undefined) return;
  const answer = { requestHash: hashOf(request), status: 201, body: entry };
  const isKept = await tx.idempotency.keep(ROUTE, request.idempotencyKey, answer, context.clock.now());
  // Taken meanwhile by another request: the roll-back gives the number back.
  if (!isKept) throw keyReused(request.idempotencyKey);
}

function hashOf({ sellerRef, kind, reason }: VoidRequest): string {
  return sha256(JSON.stringify([sellerRef, kind, reason]));
}

const keyReused = (idempotencyKey: string): FacteurError =>
  new FacteurError('NUMBER.KEY_REUSED', 'conflict', 'This Idempotency-Key was used with another request', {
    idempotencyKey,
  });
