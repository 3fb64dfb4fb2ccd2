import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { failed, FacteurError, ok, type Problem, type Result } from '#kernel';
import { csvMappingSchema, type CsvMapping } from '#order';
import type { ProfilesOfTenant, Secrets } from '#ports';
import { readProfiles } from './profiles.js';
import { readYaml, readYamlFolder } from './read-yaml.js';
import { environmentSecrets } from './secrets.js';
import { settingsSchema, type Settings } from './settings.js';

/** Everything the processes are told from outside, checked. Read once, at start. */
export interface LoadedSettings {
  readonly root: string;
  readonly settings: Settings;
  readonly profiles: ProfilesOfTenant;
  readonly csvMapping: (id: string) => CsvMapping | undefined;
  readonly secrets: Secrets;
  /** A path of the settings as an absolute one: relative ones start at the root. */
  readonly path: (path: string) => string;
}

/**
 * Reads `config/facteur.yaml` (or FACTEUR_CONFIG), partner and policy files and the environment. Every fault of every file is
 * answered at once; nothing is started on a half-right configuration.
 */
export function loadSettings(
  root: string,
  environment: NodeJS.ProcessEnv = process.env,
): Result<LoadedSettings, Problem[]> {
  const main = readYaml(
    root,
    environment['FACTEUR_CONFIG'] ?? 'config/facteur.yaml',
    settingsSchema,
    environment,
    (tree) => withEnvironment(tree, environment),
  );
  if (!main.value) return failed([...main.problems]);
  const settings = main.value;
  const mappings = readYamlFolder(root, settings.csvMappings.directory, csvMappingSchema, environment);
  const tenants = settings.tenants.map((tenant) => ({ id: tenant.id, ...readProfiles(root, tenant, environment) }));
  const secrets = environmentSecrets(environment);
  const problems = [
    ...mappings.flatMap((file) => file.problems),
    ...tenants.flatMap((tenant) => tenant.problems),
    ...crossProblems(settings, new Set(mappings.flatMap((file) => (file.value ? [file.value.mappingId] : [])))),
  ];
  if (problems.length > 0) return failed(problems);
  const mappingById = new Map(mappings.flatMap((file) => (file.value ? [[file.value.mappingId, file.value]] : [])));
  const profilesById = new Map(tenants.map((tenant) => [tenant.id, tenant.profiles]));
  return ok({
    root,
    settings,
    csvMapping: (id) => mappingById.get(id),
    secrets,
    path: (path) => (isAbsolute(path) ? path : join(root, path)),
    profiles: (tenantId) => {
      const profiles = profilesById.get(tenantId);
      if (!profiles) throw new FacteurError('TENANT.UNKNOWN', 'not-found', 'No such tenant', { tenantId });
      return profiles;
    },
  });
}

/** The short environment names that operators expect, over what the file says. */
function withEnvironment(tree: Record<string, unknown>, environment: NodeJS.ProcessEnv): unknown {
  const section = (name: string) => (tree[name] ?? {}) as Record<string, unknown>;
  const over = (name: string, key: string, variable: string) => {
    const value = environment[variable];
    if (value !== undefined && value !== '') tree[name] = { ...section(name), [key]: value };
  };
  over('server', 'host', 'HOST');
  over('server', 'port', 'PORT');
  over('database', 'url', 'DATABASE_URL');
  over('redis', 'url', 'REDIS_URL');
  over('log', 'level', 'LOG_LEVEL');
  over('tracing', 'url', 'OTEL_EXPORTER_OTLP_ENDPOINT');
  return tree;
}

function crossProblems(settings: Settings, mappings: ReadonlySet<string>): Problem[] {
  const tenants = new Set(settings.tenants.map((tenant) => tenant.id));
  const problems: Problem[] = [];
  if (settings.redis.url !== undefined && settings.database.url === undefined) {
    problems.push({
      code: 'CONFIG.REDIS_WITHOUT_DATABASE',
      field: '/redis/url',
      message: {
        en: 'REDIS_URL needs DATABASE_URL: the embedded database belongs to one process.',
        fr: 'REDIS_URL exige DATABASE_URL : la base embarquée appartient à un seul processus.',
      },
      remedy: { en: 'Set DATABASE_URL, or leave REDIS_URL out.', fr: 'Définissez DATABASE_URL, ou omettez REDIS_URL.' },
    });
  }
  settings.sources.forEach((source, index) => {
    if (!tenants.has(source.tenant)) problems.push(unknownName(`/sources/${index}/tenant`, source.tenant));
    if (source.csvMapping !== undefined && !mappings.has(source.csvMapping)) {
      problems.push(unknownName(`/sources/${index}/csvMapping`, source.csvMapping));
    }
    if (settings.sources.some((other, at) => at < index && other.name === source.name)) {
      problems.push(unknownName(`/sources/${index}/name`, `${source.name} (twice)`));
    }
  });
  settings.access.keys.forEach((key, index) => {
    if (!tenants.has(key.tenant)) problems.push(unknownName(`/access/keys/${index}/tenant`, key.tenant));
  });
  return problems;
}

const unknownName = (field: string, value: string): Problem => ({
  code: 'CONFIG.UNKNOWN_NAME',
  field,
  value,
  message: {
    en: 'This name is not declared, or is declared twice.',
    fr: "Ce nom n'est pas déclaré, ou l'est deux fois.",
  },
  remedy: { en: 'Declare it once, or correct the name.', fr: 'Déclarez-le une fois, ou corrigez le nom.' },
});

/** Where the project lies: the nearest folder upwards that holds config/layers.json and package.json. */
export function findRoot(start: string): string {
  for (let folder = start; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'config'))) return folder;
    if (join(folder, '..') === folder) {
      throw new FacteurError('CONFIG.NO_ROOT', 'precondition', 'The folder of the installation was not found', {
        start,
      });
    }
  }
}
