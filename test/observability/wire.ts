import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** The network between a process and a service: it can fail, and come back at the same address. */
export interface Wire {
  readonly port: number;
  /** What is connected ends, and nobody answers any more. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function startWire(targetPort: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const peer = createConnection(targetPort, '127.0.0.1');
    const end = () => [client, peer].forEach((socket) => socket.destroy());
    for (const socket of [client, peer]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.pipe(peer).pipe(client);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => listen(port),
  };
}
