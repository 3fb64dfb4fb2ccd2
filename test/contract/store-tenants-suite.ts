import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock, newId } from '#kernel';
import type { SqlStore } from '#store';
import { AT, anOrder, aParcel, issue } from './store-fixtures.js';
import type { StoreOpener } from './store-intake-suite.js';

/** That the database itself keeps tenants apart and evidence unchanged, whatever the code does. */
export function describeTenants(open: StoreOpener): void {
  describe('tenants and evidence', () => {
    let store: SqlStore;
    const [ours, theirs] = [`ours-${newId()}`, `theirs'\\; DROP TABLE x; --${newId()}`];
    let orderId: string;
    let invoiceId: string;

    beforeAll(async () => {
      store = await open(new FixedClock(AT));
      await store.transaction(theirs, async (tx) => {
        const parcel = aParcel();
        await tx.parcels.accept(parcel);
        const order = anOrder(parcel.id);
        await tx.orders.add(order);
        orderId = order.id;
        invoiceId = (await issue(tx)).id;
        await tx.timeline.append({
          subject: 'order',
          subjectId: orderId,
          type: 'order.accepted',
          at: AT,
          correlationId: order.correlationId,
          data: {},
        });
        await tx.jobs.enqueue({ kind: 'issue-invoice', key: orderId, payload: {}, correlationId: 'c' });
      });
    });
    afterAll(() => store.close());

    const asUs = (statement: SQL) => store.transactionWithSql(ours, async (_tx, queries) => queries.execute(statement));

    it('hides every other tenant in every table that has tenants', async () => {
      const tables = await store.database.asOwner((queries) =>
        queries.execute<{ name: string; secured: boolean }>(sql`
          SELECT c.relname AS name, c.relrowsecurity AS secured FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
           WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'api_keys'`),
      );
      const rows = (tables as { rows: { name: string; secured: boolean }[] }).rows;
      expect(rows.length).toBeGreaterThan(15);
      expect(rows.filter((row) => !row.secured)).toEqual([]);
      for (const { name } of rows)
        expect(await asUs(sql`SELECT * FROM ${sql.identifier(name)}`)).toMatchObject({ rows: [] });
      for (const view of ['invoice_movements', 'invoice_open_amounts'])
        expect(await asUs(sql`SELECT * FROM ${sql.identifier(view)}`)).toMatchObject({ rows: [] });
      for (const table of ['tenants', 'api_keys', 'schema_migrations'])
        await expect(asUs(sql`SELECT * FROM ${sql.identifier(table)}`)).rejects.toMatchObject({
          code: 'STORE.FORBIDDEN',
        });
    });

    it('finds nothing of another tenant through the repositories', async () => {
      await store.transaction(ours, async (tx) => {
        expect(await tx.orders.find(orderId)).toBeUndefined();
        expect(await tx.invoices.summary(invoiceId)).toBeUndefined();
        expect((await tx.jobs.list({ limit: 10 })).items).toEqual([]);
        await expect(tx.ledger.openAmountForUpdate(invoiceId)).rejects.toMatchObject({ code: 'INVOICE.UNKNOWN' });
      });
    });

    it('refuses to write a row of another tenant', async () => {
      const columns = sql`parcels (tenant_id, id, purpose, source, source_key, sha256, size, media_type, file_name,
        state, problems, received_at, correlation_id)`;
      const inserted = asUs(sql`INSERT INTO ${columns}
        VALUES (${theirs}, ${newId()}, 'order', 's', 'k', 'h', 1, 'm', 'f', 'received', '[]', now(), 'c')`);
      await expect(inserted).rejects.toMatchObject({ code: 'STORE.FORBIDDEN' });
      const gifted = store.transactionWithSql(ours, async (tx, queries) => {
        await tx.parcels.accept(aParcel());
        return queries.execute(sql`UPDATE parcels SET tenant_id = ${theirs}`);
      });
      await expect(gifted).rejects.toMatchObject({ code: 'STORE.FORBIDDEN' });
    });

    it('changes nothing of another tenant', async () => {
      await asUs(sql`UPDATE orders SET state = 'cancelled' WHERE id = ${orderId}`);
      await asUs(sql`UPDATE jobs SET state = 'cancelled', finished_at = now()`);
      await store.transaction(theirs, async (tx) => {
        expect((await tx.orders.find(orderId))?.state).toBe('accepted');
        expect((await tx.jobs.list({ limit: 10 })).items[0]?.state).toBe('waiting');
      });
      await expect(asUs(sql`DELETE FROM orders`)).rejects.toMatchObject({ code: 'STORE.FORBIDDEN' });
    });

    it('refuses a reference into another tenant', async () => {
      const billed = store.transaction(ours, (tx) => issue(tx, { orderId }));
      await expect(billed).rejects.toMatchObject({ code: 'STORE.BROKEN_REFERENCE' });
    });

    it.each(['timeline', 'ledger', 'invoices', 'documents', 'issued_numbers'])(
      'refuses to change or remove rows of %s, the owner too',
      async (table) => {
        const name = sql.identifier(table);
        const attempts = [sql`UPDATE ${name} SET tenant_id = tenant_id`, sql`DELETE FROM ${name}`];
        for (const statement of attempts) {
          await expect(asUs(statement)).rejects.toMatchObject({ code: 'STORE.FORBIDDEN' });
          const byOwner = store.database.asOwner((queries) => queries.execute(statement));
          await expect(byOwner).rejects.toMatchObject({ code: 'STORE.APPEND_ONLY' });
        }
        const emptied = store.database.asOwner((queries) => queries.execute(sql`TRUNCATE ${name} CASCADE`));
        await expect(emptied).rejects.toMatchObject({ code: 'STORE.APPEND_ONLY' });
      },
    );

    it('rolls everything back on a throw, jobs and events included', async () => {
      const tenant = newId();
      const parcel = aParcel();
      const failing = store.transaction(tenant, async (tx) => {
        await tx.parcels.accept(parcel);
        await tx.jobs.enqueue({ kind: 'read-orders', key: parcel.id, payload: {}, correlationId: 'c' });
        throw new TypeError('broken');
      });
      await expect(failing).rejects.toThrow(new TypeError('broken'));
      await store.transaction(tenant, async (tx) => {
        expect(await tx.parcels.find(parcel.id)).toBeUndefined();
        expect((await tx.jobs.list({ limit: 5 })).items).toEqual([]);
      });
    });

    it('refuses a transaction inside another one', async () => {
      const nested = store.transaction(ours, () => store.transaction(ours, async () => 1));
      await expect(nested).rejects.toMatchObject({ code: 'STORE.NESTED_TRANSACTION' });
      expect(await store.transaction(ours, async () => 2)).toBe(2);
    });

    it('does work again that was lost to a concurrent transaction', async () => {
      let attempts = 0;
      const answer = await store.transactionWithSql(ours, async (_tx, queries) => {
        attempts += 1;
        if (attempts < 3)
          await queries.execute(
            sql`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = 'serialization_failure'; END $$`,
          );
        return 'done';
      });
      expect([answer, attempts]).toEqual(['done', 3]);
    });

    it('tells the story behind a correlation id in order', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        for (const type of ['order.received', 'order.accepted', 'invoice.issued'])
          await tx.timeline.append({
            subject: 'order',
            subjectId: 'o1',
            type,
            at: AT,
            correlationId: 'story',
            data: { amount: '12.50' },
          });
        const story = await tx.timeline.story('story');
        expect(story.map((event) => event.type)).toEqual(['order.received', 'order.accepted', 'invoice.issued']);
        expect(await tx.timeline.of('order', 'o1')).toHaveLength(3);
        const page = await tx.timeline.list({ limit: 2 });
        expect(page.items.map((event) => event.type)).toEqual(['invoice.issued', 'order.accepted']);
        const rest = await tx.timeline.list({ limit: 2, cursor: page.nextCursor });
        expect(rest.items.map((event) => event.type)).toEqual(['order.received']);
      });
    });

    it('keeps tenants and API keys', async () => {
      const tenant = newId();
      await store.ensureTenant(tenant, 'Exemple');
      await store.ensureTenant(tenant, 'Exemple SA');
      expect(await store.tenants()).toContainEqual({ id: tenant, name: 'Exemple SA' });
      const key = { id: newId(), tenantId: tenant, name: 'ERP', prefix: newId(), hash: 'h', roles: ['read'] as const };
      await store.apiKeys.add({ ...key, createdAt: AT });
      expect(await store.apiKeys.findByPrefix(key.prefix)).toEqual({ ...key, createdAt: AT });
      expect(await store.apiKeys.revoke(key.id, AT)).toBe(true);
      expect(await store.apiKeys.revoke(key.id, AT)).toBe(false);
      expect((await store.apiKeys.list(tenant))[0]?.revokedAt).toEqual(AT);
    });
  });
}
