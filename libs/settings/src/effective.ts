import type { LoadedSettings } from './load-settings.js';

/**
 * The configuration in force, for people: placeholders filled, defaults shown, credentials of URLs hidden. Secrets are named,
 * with whether they are set; their values are never in here.
 */
export function effectiveSettings(loaded: LoadedSettings): Record<string, unknown> {
  const { settings, profiles, secrets } = loaded;
  const tree = JSON.parse(JSON.stringify(settings), (key, value: unknown) =>
    key === 'url' && typeof value === 'string' ? withoutCredentials(value) : value,
  ) as Record<string, unknown>;
  const partners = Object.fromEntries(
    settings.tenants.map((tenant) => [
      tenant.id,
      {
        sellers: profiles(tenant.id).sellers(),
        customers: profiles(tenant.id).customers(),
        platforms: profiles(tenant.id).platforms(),
      },
    ]),
  );
  const names = [...new Set(secretNames([tree, partners]))].sort();
  return {
    ...tree,
    partners,
    secrets: Object.fromEntries(names.map((name) => [name, secrets.has(name) ? 'set' : 'missing'])),
  };
}

/** Names of secrets that the configuration speaks of and nobody has set: what needs them will fail. */
export function missingSecrets(loaded: LoadedSettings): readonly string[] {
  const { secrets } = effectiveSettings(loaded) as { secrets: Readonly<Record<string, string>> };
  return Object.keys(secrets).filter((name) => secrets[name] === 'missing');
}

function withoutCredentials(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== '') parsed.password = 'hidden';
    // A query can carry a password too (`?password=`), and is of no use to a reader.
    parsed.search = '';
    return parsed.toString();
  } catch {
    return 'hidden (not a URL)';
  }
}

function secretNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretNames);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    (key === 'secret' || key.endsWith('Secret')) && typeof each === 'string' ? [each] : secretNames(each),
  );
}
