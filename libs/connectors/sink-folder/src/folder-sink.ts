import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { isNativeError } from 'node:util/types';
import { isSafeFileName, sha256 } from '#kernel';
import type { DeliveryOutcome, DeliverySink, FolderRoute, Log, OutgoingDocument } from '#ports';

export interface FolderSinkOptions {
  /** Every route's directory lies below; nothing is written outside. */
  readonly root: string;
  readonly log?: Log;
}

const SAFE_DIRECTORY = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
/** What a person has to mend; anything else (full disk, busy or stale network share) may pass by itself. */
const SETTINGS_AT_FAULT = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * Delivers into a folder below the root: hidden temporary name, flushed to disk, then the final name, never over a file
 * that is there. The same content under the same name counts as accepted again.
 */
export function createFolderSink({ root, log }: FolderSinkOptions): DeliverySink<FolderRoute> {
  async function deliver(
    document: OutgoingDocument,
    route: FolderRoute,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    if (!isSafeFileName(document.fileName) || !isSafeDirectory(route.directory)) {
      return { kind: 'misconfigured', reason: 'Directory or file name is not made of plain names' };
    }
    if (signal.aborted) return { kind: 'unavailable', reason: 'Given up before the file was written' };
    let wasPublished = false;
    try {
      const directory = await openDirectory(root, route.directory);
      if (directory === undefined)
        return { kind: 'misconfigured', reason: 'The directory leads out of the delivery root' };
      const temporary = join(directory, `.${document.fileName}.${randomBytes(6).toString('hex')}.part`);
      const target = join(directory, document.fileName);
      try {
        await writeFlushed(temporary, document.bytes);
        if (!(await takeName(temporary, target))) return await repeated(document, target);
        wasPublished = true;
        await flush(directory);
      } finally {
        await unlink(temporary).catch(() => undefined);
      }
      return {
        kind: 'accepted',
        receipt: `${route.directory}/${document.fileName} (${document.bytes.byteLength} bytes)`,
      };
    } catch (thrown) {
      const outcome = outcomeOf(thrown, wasPublished);
      log?.warn('folder.not-written', { correlationId: document.correlationId, ...outcome });
      return outcome;
    }
  }

  return { channel: 'folder', deliver, close: () => Promise.resolve() };
}

function isSafeDirectory(directory: string): boolean {
  return SAFE_DIRECTORY.test(directory) && !directory.split('/').some((name) => name === '.' || name === '..');
}

/** The directory, made when missing; undefined when a symbolic link on the way leads out of the root. */
async function openDirectory(root: string, directory: string): Promise<string | undefined> {
  await mkdir(resolve(root), { recursive: true });
  const realRoot = await realpath(root);
  const wanted = join(realRoot, directory);
  // Judged before anything is made, too: mkdir would follow a link out of the root.
  let existing = wanted;
  for (;;) {
    const real = await realpath(existing).catch(() => undefined);
    if (real !== undefined && real !== realRoot && !real.startsWith(realRoot + sep)) return undefined;
    if (real !== undefined) break;
    existing = resolve(existing, '..');
  }
  await mkdir(wanted, { recursive: true });
  const real = await realpath(wanted);
  return real.startsWith(realRoot + sep) ? real : undefined;
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o644,
  );
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A hard link takes the name only when it is free, in one step; where links do not exist, look first and rename. */
async function takeName(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    return true;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'EEXIST') return false;
    if (code === undefined || !NO_HARD_LINKS.has(code)) throw thrown;
  }
  const isTaken = await stat(target).then(
    () => true,
    () => false,
  );
  if (!isTaken) await rename(temporary, target);
  return !isTaken;
}

async function repeated(document: OutgoingDocument, target: string): Promise<DeliveryOutcome> {
  const existing = await stat(target);
  const isSame =
    existing.isFile() &&
    existing.size === document.bytes.byteLength &&
    sha256(await readFile(target)) === document.sha256;
  if (isSame) return { kind: 'accepted', receipt: `${document.fileName} (${existing.size} bytes, already there)` };
  return {
    kind: 'misconfigured',
    reason: `Another file is already called ${document.fileName} (${existing.size} bytes); nothing was overwritten`,
  };
}

/** The name itself reaches the disk. Some file systems cannot flush a directory; the file's content is flushed anyway. */
async function flush(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync().catch((thrown: unknown) => {
      if (codeOf(thrown) !== 'EINVAL' && codeOf(thrown) !== 'ENOTSUP') throw thrown;
    });
  } finally {
    await handle.close();
  }
}

function outcomeOf(thrown: unknown, wasPublished: boolean): DeliveryOutcome {
  const code = codeOf(thrown) ?? 'no code';
  if (wasPublished)
    return { kind: 'unknown', reason: `The file has its name, but the disk did not confirm it (${code})` };
  if (SETTINGS_AT_FAULT.has(code)) return { kind: 'misconfigured', reason: `The folder cannot be written (${code})` };
  return { kind: 'unavailable', reason: `Writing failed (${code})` };
}

function codeOf(thrown: unknown): string | undefined {
  return isNativeError(thrown) && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
