import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal, FixedClock, newId, sha256 } from '#kernel';
import type { SqlStore } from '#store';
import { AT, anEntry, anOrder, aParcel, aStatement, IBAN, importEntry } from './store-fixtures.js';

/** Opens a store on a database of its own. */
export type StoreOpener = (clock: FixedClock) => Promise<SqlStore>;

/** What parcels, orders, statements and kept answers promise, on any database. */
export function describeIntake(open: StoreOpener): void {
  describe('intake', () => {
    let store: SqlStore;
    beforeAll(async () => {
      store = await open(new FixedClock(AT));
    });
    afterAll(() => store.close());

    it('accepts a parcel once, however many callers race', async () => {
      const tenant = newId();
      const parcel = aParcel();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          store.transaction(tenant, (tx) => tx.parcels.accept({ ...parcel, id: newId() })),
        ),
      );
      expect(answers.filter((answer) => answer.isNew)).toHaveLength(1);
      expect(new Set(answers.map((answer) => answer.parcel.id)).size).toBe(1);
      expect(answers[0]?.parcel).toMatchObject({ state: 'received', problems: [], receivedAt: AT, size: 120 });
    });

    it('tells other content under the same key, newest first', async () => {
      const tenant = newId();
      const first = aParcel({ sourceKey: 'orders.json' });
      const second = aParcel({ sourceKey: 'orders.json', receivedAt: new Date(AT.getTime() + 1) });
      await store.transaction(tenant, async (tx) => {
        expect((await tx.parcels.accept(first)).isNew).toBe(true);
        expect((await tx.parcels.accept(second)).isNew).toBe(true);
        expect((await tx.parcels.findByKey('api', 'orders.json'))?.id).toBe(second.id);
      });
    });

    it('keeps one live order a seller and number: repetition, conflict, correction', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const parcel = aParcel();
        await tx.parcels.accept(parcel);
        const order = anOrder(parcel.id, { orderRef: 'A1' });
        expect(await tx.orders.add(order)).toEqual({ kind: 'added' });
        const again = await tx.orders.add({ ...order, id: newId() });
        expect(again).toMatchObject({ kind: 'duplicate', existing: { id: order.id, body: order.body } });
        const other = await tx.orders.add({ ...order, id: newId(), contentHash: sha256('other') });
        expect(other.kind).toBe('conflict');
        const rejected = anOrder(parcel.id, { orderRef: 'A2', state: 'rejected', body: null });
        expect(await tx.orders.add(rejected)).toEqual({ kind: 'added' });
        expect(await tx.orders.add({ ...rejected, id: newId() })).toEqual({ kind: 'added' });
        expect((await tx.orders.find(rejected.id))?.body).toBeNull();
        expect(await tx.orders.supersedeRejected('seller-example', 'A2')).toBe(2);
        expect(await tx.orders.add(anOrder(parcel.id, { orderRef: 'A2' }))).toEqual({ kind: 'added' });
      });
    });

    it('lets one of two racing orders in', async () => {
      const tenant = newId();
      const parcel = aParcel();
      await store.transaction(tenant, (tx) => tx.parcels.accept(parcel));
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() =>
          store.transaction(tenant, (tx) => tx.orders.add(anOrder(parcel.id, { orderRef: 'RACE' }))),
        ),
      );
      expect(answers.map((answer) => answer.kind).sort()).toEqual(['added', 'duplicate', 'duplicate', 'duplicate']);
    });

    it('pages through a listing without a gap or a repetition', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const parcel = aParcel();
        await tx.parcels.accept(parcel);
        const ids = Array.from({ length: 7 }, () => newId()).sort();
        for (const id of ids) await tx.orders.add(anOrder(parcel.id, { id }));
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await tx.orders.list({ limit: 3, cursor });
          seen.push(...page.items.map((order) => order.id));
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual(ids.reverse());
      });
    });

    it('stores text that the database cannot hold as near as it can', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const parcel = aParcel({ fileName: 'a\u0000b' });
        await tx.parcels.accept(parcel);
        const order = anOrder(parcel.id, { body: { note: 'x\u0000y', 'k\u0000': 'lone \ud800', literal: '\\u0000' } });
        await tx.orders.add(order);
        expect((await tx.orders.find(order.id))?.body).toEqual({
          note: 'x\ufffdy',
          'k\ufffd': 'lone \ufffd',
          literal: '\\u0000',
        });
        expect((await tx.parcels.find(parcel.id))?.fileName).toBe('a\ufffdb');
      });
    });

    it('answers a repeated request with the first answer, member for member', async () => {
      const tenant = newId();
      const answer = { requestHash: 'h', status: 201, body: { zeta: 1, alpha: ['2', 3] } };
      await store.transaction(tenant, async (tx) => {
        expect(await tx.idempotency.keep('POST /v1/orders', 'k', answer, AT)).toBe(true);
        expect(await tx.idempotency.keep('POST /v1/orders', 'k', { ...answer, status: 500 }, AT)).toBe(false);
        const kept = await tx.idempotency.find('POST /v1/orders', 'k');
        expect(JSON.stringify(kept?.body)).toBe(JSON.stringify(answer.body));
        expect(await tx.idempotency.keep('POST /v1/orders', 'text', { ...answer, body: '123' }, AT)).toBe(true);
        expect((await tx.idempotency.find('POST /v1/orders', 'text'))?.body).toBe('123');
      });
    });

    it('imports a statement and an entry once, exact to the digit', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const parcel = aParcel({ purpose: 'statement' });
        await tx.parcels.accept(parcel);
        const entry = anEntry('E1', '120.00', { foreign: { amount: Decimal.of('130.5000'), currency: 'USD' } });
        const first = newId();
        expect(await tx.cash.addStatement(first, parcel.id, aStatement('S1', [entry]), AT)).toMatchObject({
          isNew: true,
        });
        expect(await tx.cash.addStatement(newId(), parcel.id, aStatement('S1', [entry]), AT)).toEqual({
          id: first,
          isNew: false,
        });
        const item = { id: newId(), entry, correlationId: newId() };
        expect(await tx.cash.addEntries(first, IBAN, [item, { ...item, id: newId() }])).toHaveLength(1);
        expect(await tx.cash.addEntries(first, IBAN, [{ ...item, id: newId() }])).toHaveLength(0);
        const found = await tx.cash.findEntryForUpdate(item.id);
        expect(found).toMatchObject({
          entry,
          state: 'new',
          bookedOn: '2026-11-20',
          counterparty: 'Acheteur (exemple)',
        });
        expect(found?.entry.foreign?.amount.toString()).toBe('130.5000');
        expect(found?.entry.raw).toEqual({ amount: '12,50', rate: '1' });
        const statements = await tx.cash.listStatements({ limit: 10 });
        expect(statements.items[0]?.closingBalance?.toString()).toBe('1120.00');
      });
    });

    it('keeps proposals by rank with exact amounts', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const entryId = await importEntry(tx, '10.00');
        const lines = [{ invoiceId: newId(), amount: Decimal.of('10.00') }];
        const reason = { en: 'Same amount', fr: 'Même montant' };
        for (const rank of [2, 1])
          await tx.proposals.add([
            {
              id: newId(),
              entryId,
              state: 'open',
              rank,
              level: 'amount',
              reason,
              lines,
              createdAt: AT,
            },
          ]);
        const kept = await tx.proposals.byEntry(entryId);
        expect(kept.map((proposal) => proposal.rank)).toEqual([1, 2]);
        expect(kept[0]?.lines[0]?.amount.toString()).toBe('10.00');
        await tx.proposals.setState(kept[0]?.id ?? '', 'accepted');
        expect((await tx.proposals.list({ limit: 5, state: 'open' })).items).toHaveLength(1);
      });
    });
  });
}
