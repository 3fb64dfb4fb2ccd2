import { Coalescer, FacteurError } from '#kernel';
import type { DeliveryUpdate, Errand, TimelineEvent } from '#ports';
import { expectAcknowledgement } from './await-acknowledgement.js';
import type { FlowContext } from './context.js';

/** What an attempt at a delivery reads before and writes afterwards. */
export interface DeliveryDesk {
  /** @throws FacteurError `DELIVERY.UNKNOWN` (not-found). */
  errand(tenantId: string, deliveryId: string): Promise<Errand>;
  /** Records the attempt with its event, in one transaction. */
  record(tenantId: string, record: DeskRecord): Promise<void>;
}

/** An attempt as it ended. */
export interface DeskRecord {
  readonly update: DeliveryUpdate;
  readonly event: TimelineEvent;
  /** Whether the receiver's acknowledgement has to be looked for from now on. */
  readonly awaitsAcknowledgement: boolean;
}

const BEGINNING = { maxItems: 64, maxAtOnce: 2, waitMs: 5 };
/** A little patience here spares most transactions: uploads end one by one. */
const ENDING = { maxItems: 100, maxAtOnce: 1, waitMs: 50 };

/** Deliveries come in crowds: those that begin or end together share a transaction. A slow one keeps no other waiting. */
export function openDeliveryDesk(context: FlowContext): DeliveryDesk {
  const desks = new Map<string, DeliveryDesk>();
  const deskOf = (tenantId: string): DeliveryDesk => {
    const desk = desks.get(tenantId) ?? deskOfTenant(context, tenantId);
    desks.set(tenantId, desk);
    return desk;
  };
  return {
    errand: (tenantId, deliveryId) => deskOf(tenantId).errand(tenantId, deliveryId),
    record: (tenantId, record) => deskOf(tenantId).record(tenantId, record),
  };
}

function deskOfTenant({ store }: FlowContext, tenantId: string): DeliveryDesk {
  const errands = new Coalescer<string, Errand | undefined>(BEGINNING, async (ids) => {
    const found = await store.transaction(tenantId, (tx) => tx.deliveries.errands(ids));
    const byId = new Map(found.map((errand) => [errand.delivery.id, errand]));
    return ids.map((id) => byId.get(id));
  });
  const records = new Coalescer<DeskRecord, void>(ENDING, async (items) => {
    await store.transaction(tenantId, async (tx) => {
      await tx.deliveries.recordAll(items.map(({ update }) => update));
      for (const { event, awaitsAcknowledgement, update } of items) {
        await tx.timeline.append(event);
        if (awaitsAcknowledgement) await expectAcknowledgement(tx, update.id, event.correlationId, update.at);
      }
    });
    return items.map(() => undefined);
  });
  return {
    errand: async (_tenantId, deliveryId) => {
      const errand = await errands.add(deliveryId);
      if (!errand) throw new FacteurError('DELIVERY.UNKNOWN', 'not-found', 'No such delivery', { deliveryId });
      return errand;
    },
    record: (_tenantId, record) => records.add(record),
  };
}
