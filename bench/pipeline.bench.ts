/**
 * Orders to delivered, through the front doors, with everything on: posted by HTTP, stored, read, billed, judged, written as
 * Factur-X, read back, archived with the chained timeline, carried by Bull and delivered by SFTP to OpenSSH. One gateway and two
 * workers on PostgreSQL and Redis; in the same run the straight-code bound on the same services.
 *
 *   npm run bench:pipeline                 (starts its own PostgreSQL, Redis and sshd)
 *
 * Everything is warmed up first, the bound as well as the gateway, and the database has its statistics, as one in service has.
 * Ends within ten minutes whatever happens; an interrupt stops every process it started.
 *
 * BENCH_ORDERS (10,000), BENCH_WARM (orders to warm up, a fifth of them), BENCH_STEADY (seconds at a steady rate, 20), BENCH_RATE (orders a second of the steady part; half the
 * burst's rate), BENCH_PROFILE=DIR (CPU profiles).
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startOpenSsh } from '../test/integration/openssh-server.js';
import { cpuByName, memoryOf, startedChildren, startProcess, stopProcess } from './pipeline/processes.js';
import { stagesOf } from './pipeline/stages.js';
import { measureStraightCode, type StraightRun } from './pipeline/straight-code.js';

const ORDERS = Number(process.env['BENCH_ORDERS'] ?? 10_000);
const STEADY_SECONDS = Number(process.env['BENCH_STEADY'] ?? 20);
const WARM = Number(process.env['BENCH_WARM'] ?? Math.ceil(ORDERS / 5));
const PROFILED = Number(process.env['BENCH_PROFILED'] ?? Math.ceil(ORDERS / 10));
/** What issue and documentation ask of the rate, as a share of the bound. */
const WANTED = 0.3;
/** Everything an order needs; foreign programs and the client that posts are shown apart. */
const OURS: ReadonlySet<string> = new Set(['gateway', 'two workers', 'postgres', 'redis-server', 'sshd']);
const CLIENT = 'this bench (client)';
const POST_SIZE = 50;
const POSTS_AT_ONCE = 3;
const root = process.cwd();
const { DATABASE_URL, REDIS_URL } = process.env;
if (!DATABASE_URL || !REDIS_URL) {
  console.log('Not measured: run it as npm run bench:pipeline, which starts PostgreSQL and Redis.');
  process.exit(0);
}
const sample = JSON.parse(readFileSync(join(root, 'apps/sandbox/samples/orders/01-menuiserie.json'), 'utf8')) as object;
const directory = mkdtempSync(join(tmpdir(), 'facteur-bench-'));
const ssh = await startOpenSsh(makeFolder('ssh'));
const inbox = makeFolder('inbox');
const databaseUrl = await newDatabase('facteur_bench');

/** Half of it before and half after the burst: a machine whose load changes meanwhile shows. */
const straightly = (): Promise<StraightRun> =>
  measureStraightCode({
    databaseUrl,
    sftp: { port: ssh.port, username: ssh.user, privateKey: plainKey(), directory: makeFolder('straight') },
    seconds: 5,
  });
const boundBefore = await straightly();
console.log(`straight-code bound, before: ${said(boundBefore)}`);

const environment = environmentOf();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void abandon(signal));
setTimeout(() => void abandon('more than ten minutes'), 600_000).unref();
const gateway = await startProcess('serve', environment);
const workers = [await startProcess('worker', environment), await startProcess('worker', environment)];
const processes = [gateway, ...workers];
const names = new Map([
  [process.pid, CLIENT],
  [gateway.child.pid ?? 0, 'gateway'],
  ...workers.map(({ child }) => [child.pid ?? 0, 'two workers'] as const),
]);
const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
const memory: string[] = [];
const watch = setInterval(() => memory.push(processes.map(({ child }) => memoryOf(child.pid)).join('/')), 1000);

await post('W', WARM);
await delivered(WARM);
await client.query('ANALYZE');
const machineBefore = machineTime();
const cpuBefore = cpuByName(names);
const commitsBefore = await commits();
const startedAt = new Date();
const started = performance.now();
await post('B', ORDERS);
const acceptedAfter = (performance.now() - started) / 1000;
await delivered(WARM + ORDERS);
const seconds = (performance.now() - started) / 1000;
const rate = ORDERS / seconds;
const cpuAfter = cpuByName(names);
const machine = machineTime();
const busy = (machine.busy - machineBefore.busy) / (machine.all - machineBefore.all);
console.log(`\n| orders | all accepted after, s | all delivered after, s | delivered a second |\n|---|---|---|---|`);
console.log(`| ${ORDERS} | ${acceptedAfter.toFixed(1)} | ${seconds.toFixed(1)} | ${rate.toFixed(0)} |`);
console.log(`\nCPU milliseconds an order, by process\n\n| process | ms |\n|---|---|`);
let total = 0;
let clientMs = 0;
for (const [name, used] of [...cpuAfter].sort((left, right) => right[1] - left[1])) {
  const each = (used - (cpuBefore.get(name) ?? 0)) / ORDERS;
  if (each >= 0.01) console.log(`| ${name} | ${each.toFixed(2)} |`);
  if (OURS.has(name) && each > 0) total += each;
  if (name === CLIENT) clientMs = each;
}
console.log(`| all of ours, without the client | ${total.toFixed(2)} |`);
const boundAfter = await straightly();
const bound = (boundBefore.rate + boundAfter.rate) / 2;
const boundCpuMs = (boundBefore.cpuMs + boundAfter.cpuMs) / 2;
const usedMs = (machine.busy - machineBefore.busy) * 10;
const foreign = Math.max(0, 1 - ((total + clientMs) * ORDERS) / usedMs);
const verdict = rate >= WANTED * bound ? 'yes' : 'NO';
console.log(`\nstraight-code bound, after: ${said(boundAfter)}`);
console.log(`rate = ${((100 * rate) / bound).toFixed(1)} % of the bound (at least ${WANTED * 100}: ${verdict})`);
console.log(
  `by processor time: ${((100 * boundCpuMs) / total).toFixed(1)} % (${boundCpuMs.toFixed(2)} of ${total.toFixed(2)} ms)`,
);
console.log(
  `The processors were busy for ${(100 * busy).toFixed(0)} % of the burst; foreign programs took ${(100 * foreign).toFixed(0)} % of that.`,
);
const bounds = [boundBefore.rate, boundAfter.rate];
if (foreign > 0.1 || Math.max(...bounds) > 1.3 * Math.min(...bounds))
  console.log('NOT VALID as a rate: the machine was not idle. The processor times hold.');
console.log(`\nTransactions in PostgreSQL an order: ${(((await commits()) - commitsBefore) / ORDERS).toFixed(2)}`);
await percentiles('burst', startedAt);

const steadyRate = Number(process.env['BENCH_RATE'] ?? Math.round(rate / 2));
if (STEADY_SECONDS > 0) {
  const steadyFrom = new Date();
  const size = Math.max(1, Math.round(steadyRate / 20));
  const due = performance.now();
  let sent = 0;
  for (let tick = 0; tick < STEADY_SECONDS * 20; tick += 1) {
    await pause(Math.max(0, due + tick * 50 - performance.now()));
    void post(`T${tick}`, size, 1);
    sent += size;
  }
  await delivered(WARM + ORDERS + sent);
  console.log(`\nSteady load of ${size * 20} orders a second for ${STEADY_SECONDS} s, posted by ${size}:`);
  await percentiles('steady', steadyFrom);
}
clearInterval(watch);
const every = Math.max(1, Math.floor(memory.length / 12));
console.log(
  `\nMemory, MB (gateway/worker/worker), every ${every} s: ${memory.filter((_, index) => index % every === 0).join(' ')}`,
);
const files = readdirSync(inbox).filter((name) => !name.startsWith('.'));
const { rows: counts } = await client.query<{ invoices: string; missing: string }>(
  `SELECT count(*) AS invoices, max(sequence) - count(*) AS missing FROM issued_numbers`,
);
console.log(
  `\nFiles at the receiver: ${files.length}; invoices: ${counts[0]?.invoices}; numbers missing: ${counts[0]?.missing}`,
);
await stages();
await client.end();
for (const { child } of [gateway]) await stopProcess(child);
await ssh.stop();
rmSync(directory, { recursive: true, force: true });

function said({ rate: invoices, cpuMs }: StraightRun): string {
  return `${invoices.toFixed(0)} invoices/s, ${cpuMs.toFixed(2)} ms of processor time each`;
}

function makeFolder(name: string): string {
  const path = join(directory, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function plainKey(): string {
  return ssh.plainKey;
}

async function newDatabase(name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: DATABASE_URL });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${name}`);
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(DATABASE_URL as string);
  url.pathname = `/${name}`;
  return url.href;
}

function environmentOf(): NodeJS.ProcessEnv {
  const customers = makeFolder('customers');
  const profile = readFileSync(join(root, 'config/partners/customers/menuiserie-exemple.yaml'), 'utf8');
  const route = [
    'delivery:',
    '  channel: sftp',
    '  host: 127.0.0.1',
    `  port: ${ssh.port}`,
    `  user: ${ssh.user}`,
    '  privateKeySecret: BENCH_KEY',
    `  hostKeys: ['${ssh.hostKeys.ed25519}']`,
    `  directory: ${inbox}`,
    '',
  ].join('\n');
  writeFileSync(join(customers, 'menuiserie.yaml'), profile.replace(/^delivery:\n(?:[ ]+.*\n)+/m, route));
  const config = join(directory, 'facteur.yaml');
  writeFileSync(
    config,
    `jobs: { inGateway: false }
log: { level: warn }
documents: { directory: ${join(directory, 'documents')} }
access: { firstKeyFile: ${join(directory, 'admin.key')} }
tenants: [{ id: main, name: Example company, customers: ${customers} }]
`,
  );
  return {
    ...process.env,
    ...{
      PORT: '0',
      DATABASE_URL: databaseUrl,
      REDIS_URL,
      LOG_LEVEL: 'info',
      FACTEUR_CONFIG: config,
      FACTEUR_DATA: directory,
    },
    FACTEUR_SECRET_BENCH_KEY: plainKey(),
  };
}

async function commits(): Promise<number> {
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ n: string }>(
    `SELECT xact_commit AS n FROM pg_stat_database WHERE datname = current_database()`,
  );
  return Number(rows[0]?.n);
}

async function post(run: string, count: number, atOnce = POSTS_AT_ONCE): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next += POST_SIZE;
      const orders = Array.from({ length: Math.min(POST_SIZE, count - first) }, (_, index) => ({
        ...sample,
        number: `${run}-${first + index}`,
      }));
      const response = await fetch(`${gateway.url}/v1/orders`, {
        method: 'POST',
        headers,
        body: JSON.stringify(orders),
      });
      if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function delivered(count: number): Promise<void> {
  // Asked rarely while much is missing: the question costs the database something, too.
  for (let missing = count; missing > 0; await pause(missing > 500 ? 500 : 100))
    missing = count - (await countDelivered());
}

async function countDelivered(): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM deliveries WHERE state = 'delivered'`);
  return Number(rows[0]?.n);
}

/** One worker alone under the profiler, over orders of its own: the figures above stay free of it. */
async function stages(): Promise<void> {
  for (const { child } of workers) await stopProcess(child);
  if (PROFILED === 0) return;
  const folder = makeFolder('profile');
  const before = await countDelivered();
  const { child } = await startProcess('worker', environment, folder);
  await post('P', PROFILED);
  await delivered(before + PROFILED);
  await stopProcess(child);
  console.log(
    `\nOne worker's processor time, by stage, over ${PROFILED} orders from a cold start\n\n| stage | share |\n|---|---|`,
  );
  for (const [stage, share] of stagesOf(folder)) console.log(`| ${stage} | ${(100 * share).toFixed(1)} % |`);
}

/** Ticks of all processors since boot: those spent on something, and all of them. Linux only. */
function machineTime(): { busy: number; all: number } {
  const [line = ''] = existsSync('/proc/stat') ? readFileSync('/proc/stat', 'utf8').split('\n') : [];
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, each) => sum + each, 0);
  return { busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0), all };
}

/** Stops what was started, and says so. */
async function abandon(reason: string): Promise<void> {
  console.error(`Given up: ${reason}`);
  for (const child of startedChildren()) child.kill('SIGKILL');
  await ssh.stop();
  rmSync(directory, { recursive: true, force: true });
  process.exit(1);
}

async function percentiles(name: string, from: Date): Promise<void> {
  const { rows } = await client.query<{ p50: number; p95: number; p99: number; max: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY s) AS p50, percentile_cont(0.95) WITHIN GROUP (ORDER BY s) AS p95,
            percentile_cont(0.99) WITHIN GROUP (ORDER BY s) AS p99, max(s) AS max
       FROM (SELECT extract(epoch FROM d.settled_at - o.received_at)::float8 AS s
               FROM deliveries d JOIN invoices i ON i.id = d.invoice_id JOIN orders o ON o.id = i.order_id
              WHERE o.received_at >= $1) AS t`,
    [from],
  );
  const [row] = rows;
  const text = (value: number | undefined): string => (value ?? 0).toFixed(2);
  console.log(`\n| order received to delivered, s (${name}) | p50 | p95 | p99 | max |\n|---|---|---|---|---|`);
  console.log(`| | ${text(row?.p50)} | ${text(row?.p95)} | ${text(row?.p99)} | ${text(row?.max)} |`);
}
