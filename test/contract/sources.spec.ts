import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFolderSource } from '#connectors/source-folder';
import { createSftpSource } from '#connectors/source-sftp';
import type { Problem } from '#kernel';
import type { FileSource, WaitingFile } from '#ports';
import { startSandbox, type Sandbox } from '../../apps/sandbox/src/index.js';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.js';
import { deadPort, patient, secretsOf } from './outgoing.js';

let root: string;
let sandbox: Sandbox;
let proxy: CuttingProxy;
let directory: string;
const problems: [string, Problem][] = [];
const onProblem = (fileName: string, problem: Problem): void => void problems.push([fileName, problem]);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'facteur-sources-'));
  sandbox = await startSandbox({ directory: root, sftpPort: 0, httpsPort: 0 });
  proxy = await startCuttingProxy(sandbox.sftp.port);
});
afterAll(async () => {
  await proxy.stop();
  await sandbox.stop();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  directory = await mkdtemp(join(sandbox.sftp.folder, 'drop-'));
  problems.length = 0;
  sandbox.sftp.faults.clear();
});

function sftpSource(over: Partial<Parameters<typeof createSftpSource>[0]> = {}): FileSource {
  const { user, password } = sandbox.credentials;
  return createSftpSource({
    name: 'sftp:erp',
    host: '127.0.0.1',
    port: sandbox.sftp.port,
    user,
    passwordSecret: 'PASSWORD',
    hostKeys: [sandbox.sftp.hostKey],
    directory: directory.slice(sandbox.sftp.folder.length),
    secrets: secretsOf({ PASSWORD: password, WRONG: 'wrong' }),
    settleMs: 50,
    maxBytes: 1_000_000,
    onProblem,
    ...over,
  });
}

const folderSource = (over: Partial<Parameters<typeof createFolderSource>[0]> = {}): FileSource =>
  createFolderSource({ name: 'folder:erp', directory, quietMs: 50, maxBytes: 1_000_000, onProblem, ...over });

const drop = (name: string, content: string | Uint8Array = 'order'): Promise<void> =>
  writeFile(join(directory, name), content);
const rested = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));
const visible = async (folder = directory): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);

describe.each([
  ['folder', folderSource],
  ['SFTP', sftpSource],
])('files from a %s source', (_kind, open) => {
  it('takes complete files in order of name and moves them to done', async () => {
    await drop('b.json', 'second');
    await drop('a.json', 'first');
    await rested();
    const files: WaitingFile[] = [];
    expect(await open().poll(async (file) => void files.push(file), patient)).toEqual({ taken: 2, left: 0 });
    expect(files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['a.json', 'first'],
      ['b.json', 'second'],
    ]);
    expect(await visible()).toEqual([]);
    expect((await visible(join(directory, 'done'))).sort()).toEqual(['a.json', 'b.json']);
  });

  it('is content with nothing to do', async () => {
    expect(await open().poll(async () => undefined, patient)).toEqual({ taken: 0, left: 0 });
  });

  it('leaves temporary names, hidden files, links and folders alone', async () => {
    for (const name of ['.x.json', 'a.json.part', 'a.json.tmp', 'a.filepart', '~a.json', 'a.json~']) await drop(name);
    await mkdir(join(directory, 'folder.json'));
    await symlink('/etc/hostname', join(directory, 'link.json'));
    await rested();
    expect(await open().poll(async () => undefined, patient)).toEqual({ taken: 0, left: 0 });
  });

  it('keeps the file where it is when the taker fails, and goes on with the next', async () => {
    await drop('a.json');
    await drop('b.json');
    await rested();
    const source = open();
    const outcome = await source.poll(async ({ name }) => {
      if (name === 'a.json') throw new Error('store down');
    }, patient);
    expect(outcome).toEqual({ taken: 1, left: 1 });
    expect(await visible()).toEqual(['a.json']);
    expect(await source.poll(async () => undefined, patient)).toEqual({ taken: 1, left: 0 });
  });

  it('overwrites nothing in done when a name comes again', async () => {
    const source = open();
    for (const content of ['one', 'two', 'three']) {
      await drop('same.json', content);
      await rested();
      expect(await source.poll(async () => undefined, patient)).toMatchObject({ taken: 1 });
    }
    const done = join(directory, 'done');
    const contents = await Promise.all((await visible(done)).map((name) => readFile(join(done, name), 'utf8')));
    expect(contents.sort()).toEqual(['one', 'three', 'two']);
  });

  it('reports a file that is too large and puts it aside unread', async () => {
    await drop('large.json');
    await truncate(join(directory, 'large.json'), 1_000_001);
    await drop('small.json');
    await rested();
    const names: string[] = [];
    expect(await open().poll(async ({ name }) => void names.push(name), patient)).toEqual({ taken: 1, left: 0 });
    expect(names).toEqual(['small.json']);
    expect(problems).toEqual([['large.json', expect.objectContaining({ code: 'SOURCE.FILE_TOO_LARGE' })]]);
    expect(await visible(join(directory, 'failed'))).toEqual(['large.json']);
  });

  it('waits for a file that still grows', async () => {
    const source = open({ quietMs: 400, settleMs: 150 });
    await drop('growing.json', 'a');
    let size = 1;
    const grow = setInterval(() => {
      size += 1;
      void appendFile(join(directory, 'growing.json'), 'a');
    }, 20);
    const outcomes: unknown[] = [];
    for (let look = 0; look < 4; look += 1) {
      outcomes.push(await source.poll(async () => undefined, patient));
    }
    clearInterval(grow);
    expect(outcomes).toEqual(Array(4).fill({ taken: 0, left: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    let bytes = 0;
    await source.poll(async (file) => void (bytes = file.bytes.length), patient);
    expect(bytes).toBe(size);
  });

  it('takes a large and an empty file whole', async () => {
    const content = randomBytes(900_000);
    await drop('big.bin', content);
    await drop('empty.json', '');
    await rested();
    const seen = new Map<string, Uint8Array>();
    await open().poll(async ({ name, bytes }) => void seen.set(name, bytes), patient);
    expect(Buffer.from(seen.get('big.bin') ?? []).equals(content)).toBe(true);
    expect(seen.get('empty.json')?.length).toBe(0);
  });

  it('takes no more than its share at once', async () => {
    for (let index = 0; index < 5; index += 1) await drop(`${index}.json`);
    await rested();
    expect(await open({ maxFiles: 2 }).poll(async () => undefined, patient)).toEqual({ taken: 2, left: 3 });
  });

  it('takes nothing once it is told to stop', async () => {
    await drop('a.json');
    await rested();
    const outcome = await open().poll(async () => undefined, AbortSignal.abort());
    expect(outcome.taken).toBe(0);
    expect(await visible()).toEqual(['a.json']);
  });
});

describe('the SFTP source and its server', () => {
  const poll = (source: FileSource) => source.poll(async () => undefined, patient);

  it('tells what a person has to mend from an outage', async () => {
    await expect(poll(sftpSource({ passwordSecret: 'WRONG' }))).rejects.toMatchObject({ code: 'SOURCE.LOGIN' });
    await expect(poll(sftpSource({ passwordSecret: 'NOBODY' }))).rejects.toMatchObject({ code: 'SECRET.MISSING' });
    const other = `SHA256:${'A'.repeat(43)}`;
    await expect(poll(sftpSource({ hostKeys: [other] }))).rejects.toMatchObject({
      code: 'SOURCE.HOST_KEY',
      facts: expect.objectContaining({ shown: [sandbox.sftp.hostKey] }),
    });
    await expect(poll(sftpSource({ directory: '/nowhere' }))).rejects.toMatchObject({ code: 'SOURCE.DIRECTORY' });
    const port = await deadPort();
    await expect(poll(sftpSource({ port }))).rejects.toMatchObject({ code: 'SOURCE.UNREACHABLE' });
  });

  it('logs in with a key under a passphrase', async () => {
    const { privateKey, privateKeyPassphrase } = sandbox.credentials;
    const source = sftpSource({
      passwordSecret: undefined,
      privateKeySecret: 'KEY',
      passphraseSecret: 'PHRASE',
      secrets: secretsOf({ KEY: privateKey, PHRASE: privateKeyPassphrase }),
    });
    expect(await poll(source)).toEqual({ taken: 0, left: 0 });
    const wrong = sftpSource({
      passwordSecret: undefined,
      privateKeySecret: 'KEY',
      passphraseSecret: 'KEY',
      secrets: secretsOf({ KEY: privateKey }),
    });
    await expect(poll(wrong)).rejects.toMatchObject({ code: 'SOURCE.LOGIN' });
  });

  it('loses nothing by a cut at any byte, and takes each file in the end', async () => {
    const source = sftpSource({ port: proxy.port, timeoutMs: 3000 });
    for (let round = 0; round < 12; round += 1) {
      const name = `cut-${round}.json`;
      await drop(name, randomBytes(50_000));
      proxy.cutNextAfter(1 + Math.floor(Math.random() * 5000));
      const seen = new Set<string>();
      const take = async (file: WaitingFile): Promise<void> => void seen.add(file.name);
      await source.poll(take, patient).catch(() => undefined);
      const isDone = (await visible(join(directory, 'done')).catch((): string[] => [])).includes(name);
      if (isDone) expect(seen).toContain(name);
      await source.poll(take, patient);
      expect(seen).toContain(name);
      expect(await visible()).toEqual([]);
    }
  }, 30_000);
});
