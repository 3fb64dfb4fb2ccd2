import { sha256, type Clock } from '#kernel';
import { migrate, readMigrations } from './migrations.js';
import { PgliteDatabase } from './pglite-database.js';
import { SqlStore } from './sql-store.js';

/** Changes whenever a migration does: the name of a template. */
export async function schemaFingerprint(): Promise<string> {
  return sha256((await readMigrations()).map((migration) => migration.sha256).join(' ')).slice(0, 16);
}

/**
 * A store in memory, from the dump of an earlier one when there is one: loading is several times quicker than making and
 * migrating a new database. For tests and demonstrations.
 */
export async function openTemplatedStore(
  clock: Clock,
  template?: Uint8Array<ArrayBuffer>,
): Promise<{ store: SqlStore; dump: () => Promise<Uint8Array> }> {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create(template ? { loadDataDir: new Blob([template]) } : {});
  const database = new PgliteDatabase(pglite);
  const migrations = await readMigrations();
  await database.exclusively((session) => migrate(session, migrations, clock.now()));
  const dump = async () => new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
  return { store: new SqlStore(database, clock), dump };
}
