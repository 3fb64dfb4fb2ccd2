import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import { asFacteurError, failed, ok, type Result } from '#kernel';
import type { Secrets, SftpRoute } from '#ports';
import type { ConnectFailure } from './sftp-failure.js';

/** Whom to talk to and with what: a route with its secrets filled in. Never logged. */
export interface SftpAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** Accepted host keys as `SHA256:` + base64 without padding. */
  readonly hostKeys: ReadonlySet<string>;
  /** Equal exactly for routes that may share a connection: same server, user, secrets and pins. */
  readonly connectionKey: string;
}

/** Fills the secrets of a route in; what a person has to mend (no such secret, unreadable key) is the outcome. */
export function readAccess(route: SftpRoute, secrets: Secrets): Result<SftpAccess, ConnectFailure> {
  try {
    const password = route.passwordSecret === undefined ? undefined : secrets.get(route.passwordSecret);
    const privateKey = route.privateKeySecret === undefined ? undefined : secrets.get(route.privateKeySecret);
    const passphrase = route.passphraseSecret === undefined ? undefined : secrets.get(route.passphraseSecret);
    if (password === undefined && privateKey === undefined) {
      return misconfigured('The route names neither passwordSecret nor privateKeySecret');
    }
    const hostKeys = new Set(route.hostKeys.map((pin) => pin.replace(/=+$/, '')));
    const { host, port, user } = route;
    const connectionKey = digest([host, String(port), user, password, privateKey, passphrase, ...[...hostKeys].sort()]);
    return ok({ host, port, user, password, privateKey, passphrase, hostKeys, connectionKey });
  } catch (thrown) {
    const error = asFacteurError(thrown);
    const name = typeof error.facts['name'] === 'string' ? ` (${error.facts['name']})` : '';
    return misconfigured(`${error.message}${name}`);
  }
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

function misconfigured(reason: string): { readonly ok: false; readonly error: ConnectFailure } {
  return failed<ConnectFailure>({ kind: 'misconfigured', reason });
}
