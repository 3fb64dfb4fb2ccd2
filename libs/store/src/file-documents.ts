import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FacteurError, sha256 } from '#kernel';
import type { DocumentStore } from '#ports';
import { errorCode } from './thrown.js';

const HASH = /^[0-9a-f]{64}$/;

/**
 * Documents as files, `<dir>/ab/cd/<sha256>`. Written under a temporary name in the same folder, flushed, renamed, and the
 * folder flushed, so that after a power cut a document is there whole or not at all. Two writers of the same bytes end with
 * the same file.
 */
export async function openDocumentStore(directory: string): Promise<DocumentStore> {
  await mkdir(directory, { recursive: true });
  return new FileDocuments(directory);
}

class FileDocuments implements DocumentStore {
  private readonly folders = new Set<string>();

  constructor(private readonly directory: string) {}

  async put(bytes: Uint8Array): Promise<{ sha256: string; size: number }> {
    const hash = sha256(bytes);
    const stored = { sha256: hash, size: bytes.byteLength };
    const folder = await this.folderOf(hash);
    if (await this.has(hash)) {
      // Another writer may have renamed it just now and not have flushed the folder yet.
      await flushFolder(folder);
      return stored;
    }
    const temporary = join(folder, `.${hash}.${randomUUID()}`);
    try {
      await writeFlushed(temporary, bytes);
      await rename(temporary, join(folder, hash));
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw asWriteError(thrown);
    }
    await flushFolder(folder);
    return stored;
  }

  async get(hash: string): Promise<Uint8Array> {
    const bytes = HASH.test(hash) ? await readFile(this.pathOf(hash)).catch(undefinedIfMissing) : undefined;
    if (bytes === undefined)
      throw new FacteurError('DOCUMENT.MISSING', 'not-found', 'The document is not in the store', { sha256: hash });
    if (sha256(bytes) !== hash)
      throw new FacteurError('DOCUMENT.DAMAGED', 'defect', 'The document no longer has its hash', { sha256: hash });
    return bytes;
  }

  async has(hash: string): Promise<boolean> {
    if (!HASH.test(hash)) return false;
    return access(this.pathOf(hash)).then(
      () => true,
      () => false,
    );
  }

  private pathOf(hash: string): string {
    return join(this.directory, hash.slice(0, 2), hash.slice(2, 4), hash);
  }

  /** The folder, made and made durable the first time it is needed. */
  private async folderOf(hash: string): Promise<string> {
    const parent = join(this.directory, hash.slice(0, 2));
    const folder = join(parent, hash.slice(2, 4));
    if (this.folders.has(folder)) return folder;
    await mkdir(folder, { recursive: true });
    await flushFolder(parent);
    await flushFolder(this.directory);
    this.folders.add(folder);
    return folder;
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function undefinedIfMissing(thrown: unknown): undefined {
  if (errorCode(thrown) === 'ENOENT') return undefined;
  throw thrown;
}

function asWriteError(thrown: unknown): unknown {
  const code = errorCode(thrown);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return thrown;
  return new FacteurError(
    'DOCUMENT.DISK_FULL',
    'unavailable',
    'The disk of the document store is full',
    {},
    { cause: thrown },
  );
}
