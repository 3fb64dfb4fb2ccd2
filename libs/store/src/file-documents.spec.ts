import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '#kernel';
import type { DocumentStore } from '#ports';
import { openDocumentStore } from './file-documents.js';

describe('documents as files', () => {
  let directory: string;
  let documents: DocumentStore;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'facteur-documents-'));
    documents = await openDocumentStore(directory);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const bytes = Buffer.from('<Invoice/>');
  const hash = sha256(bytes);

  it('keeps bytes under their hash', async () => {
    expect(await documents.put(bytes)).toEqual({ sha256: hash, size: bytes.length });
    expect(Buffer.from(await documents.get(hash))).toEqual(bytes);
    expect(await documents.has(hash)).toBe(true);
    expect(await readdir(join(directory, hash.slice(0, 2)))).toEqual([hash]);
  });

  it('takes the same bytes from many writers at once and leaves no temporary file', async () => {
    await Promise.all(Array.from({ length: 20 }, () => documents.put(bytes)));
    expect(await readdir(join(directory, hash.slice(0, 2)))).toEqual([hash]);
  });

  it('names a document that is missing, and one that was changed', async () => {
    await expect(documents.get(sha256('other'))).rejects.toMatchObject({ code: 'DOCUMENT.MISSING' });
    await documents.put(bytes);
    await writeFile(join(directory, hash.slice(0, 2), hash), '<Forged/>');
    await expect(documents.get(hash)).rejects.toMatchObject({ code: 'DOCUMENT.DAMAGED', category: 'defect' });
  });

  it.each(['../../etc/passwd', '', hash.toUpperCase(), `${hash}\n`])('takes %j for no document', async (name) => {
    expect(await documents.has(name)).toBe(false);
    await expect(documents.get(name)).rejects.toMatchObject({ code: 'DOCUMENT.MISSING' });
  });
});
