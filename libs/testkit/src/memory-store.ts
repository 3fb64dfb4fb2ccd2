import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '#kernel';
import { openTemplatedStore, schemaFingerprint, type SqlStore } from '#store';

/**
 * A store in memory for one test or suite, with every migration applied. The migrated database is made once a machine and kept
 * as a template in the temporary directory, so that the next ones open in about half a second. Close it when done.
 */
export async function openTestStore(options: { clock?: Clock } = {}): Promise<SqlStore> {
  const clock = options.clock ?? systemClock;
  const path = join(tmpdir(), 'facteur-test', `schema-${await schemaFingerprint()}.tar`);
  const template = existsSync(path) ? await readFile(path) : undefined;
  const { store, dump } = await openTemplatedStore(clock, template);
  if (!template) await keep(path, await dump());
  return store;
}

/** Under a temporary name first: several test processes may start at once. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
