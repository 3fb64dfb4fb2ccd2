import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between a sink and its peer that a test can cut. */
export interface CuttingProxy {
  readonly port: number;
  /** The next connection ends after this many bytes from the client; later ones are left alone. */
  cutNextAfter(bytes: number): void;
  /** Bytes from the client over the last connection. */
  sentBytes(): number;
  /** Ends what is connected now. */
  cutAll(): void;
  /** Nothing is passed on any more, and nothing is closed. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let limit = Number.POSITIVE_INFINITY;
  let sent = 0;
  let isFrozen = false;
  const server = createServer((client) => {
    const cutAfter = limit;
    limit = Number.POSITIVE_INFINITY;
    sent = 0;
    let mine = 0;
    const peer = createConnection(targetPort, '127.0.0.1');
    const end = (): void => {
      client.destroy();
      peer.destroy();
    };
    for (const socket of [client, peer]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => {
      if (isFrozen) return;
      const room = cutAfter - mine;
      mine += chunk.length;
      sent = mine;
      if (chunk.length < room) peer.write(chunk);
      else peer.write(chunk.subarray(0, room), end);
    });
    peer.on('data', (chunk) => {
      if (!isFrozen) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cutNextAfter: (bytes) => (limit = bytes),
    sentBytes: () => sent,
    cutAll,
    freeze: () => (isFrozen = true),
    thaw: () => (isFrozen = false),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
}
