import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { FacteurError } from '#kernel';
import { loadOrExplain } from './configuration.js';

/** The API of a running gateway, as commands for operations use it. */
export interface GatewayClient {
  readonly url: string;
  /** @throws FacteurError `CLI.NO_GATEWAY` (unavailable), or with the code of the gateway's problem. */
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<T>;
  /** With an Idempotency-Key where one is given. */
  post<T>(path: string, body?: unknown, key?: string): Promise<T>;
  /** A file as it is. */
  send<T>(path: string, bytes: Uint8Array, mediaType: string, key?: string): Promise<T>;
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
  const ask = async (method: string, where: string, body?: unknown, more: Sending = {}): Promise<Response> => {
    const response = await fetch(`${url}/v1/${where}`, {
      method,
      headers: {
        ...{ authorization: `Bearer ${key}`, 'content-type': more.mediaType ?? 'application/json' },
        ...(more.key === undefined ? {} : { 'idempotency-key': more.key }),
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new FacteurError('CLI.NO_GATEWAY', 'unavailable', `No gateway answers at ${url}`, {}, { cause });
    });
    if (response.ok) return response;
    const answer = (await response.json().catch(() => ({}))) as Refusal;
    throw new FacteurError(
      answer.code ?? 'CLI.REFUSED',
      response.status === 404 ? 'not-found' : 'refused',
      [`${answer.detail ?? `HTTP ${response.status}`}${factsOf(answer)}`, ...reasonsOf(answer)].join('\n  '),
    );
  };
  const call = async <T>(method: string, where: string, body?: unknown, more?: Sending): Promise<T> =>
    (await (await ask(method, where, body, more)).json().catch(() => ({}))) as T;
  return {
    url,
    text: async (where) => (await ask('GET', where)).text(),
    bytes: async (where, query = {}) => new Uint8Array(await (await ask('GET', asked(where, query))).arrayBuffer()),
    get: (where, query = {}) => call('GET', asked(where, query)),
    post: (where, body, own) => call('POST', where, body, { key: own }),
    send: (where, bytes, mediaType, own) => call('POST', where, bytes, { mediaType, key: own }),
    delete: (where) => call('DELETE', where),
  };
}

interface Sending {
  readonly key?: string;
  readonly mediaType?: string;
}

/** What a problem document says that helps a person. */
interface Refusal {
  readonly code?: string;
  readonly detail?: string;
  readonly problems?: readonly {
    readonly code?: string;
    readonly field?: string;
    readonly message?: { readonly en?: string };
    readonly remedy?: { readonly en?: string };
  }[];
}

/** Members that every problem document has; the others are facts of this one. */
const COMMON = new Set(['type', 'title', 'status', 'detail', 'instance', 'code', 'problems']);

function factsOf(answer: Refusal): string {
  const facts = Object.entries(answer).filter(
    ([name, value]) => !COMMON.has(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return facts.length === 0 ? '' : ` (${facts.map(([name, value]) => `${name}: ${String(value)}`).join(', ')})`;
}

function reasonsOf({ problems }: Refusal): string[] {
  if (!Array.isArray(problems)) return [];
  return (problems as NonNullable<Refusal['problems']>).map(({ code, field, message, remedy }) =>
    [field, message?.en, remedy?.en, code === undefined ? undefined : `[${code}]`]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );
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
