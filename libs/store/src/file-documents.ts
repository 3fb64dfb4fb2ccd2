import { randomUUID } from 'node:crypto';
import { close, fsync, open as openCallback, write } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Coalescer, FacteurError, sha256 } from '#kernel';
import type { DocumentStore } from '#ports';
import { errorCode } from './thrown.js';

const openDescriptor = promisify(openCallback);
const closeDescriptor = promisify(close);
const flushDescriptor = promisify(fsync);
/** With a count it makes temporary names unique among processes: a new random name for each costs more than the renaming. */
const PROCESS_MARK = randomUUID();
let count = 0;
const HASH = /^[0-9a-f]{64}$/;

/**
 * Documents as files, `<dir>/ab/<sha256>`. Written under a temporary name in the same folder, flushed, renamed, and the folder
 * flushed, so that after a power cut a document is there whole or not at all. Two writers of the same bytes end with the same
 * file. Folders are flushed once for all documents that were renamed in them meanwhile. Earlier versions wrote
 * `<dir>/ab/cd/<sha256>`; what lies there is found.
 */
export async function openDocumentStore(directory: string): Promise<DocumentStore> {
  await mkdir(directory, { recursive: true });
  return new FileDocuments(directory);
}

class FileDocuments implements DocumentStore {
  private readonly folders = new Set<string>();
  private readonly flushing = new Map<string, Coalescer<undefined, undefined>>();

  constructor(private readonly directory: string) {}

  async put(bytes: Uint8Array): Promise<{ sha256: string; size: number }> {
    const hash = sha256(bytes);
    const stored = { sha256: hash, size: bytes.byteLength };
    const folder = await this.folderOf(hash);
    const temporary = join(folder, `.${hash}.${PROCESS_MARK}.${(count += 1)}`);
    try {
      await writeFlushed(temporary, bytes);
      await rename(temporary, join(folder, hash));
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw asWriteError(thrown);
    }
    await this.flush(folder);
    return stored;
  }

  async get(hash: string): Promise<Uint8Array> {
    const bytes = HASH.test(hash) ? await this.read(hash) : undefined;
    if (bytes === undefined)
      throw new FacteurError('DOCUMENT.MISSING', 'not-found', 'The document is not in the store', { sha256: hash });
    if (sha256(bytes) !== hash)
      throw new FacteurError('DOCUMENT.DAMAGED', 'defect', 'The document no longer has its hash', { sha256: hash });
    return bytes;
  }

  async has(hash: string): Promise<boolean> {
    if (!HASH.test(hash)) return false;
    for (const path of this.pathsOf(hash)) if (await isThere(path)) return true;
    return false;
  }

  private async read(hash: string): Promise<Uint8Array | undefined> {
    for (const path of this.pathsOf(hash)) {
      const bytes = await readFile(path).catch(undefinedIfMissing);
      if (bytes) return bytes;
    }
    return undefined;
  }

  private pathsOf(hash: string): readonly string[] {
    const [first, second] = [hash.slice(0, 2), hash.slice(2, 4)];
    return [join(this.directory, first, hash), join(this.directory, first, second, hash)];
  }

  /** The folder, made and made durable the first time it is needed. */
  private async folderOf(hash: string): Promise<string> {
    const folder = join(this.directory, hash.slice(0, 2));
    if (this.folders.has(folder)) return folder;
    try {
      await mkdir(folder, { recursive: true });
    } catch (thrown) {
      throw asWriteError(thrown);
    }
    await flushFolder(this.directory);
    this.folders.add(folder);
    return folder;
  }

  /** Folders stay open: flushing them is most of what a document costs otherwise. */
  private async flush(folder: string): Promise<void> {
    let flushing = this.flushing.get(folder);
    if (!flushing) {
      const descriptor = openDescriptor(folder, 'r', 0);
      flushing = new Coalescer({ maxItems: 1000, maxAtOnce: 1, waitMs: 0 }, async (items) => {
        await flushDescriptor(await descriptor);
        return items;
      });
      this.flushing.set(folder, flushing);
    }
    await flushing.add(undefined);
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Plain descriptors: file handles cost the event loop as much again as the work itself. */
async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const descriptor = await openDescriptor(path, 'wx', 0o640);
  try {
    for (let at = 0; at < bytes.byteLength;) at += await writeBytes(descriptor, bytes.subarray(at));
    await flushDescriptor(descriptor);
  } finally {
    await closeDescriptor(descriptor);
  }
}

function writeBytes(descriptor: number, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, (error, count) => (error ? reject(error) : resolve(count)));
  });
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
