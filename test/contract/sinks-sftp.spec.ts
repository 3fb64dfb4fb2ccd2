import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createSftpSink } from '#connectors/sink-sftp';
import type { SftpRoute } from '#ports';
import { startSandbox, type Sandbox } from '../../apps/sandbox/src/index.js';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.js';
import { deadPort, outgoing, patient, secretsOf } from './outgoing.js';

let directory: string;
let sandbox: Sandbox;
let proxy: CuttingProxy;
let inbox: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facteur-sftp-'));
  sandbox = await startSandbox({ directory, sftpPort: 0, httpsPort: 0 });
  proxy = await startCuttingProxy(sandbox.sftp.port);
  inbox = join(sandbox.sftp.folder, 'in');
});
afterAll(async () => {
  await proxy.stop();
  await sandbox.stop();
  await rm(directory, { recursive: true });
});
afterEach(() => {
  sandbox.sftp.faults.clear();
  proxy.thaw();
});

function secrets() {
  const { password, privateKey, privateKeyPassphrase } = sandbox.credentials;
  return secretsOf({ PASSWORD: password, KEY: privateKey, PHRASE: privateKeyPassphrase, WRONG: 'wrong' });
}

function route(over: Partial<SftpRoute> = {}): SftpRoute {
  return {
    channel: 'sftp',
    host: '127.0.0.1',
    port: sandbox.sftp.port,
    user: sandbox.credentials.user,
    passwordSecret: 'PASSWORD',
    hostKeys: [sandbox.sftp.hostKey],
    directory: '/in',
    fileName: '{number}.{extension}',
    ...over,
  };
}

async function withSink<T>(
  work: (sink: ReturnType<typeof createSftpSink>) => Promise<T>,
  limits: Parameters<typeof createSftpSink>[0]['limits'] = {},
): Promise<T> {
  const sink = createSftpSink({ secrets: secrets(), limits });
  try {
    return await work(sink);
  } finally {
    await sink.close();
  }
}

const temporaryNames = async (): Promise<string[]> => (await readdir(inbox)).filter((name) => name.startsWith('.'));

describe('the SFTP sink against a customer server', () => {
  it('delivers under the final name and leaves no temporary file', async () => {
    const document = outgoing();
    const outcome = await withSink((sink) => sink.deliver(document, route(), patient));
    expect(outcome).toMatchObject({ kind: 'accepted', receipt: expect.stringContaining(document.fileName) });
    expect(await readFile(join(inbox, document.fileName))).toEqual(Buffer.from(document.bytes));
    expect(await temporaryNames()).toEqual([]);
  });

  it('logs in with a private key under a passphrase', async () => {
    const keyRoute = route({ passwordSecret: undefined, privateKeySecret: 'KEY', passphraseSecret: 'PHRASE' });
    expect(await withSink((sink) => sink.deliver(outgoing(), keyRoute, patient))).toMatchObject({ kind: 'accepted' });
    const wrong = { ...keyRoute, passphraseSecret: 'WRONG' };
    expect(await withSink((sink) => sink.deliver(outgoing(), wrong, patient))).toMatchObject({ kind: 'misconfigured' });
  });

  it('accepts a repetition once more without writing a second file', async () => {
    const document = outgoing();
    await withSink(async (sink) => {
      await sink.deliver(document, route(), patient);
      const before = await readdir(inbox);
      expect(await sink.deliver(document, route(), patient)).toMatchObject({
        kind: 'accepted',
        receipt: expect.stringContaining('already there'),
      });
      expect(await readdir(inbox)).toEqual(before);
    });
  });

  it.each(['of another size', 'of the same size'])('never overwrites a file %s', async (which) => {
    const document = outgoing();
    const foreign = which === 'of the same size' ? Buffer.alloc(document.bytes.length, 1) : Buffer.from('theirs');
    await writeFile(join(inbox, document.fileName), foreign);
    const outcome = await withSink((sink) => sink.deliver(document, route(), patient));
    expect(outcome).toMatchObject({
      kind: 'misconfigured',
      reason: expect.stringContaining('nothing was overwritten'),
    });
    expect(await readFile(join(inbox, document.fileName))).toEqual(foreign);
    expect(await temporaryNames()).toEqual([]);
  });

  it('tells a person about a wrong password, once, without knocking again', async () => {
    await withSink(async (sink) => {
      const before = sandbox.sftp.connectionCount();
      const wrong = route({ passwordSecret: 'WRONG' });
      const outcome = await sink.deliver(outgoing(), wrong, patient);
      expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('login') });
      expect(await sink.deliver(outgoing(), wrong, patient)).toEqual(outcome);
      expect(sandbox.sftp.connectionCount()).toBe(before + 1);
      expect(await sink.deliver(outgoing(), route(), patient)).toMatchObject({ kind: 'accepted' });
    });
  });

  it('names a secret that is missing, never its value', async () => {
    const outcome = await withSink((sink) => sink.deliver(outgoing(), route({ passwordSecret: 'NOBODY' }), patient));
    expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('NOBODY') });
  });

  it('refuses a server that shows another host key, and shows the key it saw', async () => {
    const other = `SHA256:${randomBytes(32).toString('base64').replace(/=+$/, '')}`;
    const outcome = await withSink((sink) => sink.deliver(outgoing(), route({ hostKeys: [other] }), patient));
    expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining(sandbox.sftp.hostKey) });
    const rotated = route({ hostKeys: [other, `${sandbox.sftp.hostKey}=`] });
    expect(await withSink((sink) => sink.deliver(outgoing(), rotated, patient))).toMatchObject({ kind: 'accepted' });
  });

  it('tells a missing directory and a missing permission from an outage', async () => {
    const missing = await withSink((sink) => sink.deliver(outgoing(), route({ directory: '/nowhere' }), patient));
    expect(missing).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('/nowhere') });
    sandbox.sftp.faults.set({ kind: 'refuse' });
    const forbidden = await withSink((sink) => sink.deliver(outgoing(), route(), patient));
    expect(forbidden).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('permission') });
    sandbox.sftp.faults.clear();
    const dead = await deadPort();
    const outage = await withSink((sink) => sink.deliver(outgoing(), route({ port: dead }), patient));
    expect(outage).toMatchObject({ kind: 'unavailable' });
  });

  it('gives up on a server that falls silent', async () => {
    proxy.freeze();
    const limits = { connectTimeoutMs: 300, answerTimeoutMs: 300 };
    const through = route({ port: proxy.port });
    expect(await withSink((sink) => sink.deliver(outgoing(), through, patient), limits)).toMatchObject({
      kind: 'unavailable',
    });
    proxy.thaw();
    await withSink(async (sink) => {
      await sink.deliver(outgoing(), through, patient);
      sandbox.sftp.faults.set({ kind: 'slow', ms: 1000 });
      const outcome = await sink.deliver(outgoing(), through, patient);
      expect(['unavailable', 'unknown']).toContain(outcome.kind);
    }, limits);
  });

  it('waits for a slow server within its limits', async () => {
    sandbox.sftp.faults.set({ kind: 'slow', ms: 60 });
    expect(await withSink((sink) => sink.deliver(outgoing(), route(), patient))).toMatchObject({ kind: 'accepted' });
  });

  it('does not know what became of a rename whose answer was lost, and finds the file the next time', async () => {
    const document = outgoing();
    await withSink(async (sink) => {
      sandbox.sftp.faults.set({ kind: 'cut-after-rename', times: 1 });
      expect(await sink.deliver(document, route(), patient)).toMatchObject({ kind: 'unknown' });
      expect(await sink.deliver(document, route(), patient)).toMatchObject({
        kind: 'accepted',
        receipt: expect.stringContaining('already there'),
      });
    });
  });

  it('survives a cut at any byte: nothing half-written, one file after the next attempt', async () => {
    const through = route({ port: proxy.port });
    const probe = outgoing({ bytes: randomBytes(200_000) });
    await withSink((sink) => sink.deliver(probe, through, patient));
    const whole = proxy.sentBytes();
    const seen = new Set<string>();
    for (let round = 0; round < 25; round += 1) {
      const document = outgoing({ bytes: randomBytes(200_000) });
      // The first rounds cut the handshake, the others the upload.
      const reach = round < 5 ? 1000 : whole;
      const cutAt = 1 + Math.floor(Math.random() * reach);
      await withSink(async (sink) => {
        proxy.cutNextAfter(cutAt);
        const first = await sink.deliver(document, through, patient);
        seen.add(first.kind);
        expect(['unavailable', 'unknown', 'accepted']).toContain(first.kind);
        const visible = (await readdir(inbox)).filter((name) => name === document.fileName);
        if (first.kind === 'unavailable') expect(visible).toEqual([]);
        for (const name of visible) expect((await readFile(join(inbox, name))).equals(document.bytes)).toBe(true);
        expect(await sink.deliver(document, through, patient)).toMatchObject({ kind: 'accepted' });
        expect((await readFile(join(inbox, document.fileName))).equals(document.bytes)).toBe(true);
        const leftovers = async () => (await temporaryNames()).filter((name) => name.includes(document.fileName));
        await waitFor(async () => (await leftovers()).length === 0);
      });
    }
    expect([...seen]).toEqual(expect.arrayContaining(['unavailable', 'unknown']));
  }, 60_000);

  it('reconnects at once when a kept connection has died', async () => {
    await withSink(async (sink) => {
      const through = route({ port: proxy.port });
      await sink.deliver(outgoing(), through, patient);
      proxy.cutAll();
      expect(await sink.deliver(outgoing(), through, patient)).toMatchObject({ kind: 'accepted' });
    });
  });

  it('carries 20 MB', async () => {
    const document = outgoing({ bytes: randomBytes(20 * 1024 * 1024), fileName: 'large.pdf' });
    expect(await withSink((sink) => sink.deliver(document, route(), patient))).toMatchObject({ kind: 'accepted' });
    expect((await readFile(join(inbox, 'large.pdf'))).equals(document.bytes)).toBe(true);
  }, 60_000);

  it('carries many at once over one connection', async () => {
    await withSink(async (sink) => {
      const before = sandbox.sftp.connectionCount();
      const documents = Array.from({ length: 200 }, () => outgoing());
      const outcomes = await Promise.all(documents.map((document) => sink.deliver(document, route(), patient)));
      expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
      expect(sandbox.sftp.connectionCount()).toBe(before + 1);
      for (const { fileName, bytes } of documents)
        expect((await readFile(join(inbox, fileName))).equals(bytes)).toBe(true);
    });
  }, 30_000);

  it('delivers one document once when two attempts run at the same time', async () => {
    const document = outgoing();
    await withSink(async (sink) => {
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => sink.deliver(document, route(), patient)));
      expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
      expect((await readdir(inbox)).filter((name) => name.includes(document.fileName))).toEqual([document.fileName]);
    });
  });

  it('closes an idle connection and opens another when needed', async () => {
    await withSink(
      async (sink) => {
        const before = sandbox.sftp.connectionCount();
        await sink.deliver(outgoing(), route(), patient);
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect(await sink.deliver(outgoing(), route(), patient)).toMatchObject({ kind: 'accepted' });
        expect(sandbox.sftp.connectionCount()).toBe(before + 2);
      },
      { idleMs: 50 },
    );
  });

  it('stops when asked, and says what it knows', async () => {
    await withSink(async (sink) => {
      expect(await sink.deliver(outgoing(), route(), AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
      await sink.deliver(outgoing(), route(), patient);
      sandbox.sftp.faults.set({ kind: 'slow', ms: 150 });
      const outcome = await sink.deliver(outgoing(), route(), AbortSignal.timeout(200));
      expect(outcome).toMatchObject({ kind: 'unknown' });
      sandbox.sftp.faults.clear();
    });
  });

  it.each(['../out.xml', '/etc/x', 'a/b.xml', '.hidden', 'a\\b'])(
    'never takes %j for a file name',
    async (fileName) => {
      await mkdir(join(inbox, 'a'), { recursive: true });
      const outcome = await withSink((sink) => sink.deliver(outgoing({ fileName }), route(), patient));
      expect(outcome).toMatchObject({ kind: 'misconfigured' });
    },
  );
});

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 5000;
  while (!(await condition())) {
    if (Date.now() > until) throw new Error('Waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
