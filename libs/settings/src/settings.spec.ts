import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { effectiveSettings, missingSecrets } from './effective.js';
import { loadSettings, type LoadedSettings } from './load-settings.js';
import { fillPlaceholders } from './placeholders.js';
import { environmentSecrets } from './secrets.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'facteur-settings-'));
  mkdirSync(join(root, 'config'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFileSync(join(root, file), text);
const load = (environment: NodeJS.ProcessEnv = {}): LoadedSettings => {
  const loaded = loadSettings(root, environment);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
};
const faults = (environment: NodeJS.ProcessEnv = {}) => {
  const loaded = loadSettings(root, environment);
  return loaded.ok ? [] : loaded.error.map((problem) => `${problem.code} ${problem.field ?? ''}`);
};

describe('the configuration', () => {
  it('runs on an empty file, on loopback and the embedded database', () => {
    write('config/facteur.yaml', '');
    const { settings } = load();
    expect(settings.server).toMatchObject({ host: '127.0.0.1', port: 3000 });
    expect(settings.database.url).toBeUndefined();
    expect(settings.tenants.map((tenant) => tenant.id)).toEqual(['main']);
  });

  it('lets the environment override the file', () => {
    write('config/facteur.yaml', 'server: { port: 4000 }');
    const { settings } = load({
      PORT: '5000',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://u:p@db/f',
      LOG_LEVEL: 'warn',
    });
    expect(settings.server).toMatchObject({ host: '0.0.0.0', port: 5000 });
    expect(settings.database.url).toBe('postgres://u:p@db/f');
    expect(settings.log.level).toBe('warn');
  });

  it('names every fault at once, with file and field', () => {
    write('config/facteur.yaml', 'server: { port: 70000, hots: x }\nlog: { level: loud }\nsources: [{ kind: pigeon }]');
    const found = faults();
    expect(found).toContain('CONFIG.UNKNOWN_FIELD config/facteur.yaml:/server/hots');
    for (const field of ['/server/port', '/log/level', '/sources/0/kind']) {
      expect(found.some((fault) => fault.endsWith(`config/facteur.yaml:${field}`))).toBe(true);
    }
  });

  it('names faults of partner files, of names and of combinations', () => {
    write(
      'config/facteur.yaml',
      'sources:\n  - { kind: folder, name: a, purpose: order, directory: x, csvMapping: none }\n  - { kind: folder, name: a, purpose: order, directory: x, tenant: nobody }',
    );
    mkdirSync(join(root, 'config/partners/customers'), { recursive: true });
    write('config/partners/customers/bad.yaml', 'customerRef: [');
    const found = faults({ REDIS_URL: 'redis://r' });
    expect(found.filter((fault) => fault.startsWith('CONFIG.UNKNOWN_NAME'))).toHaveLength(3);
    expect(found).toContain('CONFIG.REDIS_WITHOUT_DATABASE /redis/url');
    expect(found.some((fault) => fault.startsWith('CONFIG.NOT_YAML config/partners/customers/bad.yaml'))).toBe(true);
  });

  it('refuses a name that two profiles use', () => {
    cpSync(join(process.cwd(), 'config'), join(root, 'config'), { recursive: true });
    const customers = join(root, 'config/partners/customers');
    cpSync(join(customers, 'mairie-exemple.yaml'), join(customers, 'zz-copy.yaml'));
    expect(faults().some((fault) => fault.startsWith('CONFIG.NAME_TAKEN'))).toBe(true);
  });

  it('finds payment terms that no policy has, and names the secrets that lack', () => {
    cpSync(join(process.cwd(), 'config'), join(root, 'config'), { recursive: true });
    expect(missingSecrets(load())).toContain('DEMO_HTTPS_HMAC');
    const file = 'config/partners/customers/mairie-exemple.yaml';
    write(
      file,
      `${readFileSync(join(root, file), 'utf8').replace(/^paymentTerms:.*$/m, '')}\npaymentTerms: no-such-terms\n`,
    );
    expect(faults()).toEqual([`CONFIG.UNKNOWN_PAYMENT_TERMS ${file}:/paymentTerms`]);
  });

  it('refuses a route to a platform that nobody configured', () => {
    cpSync(join(process.cwd(), 'config'), join(root, 'config'), { recursive: true });
    expect(load().profiles('main').platforms()).toMatchObject([{ platformId: 'pa-exemple', enabled: false }]);
    rmSync(join(root, 'config/platforms'), { recursive: true });
    const seller = 'config/partners/sellers/studio-exemple.yaml';
    write(
      seller,
      `${readFileSync(join(root, seller), 'utf8')}\nlifecycle: { route: { channel: platform, platform: other } }\n`,
    );
    expect(faults()).toEqual([
      'CONFIG.UNKNOWN_PLATFORM config/partners/customers/hotel-exemple.yaml:/delivery/platform',
      `CONFIG.UNKNOWN_PLATFORM ${seller}:/lifecycle/route/platform`,
    ]);
  });

  it('finds profiles by reference and by alias', () => {
    cpSync(join(process.cwd(), 'config'), join(root, 'config'), { recursive: true });
    const profiles = load().profiles('main');
    expect(profiles.customer('C-MAGASIN')).toBe(profiles.customer('300000007'));
    expect(profiles.customer('nobody')).toBeUndefined();
    expect(() => load().profiles('other')).toThrow('No such tenant');
  });

  it('shows itself without a secret', () => {
    cpSync(join(process.cwd(), 'config'), join(root, 'config'), { recursive: true });
    const environment = {
      DATABASE_URL: 'postgres://user:planted-secret@db/f?sslpassword=planted-secret',
      FACTEUR_SECRET_DEMO_SFTP_PASSWORD: 'planted-secret',
    };
    const text = JSON.stringify(effectiveSettings(load(environment)));
    expect(text).not.toContain('planted-secret');
    expect(text).toContain('postgres://user:hidden@db/f');
    expect(text).toContain('"DEMO_SFTP_PASSWORD":"set"');
    expect(text).toContain('"DEMO_HTTPS_HMAC":"missing"');
  });
});

describe('placeholders', () => {
  it('are filled in texts of any depth, with defaults, and listed when nothing fills them', () => {
    const tree = { a: ['${ONE:-1}', '${TWO}'], b: { c: 'x ${THREE:-} y' }, '${FOUR}': 4 };
    const filled = fillPlaceholders(tree, { ONE: 'one' });
    expect(filled.value).toEqual({ a: ['one', ''], b: { c: 'x  y' }, '${FOUR}': 4 });
    expect(filled.missing).toEqual([{ pointer: '/a/1', name: 'TWO' }]);
  });
});

describe('secrets', () => {
  it('come from a variable or from a file, and are named, never shown, when missing', () => {
    const file = join(root, 'secret');
    writeFileSync(file, 'from-file\n');
    const secrets = environmentSecrets({ FACTEUR_SECRET_A: 'from-variable', FACTEUR_SECRET_B_FILE: file });
    expect(secrets.get('A')).toBe('from-variable');
    expect(secrets.get('B')).toBe('from-file');
    expect(secrets.has('C')).toBe(false);
    expect(() => secrets.get('C')).toThrow('FACTEUR_SECRET_C');
  });
});
