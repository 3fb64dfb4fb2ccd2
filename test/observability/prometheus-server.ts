import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { until } from '../e2e/waiting.js';

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

interface RuleFile {
  readonly groups: { rules: { alert?: string; for?: string; expr: string }[] }[];
}

/**
 * A real Prometheus with the shipped rules. Two things are other than in operation: it looks every second, and no alert waits,
 * so that a test sees within seconds what an operator would see after minutes.
 */
export class PrometheusServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(
    directory: string,
    targets: Readonly<Record<string, readonly string[]>>,
  ): Promise<PrometheusServer> {
    const rules = join(directory, 'rules');
    mkdirSync(rules, { recursive: true });
    cpSync('config/prometheus/rules', rules, { recursive: true });
    for (const name of readdirSync(rules))
      writeFileSync(join(rules, name), withoutWaiting(readFileSync(join(rules, name), 'utf8')));
    writeFileSync(join(directory, 'prometheus.yml'), stringify(configuration(targets)));
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
    const server = new PrometheusServer(child, `http://127.0.0.1:${port}`);
    await until('Prometheus is ready', async () => (await fetch(`${server.url}/-/ready`)).ok);
    return server;
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
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

function withoutWaiting(text: string): string {
  const file = parse(text) as RuleFile;
  for (const group of file.groups) for (const rule of group.rules) if (rule.alert !== undefined) rule.for = '0s';
  return stringify(file);
}

function configuration(targets: Readonly<Record<string, readonly string[]>>) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules/*.yml'],
    scrape_configs: Object.entries(targets).map(([job, addresses]) => ({
      job_name: job,
      static_configs: [{ targets: addresses }],
    })),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
