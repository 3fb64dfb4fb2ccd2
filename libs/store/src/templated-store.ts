import { sha256, type Clock } from '#kernel';
import { migrate, readMigrations } from './migrations.js';
import { PgliteDatabase } from './pglite-database.js';
import { SqlStore } from './sql-store.js';

/** Changes whenever a migration does: the name of a template. */
export async function schemaFingerprint(): Promise<string> {
  return sha256((await readMigrations()).map((migration) => migration.sha256).join(' ')).slice(0, 16);
}

/** An engine in memory, migrated; loading a template is several times quicker than making and migrating a new one. */
async function startEngine(clock: Clock, template?: Uint8Array<ArrayBuffer>) {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create(template ? { loadDataDir: new Blob([template]) } : {});
  const migrations = await readMigrations();
  await new PgliteDatabase(pglite).exclusively((session) => migrate(session, migrations, clock.now()));
  return pglite;
}

type Engine = Awaited<ReturnType<typeof startEngine>>;

/**
 * Stores in memory, for tests and demonstrations. Closing one empties its database for the next: emptying takes milliseconds
 * where a start takes about a second.
 */
export class TemplatedStores {
  private readonly idle: Engine[] = [];
  private isClosed = false;

  /** @param template the bytes of an earlier `dump`, made with the same migrations. */
  constructor(private template?: Uint8Array<ArrayBuffer>) {}

  async open(clock: Clock): Promise<SqlStore> {
    const engine = this.idle.pop() ?? (await startEngine(clock, this.template));
    const release = async () => {
      if (this.isClosed) return engine.close();
      await empty(engine);
      this.idle.push(engine);
    };
    return new SqlStore(new PgliteDatabase(engine, release), clock);
  }

  /** Ends every engine, those of open stores when they are closed; they would keep the process alive. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const engine of this.idle.splice(0)) await engine.close();
  }

  /** A migrated database without rows, as `constructor` takes it. Answers what it was given or made before. */
  async dump(clock: Clock): Promise<Uint8Array<ArrayBuffer>> {
    if (this.template) return this.template;
    const engine = this.idle.pop() ?? (await startEngine(clock));
    this.idle.push(engine);
    this.template = new Uint8Array(await (await engine.dumpDataDir('none')).arrayBuffer());
    return this.template;
  }
}

/** Removes every row but the record of migrations, past the triggers that keep evidence from being changed. */
async function empty(engine: Engine): Promise<void> {
  await engine.exec('RESET ALL; RESET ROLE;');
  const { rows } = await engine.query<{ name: string }>(
    `SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'`,
  );
  const deletions = rows.map(({ name }) => `DELETE FROM ${name};`).join('\n');
  await engine.exec(`SET session_replication_role = replica;\n${deletions}\nRESET session_replication_role;`);
}
