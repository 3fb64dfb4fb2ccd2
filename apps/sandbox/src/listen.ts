import type { AddressInfo } from 'node:net';
import { isNativeError } from 'node:util/types';

/** The part of a server that both of ours have. */
interface Listener {
  listen(port: number, host: string, listening: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  address(): AddressInfo | string | null;
}

/** Listens on loopback only; a taken port gives way to any free one. Returns the port. */
export async function listenOnLoopback(server: Listener, port: number): Promise<number> {
  try {
    await listening(server, port);
  } catch (error) {
    const isTaken = isNativeError(error) && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
    if (!isTaken || port === 0) throw error;
    await listening(server, 0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

function listening(server: Listener, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
