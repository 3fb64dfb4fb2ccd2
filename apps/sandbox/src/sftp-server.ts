import { timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection, type PublicKeyAuthContext } from 'ssh2';
import { sha256 } from '#kernel';
import { FaultSwitch } from './fault-switch.js';
import type { Identity } from './identity.js';
import { listenOnLoopback } from './listen.js';
import type { SandboxLog } from './log.js';
import { serveSftpSession } from './sftp-session.js';

/** What the customer's SFTP server can be made to do. */
export type SftpFault =
  /** No permission for anything that writes. */
  | { readonly kind: 'refuse'; readonly times?: number }
  /** Every request waits. */
  | { readonly kind: 'slow'; readonly ms: number; readonly times?: number }
  /** The connection ends once this many content bytes have arrived over it. */
  | { readonly kind: 'cut'; readonly afterBytes: number; readonly times?: number }
  /** The rename happens; the connection ends instead of its answer. */
  | { readonly kind: 'cut-after-rename'; readonly times?: number };

export interface SftpPeer {
  readonly host: string;
  readonly port: number;
  /** The folder that clients see as `/`. */
  readonly folder: string;
  readonly faults: FaultSwitch<SftpFault>;
  /** Connections since the start. */
  connectionCount(): number;
  stop(): Promise<void>;
}

/** The library has it on both ends; its declarations only on the client's. */
type Undelayed = Connection & { setNoDelay?(isOn: boolean): unknown };

const WRITING = new Set(['OPEN', 'WRITE', 'RENAME', 'REMOVE', 'MKDIR', 'RMDIR']);

/** The customer's SFTP server: `/in` receives documents, `/orders` is where its ERP drops orders to be fetched. */
export async function startSftpServer(
  folder: string,
  identity: Identity,
  port: number,
  log: SandboxLog,
): Promise<SftpPeer> {
  for (const name of ['in', 'orders']) await mkdir(join(folder, name), { recursive: true });
  const faults = new FaultSwitch<SftpFault>();
  const connections = new Set<Connection>();
  let count = 0;
  const server = new ssh2.Server({ hostKeys: [identity.hostKey] }, (client: Undelayed) => {
    count += 1;
    connections.add(client);
    // Answers are small and wait for nothing; without this each would wait for the client's delayed acknowledgement.
    client.setNoDelay?.(true);
    client.on('authentication', (context) => (isAdmitted(context, identity) ? context.accept() : refuse(context)));
    client.on('error', (error: Error) => log.warn('sandbox.sftp.connection-error', { message: error.message }));
    client.on('close', () => connections.delete(client));
    client.on('session', (acceptSession) => {
      acceptSession().on('sftp', (acceptSftp) => {
        const sftp = acceptSftp();
        const handles = serveSftpSession(sftp, folder, standInTheWay(faults), () => client.end());
        client.on('close', () => void handles.closeAll());
        sftp.on('close', () => void handles.closeAll());
      });
    });
  });
  const actualPort = await listenOnLoopback(server, port);
  log.info('sandbox.sftp.listening', { port: actualPort });
  return {
    host: '127.0.0.1',
    port: actualPort,
    folder,
    faults,
    connectionCount: () => count,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.end();
      }),
  };
}

function standInTheWay(faults: FaultSwitch<SftpFault>) {
  let received = 0;
  return async (request: string, bytes: number): Promise<'go' | 'refuse' | 'cut'> => {
    received += bytes;
    const slow = faults.strike('slow');
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow.ms));
    if (WRITING.has(request) && faults.strike('refuse')) return 'refuse';
    if (request === 'RENAME done' && faults.strike('cut-after-rename')) return 'cut';
    const limit = faults.peek('cut');
    return limit && bytes > 0 && received >= limit.afterBytes && faults.strike('cut') ? 'cut' : 'go';
  };
}

function refuse(context: AuthContext): void {
  context.reject(['password', 'publickey']);
}

function isAdmitted(context: AuthContext, identity: Identity): boolean {
  if (!isEqual(context.username, identity.user)) return false;
  if (context.method === 'password') return isEqual(context.password, identity.password);
  return context.method === 'publickey' && isKnownKey(context, identity.clientPublicKey);
}

/** Without a signature the client only asks whether the key would do. */
function isKnownKey(context: PublicKeyAuthContext, publicKey: string): boolean {
  const known = ssh2.utils.parseKey(publicKey);
  if (known instanceof Error || known.type !== context.key.algo) return false;
  if (!known.getPublicSSH().equals(context.key.data)) return false;
  if (context.signature === undefined) return true;
  return context.blob !== undefined && known.verify(context.blob, context.signature, context.hashAlgo) === true;
}

/** Equal length by hashing, so that the comparison tells nothing by its time. */
function isEqual(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(expected)));
}
