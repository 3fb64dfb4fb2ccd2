import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSftpSink } from '#connectors/sink-sftp';
import type { SftpRoute } from '#ports';
import { startSandbox, type Sandbox } from '../../apps/sandbox/src/index.js';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.js';
import { outgoing, patient, secretsOf } from './outgoing.js';

let directory: string;
let sandbox: Sandbox;
let proxy: CuttingProxy;
let inbox: string;
let sink: ReturnType<typeof createSftpSink>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facteur-receipts-'));
  sandbox = await startSandbox({ directory, sftpPort: 0, httpsPort: 0 });
  proxy = await startCuttingProxy(sandbox.sftp.port);
  inbox = join(sandbox.sftp.folder, 'in');
  sink = createSftpSink({ secrets: secretsOf({ PASSWORD: sandbox.credentials.password }), resumeFromBytes: 200_000 });
});
afterAll(async () => {
  await sink.close();
  await proxy.stop();
  await sandbox.stop();
  await rm(directory, { recursive: true });
});

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

const acknowledged = (over = {}) =>
  route({
    acknowledgement: {
      ...{ directory: '/in/ack', accepted: '{file}.ack', refused: '{file}.err', withHash: false, withinMinutes: 10 },
      ...over,
    },
  });

describe('what a partner gets and gives beside the document', () => {
  it('gets a done file once the document is complete, also when only that one lacked', async () => {
    const document = outgoing();
    const done = join(inbox, `${document.fileName}.done`);
    const to = route({ doneFile: '{file}.done' });
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'accepted' });
    expect(await readFile(done, 'utf8')).toBe('');
    await rm(done);
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'accepted' });
    expect(await readFile(done, 'utf8')).toBe('');
  });

  it('leaves the delivery unknown while the done file cannot be written', async () => {
    const document = outgoing();
    await mkdir(join(inbox, `${document.fileName}.done`));
    const outcome = await sink.deliver(document, route({ doneFile: '{file}.done' }), patient);
    expect(outcome).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('done file') });
  });

  it('acknowledges by a file, refuses by another, and may have to name the hash', async () => {
    const document = outgoing();
    const look = (over = {}) => sink.acknowledgement?.(document, acknowledged(over), patient);
    expect(await look()).toEqual({ kind: 'none' });
    await mkdir(join(inbox, 'ack'), { recursive: true });
    expect(await look()).toEqual({ kind: 'none' });
    const file = join(inbox, 'ack', `${document.fileName}.ack`);
    await writeFile(file, 'taken\n');
    expect(await look()).toMatchObject({ kind: 'accepted', receipt: expect.stringContaining('taken') });
    expect(await look({ withHash: true })).toMatchObject({ kind: 'refused' });
    await writeFile(file, `sha256=${document.sha256.toUpperCase()}`);
    expect(await look({ withHash: true })).toMatchObject({ kind: 'accepted' });
    await writeFile(join(inbox, 'ack', `${document.fileName}.err`), 'Order 4711 is unknown');
    expect(await look()).toEqual({ kind: 'refused', reason: 'Order 4711 is unknown' });
  });
});

describe('a large upload that was cut', () => {
  const partOf = async (name: string) =>
    (await readdir(inbox)).find((each) => each.startsWith(`.${name}`) && each.endsWith('.part'));

  it('goes on where it was cut and ends as exactly the same bytes', async () => {
    const document = outgoing({ bytes: randomBytes(6_000_000) });
    const to = route({ port: proxy.port });
    proxy.cutNextAfter(4_000_000);
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'unknown' });
    const part = await partOf(document.fileName);
    expect(part).toBeDefined();
    const { size } = await stat(join(inbox, part ?? ''));
    expect(size).toBeGreaterThan(2_000_000);
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'accepted' });
    expect(proxy.sentBytes()).toBeLessThan(6_000_000 - 2_000_000);
    expect((await readFile(join(inbox, document.fileName))).equals(document.bytes)).toBe(true);
    expect(await partOf(document.fileName)).toBeUndefined();
  }, 60_000);

  it('does not believe what it finds: a spoiled part is thrown away and sent anew', async () => {
    const document = outgoing({ bytes: randomBytes(3_000_000) });
    const name = `.${document.fileName}.${document.sha256.slice(0, 16)}.part`;
    await writeFile(join(inbox, name), Buffer.alloc(2_900_000, 7));
    expect(await sink.deliver(document, route(), patient)).toMatchObject({ kind: 'unavailable' });
    expect(await sink.deliver(document, route(), patient)).toMatchObject({ kind: 'accepted' });
    expect((await readFile(join(inbox, document.fileName))).equals(document.bytes)).toBe(true);
  }, 60_000);

  it('survives cuts anywhere', async () => {
    const document = outgoing({ bytes: randomBytes(3_000_000) });
    const to = route({ port: proxy.port });
    const kinds: string[] = [];
    for (const bytes of [5_000, 900_000, 1_700_000]) {
      proxy.cutAll();
      proxy.cutNextAfter(bytes);
      kinds.push((await sink.deliver(document, to, patient)).kind);
    }
    expect(kinds.filter((kind) => kind !== 'accepted').length).toBeGreaterThanOrEqual(2);
    while ((await sink.deliver(document, to, patient)).kind !== 'accepted')
      expect(proxy.sentBytes()).toBeGreaterThan(0);
    expect((await readFile(join(inbox, document.fileName))).equals(document.bytes)).toBe(true);
  }, 60_000);
});
