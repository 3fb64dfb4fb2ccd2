import { existsSync, readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { FacteurError } from '#kernel';
import { loadOrExplain } from '../configuration.js';

const PATHS: Readonly<Record<string, string>> = {
  parcel: 'parcels/{id}/replay',
  order: 'orders/{id}/replay',
  delivery: 'deliveries/{id}/replay',
  job: 'jobs/{id}/retry',
};

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('do again what failed: read a parcel, bill a held order, send a dead delivery, run a dead job')
    .addArgument(new Argument('<what>').choices(Object.keys(PATHS)))
    .argument('<id...>', 'one or more ids, as the API lists them')
    .option('--url <url>', 'the gateway (default: as configured)')
    .addHelpText('after', '\nThe API key is taken from FACTEUR_API_KEY, or from the file of the first key.')
    .action(async (what: string, ids: string[], options: { url?: string }) => {
      const { settings, path } = loadOrExplain();
      const url = options.url ?? `http://${settings.server.host}:${settings.server.port}`;
      const key = process.env['FACTEUR_API_KEY'] ?? firstKey(path(settings.access.firstKeyFile));
      let notReplayed = 0;
      for (const id of ids) if (!(await replay(url, key, what, id))) notReplayed += 1;
      process.exitCode = notReplayed > 0 ? 1 : 0;
    });
}

async function replay(url: string, key: string, what: string, id: string): Promise<boolean> {
  const path = (PATHS[what] as string).replace('{id}', encodeURIComponent(id));
  const response = await fetch(`${url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  }).catch((cause: unknown) => {
    throw new FacteurError('CLI.NO_GATEWAY', 'unavailable', `No gateway answers at ${url}`, {}, { cause });
  });
  const body = (await response.json()) as { replayed?: boolean; state?: string; detail?: string };
  const outcome = !response.ok ? body.detail : body.replayed ? 'replayed' : `not needed, it is ${body.state}`;
  process.stdout.write(`${what} ${id}: ${outcome}\n`);
  return response.ok && body.replayed === true;
}

function firstKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw new FacteurError('CLI.NO_KEY', 'precondition', 'Set FACTEUR_API_KEY to a key with the role operate');
}
