import { createHash, randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { Stats } from 'ssh2';
import type { DeliveryOutcome, OutgoingDocument } from '#ports';
import { isForbidden, isMissing, SftpInterrupted, statusOf, type SftpConnection } from '#sftp';
import { outcomeOfUpload, type UploadStage } from './sftp-failure.js';

/** What fits into one packet with every server; a larger request would be cut up and lose the pipelining. */
const CHUNK = 31 * 1024;
/** Chunks on the way at once: enough to fill a long line, bounded in memory. */
const WINDOW = 32;

/** Where the content went wrong between us and the server's disk. */
class ContentDiffers extends Error {}

export interface UploadContext {
  readonly connection: SftpConnection;
  readonly signal: AbortSignal;
  readonly leftovers: Set<string>;
  /** Files up to this size are read back and compared by hash; larger ones by size. */
  readonly readBackBytes: number;
  /** Files of at least this size go on where a cut left them. */
  readonly resumeFromBytes: number;
}

/**
 * Uploads under a temporary name in the same directory, checks what arrived, and renames. Nobody ever sees half a file
 * under the final name, and a file that already has that name is never overwritten: the same content counts as
 * accepted again, other content stops the delivery.
 */
export async function upload(
  document: OutgoingDocument,
  directory: string,
  context: UploadContext,
): Promise<DeliveryOutcome> {
  const target = posix.join(directory, document.fileName);
  const isResumable = document.bytes.byteLength >= context.resumeFromBytes;
  const temporary = posix.join(directory, temporaryName(document, isResumable));
  let stage: UploadStage = 'opening';
  let handle: Buffer | undefined;
  try {
    const [existing, opened] = await Promise.all([
      statIfAny(target, context),
      openPart(temporary, isResumable, context),
    ]);
    handle = opened.handle;
    if (existing !== undefined) return await repeated(document, target, existing, context);
    stage = 'writing';
    await writeAll(handle, document.bytes, opened.from, context);
    stage = 'checking';
    await check(handle, document, opened, context);
    handle = await closed(handle, context);
    stage = 'renaming';
    return await publish(document, temporary, target, context);
  } catch (error) {
    if (error instanceof ContentDiffers) {
      context.leftovers.add(temporary);
      return { kind: 'unavailable', reason: error.message };
    }
    return outcomeOfUpload(error, stage, directory);
  } finally {
    await tidy(temporary, handle, context);
  }
}

/**
 * A small upload starts anew at each attempt, under a random name. A large one goes on where a cut left it: its name comes from
 * its content, so that two attempts at once, after a lost lease, write the same bytes to the same places.
 */
function temporaryName({ fileName, sha256 }: OutgoingDocument, isResumable: boolean): string {
  const mark = isResumable ? sha256.slice(0, 16) : randomBytes(6).toString('hex');
  return `.${fileName}.${mark}.part`;
}

interface OpenPart {
  readonly handle: Buffer;
  readonly isReadable: boolean;
  /** Where writing goes on. */
  readonly from: number;
}

async function openPart(path: string, isResumable: boolean, context: UploadContext): Promise<OpenPart> {
  if (!isResumable) context.leftovers.add(path);
  else {
    const left = await statIfAny(path, context);
    if (left?.isFile() === true && left.size > 0) {
      const handle = await open(path, 'r+', context);
      // Chunks travel side by side: within the last window some may not have arrived.
      return { handle, isReadable: true, from: Math.max(0, left.size - CHUNK * WINDOW) };
    }
  }
  try {
    return { handle: await open(path, isResumable ? 'w+' : 'xw+', context), isReadable: true, from: 0 };
  } catch (error) {
    // A drop box may forbid reading: what cannot be read back is checked by its size alone.
    if (!isForbidden(error)) throw error;
    return { handle: await open(path, isResumable ? 'w' : 'wx', context), isReadable: false, from: 0 };
  }
}

function open(path: string, flags: 'r+' | 'w' | 'w+' | 'wx' | 'xw+', context: UploadContext): Promise<Buffer> {
  return context.connection.request<Buffer>(context.signal, (sftp, done) => sftp.open(path, flags, done));
}

async function writeAll(handle: Buffer, bytes: Uint8Array, start: number, context: UploadContext): Promise<void> {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = start; from < content.length; from += CHUNK * WINDOW) {
    const writes: Promise<void>[] = [];
    for (let at = from; at < Math.min(from + CHUNK * WINDOW, content.length); at += CHUNK) {
      const length = Math.min(CHUNK, content.length - at);
      writes.push(
        context.connection.request(context.signal, (sftp, done) => sftp.write(handle, content, at, length, at, done)),
      );
    }
    await Promise.all(writes);
  }
}

async function check(handle: Buffer, document: OutgoingDocument, part: OpenPart, context: UploadContext) {
  const size = document.bytes.byteLength;
  // What an earlier attempt left is believed only after it was read back.
  const readsBack = part.isReadable && (size <= context.readBackBytes || part.from > 0);
  const [stats, digest] = await Promise.all([
    context.connection.request<Stats>(context.signal, (sftp, done) => sftp.fstat(handle, done)),
    readsBack ? digestOf(handle, size, context) : undefined,
  ]);
  if (stats.size !== size) {
    throw new ContentDiffers(`The server holds ${stats.size} bytes of the ${size} that were sent`);
  }
  if (digest !== undefined && digest !== document.sha256) {
    throw new ContentDiffers('What the server holds differs from what was sent');
  }
}

/** SHA-256 of the first `size` bytes behind a handle; a shorter file gives the digest of what there is. */
async function digestOf(handle: Buffer, size: number, context: UploadContext): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(size, 1)));
  for (let at = 0; at < size;) {
    const wanted = Math.min(chunk.length, size - at);
    const read = await context.connection.request<number>(context.signal, (sftp, done) =>
      sftp.read(handle, chunk, 0, wanted, at, (error, count) => done(error, count)),
    );
    if (read === 0) break;
    hash.update(chunk.subarray(0, read));
    at += read;
  }
  return hash.digest('hex');
}

/**
 * The plain SFTP rename comes first: by the draft (section 6.5) it fails where the new name exists, and OpenSSH does it
 * by link and unlink, so it cannot overwrite even in a race. posix-rename replaces silently; it is used only where the
 * plain one is not supported and the name is free.
 */
async function publish(
  document: OutgoingDocument,
  temporary: string,
  target: string,
  context: UploadContext,
): Promise<DeliveryOutcome> {
  const { connection, signal } = context;
  try {
    await connection.request(signal, (sftp, done) => sftp.rename(temporary, target, done));
  } catch (error) {
    if (!isRefusal(error) || isMissing(error)) throw error;
    const existing = await statIfAny(target, context);
    if (existing !== undefined) return await repeated(document, target, existing, context);
    if (!connection.supportsPosixRename) throw error;
    await connection.posixRename(signal, temporary, target).catch((second: unknown) => {
      throw connection.supportsPosixRename ? second : error;
    });
  }
  context.leftovers.delete(temporary);
  return { kind: 'accepted', receipt: `${target} (${document.bytes.byteLength} bytes)` };
}

/** A file of that name is there already: ours from an earlier attempt, or somebody else's. */
async function repeated(
  document: OutgoingDocument,
  target: string,
  existing: Stats,
  context: UploadContext,
): Promise<DeliveryOutcome> {
  if (existing.isFile() && existing.size === document.bytes.byteLength) {
    const handle = await context.connection.request<Buffer>(context.signal, (sftp, done) =>
      sftp.open(target, 'r', done),
    );
    const digest = await digestOf(handle, existing.size, context);
    await closed(handle, context);
    if (digest === document.sha256) {
      return { kind: 'accepted', receipt: `${target} (${existing.size} bytes, already there)` };
    }
  }
  return {
    kind: 'misconfigured',
    reason: `Another file is already called ${target} (${existing.size} bytes); nothing was overwritten`,
  };
}

async function statIfAny(path: string, context: UploadContext): Promise<Stats | undefined> {
  try {
    return await context.connection.request<Stats>(context.signal, (sftp, done) => sftp.lstat(path, done));
  } catch (error) {
    // A directory one may write to but not look into answers with a refusal; the rename still protects what is there.
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

async function closed(handle: Buffer, context: UploadContext): Promise<undefined> {
  await context.connection.request(context.signal, (sftp, done) => sftp.close(handle, done));
  return undefined;
}

/** Leaves no temporary file behind where the connection still stands; otherwise it stays noted for the next one. */
async function tidy(temporary: string, handle: Buffer | undefined, context: UploadContext): Promise<void> {
  if (!context.leftovers.has(temporary) || !context.connection.isAlive) return;
  const patience = AbortSignal.timeout(10_000);
  try {
    if (handle !== undefined) await context.connection.request(patience, (sftp, done) => sftp.close(handle, done));
    await context.connection.request(patience, (sftp, done) => sftp.unlink(temporary, done));
    context.leftovers.delete(temporary);
  } catch (error) {
    if (isRefusal(error)) context.leftovers.delete(temporary);
  }
}

function isRefusal(error: unknown): boolean {
  return !(error instanceof SftpInterrupted) && statusOf(error) !== undefined;
}
