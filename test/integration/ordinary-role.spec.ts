import pg from 'pg';
import { describe, expect, it } from '@jest/globals';
import { newId, systemClock } from '#kernel';
import { openStore } from '#store';
import { aParcel, issue } from '../contract/store-fixtures.js';
import { newDatabase } from './services.js';

describe('a database role without special rights', () => {
  it('owns its database, migrates it, and still keeps tenants apart', async () => {
    const url = new URL(await newDatabase());
    const role = `owner_${newId().replaceAll('-', '')}`;
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    // CREATEROLE is asked for once: at the first migration, where facteur_app does not exist yet.
    await admin.query(`CREATE ROLE ${role} LOGIN CREATEROLE; ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`);
    if (await hasRole(admin, 'facteur_app')) await admin.query(`GRANT facteur_app TO ${role} WITH ADMIN OPTION`);
    await admin.end();
    url.username = role;
    const store = await openStore({ databaseUrl: url.href, clock: systemClock });
    const parcel = aParcel();
    await store.transaction('ours', async (tx) => {
      await tx.parcels.accept(parcel);
      const invoice = await issue(tx);
      expect((await tx.ledger.openAmountForUpdate(invoice.id)).toString()).toBe('120.00');
      await tx.jobs.enqueue({ kind: 'read-orders', key: parcel.id, payload: {}, correlationId: 'c' });
    });
    expect(await store.queue.claim({ limit: 1, leaseMs: 1000, worker: 'w' })).toHaveLength(1);
    expect(await store.transaction('theirs', (tx) => tx.parcels.find(parcel.id))).toBeUndefined();
    await store.close();
  });
});

async function hasRole(client: pg.Client, name: string): Promise<boolean> {
  return (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])).rows.length > 0;
}
