import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSftpSink } from '#connectors/sink-sftp';
import { createSftpSource } from '#connectors/source-sftp';
import type { SftpRoute } from '#ports';
import { startCuttingProxy, type CuttingProxy } from '../contract/cutting-proxy.js';
import { outgoing, patient, secretsOf } from '../contract/outgoing.js';
import { startOpenSsh, type OpenSshServer } from './openssh-server.js';

let base: string;
let server: OpenSshServer;
let proxy: CuttingProxy;
let inbox: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'facteur-openssh-'));
  server = await startOpenSsh(base);
  proxy = await startCuttingProxy(server.port);
}, 60_000);
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
  await rm(base, { recursive: true });
});
beforeEach(async () => (inbox = await mkdtemp(join(base, 'in-'))));

const secrets = () => secretsOf({ KEY: server.privateKey, PHRASE: server.passphrase, WRONG: 'wrong' });

function route(over: Partial<SftpRoute> = {}): SftpRoute {
  return {
    channel: 'sftp',
    host: '127.0.0.1',
    port: server.port,
    user: server.user,
    privateKeySecret: 'KEY',
    passphraseSecret: 'PHRASE',
    hostKeys: [server.hostKeys.ed25519],
    directory: inbox,
    fileName: '{number}.{extension}',
    ...over,
  };
}

async function withSink<T>(work: (sink: ReturnType<typeof createSftpSink>) => Promise<T>): Promise<T> {
  const sink = createSftpSink({ secrets: secrets() });
  try {
    return await work(sink);
  } finally {
    await sink.close();
  }
}
const deliver = (document = outgoing(), to = route()) => withSink((sink) => sink.deliver(document, to, patient));

describe('the SFTP sink against OpenSSH', () => {
  it('delivers, and accepts a repetition without touching the file', async () => {
    const document = outgoing();
    expect(await deliver(document)).toMatchObject({ kind: 'accepted' });
    expect((await readFile(join(inbox, document.fileName))).equals(document.bytes)).toBe(true);
    expect(await deliver(document)).toMatchObject({ receipt: expect.stringContaining('already there') });
    expect(await readdir(inbox)).toEqual([document.fileName]);
  });

  it.each(['ed25519', 'ecdsa', 'rsa'] as const)('finds the pinned %s key among several host keys', async (type) => {
    expect(await deliver(outgoing(), route({ hostKeys: [server.hostKeys[type]] }))).toMatchObject({ kind: 'accepted' });
  });

  it('refuses keys that are not pinned, a wrong login and a missing directory', async () => {
    const other = `SHA256:${'A'.repeat(43)}`;
    const mismatch = await deliver(outgoing(), route({ hostKeys: [other] }));
    expect(mismatch).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('No secret was sent') });
    for (const fingerprint of Object.values(server.hostKeys)) {
      expect(mismatch).toMatchObject({ reason: expect.stringContaining(fingerprint) });
    }
    const login = route({ privateKeySecret: undefined, passwordSecret: 'WRONG' });
    expect(await deliver(outgoing(), login)).toMatchObject({ kind: 'misconfigured' });
    expect(await deliver(outgoing(), route({ passphraseSecret: 'WRONG' }))).toMatchObject({ kind: 'misconfigured' });
    const missing = route({ directory: join(inbox, 'nowhere') });
    expect(await deliver(outgoing(), missing)).toMatchObject({
      kind: 'misconfigured',
      reason: expect.stringContaining('does not exist'),
    });
  });

  it('never overwrites other content, and leaves no temporary file', async () => {
    const document = outgoing();
    await writeFile(join(inbox, document.fileName), 'theirs');
    expect(await deliver(document)).toMatchObject({ kind: 'misconfigured' });
    expect(await readFile(join(inbox, document.fileName), 'utf8')).toBe('theirs');
    expect(await readdir(inbox)).toEqual([document.fileName]);
  });

  it('carries 20 MB and 300 files at once', async () => {
    const large = outgoing({ bytes: randomBytes(20 * 1024 * 1024) });
    expect(await deliver(large)).toMatchObject({ kind: 'accepted' });
    expect((await readFile(join(inbox, large.fileName))).equals(large.bytes)).toBe(true);
    await withSink(async (sink) => {
      const documents = Array.from({ length: 300 }, () => outgoing());
      const outcomes = await Promise.all(documents.map((document) => sink.deliver(document, route(), patient)));
      expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
    });
    expect(await readdir(inbox)).toHaveLength(301);
  }, 60_000);

  it('goes on after the server has dropped its sessions', async () => {
    await withSink(async (sink) => {
      expect(await sink.deliver(outgoing(), route(), patient)).toMatchObject({ kind: 'accepted' });
      await server.dropSessions();
      expect(await sink.deliver(outgoing(), route(), patient)).toMatchObject({ kind: 'accepted' });
    });
  });

  it('survives a cut at any byte', async () => {
    const through = route({ port: proxy.port });
    await deliver(outgoing({ bytes: randomBytes(150_000) }), through);
    const whole = proxy.sentBytes();
    const seen = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const document = outgoing({ bytes: randomBytes(150_000) });
      await withSink(async (sink) => {
        proxy.cutNextAfter(1 + Math.floor(Math.random() * (round < 5 ? 1500 : whole)));
        const first = await sink.deliver(document, through, patient);
        seen.add(first.kind);
        expect(['unavailable', 'unknown', 'accepted']).toContain(first.kind);
        expect(await sink.deliver(document, through, patient)).toMatchObject({ kind: 'accepted' });
        expect((await readFile(join(inbox, document.fileName))).equals(document.bytes)).toBe(true);
      });
    }
    expect([...seen]).toEqual(expect.arrayContaining(['unavailable', 'unknown']));
  }, 60_000);
});

describe('the SFTP source against OpenSSH', () => {
  it('takes files, moves them to done, and keeps earlier ones of the same name', async () => {
    const source = createSftpSource({
      name: 'sftp:erp',
      host: '127.0.0.1',
      port: server.port,
      user: server.user,
      privateKeySecret: 'KEY',
      passphraseSecret: 'PHRASE',
      hostKeys: [server.hostKeys.rsa],
      directory: inbox,
      secrets: secrets(),
      settleMs: 50,
    });
    await mkdir(join(inbox, 'folder'));
    const content = randomBytes(3_000_000);
    const taken: Uint8Array[] = [];
    for (const bytes of [content, Buffer.from('second')]) {
      await writeFile(join(inbox, 'orders.csv'), bytes);
      expect(await source.poll(async (file) => void taken.push(file.bytes), patient)).toEqual({ taken: 1, left: 0 });
    }
    expect(taken[0] && Buffer.from(taken[0]).equals(content)).toBe(true);
    expect(await readdir(join(inbox, 'done'))).toHaveLength(2);
    await source.close();
  });
});
