import { FacteurError, newId } from '#kernel';
import type { RetailDay } from '#ereporting';
import type { RetailDayRow } from '#ports';
import type { FlowContext } from '../context.js';
import { once, type Keyed } from '../cash/once.js';

export interface RetailRequest extends Keyed {
  readonly sellerRef: string;
  /** The till, shop or channel; the same day again from it replaces the earlier totals. */
  readonly source: string;
  readonly days: readonly RetailDay[];
  readonly person: string;
}

/**
 * Keeps daily totals of sales to consumers that no invoice carries. A correction of a period that was reported before leads to a
 * rectifying report the next time it is prepared.
 * @throws FacteurError `SELLER.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function recordRetailDays(
  context: FlowContext,
  tenantId: string,
  request: RetailRequest,
): Promise<{ readonly kind: 'recorded'; readonly count: number }> {
  const seller = context.profiles(tenantId).seller(request.sellerRef);
  if (!seller) {
    throw new FacteurError('SELLER.UNKNOWN', 'not-found', 'No such seller', { sellerRef: request.sellerRef });
  }
  return context.store.transaction(tenantId, (tx) =>
    once(context, tx, 'retail-days', request, async () => {
      const rows: RetailDayRow[] = request.days.map((day) => ({
        ...day,
        id: newId(),
        sellerRef: seller.sellerRef,
        source: request.source,
        recordedBy: request.person,
        recordedAt: context.clock.now(),
      }));
      await tx.eReports.addRetailDays(rows);
      return { kind: 'recorded' as const, count: rows.length };
    }),
  );
}
