import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createApiKey, rowOf } from '#access';
import type { Clock } from '#kernel';
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
  if ((await store.apiKeys.list(first.id)).some((row) => !row.revokedAt)) {
    return existsSync(keyFile) ? { keyFile } : {};
  }
  const { key, row } = createApiKey({ tenantId: first.id, name: 'first key', roles: ['admin'] }, clock);
  mkdirSync(dirname(keyFile), { recursive: true });
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  await store.apiKeys.add(row);
  return { keyFile };
}
