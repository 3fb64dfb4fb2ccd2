import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '#kernel';
import { schemaFingerprint, TemplatedStores, type SqlStore } from '#store';

let stores: Promise<TemplatedStores> | undefined;

// Under Jest this runs as the spec file is read, so that its databases end with it.
(globalThis as { afterAll?: (hook: () => Promise<void>) => void }).afterAll?.(closeTestStores);

/** Ends the databases, those of stores that are still open with them; for programs that are no spec. */
export async function closeTestStores(): Promise<void> {
  await (await stores)?.close();
}

/**
 * An empty store in memory for one test, with every migration applied. Close it when done: the next test of the file gets its
 * database, emptied. The migrated database is made once a machine and kept as a template in the temporary directory.
 */
export async function openTestStore(options: { clock?: Clock } = {}): Promise<SqlStore> {
  stores ??= prepare();
  return (await stores).open(options.clock ?? systemClock);
}

async function prepare(): Promise<TemplatedStores> {
  const path = join(tmpdir(), 'facteur-test', `schema-${await schemaFingerprint()}.tar`);
  if (existsSync(path)) return new TemplatedStores(await readFile(path));
  const fresh = new TemplatedStores();
  await keep(path, await fresh.dump(systemClock));
  return fresh;
}

/** Under a temporary name first: several test processes may start at once. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
