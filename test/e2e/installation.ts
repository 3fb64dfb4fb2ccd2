import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInvoice, startSandbox, type Sandbox } from '#apps/sandbox';
import { Client } from './client.js';
import { FacteurProcess, runFacteur } from './facteur-process.js';
import { Metrics } from './metrics.js';
import { environmentOf, type Mode } from './modes.js';
import { until } from './waiting.js';

/** A document that reached a customer, by whatever way. */
export interface Arrived {
  readonly number: string;
  readonly bytes: Buffer;
}

const WORKERS = 2;

/** A whole installation in a temporary folder: the world outside (sandbox), the gateway, and in scaled mode its workers. */
export class Installation {
  private gateway: FacteurProcess | undefined;
  private workers: FacteurProcess[] = [];

  private constructor(
    readonly mode: Mode,
    readonly directory: string,
    readonly sandbox: Sandbox,
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async open(mode: Mode): Promise<Installation> {
    const directory = mkdtempSync(join(tmpdir(), `facteur-e2e-${mode}-`));
    const sandbox = await startSandbox({ directory: join(directory, 'sandbox'), sftpPort: 0, httpsPort: 0 });
    const environment = {
      ...(await environmentOf(mode, directory)),
      ...environmentOfSandbox(sandbox),
      FACTEUR_DATA: join(directory, 'data'),
      PORT: '0',
    };
    return new Installation(mode, directory, sandbox, environment);
  }

  get url(): string {
    if (!this.gateway) throw new Error('The gateway is down');
    return this.gateway.url;
  }

  /** Where workers listen; none in embedded mode. */
  get workerUrls(): readonly string[] {
    return this.workers.map(({ url }) => url);
  }

  /** With the key that the first start made; it follows the gateway to its new port. */
  client(): Client {
    const key = readFileSync(join(this.directory, 'data', 'admin.key'), 'utf8').trim();
    return new Client(() => this.url, key);
  }

  async start(): Promise<void> {
    this.gateway = await this.startOne('serve');
    while (this.mode === 'scaled' && this.workers.length < WORKERS) this.workers.push(await this.startOne('worker'));
  }

  /** kill -9 of the gateway, and in scaled mode of one worker of two at the same moment. */
  async kill(): Promise<void> {
    const victims = [this.gateway, this.workers.shift()].filter((each) => each !== undefined);
    this.gateway = undefined;
    for (const { signal } of await Promise.all(victims.map((victim) => victim.kill())))
      if (signal !== 'SIGKILL') throw new Error(`A process ended by ${signal} before it was killed`);
  }

  /** SIGTERM to all; their exit codes, the gateway's first. */
  async stop(): Promise<(number | null)[]> {
    const running = [this.gateway, ...this.workers].filter((each) => each !== undefined);
    this.gateway = undefined;
    this.workers = [];
    return (await Promise.all(running.map((each) => each.stop()))).map(({ code }) => code);
  }

  run(...args: string[]): Promise<{ code: number | null; output: string }> {
    return runFacteur(args, this.environment);
  }

  /** The metrics of all processes together, as Prometheus would add their counters up. */
  async metrics(): Promise<{ gateway: Metrics; all: Metrics }> {
    const urls = [this.url, ...this.workers.map((worker) => worker.url)];
    const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
    return { gateway: new Metrics(texts.slice(0, 1)), all: new Metrics(texts) };
  }

  /** Every document the customers hold: SFTP and HTTPS from the sandbox, and the folder's outbox. */
  async arrived(): Promise<Arrived[]> {
    const outbox = join(this.directory, 'data', 'outbox', 'mairie');
    const names = existsSync(outbox) ? readdirSync(outbox).filter((name) => !name.startsWith('.')) : [];
    const contents = [
      ...(await this.sandbox.received()).map(({ bytes }) => Buffer.from(bytes)),
      ...names.map((name) => readFileSync(join(outbox, name))),
    ];
    return Promise.all(
      contents.map(async (bytes) => ({ number: (await readInvoice(bytes))?.number ?? 'unreadable', bytes })),
    );
  }

  /** Resolves when nothing waits or runs any more. */
  async settled(): Promise<void> {
    const client = this.client();
    await until('all jobs done', async () => {
      const open = ['waiting', 'running'].map((state) => client.get<{ items: unknown[] }>(`/v1/jobs?state=${state}`));
      return (await Promise.all(open)).every(({ items }) => items.length === 0);
    });
  }

  async close(): Promise<void> {
    for (const each of [this.gateway, ...this.workers]) await each?.kill();
    await this.sandbox.stop();
    if (process.env['FACTEUR_E2E_KEEP'] === undefined) rmSync(this.directory, { recursive: true, force: true });
  }

  private startOne(command: 'serve' | 'worker'): Promise<FacteurProcess> {
    return FacteurProcess.start(command, this.environment, join(this.directory, `${command}.log`));
  }
}

/** Where the sandbox's servers and folders are, as the shipped configuration asks for them. */
export function environmentOfSandbox({ sftp, https, platform, credentials, erp, bank }: Sandbox): NodeJS.ProcessEnv {
  return {
    FACTEUR_ORDERS: erp.folder,
    FACTEUR_STATEMENTS: bank.folder,
    DEMO_SFTP_ORDERS: 'true',
    DEMO_SFTP_HOST: sftp.host,
    DEMO_SFTP_PORT: String(sftp.port),
    DEMO_SFTP_USER: credentials.user,
    DEMO_SFTP_HOST_KEY: sftp.hostKey,
    DEMO_HTTPS_URL: https.url,
    DEMO_HTTPS_CERTIFICATE: https.certificateFingerprint,
    DEMO_PLATFORM: 'true',
    DEMO_PLATFORM_URL: platform.url,
    DEMO_PLATFORM_SECONDS: '1',
    FACTEUR_SECRET_DEMO_PLATFORM_SECRET: credentials.platformSecret,
    FACTEUR_SECRET_DEMO_PLATFORM_WEBHOOK: credentials.platformSigningKey,
    FACTEUR_SECRET_DEMO_SFTP_PASSWORD: credentials.password,
    FACTEUR_SECRET_DEMO_HTTPS_HMAC: credentials.hmacSecret,
  };
}
