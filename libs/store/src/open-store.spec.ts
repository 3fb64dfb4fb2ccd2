import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '#kernel';
import { openStore } from './open-store.js';

/** The very first start of the embedded database writes its files: seconds on a busy machine. */
const FIRST_START_MS = 30_000;

describe('openStore', () => {
  const cleanUp: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function directory(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'facteur-store-'));
    cleanUp.push(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'db');
  }

  it(
    'keeps what was committed, opens again and leaves the schema alone',
    async () => {
      const dataDir = await directory();
      const first = await openStore({ dataDir, clock: systemClock });
      await first.ensureTenant('acme', 'Acme (exemple)');
      await first.close();
      const again = await openStore({ dataDir, clock: systemClock });
      cleanUp.push(() => again.close());
      expect(await again.tenants()).toEqual([{ id: 'acme', name: 'Acme (exemple)' }]);
    },
    FIRST_START_MS,
  );

  it(
    'refuses a directory that is open already',
    async () => {
      const dataDir = await directory();
      const store = await openStore({ dataDir, clock: systemClock });
      cleanUp.push(() => store.close());
      await expect(openStore({ dataDir, clock: systemClock })).rejects.toMatchObject({ code: 'STORE.IN_USE' });
    },
    FIRST_START_MS,
  );

  it('names what is missing when neither a server nor a directory is set', async () => {
    await expect(openStore({ clock: systemClock })).rejects.toMatchObject({ code: 'STORE.UNCONFIGURED' });
  });

  it('says that a server cannot be reached', async () => {
    const opening = openStore({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', clock: systemClock });
    await expect(opening).rejects.toMatchObject({ code: 'STORE.UNAVAILABLE', category: 'unavailable' });
  });
});
