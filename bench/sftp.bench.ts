/**
 * Files per second through the SFTP sink over one kept connection, each with temporary name, checks and rename.
 * Against OpenSSH's server where it is installed (its own process, as in life), and against the sandbox's server in this
 * process, where both ends share one core: a lower bound.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSftpSink } from '#connectors/sink-sftp';
import { FacteurError } from '#kernel';
import type { OutgoingDocument, Secrets, SftpRoute } from '#ports';
import { startSandbox } from '../apps/sandbox/src/index.js';
import { startOpenSsh } from '../test/integration/openssh-server.js';

const SIZE = 10_000;
const FILES = Number(process.env['BENCH_FILES'] ?? 1000);
const REPEATS = 5;

interface Peer {
  readonly name: string;
  readonly route: SftpRoute;
  readonly secrets: Secrets;
  stop(): Promise<void>;
}

async function openSshPeer(directory: string): Promise<Peer> {
  const server = await startOpenSsh(directory);
  const inbox = join(directory, 'in');
  await mkdir(inbox);
  return {
    name: 'OpenSSH',
    route: routeTo(server.port, server.user, server.hostKeys.ed25519, inbox, {
      privateKeySecret: 'A',
      passphraseSecret: 'B',
    }),
    secrets: secretsOf({ A: server.privateKey, B: server.passphrase }),
    stop: () => server.stop(),
  };
}

async function sandboxPeer(directory: string): Promise<Peer> {
  const { sftp, credentials, stop } = await startSandbox({ directory, sftpPort: 0, httpsPort: 0 });
  return {
    name: 'sandbox',
    route: routeTo(sftp.port, credentials.user, sftp.hostKey, '/in', { passwordSecret: 'A' }),
    secrets: secretsOf({ A: credentials.password }),
    stop,
  };
}

function routeTo(port: number, user: string, hostKey: string, directory: string, login: Partial<SftpRoute>): SftpRoute {
  const fileName = '{number}.{extension}';
  return { channel: 'sftp', host: '127.0.0.1', port, user, hostKeys: [hostKey], directory, fileName, ...login };
}

function secretsOf(values: Readonly<Record<string, string>>): Secrets {
  return {
    has: (name) => values[name] !== undefined,
    get: (name) => {
      const value = values[name];
      if (value === undefined) throw new FacteurError('SECRET.MISSING', 'precondition', 'No such secret', { name });
      return value;
    },
  };
}

let serial = 0;
function document(): OutgoingDocument {
  serial += 1;
  const bytes = randomBytes(SIZE);
  const number = `B-${serial}`;
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'application/xml',
    fileName: `${number}.xml`,
    invoiceNumber: number,
    idempotencyKey: number,
    correlationId: number,
  };
}

async function filesPerSecond(peer: Peer, inFlight: number, readBackBytes: number): Promise<number> {
  const sink = createSftpSink({ secrets: peer.secrets, limits: { inFlight }, readBackBytes });
  const signal = new AbortController().signal;
  await sink.deliver(document(), peer.route, signal);
  const documents = Array.from({ length: FILES }, document);
  const startedAt = performance.now();
  const outcomes = await Promise.all(documents.map((one) => sink.deliver(one, peer.route, signal)));
  const seconds = (performance.now() - startedAt) / 1000;
  await sink.close();
  const failed = outcomes.find(({ kind }) => kind !== 'accepted');
  if (failed) throw new Error(JSON.stringify(failed));
  return FILES / seconds;
}

async function measure(peer: Peer): Promise<void> {
  for (const [inFlight, readBackBytes] of [
    [1, 0],
    [8, 0],
    [8, 32 * 1024],
  ] as const) {
    const rates: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) rates.push(await filesPerSecond(peer, inFlight, readBackBytes));
    rates.sort((a, b) => a - b);
    const [low, median, high] = [rates[0], rates[2], rates[4]].map((rate) => Math.round(rate ?? 0));
    const checked = readBackBytes > 0 ? 'size and content checked' : 'size checked';
    console.log(`${peer.name}, ${inFlight} in flight, ${SIZE} bytes, ${checked}: ${median} files/s (${low}–${high})`);
  }
}

for (const open of [openSshPeer, sandboxPeer]) {
  const directory = await mkdtemp(join(tmpdir(), 'facteur-bench-'));
  try {
    const peer = await open(directory);
    await measure(peer).finally(() => peer.stop());
  } catch (error) {
    console.log(`left out: ${String(error)}`);
  } finally {
    await rm(directory, { recursive: true });
  }
}
