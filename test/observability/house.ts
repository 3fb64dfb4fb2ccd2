import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '#apps/sandbox';
import { Client } from '../e2e/client.js';
import { FacteurProcess } from '../e2e/facteur-process.js';
import { environmentOfSandbox } from '../e2e/installation.js';
import { environmentOf } from '../e2e/modes.js';
import { until } from '../e2e/waiting.js';
import { PrometheusServer } from './prometheus-server.js';
import { scaledRules } from './scaled-rules.js';
import { startWire, type Wire } from './wire.js';

export interface StartOptions {
  /** The process believes that it is so many days ago. */
  readonly daysAgo?: number;
  readonly heldBytes?: number;
}

const DAY_MS = 86_400_000;

/**
 * Gateway and worker on PostgreSQL and Redis, each started and ended by itself, with everything around them that can fail; and a
 * real Prometheus that looks at them with the shipped rules on another scale of time.
 */
export class House {
  private readonly processes = new Map<string, FacteurProcess>();
  /** Addresses of processes that were not taken off the list of targets, though they may be gone. */
  private readonly addresses = new Map<string, string>();
  /** Alerts that were seen firing. */
  readonly provoked = new Set<string>();

  private constructor(
    readonly directory: string,
    readonly sandbox: Sandbox,
    readonly prometheus: PrometheusServer,
    readonly wires: { readonly database: Wire; readonly redis: Wire },
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async open(): Promise<House> {
    const directory = mkdtempSync(join(tmpdir(), 'facteur-alerts-'));
    const sandbox = await startSandbox({ directory: join(directory, 'sandbox'), sftpPort: 0, httpsPort: 0 });
    const given = await environmentOf('scaled', directory);
    appendFileSync(join(directory, 'facteur.yaml'), 'metrics:\n  maxAgeSeconds: 1\n');
    const [database, databaseUrl] = await wired(given['DATABASE_URL'] as string);
    const [redis, redisUrl] = await wired(given['REDIS_URL'] as string);
    const environment = {
      ...given,
      ...environmentOfSandbox(sandbox),
      ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, FACTEUR_DATA: join(directory, 'data'), PORT: '0' },
    };
    const ofPrometheus = join(directory, 'prometheus');
    mkdirSync(ofPrometheus);
    const jobs = { 'facteur-gateway': [], 'facteur-worker': [] };
    const prometheus = await PrometheusServer.start(ofPrometheus, jobs, { rules: scaledRules });
    return new House(directory, sandbox, prometheus, { database, redis }, environment);
  }

  /** Starts a process under this name; `gateway` serves, every other one works. Resolves when Prometheus has seen it. */
  async start(name: string, { daysAgo = 0, heldBytes = 0 }: StartOptions = {}): Promise<void> {
    await this.processes.get(name)?.kill();
    const command = name === 'gateway' ? 'serve' : 'worker';
    const environment = {
      ...this.environment,
      NODE_OPTIONS: `--import=${join(process.cwd(), 'test/observability/set-clock.mjs')}`,
      CLOCK_OFFSET_MS: String(-daysAgo * DAY_MS),
      HELD_BYTES: String(heldBytes),
    };
    const started = await FacteurProcess.start(command, environment, join(this.directory, `${name}.log`));
    this.processes.set(name, started);
    const address = new URL(started.url).host;
    this.target(name, address);
    await until(`a look at ${name}`, async () => {
      const samples = await this.prometheus.query(`up{instance="${address}"} == 1`);
      return samples.length > 0;
    });
  }

  /** SIGTERM, and off the list of targets. */
  async stop(...names: string[]): Promise<void> {
    await Promise.all(names.map(async (name) => this.processes.get(name)?.stop()));
    for (const name of names) {
      this.processes.delete(name);
      this.target(name, undefined);
    }
  }

  /** kill -9; Prometheus goes on looking for it. */
  async kill(name: string): Promise<void> {
    await this.processes.get(name)?.kill();
    this.processes.delete(name);
  }

  signal(name: string, signal: NodeJS.Signals): void {
    this.processes.get(name)?.signal(signal);
  }

  /** Puts an address on Prometheus's list of workers (or the gateway's), or takes it off. */
  target(name: string, address: string | undefined): void {
    if (address === undefined) this.addresses.delete(name);
    else this.addresses.set(name, address);
    const all = [...this.addresses];
    const of = (isGateway: boolean) => all.filter(([each]) => (each === 'gateway') === isGateway).map(([, at]) => at);
    this.prometheus.setTargets({ 'facteur-gateway': of(true), 'facteur-worker': of(false) });
  }

  client(): Client {
    const key = readFileSync(join(this.directory, 'data', 'admin.key'), 'utf8').trim();
    return new Client(() => this.processes.get('gateway')?.url as string, key);
  }

  async fires(...names: string[]): Promise<void> {
    const waiting = new Set(names);
    await until(
      `firing: ${names.join(', ')}`,
      async () => {
        for (const name of await this.prometheus.firing()) if (waiting.delete(name)) this.provoked.add(name);
        if (waiting.size > 0) throw new Error(`not yet: ${[...waiting].join(', ')}`);
        return true;
      },
      { limitMs: 90_000 },
    );
  }

  async ends(...names: string[]): Promise<void> {
    await until(
      `no longer firing: ${names.join(', ')}`,
      async () => {
        const firing = await this.prometheus.firing();
        return names.every((name) => !firing.includes(name));
      },
      { limitMs: 90_000 },
    );
  }

  async close(): Promise<void> {
    await this.prometheus.stop();
    await Promise.all([...this.processes.values()].map((each) => each.kill()));
    await Promise.all([this.wires.database.cut(), this.wires.redis.cut()]);
    await this.sandbox.stop();
    if (process.env['FACTEUR_E2E_KEEP'] === undefined)
      rmSync(this.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** The same service by a wire that can be cut. */
async function wired(address: string): Promise<[Wire, string]> {
  const url = new URL(address);
  const wire = await startWire(Number(url.port));
  url.hostname = '127.0.0.1';
  url.port = String(wire.port);
  return [wire, url.href];
}
