import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { FacteurError } from '#kernel';
import { loadOrExplain } from './configuration.js';

/** The API of a running gateway, as commands for operations use it. */
export interface GatewayClient {
  readonly url: string;
  /** @throws FacteurError `CLI.NO_GATEWAY` (unavailable), or with the code of the gateway's problem. */
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** A file, as text. */
  text(path: string): Promise<string>;
  /** A file, byte for byte. */
  bytes(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<Uint8Array>;
}

export interface GatewayOptions {
  readonly url?: string;
}

/** What every command that speaks to a gateway takes. */
export function withGatewayOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the gateway (default: as configured)')
    .addHelpText('after', '\nThe API key is taken from FACTEUR_API_KEY, or from the file of the first key.');
}

/**
 * A client for the gateway that the configuration, or `--url`, names.
 * @throws FacteurError `CLI.NO_KEY` (precondition).
 */
export function gatewayClient(options: GatewayOptions): GatewayClient {
  const { settings, path } = loadOrExplain();
  const url = options.url ?? `http://${settings.server.host}:${settings.server.port}`;
  const key = process.env['FACTEUR_API_KEY'] ?? firstKey(path(settings.access.firstKeyFile));
  const ask = async (method: string, where: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${url}/v1/${where}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new FacteurError('CLI.NO_GATEWAY', 'unavailable', `No gateway answers at ${url}`, {}, { cause });
    });
    if (response.ok) return response;
    const answer = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
    throw new FacteurError(
      answer.code ?? 'CLI.REFUSED',
      response.status === 404 ? 'not-found' : 'refused',
      answer.detail ?? `HTTP ${response.status}`,
    );
  };
  const call = async <T>(method: string, where: string, body?: unknown): Promise<T> =>
    (await (await ask(method, where, body)).json().catch(() => ({}))) as T;
  return {
    url,
    text: async (where) => (await ask('GET', where)).text(),
    bytes: async (where, query = {}) => new Uint8Array(await (await ask('GET', asked(where, query))).arrayBuffer()),
    get: (where, query = {}) => call('GET', asked(where, query)),
    post: (where, body) => call('POST', where, body),
    delete: (where) => call('DELETE', where),
  };
}

/** The path with the query that is given. */
function asked(where: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return search === '' ? where : `${where}?${search}`;
}

function firstKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw new FacteurError('CLI.NO_KEY', 'precondition', 'Set FACTEUR_API_KEY to a key with the role operate');
}
