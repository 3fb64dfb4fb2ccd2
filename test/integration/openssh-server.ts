import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** OpenSSH's server on a free loopback port, with three host keys and one user key under a passphrase. */
export interface OpenSshServer {
  readonly port: number;
  readonly user: string;
  /** Passphrase-protected, as ssh-keygen writes it. */
  readonly privateKey: string;
  readonly passphrase: string;
  /** A second key of the same user, without a passphrase: quicker to load. */
  readonly plainKey: string;
  /** `SHA256:…` by key type. */
  readonly hostKeys: Readonly<Record<'ed25519' | 'ecdsa' | 'rsa', string>>;
  /** Ends every session, as a restart does; new ones are accepted. */
  dropSessions(): Promise<void>;
  stop(): Promise<void>;
}

const BINARIES = ['/usr/sbin/sshd', '/usr/lib/openssh/sshd', '/usr/local/sbin/sshd'];

/** @throws Error that says what to install when there is no sshd. */
export async function startOpenSsh(directory: string): Promise<OpenSshServer> {
  const binary = BINARIES.find((path) => existsSync(path));
  if (binary === undefined) {
    throw new Error(`OpenSSH's server is missing (${BINARIES.join(', ')}): install the package openssh-server`);
  }
  await chmod(directory, 0o700);
  const passphrase = 'open sesame';
  keygen('ed25519', join(directory, 'user'), passphrase);
  keygen('ed25519', join(directory, 'plain'), '');
  const publicKeys = await Promise.all(
    ['user.pub', 'plain.pub'].map((name) => readFile(join(directory, name), 'utf8')),
  );
  await writeFile(join(directory, 'authorized_keys'), publicKeys.join(''));
  for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) keygen(type, join(directory, `host_${type}`), '');
  // Privilege separation needs its directory when the server runs as root; distributions make it at boot.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const port = await freePort();
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...['ed25519', 'ecdsa', 'rsa'].map((type) => `HostKey ${join(directory, `host_${type}`)}`),
    `PidFile ${join(directory, 'sshd.pid')}`,
    `AuthorizedKeysFile ${join(directory, 'authorized_keys')}`,
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'Subsystem sftp internal-sftp',
    'MaxStartups 50',
  ];
  const settingsPath = join(directory, 'sshd_config');
  await writeFile(settingsPath, `${settings.join('\n')}\n`);
  const server = spawn(binary, ['-D', '-e', '-f', settingsPath], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await listening(port, () => log);
  return {
    port,
    user: userInfo().username,
    privateKey: await readFile(join(directory, 'user'), 'utf8'),
    passphrase,
    plainKey: await readFile(join(directory, 'plain'), 'utf8'),
    hostKeys: {
      ed25519: fingerprint(join(directory, 'host_ed25519.pub')),
      ecdsa: fingerprint(join(directory, 'host_ecdsa.pub')),
      rsa: fingerprint(join(directory, 'host_rsa.pub')),
    },
    dropSessions: async () => {
      for (const pid of childrenOf(server.pid)) process.kill(pid, 'SIGKILL');
    },
    stop: async () => {
      for (const pid of childrenOf(server.pid)) process.kill(pid, 'SIGTERM');
      server.kill('SIGTERM');
      await ended;
    },
  };
}

/** One round of key derivation: each new connection reads the key again, and the suite makes many. */
function keygen(type: string, path: string, passphrase: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-a', '1', '-N', passphrase, '-C', 'test', '-f', path]);
}

function fingerprint(publicKeyPath: string): string {
  const line = execFileSync('ssh-keygen', ['-lf', publicKeyPath], { encoding: 'utf8' });
  const found = /SHA256:\S+/.exec(line);
  if (!found) throw new Error(`ssh-keygen printed no fingerprint: ${line}`);
  return found[0];
}

/** The sessions of this very server: processes whose parent it is (proc(5), `children`). */
function childrenOf(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return list === '' ? [] : list.split(' ').map(Number);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function listening(port: number, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`sshd does not listen: ${log()}`);
}
