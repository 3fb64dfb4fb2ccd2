import { createHash } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { isNativeError } from 'node:util/types';
import SftpClient from 'ssh2-sftp-client';
import type { SFTPWrapper } from 'ssh2';
import { FacteurError } from '#kernel';
import type { Secrets } from '#ports';

/** The server that holds the files, and how to log in there. */
export interface SourceServer {
  readonly host: string;
  readonly port?: number;
  readonly user: string;
  readonly passwordSecret?: string;
  readonly privateKeySecret?: string;
  readonly passphraseSecret?: string;
  /** Accepted host keys, `SHA256:…`. */
  readonly hostKeys: readonly string[];
}

type Callback<T> = (error?: Error | null, value?: T) => void;

/** One connection for one poll. */
export interface SourceSession {
  /** Sends one request; no answer within the limit ends the session. @throws the server's status error. */
  ask<T = void>(send: (sftp: SFTPWrapper, done: Callback<T>) => void): Promise<T>;
  end(): void;
}

/** One key type after the other: a server with several host keys then comes to show the one that is pinned. */
const HOST_KEY_FAMILIES = [
  ['ssh-ed25519' as const],
  ['ecdsa-sha2-nistp256' as const, 'ecdsa-sha2-nistp384' as const, 'ecdsa-sha2-nistp521' as const],
  ['rsa-sha2-512' as const, 'rsa-sha2-256' as const],
];

/**
 * Connects and checks the host key before any secret is sent.
 * @throws FacteurError `SECRET.MISSING`, `SOURCE.HOST_KEY`, `SOURCE.LOGIN` (precondition: a person has to act),
 * `SOURCE.UNREACHABLE` (unavailable).
 */
export async function openSession(server: SourceServer, secrets: Secrets, timeoutMs: number): Promise<SourceSession> {
  const secretOf = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : secrets.get(name);
  const login = {
    username: server.user,
    password: secretOf(server.passwordSecret),
    privateKey: secretOf(server.privateKeySecret),
    passphrase: secretOf(server.passphraseSecret),
  };
  const pins = new Set(server.hostKeys.map((pin) => pin.replace(/=+$/, '')));
  const shown: string[] = [];
  for (const serverHostKey of HOST_KEY_FAMILIES) {
    const client = new SftpClient('facteur', {});
    const socket = connectSocket({ host: server.host, port: server.port ?? 22, noDelay: true });
    let failure: Error | undefined;
    let isPinned = false;
    client.on('error', (error: Error) => (failure ??= error));
    try {
      const sftp = await client.connect({
        ...login,
        sock: socket,
        readyTimeout: timeoutMs,
        algorithms: { serverHostKey },
        hostVerifier: (key: Buffer) => {
          const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
          shown.push(fingerprint);
          isPinned = pins.has(fingerprint);
          return isPinned;
        },
      });
      return sessionOver(sftp, timeoutMs, () => socket.destroy());
    } catch (thrown) {
      socket.destroy();
      const level = failure !== undefined && 'level' in failure ? failure.level : undefined;
      const isOtherKey = !isPinned && level === 'handshake';
      if (!isOtherKey) throw asSourceError(failure ?? thrown, level, server);
    }
  }
  throw new FacteurError('SOURCE.HOST_KEY', 'precondition', 'The host key is not a pinned one; no secret was sent', {
    host: server.host,
    shown,
  });
}

function sessionOver(sftp: SFTPWrapper, timeoutMs: number, end: () => void): SourceSession {
  const ask = <T>(send: (sftp: SFTPWrapper, done: Callback<T>) => void): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        end();
        reject(new FacteurError('SOURCE.UNREACHABLE', 'unavailable', 'The server does not answer', {}));
      }, timeoutMs);
      send(sftp, (error, value) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(value as T);
      });
    });
  return { ask, end };
}

function asSourceError(thrown: unknown, level: unknown, server: SourceServer): FacteurError {
  const facts = { host: server.host, user: server.user };
  if (level === 'client-authentication') {
    return new FacteurError('SOURCE.LOGIN', 'precondition', 'The server refused the login', facts);
  }
  const said = isNativeError(thrown) ? thrown.message.slice(0, 200) : 'no reason given';
  if (/^Cannot parse privateKey|passphrase/i.test(said)) {
    return new FacteurError('SOURCE.LOGIN', 'precondition', 'The private key cannot be read', facts);
  }
  return new FacteurError('SOURCE.UNREACHABLE', 'unavailable', `Cannot connect: ${said}`, facts);
}
