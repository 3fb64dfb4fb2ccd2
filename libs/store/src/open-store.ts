import { mkdir } from 'node:fs/promises';
import { FacteurError, type Clock } from '#kernel';
import type { Database } from './database.js';
import { holdDirectory } from './directory-lock.js';
import { migrate, readMigrations } from './migrations.js';
import { PgliteDatabase } from './pglite-database.js';
import { PostgresDatabase } from './postgres-database.js';
import { SqlStore } from './sql-store.js';

export interface StoreOptions {
  /** `postgres://…`: a server. Without it the database runs in this process. */
  readonly databaseUrl?: string;
  /** Directory of the embedded database, made when missing, or `memory://` for one that ends with the process. */
  readonly dataDir?: string;
  /** Connections to the server at most; 10 unless said. */
  readonly poolSize?: number;
  readonly clock: Clock;
}

const MEMORY = 'memory://';

/**
 * Opens the database and brings its schema up to date.
 * @throws FacteurError `STORE.UNAVAILABLE`, `STORE.IN_USE` (another process holds the directory), or what `migrate` throws.
 */
export async function openStore(options: StoreOptions): Promise<SqlStore> {
  const database = await openDatabase(options);
  try {
    const migrations = await readMigrations();
    await database.exclusively((session) => migrate(session, migrations, options.clock.now()));
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
  return new SqlStore(database, options.clock);
}

async function openDatabase({ databaseUrl, dataDir, poolSize }: StoreOptions): Promise<Database> {
  if (databaseUrl !== undefined) return new PostgresDatabase({ databaseUrl, poolSize });
  if (dataDir === undefined)
    throw new FacteurError('STORE.UNCONFIGURED', 'precondition', 'Neither a database URL nor a directory is set');
  // Loaded only where it serves: 20 MB of WebAssembly that a process on a server has no use for.
  const { PGlite } = await import('@electric-sql/pglite');
  if (dataDir === MEMORY) return new PgliteDatabase(await PGlite.create());
  await mkdir(dataDir, { recursive: true });
  const release = await holdDirectory(dataDir);
  try {
    const pglite = await PGlite.create(dataDir);
    return new PgliteDatabase(pglite, async () => {
      await pglite.close();
      await release();
    });
  } catch (thrown) {
    await release();
    throw new FacteurError(
      'STORE.UNAVAILABLE',
      'unavailable',
      'The embedded database cannot be opened',
      { dataDir },
      { cause: thrown },
    );
  }
}
