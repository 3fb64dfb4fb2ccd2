import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '#kernel';
import { migrate, readMigrations, type Migration } from './migrations.js';
import { PgliteDatabase } from './pglite-database.js';

const AT = new Date('2026-11-20T09:30:00Z');
const START_MS = 30_000;

function step(number: number, script: string): Migration {
  return { number, name: `000${number}_step`, script, sha256: sha256(script) };
}

describe('migrations', () => {
  let database: PgliteDatabase;
  const one = step(1, 'CREATE TABLE one (a int)');
  const two = step(2, 'CREATE TABLE two (a int)');
  const run = (steps: readonly Migration[]) => database.exclusively((session) => migrate(session, steps, AT));
  const count = async (table: string) =>
    (await database.exclusively((session) => session.rows(`SELECT to_regclass('${table}')::text AS name`)))[0]?.[
      'name'
    ];

  beforeAll(async () => {
    database = new PgliteDatabase(await PGlite.create());
  }, START_MS);
  afterAll(() => database.close());
  beforeEach(() => database.exclusively((session) => session.run('DROP SCHEMA public CASCADE; CREATE SCHEMA public')));

  it('applies each step once', async () => {
    expect(await run([one])).toBe(1);
    expect(await run([one, two])).toBe(1);
    expect(await run([one, two])).toBe(0);
  });

  it('refuses a step that was changed after it was applied', async () => {
    await run([one]);
    await expect(run([step(1, 'CREATE TABLE uno (a int)')])).rejects.toMatchObject({
      code: 'STORE.MIGRATION_CHANGED',
      facts: { migration: '0001_step' },
    });
  });

  it('refuses a database of a newer program', async () => {
    await run([one, two]);
    await expect(run([one])).rejects.toMatchObject({ code: 'STORE.TOO_NEW' });
  });

  it('leaves nothing of a step that fails, and can go on afterwards', async () => {
    const broken = step(2, 'CREATE TABLE two (a int); SELECT 1 / 0');
    await expect(run([one, broken])).rejects.toMatchObject({ code: 'STORE.MIGRATION_FAILED' });
    expect([await count('one'), await count('two')]).toEqual(['one', null]);
    expect(await run([one, two])).toBe(1);
  });

  it('numbers the steps of this program uniquely and in order', async () => {
    const numbers = (await readMigrations()).map((migration) => migration.number);
    expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
  });
});
