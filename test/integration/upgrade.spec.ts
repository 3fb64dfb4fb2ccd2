import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { assemble, embeddedRunner, type Assembly } from '#assembly';
import { acceptParcel, verifyArchive, verifyNumbers } from '#flows';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { newDatabase } from './services.js';

const FOLDER = 'libs/store/migrations';
/** The last step of the schema that the first release has; nobody has to come from an older one. */
const FIRST_RELEASE = 69;
const steps = readdirSync(FOLDER)
  .filter((name) => /^\d{4}_.*\.sql$/.test(name))
  .sort()
  .map((name) => ({ name: name.slice(0, -4), number: Number(name.slice(0, 4)) }));
const released = steps.filter(({ number }) => number <= FIRST_RELEASE).length;
/** Every schema that an installation may stand at: the first release, and each step after it but the last. */
const starts = steps.slice(released - 1, -1);

interface Contents {
  readonly invoices: unknown;
  readonly events: number;
  readonly figures: unknown;
}

async function open(databaseUrl: string, data: string): Promise<Assembly> {
  const { REDIS_URL: _redis, ...rest } = process.env;
  const loaded = loadSettings(process.cwd(), { ...rest, DATABASE_URL: databaseUrl, FACTEUR_DATA: data });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return assemble(loaded.value, { log: createLog('silent') });
}

/** Orders of the sample set, billed and delivered; taken in again, they change nothing. */
async function work(assembly: Assembly, fileNames: readonly string[]): Promise<void> {
  const runner = embeddedRunner(assembly);
  await runner.start();
  try {
    for (const fileName of fileNames)
      await acceptParcel(assembly.context, {
        ...{ tenantId: 'main', purpose: 'order', source: 'api', sourceKey: fileName, isKeyUnique: true },
        ...{
          fileName,
          mediaType: 'application/json',
          bytes: readFileSync(join('apps/sandbox/samples/orders', fileName)),
        },
      });
    await runner.idle();
  } finally {
    await runner.stop();
  }
}

async function contentsOf({ context, figures }: Assembly): Promise<Contents> {
  const contents = await context.store.transaction('main', async (tx) => {
    const { items } = await tx.invoices.list({ limit: 100 });
    const invoices = items.map(({ number, openAmount, deliveryState }) => [
      number,
      openAmount.toString(),
      deliveryState,
    ]);
    return { invoices, events: (await tx.timeline.list({ limit: 200 })).items.length };
  });
  return { ...contents, figures: JSON.parse(JSON.stringify(await figures.summary('main'))) };
}

/** Schema as the version that ended with this step left it. */
async function installOld(client: pg.Client, last: number): Promise<void> {
  await client.query(
    `CREATE TABLE schema_migrations (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL)`,
  );
  for (const { name, number } of steps.filter((step) => step.number <= last)) {
    const script = readFileSync(join(FOLDER, `${name}.sql`), 'utf8');
    await client.query(`BEGIN; ${script}; COMMIT`);
    const digest = createHash('sha256').update(script).digest('hex');
    await client.query('INSERT INTO schema_migrations VALUES ($1, $2, $3, now())', [number, name, digest]);
  }
}

/** Every row of the tables that both know, in the columns that the old schema has; its triggers do not run a second time. */
async function copyRows(from: pg.Client, to: pg.Client): Promise<number> {
  await to.query('SET session_replication_role = replica');
  let copied = 0;
  for (const [table, columns] of await columnsOf(to)) {
    if (table === 'schema_migrations') continue;
    const list = columns.map((column) => `"${column}"`).join(', ');
    const { rows } = await from.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM (SELECT ${list} FROM ${table}) AS t`,
    );
    await to.query(`DELETE FROM ${table}`);
    for (const { row } of rows)
      await to.query(
        `INSERT INTO ${table} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM jsonb_populate_record(NULL::${table}, $1)`,
        [row],
      );
    copied += rows.length;
  }
  await to.query('SET session_replication_role = origin');
  const { rows } = await from.query<{ name: string; last: string | null }>(
    "SELECT schemaname || '.' || sequencename AS name, last_value::text AS last FROM pg_sequences",
  );
  for (const { name, last } of rows)
    await to.query('SELECT setval(to_regclass($1), $2) WHERE to_regclass($1) IS NOT NULL AND $2 IS NOT NULL', [
      name,
      last,
    ]);
  return copied;
}

/** The columns of every table that are stored, not computed. */
async function columnsOf(client: pg.Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.table_name AS table, c.column_name AS column
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
      ORDER BY c.table_name, c.ordinal_position`,
  );
  const columns = new Map<string, string[]>();
  for (const { table, column } of rows) columns.set(table, [...(columns.get(table) ?? []), column]);
  return columns;
}

/** A process of the version before, which reads and writes all the while; it never waits long. */
async function goOnWorking(client: pg.Client, until: () => boolean): Promise<{ rounds: number; faults: string[] }> {
  await client.query("SET statement_timeout = '5s'");
  const [parcels] = [(await columnsOf(client)).get('parcels') as string[]];
  const list = parcels.map((column) => `"${column}"`).join(', ');
  const values = parcels
    .map((column) => (column === 'id' || column === 'source_key' ? '$1' : `"${column}"`))
    .join(', ');
  const faults: string[] = [];
  let rounds = 0;
  for (; !until() || rounds < 3; rounds += 1) {
    try {
      await client.query('SELECT count(*), sum(open_amount) FROM invoice_balances');
      await client.query('SELECT * FROM jobs LIMIT 10');
      await client.query(`BEGIN; SAVEPOINT one`);
      await client.query(`INSERT INTO parcels (${list}) SELECT ${values} FROM parcels LIMIT 1`, [randomUUID()]);
      await client.query('ROLLBACK');
    } catch (thrown) {
      faults.push(String(thrown));
      await client.query('ROLLBACK').catch(() => undefined);
    }
    await pause(5);
  }
  return { rounds, faults };
}

describe('an upgrade', () => {
  let directory: string;
  let source: string;
  let before: Contents;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'facteur-upgrade-'));
    source = await newDatabase();
    const assembly = await open(source, join(directory, 'data'));
    await work(assembly, ['01-menuiserie.json', '04-mairie.json', '05-lot.json']);
    before = await contentsOf(assembly);
    await assembly.close();
    expect((before.invoices as unknown[]).length).toBeGreaterThan(3);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('has something to go from and something to go to', () => {
    expect(released).toBeGreaterThan(10);
    expect(starts.length).toBeGreaterThan(0);
  });

  it.each(starts.map(({ name, number }) => [name, number] as const))(
    'from %s keeps every row and figure while the version before goes on working',
    async (_, number) => {
      const url = await newDatabase();
      const clients = [source, url, url].map((connectionString) => new pg.Client({ connectionString }));
      const [from, to, old] = clients as [pg.Client, pg.Client, pg.Client];
      for (const client of clients) await client.connect();
      await installOld(to, number);
      expect(await copyRows(from, to)).toBeGreaterThan(30);
      let isUpgraded = false;
      const working = goOnWorking(old, () => isUpgraded);
      await pause(50);
      const assembly = await open(url, join(directory, 'data')).finally(() => (isUpgraded = true));
      try {
        expect(await working).toEqual({ rounds: expect.any(Number), faults: [] });
        const applied = await to.query<{ number: number }>('SELECT number FROM schema_migrations ORDER BY number');
        expect(applied.rows.map((row) => row.number)).toEqual(steps.map((step) => step.number));
        expect(await contentsOf(assembly)).toEqual(before);
        expect((await verifyArchive(assembly.context, 'main')).findings).toEqual([]);
        for (const series of (await verifyNumbers(assembly.context, 'main')).series)
          expect(series.findings).toEqual([]);
        expect((await to.query('SELECT * FROM facteur_ledger_differences()')).rows).toEqual([]);
        // It goes on where it was: what is known changes nothing, what is new gets the next number.
        await work(assembly, ['01-menuiserie.json']);
        expect(await contentsOf(assembly)).toEqual(before);
        await work(assembly, ['02-magasin.json']);
        expect(((await contentsOf(assembly)).invoices as unknown[]).length).toBeGreaterThan(
          (before.invoices as unknown[]).length,
        );
      } finally {
        await assembly.close();
        for (const client of clients) await client.end();
      }
    },
  );
});
