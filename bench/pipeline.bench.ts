/**
 * Orders to delivered, through the front doors: orders posted by HTTP, each billed, judged, written as Factur-X, stored, and
 * delivered by SFTP to the sandbox. Embedded, and scaled (one gateway, two workers) when DATABASE_URL and REDIS_URL are set.
 * BENCH_ORDERS (default 500). The sandbox's SFTP server runs in this process and shares the machine.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../apps/sandbox/src/index.js';

const ORDERS = Number(process.env['BENCH_ORDERS'] ?? 500);
const BATCH = 25;
const root = process.cwd();
const sample = JSON.parse(readFileSync(join(root, 'apps/sandbox/samples/orders/01-menuiserie.json'), 'utf8')) as object;

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

function startProcess(command: 'serve' | 'worker', environment: NodeJS.ProcessEnv): Promise<Started> {
  const child = spawn(process.execPath, [join(root, 'bin', 'facteur'), command], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const url = /"event":"(?:gateway|worker)\.started","url":"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve({ child, url });
    });
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
  });
}

function environmentFor(sandbox: Sandbox, directory: string, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  return {
    ...inherited,
    PORT: '0',
    FACTEUR_DATA: directory,
    FACTEUR_ORDERS: join(directory, 'in'),
    FACTEUR_STATEMENTS: join(directory, 'bank'),
    DEMO_SFTP_PORT: String(sandbox.sftp.port),
    DEMO_SFTP_USER: sandbox.credentials.user,
    DEMO_SFTP_HOST_KEY: sandbox.sftp.hostKey,
    FACTEUR_SECRET_DEMO_SFTP_PASSWORD: sandbox.credentials.password,
    ...more,
  };
}

async function measure(mode: 'embedded' | 'scaled'): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'facteur-bench-'));
  const sandbox = await startSandbox({ directory: join(directory, 'sandbox'), sftpPort: 0, httpsPort: 0 });
  const config = join(directory, 'facteur.yaml');
  const settings = readFileSync(join(root, 'config/facteur.yaml'), 'utf8');
  writeFileSync(config, mode === 'scaled' ? `${settings}\njobs: { inGateway: false }\n` : settings);
  const servers =
    mode === 'scaled'
      ? { DATABASE_URL: process.env['DATABASE_URL'], REDIS_URL: process.env['REDIS_URL'], FACTEUR_CONFIG: config }
      : {};
  const environment = environmentFor(sandbox, directory, servers);
  const gateway = await startProcess('serve', environment);
  const workers =
    mode === 'scaled' ? [await startProcess('worker', environment), await startProcess('worker', environment)] : [];
  const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const idle = [gateway, ...workers].map(({ child }) => memory(child)).join(' + ');
  const before = await delivered(gateway.url, headers);
  const run = Date.now().toString(36);
  const started = performance.now();
  for (let first = 0; first < ORDERS; first += BATCH) {
    const size = Math.min(BATCH, ORDERS - first);
    const orders = Array.from({ length: size }, (_, index) => ({ ...sample, number: `B-${run}-${first + index}` }));
    const response = await fetch(`${gateway.url}/v1/orders`, { method: 'POST', headers, body: JSON.stringify(orders) });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  }
  const accepted = performance.now();
  while ((await delivered(gateway.url, headers)) - before < ORDERS)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const done = performance.now();
  const seconds = (done - started) / 1000;
  const peak = [gateway, ...workers].map(({ child }) => memory(child)).join(' + ');
  console.log(
    `| ${mode} | ${ORDERS} | ${((accepted - started) / 1000).toFixed(1)} | ${seconds.toFixed(1)} | ${(ORDERS / seconds).toFixed(1)} | ${idle} | ${peak} |`,
  );
  for (const { child } of [...workers, gateway]) await stop(child);
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function delivered(url: string, headers: Record<string, string>): Promise<number> {
  const summary = (await (await fetch(`${url}/v1/summary`, { headers })).json()) as {
    deliveries: Record<string, number>;
  };
  return summary.deliveries['delivered'] ?? 0;
}

/** Resident memory in MB; Linux only. */
function memory(child: ChildProcess): string {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024).toFixed(0);
  } catch {
    // Not Linux.
    return '?';
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

console.log(
  '| mode | orders | all accepted after, s | all delivered after, s | delivered a second | idle MB | MB after |',
);
console.log('|---|---|---|---|---|---|---|');
await measure('embedded');
if (process.env['DATABASE_URL'] && process.env['REDIS_URL']) await measure('scaled');
else
  console.log(
    'scaled mode not measured: DATABASE_URL and REDIS_URL are not set (bash test/integration/services.sh npm run bench -- pipeline)',
  );
