import { connect as connectSocket } from 'node:net';
import { isNativeError } from 'node:util/types';
import SftpClient from 'ssh2-sftp-client';
import type { SFTPWrapper } from 'ssh2';
import { failed, ok, type Result } from '#kernel';
import { SftpConnection } from './sftp-connection.js';
import { fingerprintOf, hasUsableKey, type SftpAccess } from './sftp-access.js';
import { boundedText, type ConnectFault } from './sftp-error.js';

/** Host key algorithms by key type. SHA-1 signatures (`ssh-rsa`) are not among them. */
const HOST_KEY_FAMILIES = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256'],
] as const;
type HostKeyAlgorithm = (typeof HOST_KEY_FAMILIES)[number][number];

export interface SessionLimits {
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly keepAliveMs: number;
}

type Attempt = Result<SftpConnection, ConnectFault> | 'host-key-mismatch';

/**
 * Connects, checks the host key against the pins during the key exchange, and only then authenticates. A server that
 * holds several host keys shows the one the negotiation picks, so after a mismatch the other key types are asked for
 * in turn; no attempt sends a secret before a pinned key was shown.
 */
export async function openSession(
  access: SftpAccess,
  limits: SessionLimits,
): Promise<Result<SftpConnection, ConnectFault>> {
  if (!hasUsableKey(access)) {
    return failed({ fault: 'private-key', reason: 'The private key cannot be read with the passphrase given' });
  }
  let families: readonly (readonly HostKeyAlgorithm[])[] = HOST_KEY_FAMILIES;
  const shown: string[] = [];
  while (families.length > 0) {
    const seen: Buffer[] = [];
    const attempt = await connect(access, limits, families.flat(), (key) => seen.push(key));
    const key = seen[0];
    if (attempt !== 'host-key-mismatch') {
      // With the other key types excluded a server that has none of the rest fails the negotiation: still a mismatch.
      if (!attempt.ok && attempt.error.fault === 'algorithms' && shown.length > 0 && key === undefined) break;
      return attempt;
    }
    if (key === undefined) break;
    shown.push(fingerprintOf(key));
    const type = keyType(key);
    families = families.filter((family) => !family.some((algorithm) => familyOf(algorithm) === familyOf(type)));
  }
  return failed({
    fault: 'host-key',
    shown,
    reason: `The host key does not match the pinned ones; the server shows ${shown.join(', ')}. No secret was sent`,
  });
}

async function connect(
  access: SftpAccess,
  limits: SessionLimits,
  serverHostKey: HostKeyAlgorithm[],
  onHostKey: (key: Buffer) => void,
): Promise<Attempt> {
  const client = new SftpClient('facteur', {});
  let mismatch = false;
  let failure: Error | undefined;
  let connection: SftpConnection | undefined;
  // Requests are small and answered one by one: without noDelay each waits for a delayed acknowledgement (40 ms).
  const socket = connectSocket({ host: access.host, port: access.port, noDelay: true });
  client.on('error', (error: Error) => (failure ??= error));
  client.on('close', () => connection?.lose(failure ? boundedText(failure.message) : 'closed by the server'));
  if (access.password !== undefined) answerPasswordPrompt(client, access.password);
  try {
    const wrapper: SFTPWrapper = await client.connect({
      sock: socket,
      username: access.user,
      password: access.password,
      privateKey: access.privateKey,
      passphrase: access.passphrase,
      tryKeyboard: access.password !== undefined,
      readyTimeout: limits.connectTimeoutMs,
      keepaliveInterval: limits.keepAliveMs,
      keepaliveCountMax: 3,
      algorithms: { serverHostKey },
      hostVerifier: (key: Buffer) => {
        onHostKey(key);
        mismatch = !access.hostKeys.has(fingerprintOf(key));
        return !mismatch;
      },
    });
    connection = new SftpConnection(wrapper, () => socket.destroy(), limits.answerTimeoutMs, socket);
    return ok(connection);
  } catch (thrown) {
    socket.destroy();
    return mismatch ? 'host-key-mismatch' : failed(faultOfConnecting(failure ?? thrown));
  }
}

/** Servers that know passwords only as a keyboard dialogue ask one hidden question; any other dialogue gets no answer. */
function answerPasswordPrompt(client: SftpClient, password: string): void {
  client.on(
    'keyboard-interactive',
    (
      _name: string,
      _instructions: string,
      _language: string,
      prompts: readonly { echo?: boolean }[],
      finish: (answers: string[]) => void,
    ) => finish(prompts.length === 1 && prompts[0]?.echo !== true ? [password] : []),
  );
}

function faultOfConnecting(thrown: unknown): ConnectFault {
  const said = boundedText(isNativeError(thrown) ? thrown.message : String(thrown));
  const level = isNativeError(thrown) && 'level' in thrown ? thrown.level : undefined;
  if (level === 'client-authentication') {
    return { fault: 'login', reason: `The server refused the login: ${said}` };
  }
  const hasNothingInCommon = level === 'handshake' && /no matching/i.test(said);
  if (hasNothingInCommon) return { fault: 'algorithms', reason: `No algorithm in common with the server: ${said}` };
  return { fault: 'network', reason: `Cannot connect: ${said}` };
}

function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.toString('latin1', 4, 4 + Math.min(length, 64));
}

/** `ssh-rsa` is the key type whose signatures are called `rsa-sha2-*` (RFC 8332). */
function familyOf(algorithm: string): string {
  if (algorithm.includes('rsa')) return 'rsa';
  return algorithm.startsWith('ecdsa') ? 'ecdsa' : 'ed25519';
}
