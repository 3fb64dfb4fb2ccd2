import { writeFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { gatewayClient, withGatewayOptions, type GatewayClient } from '../../gateway-client.js';
import { plain, showRows, type Column, type OutputFormat } from '../../show.js';

export type Row = Readonly<Record<string, unknown>>;
export type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One thing a running gateway is asked for or to do, as a sub-command. */
export interface RemoteCommand {
  /** Name and arguments, as commander takes them: `allocate <entry>`. */
  readonly usage: string;
  readonly about: string;
  /** Flags and what they mean; a list of values narrows them. */
  readonly options?: readonly RemoteOption[];
  /** A command that changes something takes `--key`. */
  readonly changes?: boolean;
  readonly ask: (gateway: KeyedClient, args: readonly string[], given: Given) => Promise<unknown>;
  /** Columns of a list; of anything else every field is shown. */
  readonly columns?: readonly Column<Row>[];
  /** Text in place of the fields. */
  readonly text?: (answer: Row, given: Given) => string;
}

export interface RemoteOption {
  readonly flags: string;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly isRequired?: boolean;
}

/** The gateway's client whose posts carry the key that was given. */
export interface KeyedClient extends Omit<GatewayClient, 'post' | 'send'> {
  post<T = Row>(path: string, body?: unknown): Promise<T>;
  send<T = Row>(path: string, bytes: Uint8Array, mediaType: string): Promise<T>;
}

export const LANGUAGE: RemoteOption = {
  flags: '--lang <language>',
  about: 'language of what is printed',
  choices: ['en', 'fr'],
};

/** `facteur NAME SUB…`: a group of commands that ask a running gateway. */
export function registerGroup(
  program: Command,
  name: string,
  about: string,
  commands: readonly RemoteCommand[],
): Command {
  const group = program.command(name).description(about);
  for (const each of commands) registerRemote(group, each);
  return group;
}

/** One command that asks a running gateway; `--format json` prints one JSON object a line. */
export function registerRemote(group: Command, remote: RemoteCommand): void {
  const command = group.command(remote.usage).description(remote.about);
  for (const { flags, about, choices, isRequired } of remote.options ?? []) {
    const option = new Option(flags, about);
    if (choices) option.choices([...choices]);
    command.addOption(isRequired ? option.makeOptionMandatory() : option);
  }
  if (remote.changes) command.option('--key <key>', 'Idempotency-Key: the same request again changes nothing');
  command
    .addOption(new Option('--format <format>', 'json: one object a line').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit codes: 0 done; 2 refused, unknown, wrong usage, or no gateway.');
  withGatewayOptions(command).action(async () => {
    const given = command.opts<Given>();
    const answer = await remote.ask(keyed(given), command.args, given);
    print(remote, answer, given);
  });
}

function keyed(given: Given): KeyedClient {
  const client = gatewayClient({ url: textOf(given['url']) });
  const key = textOf(given['key']);
  return {
    ...client,
    post: (path, body) => client.post(path, body ?? {}, key),
    send: (path, bytes, mediaType) => client.send(path, bytes, mediaType, key),
  };
}

function print({ columns, text }: RemoteCommand, answer: unknown, given: Given): void {
  if (answer === undefined) return;
  const format: OutputFormat = given['format'] === 'json' ? 'json' : 'text';
  const items = rowsOf(answer);
  if (items !== undefined) showRows(items, columns ?? columnsOf(items), format);
  else if (format === 'json') process.stdout.write(`${JSON.stringify(answer)}\n`);
  else process.stdout.write(text ? text(answer as Row, given) : fieldsOf(answer as Row));
}

function rowsOf(answer: unknown): readonly Row[] | undefined {
  const items = Array.isArray(answer) ? (answer as unknown) : (answer as { items?: unknown }).items;
  return Array.isArray(items) ? (items as Row[]) : undefined;
}

function columnsOf(rows: readonly Row[]): readonly Column<Row>[] {
  return fields(...Object.keys(rows[0] ?? {}));
}

/** A column for each field, its name in capitals. */
export function fields(...names: readonly string[]): readonly Column<Row>[] {
  return names.map((name) => ({
    title: name.replaceAll(/([A-Z])/g, ' $1').toUpperCase(),
    of: (row) => shown(row[name]),
  }));
}

/** Every field on a line of its own, what is in it below. */
export function fieldsOf(answer: Row, indent = ''): string {
  return Object.entries(answer)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      if (!isNested(value)) return `${indent}${name}: ${shown(value)}\n`;
      const inner = Array.isArray(value) ? value : [value];
      const lines = inner.map((each) =>
        typeof each === 'object' && each !== null
          ? fieldsOf(each as Row, `${indent}  `)
          : `${indent}  ${shown(each)}\n`,
      );
      return inner.length === 0 ? '' : `${indent}${name}:\n${lines.join(`${indent}  --\n`)}`;
    })
    .join('');
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return plain(value);
  return value === undefined || value === null ? '' : plain(JSON.stringify(value));
}

export function textOf(value: Given[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function listOf(value: Given[string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];
}

/** `NAME=AMOUNT` in two, as the user wrote them. */
export function parted(pair: string): [name: string, value: string] {
  const at = pair.lastIndexOf('=');
  if (at <= 0 || at === pair.length - 1) throw new InvalidArgumentError(`${pair} is not NAME=VALUE`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Writes a file that the gateway answered and says where it is. */
export async function saved(bytes: Promise<Uint8Array>, file: string): Promise<Row> {
  const content = await bytes;
  writeFileSync(file, content);
  return { file, bytes: content.length };
}
