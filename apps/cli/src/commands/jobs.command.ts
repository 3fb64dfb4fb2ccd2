import { Option, type Command } from 'commander';
import { JOB_KINDS } from '#ports';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import { showRows, type OutputFormat } from '../show.js';

interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly runAt: string;
  readonly lastError?: string;
}
interface ListOptions extends GatewayOptions {
  readonly state?: string;
  readonly kind?: string;
  readonly limit: string;
  readonly format: OutputFormat;
}

const COLUMNS = [
  { title: 'ID', of: (job: JobView) => job.id },
  { title: 'KIND', of: (job: JobView) => job.kind },
  { title: 'STATE', of: (job: JobView) => job.state },
  { title: 'ATTEMPTS', of: (job: JobView) => job.attempts },
  { title: 'RUN AT', of: (job: JobView) => job.runAt },
  { title: 'LAST ERROR', of: (job: JobView) => job.lastError },
];

export function registerJobs(program: Command): void {
  const jobs = program.command('jobs').description('what the gateway has to do, did, and could not do');
  withGatewayOptions(
    jobs
      .command('list')
      .description('jobs, newest first; --state dead is the dead-letter list')
      .addOption(new Option('--state <state>').choices(['waiting', 'running', 'done', 'dead', 'cancelled']))
      .addOption(new Option('--kind <kind>').choices([...JOB_KINDS]))
      .option('--limit <n>', 'at most so many', '50')
      .addOption(new Option('--format <format>').choices(['text', 'json']).default('text')),
  ).action(async ({ state, kind, limit, format, ...options }: ListOptions) => {
    const page = await gatewayClient(options).get<{ items: JobView[] }>('jobs', { state, kind, limit });
    showRows(page.items, COLUMNS, format);
  });
  withGatewayOptions(jobs.command('show').description('one job, as JSON').argument('<id>')).action(
    async (id: string, options: GatewayOptions) => {
      const job = await gatewayClient(options).get(`jobs/${encodeURIComponent(id)}`);
      process.stdout.write(`${JSON.stringify(job, null, 2)}\n`);
    },
  );
  withGatewayOptions(
    jobs.command('retry').description('let dead or cancelled jobs run again').argument('<id...>'),
  ).action((ids: string[], options: GatewayOptions) => each(ids, options, 'retry', 'replayed'));
  withGatewayOptions(
    jobs.command('cancel').description('take waiting or dead jobs out of the queue').argument('<id...>'),
  ).action((ids: string[], options: GatewayOptions) => each(ids, options, 'cancel', 'cancelled'));
}

async function each(
  ids: readonly string[],
  options: GatewayOptions,
  verb: 'retry' | 'cancel',
  done: string,
): Promise<void> {
  const gateway = gatewayClient(options);
  for (const id of ids) {
    const answer = await gateway.post<Record<string, unknown>>(`jobs/${encodeURIComponent(id)}/${verb}`);
    const isDone = answer[done] === true;
    process.stdout.write(`job ${id}: ${isDone ? done : `not ${done}`}\n`);
    if (!isDone) process.exitCode = 1;
  }
}
