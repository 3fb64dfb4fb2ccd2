import { isNativeError } from 'node:util/types';
import { posix } from 'node:path';
import type { DeliveryOutcome, OutgoingDocument, SftpRoute } from '#ports';
import { boundedText, type SftpConnection } from '#sftp';

/**
 * Writes the empty file that tells the receiver that the document is complete, where the route wants one. The document is there
 * by then; without its done file the delivery stays unknown, and the next attempt finds the document and writes the file.
 */
export async function markDone(
  accepted: DeliveryOutcome,
  document: OutgoingDocument,
  route: SftpRoute,
  { connection, signal }: { connection: SftpConnection; signal: AbortSignal },
): Promise<DeliveryOutcome> {
  if (route.doneFile === undefined) return accepted;
  const path = posix.join(route.directory, route.doneFile.replace('{file}', document.fileName));
  try {
    const handle = await connection.request<Buffer>(signal, (sftp, done) => sftp.open(path, 'w', done));
    await connection.request(signal, (sftp, done) => sftp.close(handle, done));
    return accepted;
  } catch (error) {
    const said = boundedText(isNativeError(error) ? error.message : String(error));
    return { kind: 'unknown', reason: `The document arrived, its done file did not: ${said}` };
  }
}
