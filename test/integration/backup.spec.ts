import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { assemble, embeddedRunner, type Assembly } from '#assembly';
import { acceptParcel, verifyArchive, verifyNumbers } from '#flows';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';

const SERVER = process.env['DATABASE_URL'] as string;

async function newDatabase(): Promise<string> {
  const name = `facteur_backup_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return url.href;
}

async function open(databaseUrl: string, data: string): Promise<Assembly> {
  const { REDIS_URL: _redis, ...rest } = process.env;
  const loaded = loadSettings(process.cwd(), { ...rest, DATABASE_URL: databaseUrl, FACTEUR_DATA: data });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return assemble(loaded.value, { log: createLog('silent') });
}

/** Orders of the sample set, billed and delivered to a folder. */
async function work(assembly: Assembly): Promise<void> {
  const runner = embeddedRunner(assembly);
  await runner.start();
  for (const fileName of ['01-menuiserie.json', '04-mairie.json', '05-lot.json']) {
    const bytes = readFileSync(join('apps/sandbox/samples/orders', fileName));
    await acceptParcel(assembly.context, {
      ...{ tenantId: 'main', purpose: 'order', source: 'api', sourceKey: fileName, isKeyUnique: true },
      ...{ bytes, fileName, mediaType: 'application/json' },
    });
  }
  await runner.idle();
  await runner.stop();
}

async function contentsOf({ context }: Assembly): Promise<unknown> {
  return context.store.transaction('main', async (tx) => {
    const { items } = await tx.invoices.list({ limit: 100 });
    const open = items.map(({ number, openAmount, deliveryState }) => [number, openAmount.toString(), deliveryState]);
    return { open, events: (await tx.timeline.list({ limit: 100 })).items.length };
  });
}

describe('backup and restore', () => {
  let directory: string;
  const run = (script: string, databaseUrl: string, ...args: string[]) =>
    spawnSync('sh', [join('bin', script), ...args], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      encoding: 'utf8',
    });

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'facteur-backup-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('bring everything to another server: invoices, amounts, timeline, documents, proofs', async () => {
    const original = await newDatabase();
    const before = await open(original, join(directory, 'original'));
    await work(before);
    const contents = await contentsOf(before);
    expect((contents as { open: unknown[] }).open.length).toBeGreaterThan(3);
    const backup = join(directory, 'backup');
    // Saved while the process runs.
    expect(run('backup.sh', original, join(directory, 'original', 'documents'), backup)).toMatchObject({ status: 0 });
    await before.close();

    const copy = await newDatabase();
    const documents = join(directory, 'copy', 'documents');
    expect(run('restore.sh', copy, backup, documents)).toMatchObject({ status: 0, stderr: '' });
    const after = await open(copy, join(directory, 'copy'));
    try {
      expect(await contentsOf(after)).toEqual(contents);
      expect((await verifyArchive(after.context, 'main')).findings).toEqual([]);
      for (const series of (await verifyNumbers(after.context, 'main')).series) expect(series.findings).toEqual([]);
      const differences = await new pg.Pool({ connectionString: copy, max: 1 }).query(
        'SELECT * FROM facteur_ledger_differences()',
      );
      expect(differences.rows).toEqual([]);
      // It goes on where it was: the next numbers follow, nothing is issued twice.
      await work(after);
      expect(await contentsOf(after)).toEqual(contents);
    } finally {
      await after.close();
    }
  });

  it('refuse a damaged backup and what is not empty', async () => {
    const backup = join(directory, 'backup');
    const empty = await newDatabase();
    const target = join(directory, 'copy', 'documents');
    expect(run('restore.sh', empty, backup, target)).toMatchObject({
      status: 73,
      stderr: expect.stringContaining('Not empty'),
    });
    appendFileSync(join(backup, 'facteur.dump'), 'x');
    expect(run('restore.sh', empty, backup, join(directory, 'third'))).toMatchObject({ status: 65 });
    expect(execFileSync('ls', [directory], { encoding: 'utf8' })).not.toContain('third');
  });
});
