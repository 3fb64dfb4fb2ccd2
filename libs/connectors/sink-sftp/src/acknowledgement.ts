import { posix } from 'node:path';
import type { Stats } from 'ssh2';
import type { ReceiverAnswer, AwaitedDocument, SftpRoute } from '#ports';
import { boundedText, isForbidden, isMissing, SftpInterrupted, statusOf, type SftpConnection } from '#sftp';

export type WantedAcknowledgement = NonNullable<SftpRoute['acknowledgement']>;

interface Look {
  readonly connection: SftpConnection;
  readonly signal: AbortSignal;
}

/** Of a receiver's file no more than this is read. */
const MAX_BYTES = 16 * 1024;

/**
 * Looks for the file with which the receiver says that it took the document, or refused it. An acknowledgement that must hold
 * the document's hash and does not is a refusal of what was received: somebody else's bytes are there.
 */
export async function lookForAcknowledgement(
  document: AwaitedDocument,
  wanted: WantedAcknowledgement,
  look: Look,
): Promise<ReceiverAnswer> {
  const pathOf = (name: string): string => posix.join(wanted.directory, name.replace('{file}', document.fileName));
  try {
    if (wanted.refused !== undefined) {
      const refusal = await readIfAny(pathOf(wanted.refused), look);
      if (refusal !== undefined)
        return { kind: 'refused', reason: boundedText(refusal) || 'The receiver left a refusal without words' };
    }
    const path = pathOf(wanted.accepted);
    const text = await readIfAny(path, look);
    if (text === undefined) return { kind: 'none' };
    if (wanted.withHash && !text.toLowerCase().includes(document.sha256))
      return { kind: 'refused', reason: 'The acknowledgement does not name the SHA-256 of the document' };
    return { kind: 'accepted', receipt: boundedText(`${path} ${text}`) };
  } catch (error) {
    if (isForbidden(error)) return { kind: 'misconfigured', reason: `No permission to read in ${wanted.directory}` };
    const reason = error instanceof SftpInterrupted ? `Connection lost: ${error.message}` : String(error);
    return { kind: 'unavailable', reason: boundedText(reason) };
  }
}

async function readIfAny(path: string, { connection, signal }: Look): Promise<string | undefined> {
  let handle: Buffer;
  try {
    handle = await connection.request<Buffer>(signal, (sftp, done) => sftp.open(path, 'r', done));
  } catch (error) {
    // Some servers answer with a plain failure for a file that does not exist.
    if (isMissing(error) || (statusOf(error) !== undefined && !isForbidden(error))) return undefined;
    throw error;
  }
  try {
    const stats = await connection.request<Stats>(signal, (sftp, done) => sftp.fstat(handle, done));
    const size = Math.min(stats.size, MAX_BYTES);
    if (size === 0) return '';
    const chunk = Buffer.alloc(size);
    const read = await connection.request<number>(signal, (sftp, done) =>
      sftp.read(handle, chunk, 0, size, 0, (error, count) => done(error, count)),
    );
    return chunk.subarray(0, read).toString('utf8');
  } finally {
    await connection.request(signal, (sftp, done) => sftp.close(handle, done)).catch(() => undefined);
  }
}
