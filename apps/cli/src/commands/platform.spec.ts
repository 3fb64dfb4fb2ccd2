import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPlatform, type PlatformPeer } from '#apps/sandbox';
import { main } from '../main.js';

const KEYS = ['DEMO_PLATFORM', 'DEMO_PLATFORM_URL', 'FACTEUR_SECRET_DEMO_PLATFORM_SECRET'] as const;

let directory: string;
let peer: PlatformPeer;
let printed: string;
const [write, writeError] = [process.stdout.write, process.stderr.write];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'facteur-cli-platform-'));
  const client = { clientId: 'facteur', clientSecret: 'secret', organizations: ['700000003'] };
  peer = await startPlatform({ directory, port: 0, clients: [client] });
  peer.addresses.register({ addressingIdentifier: '500000005' });
  process.env['DEMO_PLATFORM'] = 'true';
  process.env['DEMO_PLATFORM_URL'] = peer.url;
  process.env['FACTEUR_SECRET_DEMO_PLATFORM_SECRET'] = 'secret';
});
afterAll(async () => {
  for (const key of KEYS) delete process.env[key];
  await peer.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  printed = '';
  const keep = (text: string | Uint8Array): boolean => {
    printed += String(text);
    return true;
  };
  process.stdout.write = keep;
  process.stderr.write = () => true;
});
afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = writeError;
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<{ code: number; printed: string }> {
  process.exitCode = 0;
  printed = '';
  await main(['node', 'facteur', 'platform', ...args]);
  return { code: Number(process.exitCode), printed };
}

describe('facteur platform', () => {
  it('checks token and services', async () => {
    const { code, printed: text } = await run('check', 'pa-exemple');
    expect(text).toBe('flow service       ok\ndirectory service  ok\n');
    expect(code).toBe(0);
    process.env['FACTEUR_SECRET_DEMO_PLATFORM_SECRET'] = 'wrong';
    const refused = await run('check', 'pa-exemple', '--format', 'json');
    process.env['FACTEUR_SECRET_DEMO_PLATFORM_SECRET'] = 'secret';
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.printed)).toMatchObject({ flows: expect.stringContaining('invalid_client') });
  });

  it('tells whether an address receives, and an outage from an absence', async () => {
    expect(await run('address', 'pa-exemple', '500000005')).toMatchObject({
      code: 0,
      printed: expect.stringContaining(': receives'),
    });
    expect(await run('address', 'pa-exemple', '500000005_X', '--on', '2026-11-24')).toMatchObject({
      code: 1,
      printed: '500000005_X on 2026-11-24: does not receive (no-line)\n',
    });
    peer.faults.set({ kind: 'fail', status: 503, path: 'directory' });
    expect((await run('address', 'pa-exemple', '500000005')).code).toBe(2);
    peer.faults.clear();
    expect((await run('address', 'pa-exemple', '500000005', '--on', 'soon')).code).toBe(2);
    expect(await run('address', 'nobody', '500000005')).toMatchObject({ code: 2 });
  });

  it('makes, lists and ends webhooks', async () => {
    const made = await run(
      'subscribe',
      'pa-exemple',
      'https://facteur.example.com/hooks',
      '--organization',
      '700000003',
    );
    const webhook = made.printed.split('\n')[0] ?? '';
    expect(made.printed).toMatch(/signing key: [A-Za-z0-9+/]{43}=\n$/);
    expect((await run('webhooks', 'pa-exemple')).printed).toBe(`${webhook}  https://facteur.example.com/hooks\n`);
    expect(await run('unsubscribe', 'pa-exemple', webhook)).toMatchObject({ code: 0 });
    expect((await run('webhooks', 'pa-exemple')).printed).toBe('no webhooks\n');
    expect(await run('unsubscribe', 'pa-exemple', webhook)).toMatchObject({ code: 2 });
  });
});
