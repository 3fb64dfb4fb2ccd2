import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { startSandbox, type Sandbox } from '#apps/sandbox';
import { systemClock } from '#kernel';
import { openStore, type SqlStore } from '#store';
import { Client } from '../e2e/client.js';
import { environmentOf, type Mode } from '../e2e/modes.js';
import { until } from '../e2e/waiting.js';

/**
 * Where installations are kept: in memory when the caller says so. What a killed process wrote is kept by the system either way;
 * only a power cut would tell the difference.
 */
const FOLDER = process.env['FACTEUR_FAULTS_DIR'] ?? tmpdir();
/** A machine with other work to do may take this long for a batch, in ms. */
const SETTLED_MS = 900_000;

interface Running {
  readonly name: string;
  readonly command: 'serve' | 'worker';
  child: ChildProcess;
  url: string;
  /** Resolves when it answers again after a kill. */
  ready: Promise<void>;
}

export interface PlantOptions {
  /** Stands between the gateway and the customer's SFTP server, e.g. a proxy that cuts. */
  readonly sftpPort?: (real: number) => Promise<number>;
  readonly environment?: NodeJS.ProcessEnv;
  /** Where documents are kept, if not with the other data. */
  readonly documents?: string;
  /** Number of the Redis database, where several installations run at once. */
  readonly redisDatabase?: number;
}

export interface Outcome {
  readonly ref: string;
  readonly state: string;
  readonly problems: readonly { readonly code: string }[];
}

/** An installation whose processes are killed and started again while orders keep coming. */
export class Plant {
  private processes: Running[] = [];

  private constructor(
    readonly mode: Mode,
    readonly directory: string,
    readonly sandbox: Sandbox,
    readonly environment: NodeJS.ProcessEnv,
    readonly documents: string,
  ) {}

  static async open(mode: Mode, options: PlantOptions = {}): Promise<Plant> {
    const directory = mkdtempSync(join(FOLDER, `facteur-faults-${mode}-`));
    const sandbox = await startSandbox({ directory: join(directory, 'sandbox'), sftpPort: 0, httpsPort: 0 });
    const config = join(directory, 'quick.yaml');
    const jobs = `jobs: { leaseSeconds: 3, republishSeconds: 3, inGateway: ${mode === 'embedded'} }`;
    const documents = options.documents ?? join(directory, 'data', 'documents');
    const shipped = readFileSync('config/facteur.yaml', 'utf8').replace('${FACTEUR_DATA:-var}/documents', documents);
    writeFileSync(config, `${shipped}\n${jobs}\n`);
    const port = options.sftpPort ? await options.sftpPort(sandbox.sftp.port) : sandbox.sftp.port;
    const services = await environmentOf(mode, directory);
    if (options.redisDatabase !== undefined && services['REDIS_URL'])
      services['REDIS_URL'] = new URL(`/${options.redisDatabase}`, services['REDIS_URL']).href;
    const environment = {
      ...services,
      ...{ PORT: '0', FACTEUR_CONFIG: config, FACTEUR_DATA: join(directory, 'data') },
      ...{ FACTEUR_ORDERS: join(directory, 'in'), FACTEUR_STATEMENTS: join(directory, 'bank') },
      DEMO_SFTP_PORT: String(port),
      DEMO_SFTP_USER: sandbox.credentials.user,
      DEMO_SFTP_HOST_KEY: sandbox.sftp.hostKey,
      DEMO_HTTPS_URL: sandbox.https.url,
      DEMO_HTTPS_CERTIFICATE: sandbox.https.certificateFingerprint,
      FACTEUR_SECRET_DEMO_SFTP_PASSWORD: sandbox.credentials.password,
      FACTEUR_SECRET_DEMO_HTTPS_HMAC: sandbox.credentials.hmacSecret,
      ...options.environment,
    };
    const plant = new Plant(mode, directory, sandbox, environment, documents);
    await plant.start();
    return plant;
  }

  get names(): readonly string[] {
    return this.processes.map(({ name }) => name);
  }

  pidOf(name: string): number {
    return this.process(name).child.pid ?? 0;
  }

  get client(): Client {
    const key = readFileSync(join(this.directory, 'data', 'admin.key'), 'utf8').trim();
    return new Client(() => this.process('gateway').url, key);
  }

  async start(): Promise<void> {
    this.processes = [await this.launch('gateway', 'serve')];
    if (this.mode === 'embedded') return;
    for (const name of ['worker 1', 'worker 2']) this.processes.push(await this.launch(name, 'worker'));
  }

  /** kill -9, now; the process is started again at once, without anybody waiting for it. */
  async kill(name: string): Promise<void> {
    const victim = this.process(name);
    await victim.ready;
    const ended = new Promise((resolve) => victim.child.once('close', resolve));
    victim.child.kill('SIGKILL');
    await ended;
    victim.ready = this.launch(victim.name, victim.command).then((fresh) => {
      victim.child = fresh.child;
      victim.url = fresh.url;
    });
    victim.ready.catch(() => undefined);
  }

  /** Posts until somebody answers, under one key. @throws Error when the answer is neither success nor a named refusal. */
  async post(orders: readonly object[], key: string): Promise<void> {
    await until(
      `an answer to ${key}`,
      async () => {
        const { status, body } = await this.client.postJson('/v1/orders', orders, key);
        if (status >= 500 || status === 429) return false;
        if (![200, 201, 409, 422].includes(status)) throw new Error(`${status} ${JSON.stringify(body).slice(0, 500)}`);
        return true;
      },
      { limitMs: 120_000, everyMs: 50 },
    );
  }

  /** Resolves when every process is up and nothing waits or runs any more. */
  async settled(): Promise<void> {
    await until(
      'all processes up and all jobs done',
      async () => {
        await Promise.all(this.processes.map(({ ready }) => ready));
        for (const state of ['waiting', 'running']) {
          const { items } = await this.client.get<{ items: unknown[] }>(`/v1/jobs?state=${state}&limit=1`);
          if (items.length > 0) return false;
        }
        return true;
      },
      { limitMs: SETTLED_MS },
    );
  }

  /** What became of the orders whose number begins so. */
  async outcomes(prefix: string, atMost: number): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    let cursor = '';
    for (let seen = 0; seen < atMost + 400;) {
      const page = await this.client.get<{
        items: { orderRef: string; state: string; problems: { code: string }[] }[];
        nextCursor?: string;
      }>(`/v1/orders?limit=200${cursor}`);
      seen += page.items.length;
      for (const { orderRef, state, problems } of page.items)
        if (orderRef.startsWith(prefix)) outcomes.push({ ref: orderRef, state, problems });
      if (page.nextCursor === undefined) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    return outcomes;
  }

  /** Stops everything and opens the database alone. */
  async offline<T>(work: (store: SqlStore) => Promise<T>): Promise<T> {
    await this.stop();
    const { DATABASE_URL: databaseUrl } = this.environment;
    const dataDir = join(this.directory, 'data', 'database');
    const store = await openStore({
      clock: systemClock,
      ...(this.mode === 'scaled' ? { databaseUrl } : { dataDir }),
    });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** SHA-256 of every file that the customers hold, by name; temporary names left out. */
  receivedFiles(): Map<string, string> {
    const files = new Map<string, string>();
    for (const path of this.receivedPaths())
      files.set(path, createHash('sha256').update(readFileSync(path)).digest('hex'));
    return files;
  }

  /** How many documents the customers hold; receipts beside them left out. */
  countReceived(): number {
    let count = 0;
    for (const path of this.receivedPaths()) if (!path.endsWith('.json')) count += 1;
    return count;
  }

  private receivedPaths(): string[] {
    return ['sftp', 'https'].flatMap((folder) => filesBelow(join(this.directory, 'sandbox', folder)));
  }

  async stop(): Promise<void> {
    for (const { ready } of this.processes) await ready.catch(() => undefined);
    await Promise.all(this.processes.map(({ child }) => ended(child)));
    this.processes = [];
  }

  /** Runs a test in the plant and takes it down; after a failure its folder stays, with data and logs, and is named. */
  async during<T>(test: () => Promise<T>): Promise<T> {
    try {
      const result = await test();
      await this.close();
      return result;
    } catch (failure) {
      await this.close({ keep: true }).catch(() => undefined);
      const reason = isNativeError(failure) ? failure.message : String(failure);
      throw new Error(`${reason}\nData and logs are kept in ${this.directory}`, { cause: failure });
    }
  }

  private async close({ keep = process.env['FACTEUR_FAULTS_KEEP'] !== undefined } = {}): Promise<void> {
    await this.stop();
    await this.sandbox.stop();
    if (!keep) rmSync(this.directory, { recursive: true, force: true });
  }

  private process(name: string): Running {
    const found = this.processes.find((each) => each.name === name);
    if (!found) throw new Error(`${name} does not run`);
    return found;
  }

  private async launch(name: string, command: 'serve' | 'worker'): Promise<Running> {
    const log = join(this.directory, `${name.replace(' ', '-')}.log`);
    const child = spawn(process.execPath, ['--no-warnings', 'bin/run-built.mjs', command], {
      env: { ...this.environment, NODE_OPTIONS: this.environment['PLANT_NODE_OPTIONS'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          appendFileSync(log, chunk);
          if (text.length > 50_000) return;
          text += chunk.toString('utf8');
          const started = /"event":"(?:gateway|worker)\.started","url":"([^"]+)"/.exec(text)?.[1];
          if (started !== undefined) resolve(started);
        });
      child.once('exit', (code, signal) => {
        reject(new Error(`${name} ended (${code ?? signal}) before it had started: ${text.slice(-1500)}`));
      });
    });
    return { name, command, child, url, ready: Promise.resolve() };
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Lets a moment pass that nobody can foretell. */
export function randomPause(random: () => number, atMostMs: number): Promise<void> {
  return pause(Math.round(random() * atMostMs));
}
