/**
 * Files per second through the SFTP sink over one kept connection, with temporary name, checks and rename. The server is
 * the sandbox's, in the same process: both ends share one core, so this is a lower bound.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSftpSink } from '#connectors/sink-sftp';
import { FacteurError } from '#kernel';
import type { OutgoingDocument, SftpRoute } from '#ports';
import { startSandbox } from '../apps/sandbox/src/index.js';

const SIZE = 10_000;
const FILES = Number(process.env['BENCH_FILES'] ?? 1000);
const REPEATS = 5;

const directory = await mkdtemp(join(tmpdir(), 'facteur-bench-'));
const sandbox = await startSandbox({ directory, sftpPort: 0, httpsPort: 0 });
const route: SftpRoute = {
  channel: 'sftp',
  host: '127.0.0.1',
  port: sandbox.sftp.port,
  user: sandbox.credentials.user,
  passwordSecret: 'PASSWORD',
  hostKeys: [sandbox.sftp.hostKey],
  directory: '/in',
  fileName: '{number}.{extension}',
};
const secrets = {
  has: (name: string) => name === 'PASSWORD',
  get: (name: string) => {
    if (name !== 'PASSWORD') throw new FacteurError('SECRET.MISSING', 'precondition', 'No such secret', { name });
    return sandbox.credentials.password;
  },
};

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

async function filesPerSecond(inFlight: number, readBackBytes: number): Promise<number> {
  const sink = createSftpSink({ secrets, limits: { inFlight }, readBackBytes });
  const signal = new AbortController().signal;
  await sink.deliver(document(), route, signal);
  const documents = Array.from({ length: FILES }, document);
  const startedAt = performance.now();
  const outcomes = await Promise.all(documents.map((one) => sink.deliver(one, route, signal)));
  const seconds = (performance.now() - startedAt) / 1000;
  await sink.close();
  const failed = outcomes.find(({ kind }) => kind !== 'accepted');
  if (failed) throw new Error(JSON.stringify(failed));
  return FILES / seconds;
}

for (const [inFlight, readBack] of [
  [1, 0],
  [8, 0],
  [8, 32 * 1024],
] as const) {
  const rates: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) rates.push(await filesPerSecond(inFlight, readBack));
  rates.sort((a, b) => a - b);
  const [median, low, high] = [rates[2], rates[0], rates[4]].map((rate) => Math.round(rate ?? 0));
  const checked = readBack > 0 ? 'size and content checked' : 'size checked';
  console.log(`${inFlight} in flight, ${SIZE} bytes, ${checked}: ${median} files/s (${low}–${high})`);
}
await sandbox.stop();
await rm(directory, { recursive: true });
