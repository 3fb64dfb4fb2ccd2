import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createApiKey, rowOf } from '#access';
import { FacteurError, type Clock } from '#kernel';
import type { Store } from '#ports';
import type { LoadedSettings } from '#settings';

/**
 * Makes sure that somebody can call the API: keys named in the settings are registered, and where a tenant has none at all one
 * with the role admin is made and written to the configured file, readable by its owner only.
 */
export async function ensureKeys(loaded: LoadedSettings, store: Store, clock: Clock): Promise<{ keyFile?: string }> {
  for (const declared of loaded.settings.access.keys) {
    const { name, tenant: tenantId, roles } = declared;
    const row = rowOf(loaded.secrets.get(declared.secret), { tenantId, name, roles }, clock);
    if (!(await store.apiKeys.findByPrefix(row.prefix))) await store.apiKeys.add(row);
  }
  const [first] = loaded.settings.tenants;
  const { firstKeyFile } = loaded.settings.access;
  if (!first || firstKeyFile === '') return {};
  const keyFile = loaded.path(firstKeyFile);
  const known = await store.apiKeys.list(first.id);
  if (known.some((row) => !row.revokedAt)) {
    return existsSync(keyFile) ? { keyFile } : {};
  }
  const { key, row } = createApiKey({ tenantId: first.id, name: 'first key', roles: ['admin'] }, clock);
  mkdirSync(dirname(keyFile), { recursive: true });
  // Several processes may start at once: the id is the same for all of them, so the database takes one key. It lies in a file
  // before that, so that it cannot be lost.
  const temporary = `${keyFile}.${process.pid}`;
  writeFileSync(temporary, `${key}\n`, { mode: 0o600 });
  try {
    await store.apiKeys.add({ ...row, id: `first-key-${first.id}-${known.length + 1}` });
    renameSync(temporary, keyFile);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    if (!(thrown instanceof FacteurError) || thrown.code !== 'STORE.DUPLICATE') throw thrown;
  }
  return { keyFile };
}
