import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFolderSink } from '#connectors/sink-folder';
import type { FolderRoute } from '#ports';
import { outgoing, patient } from './outgoing.js';

let base: string;
let root: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'facteur-folder-'));
  root = join(base, 'out');
});
afterAll(() => rm(base, { recursive: true }));

const route = (directory = 'acme/invoices'): FolderRoute => ({ channel: 'folder', directory, fileName: '{number}' });
const deliver = (document = outgoing(), to = route(), signal = patient) =>
  createFolderSink({ root }).deliver(document, to, signal);

describe('the folder sink', () => {
  it('writes below the root and leaves nothing else', async () => {
    const document = outgoing();
    expect(await deliver(document)).toMatchObject({ kind: 'accepted' });
    const folder = join(root, 'acme/invoices');
    expect(await readdir(folder)).toEqual([document.fileName]);
    expect((await readFile(join(folder, document.fileName))).equals(document.bytes)).toBe(true);
  });

  it('accepts a repetition and never overwrites', async () => {
    const document = outgoing();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => deliver(document)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    const other = outgoing({ fileName: document.fileName });
    expect(await deliver(other)).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('nothing') });
    expect((await readFile(join(root, 'acme/invoices', document.fileName))).equals(document.bytes)).toBe(true);
  });

  it.each(['..', '../x', 'a/../../x', '/etc', 'a//b', '.', 'a/./b', ''])(
    'refuses the directory %j',
    async (directory) => {
      expect(await deliver(outgoing(), route(directory))).toMatchObject({ kind: 'misconfigured' });
    },
  );

  it('follows no link out of the root, and makes nothing behind it', async () => {
    const outside = join(base, 'outside');
    await mkdir(outside);
    await mkdir(root, { recursive: true });
    await symlink(outside, join(root, 'link'));
    expect(await deliver(outgoing(), route('link'))).toMatchObject({ kind: 'misconfigured' });
    expect(await deliver(outgoing(), route('link/deeper'))).toMatchObject({ kind: 'misconfigured' });
    expect(await readdir(outside)).toEqual([]);
  });

  it('tells settings from an outage', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await deliver(outgoing(), route('file/x'))).toMatchObject({ kind: 'misconfigured' });
    expect(await deliver(outgoing({ fileName: '../x' }))).toMatchObject({ kind: 'misconfigured' });
    expect(await deliver(outgoing(), route(), AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
  });
});
