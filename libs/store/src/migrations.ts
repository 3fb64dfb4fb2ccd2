import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FacteurError, sha256 } from '#kernel';
import type { ScriptSession } from './database.js';
import { isError } from './thrown.js';

/** One numbered step of the schema. Once released, a step never changes: a later one corrects it. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly script: string;
  readonly sha256: string;
}

/** Any number, the same in every process: PostgreSQL's advisory lock that lets one process migrate at a time. */
const LOCK = 7_302_026;
const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** The migrations that belong to this program, in order. */
export async function readMigrations(folder = migrationsFolder()): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => FILE_NAME.test(name)).sort();
  if (names.length === 0)
    throw new FacteurError('STORE.MIGRATIONS_MISSING', 'defect', 'No migrations were found', { folder });
  return Promise.all(
    names.map(async (name) => {
      const script = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { number: Number(name.slice(0, 4)), name: name.slice(0, -4), script, sha256: sha256(script) };
    }),
  );
}

/**
 * Brings the database to the newest schema: each missing step in a transaction of its own, one process at a time.
 * @throws FacteurError `STORE.MIGRATION_CHANGED` (a step that was applied reads differently now), `STORE.TOO_NEW` (the database
 * was migrated by a newer program), `STORE.MIGRATION_FAILED`.
 */
export async function migrate(session: ScriptSession, migrations: readonly Migration[], now: Date): Promise<number> {
  if (missing(migrations, await applied(session)).length === 0) return 0;
  await session.rows('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    await session.run(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL)`,
    );
    const todo = missing(migrations, await applied(session));
    for (const migration of todo) await apply(session, migration, now);
    return todo.length;
  } finally {
    await session.rows('SELECT pg_advisory_unlock($1)', [LOCK]);
  }
}

function missing(migrations: readonly Migration[], done: ReadonlyMap<number, string>): readonly Migration[] {
  const known = new Set(migrations.map((migration) => migration.number));
  const newer = [...done.keys()].filter((number) => !known.has(number));
  if (newer.length > 0)
    throw new FacteurError('STORE.TOO_NEW', 'precondition', 'The database was migrated by a newer version', { newer });
  for (const migration of migrations) {
    const checksum = done.get(migration.number);
    if (checksum !== undefined && checksum !== migration.sha256)
      throw new FacteurError('STORE.MIGRATION_CHANGED', 'defect', 'A migration was changed after it was applied', {
        migration: migration.name,
      });
  }
  return migrations.filter((migration) => !done.has(migration.number));
}

async function applied(session: ScriptSession): Promise<ReadonlyMap<number, string>> {
  const [table] = await session.rows(`SELECT to_regclass('schema_migrations')::text AS name`);
  if (!table?.['name']) return new Map();
  const rows = await session.rows('SELECT number, sha256 FROM schema_migrations');
  return new Map(rows.map((row) => [Number(row['number']), String(row['sha256'])]));
}

async function apply(session: ScriptSession, migration: Migration, now: Date): Promise<void> {
  try {
    await session.run('BEGIN');
    await session.run(migration.script);
    await session.rows('INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)', [
      migration.number,
      migration.name,
      migration.sha256,
      now.toISOString(),
    ]);
    await session.run('COMMIT');
  } catch (thrown) {
    await session.run('ROLLBACK').catch(() => undefined);
    const reason = isError(thrown) ? thrown.message : String(thrown);
    throw new FacteurError(
      'STORE.MIGRATION_FAILED',
      'defect',
      `A migration failed: ${reason}`,
      { migration: migration.name },
      { cause: thrown },
    );
  }
}

/** Found from the package's root, since the program runs from the sources in tests and from dist/ otherwise. */
function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'libs', 'store', 'migrations');
}
