import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ComposeService {
  readonly user?: string;
  readonly read_only?: boolean;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** Mounts whose source is neither a path that exists below `folder` nor a declared volume, as `service: source`. */
export function missingPaths(compose: Compose, folder: string): string[] {
  return Object.entries(compose.services).flatMap(([name, { volumes = [] }]) =>
    volumes
      .map((volume) => volume.split(':')[0] as string)
      .filter((source) =>
        source.startsWith('.') ? !existsSync(join(folder, source)) : !Object.hasOwn(compose.volumes ?? {}, source),
      )
      .map((source) => `${name}: ${source}`),
  );
}

/** The environment names that the settings read, and those that stand as placeholders in config/. */
export function knownEnvironment(root: string): Set<string> {
  const code = readFileSync(join(root, 'libs/settings/src/load-settings.ts'), 'utf8');
  const inCode = /over\('[a-z]+', '[A-Za-z]+', '([A-Z_]+)'\)|environment\['([A-Z_]+)'\]/g;
  const config = join(root, 'config');
  const yaml = readdirSync(config, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  const names = yaml
    .filter((name) => name !== 'compose.yaml')
    .flatMap((name) => [...readFileSync(join(config, name), 'utf8').matchAll(/\$\{([A-Z][A-Z0-9_]*)(?::-[^}]*)?\}/g)]);
  return new Set([...code.matchAll(inCode), ...names].map((match) => (match[1] ?? match[2]) as string));
}

/** Names that are neither known nor those of secrets. */
export function unknownNames(names: readonly string[], known: ReadonlySet<string>): string[] {
  return names.filter((name) => !known.has(name) && !/^FACTEUR_SECRET_[A-Z][A-Z0-9_]*$/.test(name));
}
