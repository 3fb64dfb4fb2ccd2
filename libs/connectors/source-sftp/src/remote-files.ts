import { posix } from 'node:path';
import type { FileEntryWithStats, Stats } from 'ssh2';
import { FacteurError } from '#kernel';
import { isMissing, statusOf } from '#sftp';
import type { SourceSession } from './source-session.js';

const CHUNK = 31 * 1024;
const WINDOW = 32;
const TEMPORARY = /^[.~#]|(\.(tmp|temp|part|partial|filepart|crdownload|swp)|~)$/i;

export interface RemoteFile {
  readonly name: string;
  readonly size: number;
  /** Equal as long as nobody has written to the file. */
  readonly mark: string;
}

/** Regular files that are not temporary, by name. @throws FacteurError `SOURCE.DIRECTORY` (precondition). */
export async function listFiles(session: SourceSession, directory: string): Promise<RemoteFile[]> {
  const entries = await session
    .ask<FileEntryWithStats[]>((sftp, done) => sftp.readdir(directory, done))
    .catch((thrown: unknown) => {
      if (statusOf(thrown) === undefined) throw thrown;
      throw new FacteurError('SOURCE.DIRECTORY', 'precondition', 'The directory cannot be listed', { directory });
    });
  return entries
    .filter(({ filename, attrs }) => attrs.isFile() && !TEMPORARY.test(filename) && !/[/\\\0]/.test(filename))
    .map(({ filename, attrs }) => ({ name: filename, size: attrs.size, mark: `${attrs.size} ${attrs.mtime}` }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The content of a file that is still as it was listed, otherwise undefined. Reads no more than the listed size. */
export async function readFile(
  session: SourceSession,
  directory: string,
  file: RemoteFile,
): Promise<Uint8Array | undefined> {
  const path = posix.join(directory, file.name);
  const handle = await session.ask<Buffer>((sftp, done) => sftp.open(path, 'r', done));
  try {
    const bytes = Buffer.alloc(file.size);
    for (let from = 0; from < bytes.length; from += CHUNK * WINDOW) {
      const reads: Promise<boolean>[] = [];
      for (let at = from; at < Math.min(from + CHUNK * WINDOW, bytes.length); at += CHUNK) {
        reads.push(readChunk(session, handle, bytes, at));
      }
      if ((await Promise.all(reads)).includes(false)) return undefined;
    }
    const { size, mtime } = await session.ask<Stats>((sftp, done) => sftp.fstat(handle, done));
    return `${size} ${mtime}` === file.mark ? bytes : undefined;
  } finally {
    await session.ask((sftp, done) => sftp.close(handle, done));
  }
}

/** Fills one chunk; a server may answer with less than was asked for. False when the file ends before. */
async function readChunk(session: SourceSession, handle: Buffer, bytes: Buffer, start: number): Promise<boolean> {
  const end = Math.min(start + CHUNK, bytes.length);
  for (let at = start; at < end;) {
    const count = await session.ask<number>((sftp, done) =>
      sftp.read(handle, bytes, at, end - at, at, (error, read) => done(error, read)),
    );
    if (count === 0) return false;
    at += count;
  }
  return true;
}

/** Moves into a directory beside the files, made when missing; a name that is taken there gets `stamp` in front. */
export async function moveAway(
  session: SourceSession,
  directory: string,
  area: string,
  name: string,
  stamp: string,
): Promise<void> {
  const from = posix.join(directory, name);
  const into = (target: string) => posix.join(directory, area, target);
  const rename = (to: string) => session.ask((sftp, done) => sftp.rename(from, to, done));
  // Some servers replace on rename: what was taken before must not be lost by a second file of the same name.
  const isTaken = await exists(session, into(name));
  const target = isTaken ? into(`${stamp}-${name}`.slice(0, 255)) : into(name);
  try {
    await rename(target);
  } catch (thrown) {
    if (statusOf(thrown) === undefined) throw thrown;
    await session.ask((sftp, done) => sftp.mkdir(posix.join(directory, area), done)).catch(() => undefined);
    await rename(target);
  }
}

async function exists(session: SourceSession, path: string): Promise<boolean> {
  try {
    await session.ask<Stats>((sftp, done) => sftp.lstat(path, done));
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
}
