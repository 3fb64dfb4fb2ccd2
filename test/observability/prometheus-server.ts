import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { until } from '../e2e/waiting.js';
import type { RuleFile } from './scaled-rules.js';

const RULES = 'config/prometheus/rules';

/** Addresses by job. */
export type Targets = Readonly<Record<string, readonly string[]>>;

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface PrometheusOptions {
  /** What is done to the text of each rule file; `withoutWaiting` unless said. */
  readonly rules?: (text: string) => string;
}

/**
 * A real Prometheus with the shipped rules. Two things are other than in operation: it looks every second, and no alert waits,
 * so that a test sees within seconds what an operator would see after minutes.
 */
export class PrometheusServer {
  private constructor(
    private readonly child: ChildProcess,
    /** Resolved from the start, so that nobody waits for the end of what has ended. */
    private readonly ended: Promise<void>,
    private readonly directory: string,
    readonly url: string,
  ) {}

  static async start(
    directory: string,
    targets: Targets,
    { rules = withoutWaiting }: PrometheusOptions = {},
  ): Promise<PrometheusServer> {
    const folder = join(directory, 'rules');
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(RULES))
      writeFileSync(join(folder, name), rules(readFileSync(join(RULES, name), 'utf8')));
    writeFileSync(join(directory, 'prometheus.yml'), stringify(configuration(Object.keys(targets))));
    writeTargets(directory, targets);
    const port = await freePort();
    const child = spawn(
      'prometheus',
      [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage',
      ],
      { stdio: 'ignore' },
    );
    const ended = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('close', () => resolve());
    });
    const server = new PrometheusServer(child, ended, directory, `http://127.0.0.1:${port}`);
    await until('Prometheus is ready', async () => (await fetch(`${server.url}/-/ready`)).ok);
    return server;
  }

  /** Processes come and go, and listen elsewhere each time. */
  setTargets(targets: Targets): void {
    writeTargets(this.directory, targets);
  }

  /** An instant query. @throws Error with Prometheus's own words when it does not parse. */
  async query(expression: string): Promise<readonly Sample[]> {
    const body = new URLSearchParams({ query: expression });
    const response = await fetch(`${this.url}/api/v1/query`, { method: 'POST', body });
    const answer = (await response.json()) as {
      status: string;
      error?: string;
      data?: { resultType: string; result: readonly Sample[] };
    };
    if (answer.status !== 'success' || !answer.data)
      throw new Error(`${expression}: ${answer.error ?? response.status}`);
    return answer.data.result;
  }

  /** Names of the alerts that fire now. */
  async firing(): Promise<string[]> {
    const samples = await this.query('ALERTS{alertstate="firing"}');
    return [...new Set(samples.map(({ metric }) => metric['alertname'] as string))].sort();
  }

  async exemplars(expression: string): Promise<readonly { exemplars: { labels: Record<string, string> }[] }[]> {
    const range = { start: String(Date.now() / 1000 - 3600), end: String(Date.now() / 1000 + 60) };
    const response = await fetch(
      `${this.url}/api/v1/query_exemplars?${new URLSearchParams({ query: expression, ...range }).toString()}`,
    );
    return ((await response.json()) as { data: { exemplars: { labels: Record<string, string> }[] }[] }).data;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** The rules with no alert that waits. */
export function withoutWaiting(text: string): string {
  const file = parse(text) as RuleFile;
  for (const group of file.groups) for (const rule of group.rules) if (rule.alert !== undefined) rule.for = '0s';
  return stringify(file);
}

function configuration(jobs: readonly string[]) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules/*.yml'],
    scrape_configs: jobs.map((job) => ({
      job_name: job,
      file_sd_configs: [{ files: [`${job}.targets.json`], refresh_interval: '1s' }],
    })),
  };
}

/** Whole at once, since Prometheus looks when it likes. */
function writeTargets(directory: string, targets: Targets): void {
  for (const [job, addresses] of Object.entries(targets)) {
    const file = join(directory, `${job}.targets.json`);
    writeFileSync(`${file}.part`, JSON.stringify([{ targets: addresses }]));
    renameSync(`${file}.part`, file);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
