import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import { FacteurError } from '#kernel';
import type { Secrets } from '#ports';

/** A server and how to log in there, as routes and sources name it. */
export interface SftpServer {
  readonly host: string;
  readonly port?: number;
  readonly user: string;
  readonly passwordSecret?: string;
  readonly privateKeySecret?: string;
  readonly passphraseSecret?: string;
  /** Accepted host keys, `SHA256:…`; two while a key is being rotated. */
  readonly hostKeys: readonly string[];
}

/** Whom to talk to and with what: a server with its secrets filled in. Never logged. */
export interface SftpAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** Accepted host keys as `SHA256:` + base64 without padding. */
  readonly hostKeys: ReadonlySet<string>;
  /** Equal exactly for servers that may share a connection: same server, user, secrets and pins. */
  readonly connectionKey: string;
}

const DEFAULT_PORT = 22;

/**
 * Fills in the secrets.
 * @throws FacteurError `SECRET.MISSING`, `SFTP.NO_CREDENTIALS` (precondition).
 */
export function readAccess(server: SftpServer, secrets: Secrets): SftpAccess {
  const secretOf = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : secrets.get(name);
  const password = secretOf(server.passwordSecret);
  const privateKey = secretOf(server.privateKeySecret);
  const passphrase = secretOf(server.passphraseSecret);
  if (password === undefined && privateKey === undefined)
    throw new FacteurError(
      'SFTP.NO_CREDENTIALS',
      'precondition',
      'Neither passwordSecret nor privateKeySecret is named',
    );
  const hostKeys = new Set(server.hostKeys.map((pin) => pin.replace(/=+$/, '')));
  const { host, port = DEFAULT_PORT, user } = server;
  const connectionKey = digest([host, String(port), user, password, privateKey, passphrase, ...[...hostKeys].sort()]);
  return { host, port, user, password, privateKey, passphrase, hostKeys, connectionKey };
}

/** The fingerprint of a host key blob as `ssh-keygen -lf` prints it. */
export function fingerprintOf(hostKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/, '')}`;
}

/** Whether the private key, if there is one, can be read. Costly for a key with a passphrase: once a connection. */
export function hasUsableKey({ privateKey, passphrase }: SftpAccess): boolean {
  if (privateKey === undefined) return true;
  const parsed = ssh2.utils.parseKey(privateKey, passphrase);
  return !(parsed instanceof Error) && 'isPrivateKey' in parsed && parsed.isPrivateKey();
}

/** Length-prefixed, so that no two lists give the same digest by moving a boundary. */
function digest(parts: readonly (string | undefined)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part === undefined ? '-;' : `${part.length}:${part};`);
  return hash.digest('hex');
}
