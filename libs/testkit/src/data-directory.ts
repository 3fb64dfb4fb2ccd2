import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#kernel';
import { openStore, schemaFingerprint } from '#store';

/**
 * A data directory (`FACTEUR_DATA`) in the temporary folder, whose embedded database exists already, migrated and without
 * rows: copying one is several times quicker than making it. Remove it when done.
 *
 * @param name what the directory is for, as part of its name.
 */
export async function makeDataDirectory(name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `facteur-${name}-`));
  await cp(await databaseTemplate(), join(directory, 'database'), { recursive: true });
  return directory;
}

/** Made once a machine for each schema; two test processes that make it at once get the same, and one copy stays. */
async function databaseTemplate(): Promise<string> {
  const template = join(tmpdir(), `facteur-test-database-${await schemaFingerprint()}`);
  if (existsSync(template)) return template;
  const making = await mkdtemp(`${template}-`);
  const store = await openStore({ dataDir: join(making, 'database'), clock: systemClock });
  await store.close();
  await rename(join(making, 'database'), template).catch((thrown: unknown) => {
    if (!existsSync(template)) throw thrown;
  });
  await rm(making, { recursive: true, force: true });
  return template;
}
