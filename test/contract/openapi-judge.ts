import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { IncomingHttpHeaders } from 'node:http';
import { readMultipart } from './read-multipart.js';

/** A request and its answer as they went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly answer: { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
}

/** What an exchange breaks, each as `operation: place message`; nothing when both sides keep to the interface. */
export interface Judgement {
  readonly operation: string;
  readonly request: readonly string[];
  readonly answer: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;
const node = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** Judges by OpenAPI documents, each below a base path. */
export function openApiJudge(services: readonly { readonly base: string; readonly document: unknown }[]) {
  const judges = services.map(({ base, document }, index) => ({
    base,
    judge: judgeOf(`api-${index}`, node(document)),
  }));
  return (exchange: Exchange): Judgement => {
    const found = judges.find(({ base }) => exchange.url.startsWith(`${base}/`));
    if (!found) return { operation: '?', request: [`no service for ${exchange.url}`], answer: [] };
    return found.judge(exchange, exchange.url.slice(found.base.length));
  };
}

function judgeOf(id: string, document: Json) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  // `byte` stands beside a hexadecimal pattern in the annex; the pattern wins.
  ajv.addFormat('byte', true);
  ajv.addSchema({ $id: id, ...document });
  const compiled = new Map<string, ValidateFunction>();
  const check = (pointer: string, value: unknown): string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `${id}#${pointer}` });
    compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`);
  };
  const resolve = (pointer: string): { pointer: string; value: Json } => {
    const value = pointer
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<Json>((here, part) => node(here[part]), document);
    const ref = value['$ref'];
    return typeof ref === 'string' ? resolve(ref.slice(1)) : { pointer, value };
  };
  return (exchange: Exchange, path: string): Judgement => {
    const [pathname = '', query = ''] = path.split('?');
    const template = Object.keys(node(document['paths'])).find((each) => matcherOf(each).test(pathname));
    const at = `/paths/${(template ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}/${exchange.method.toLowerCase()}`;
    const operation = node(resolve(at).value);
    const { operationId } = operation;
    const name = typeof operationId === 'string' ? operationId : `${exchange.method} ${pathname}`;
    if (operationId === undefined) return { operation: name, request: [`${name}: not there`], answer: [] };
    const named = (faults: readonly string[]): string[] => faults.map((fault) => `${name}: ${fault}`);
    return {
      operation: name,
      request: named([
        ...parameterFaults(operation, at, { ...exchange, pathname, query, template: template ?? '' }, resolve, check),
        ...requestBodyFaults(at, exchange, resolve, check),
      ]),
      answer: named(answerFaults(at, exchange, resolve, check)),
    };
  };
}

type Resolve = (pointer: string) => { pointer: string; value: Json };
type Check = (pointer: string, value: unknown) => string[];

function parameterFaults(
  operation: Json,
  at: string,
  call: { headers: IncomingHttpHeaders; pathname: string; query: string; template: string },
  resolve: Resolve,
  check: Check,
): string[] {
  const declared = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  const names = [...call.template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
  const parts = matcherOf(call.template).exec(call.pathname) ?? [];
  const query = new URLSearchParams(call.query);
  const known = new Set<string>();
  const faults = declared.flatMap((_, index) => {
    const parameter = resolve(`${at}/parameters/${index}`);
    const name = String(parameter.value['name']);
    const where = parameter.value['in'];
    if (where === 'query') known.add(name);
    const value =
      where === 'path'
        ? decodeURIComponent(parts[names.indexOf(name) + 1] ?? '')
        : where === 'query'
          ? (query.get(name) ?? undefined)
          : call.headers[name.toLowerCase()];
    if (value === undefined) return parameter.value['required'] === true ? [`${name} is missing`] : [];
    return check(`${parameter.pointer}/schema`, value).map((fault) => `${name} ${fault}`);
  });
  const strangers = [...query.keys()].filter((name) => !known.has(name)).map((name) => `query ${name} is not declared`);
  const isSigned = /^Bearer .+/.test(call.headers.authorization ?? '');
  return [...faults, ...strangers, ...(isSigned ? [] : ['no bearer token'])];
}

function requestBodyFaults(at: string, { headers, body }: Exchange, resolve: Resolve, check: Check): string[] {
  const declared = resolve(`${at}/requestBody`);
  const content = node(declared.value['content']);
  if (Object.keys(content).length === 0) return body.length === 0 ? [] : ['a body that is not declared'];
  const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
  if (content[type] === undefined) return [`content type ${type} is not declared`];
  const schema = `${declared.pointer}/content/${type.replaceAll('/', '~1')}/schema`;
  if (type === 'application/json') return check(schema, JSON.parse(body.toString('utf8')));
  const parts = readMultipart(headers['content-type'] ?? '', body);
  const value = Object.fromEntries(
    parts.map(({ name, mediaType, text }) => [name, mediaType === 'application/json' ? JSON.parse(text) : text]),
  );
  return check(schema, value);
}

function answerFaults(at: string, { answer }: Exchange, resolve: Resolve, check: Check): string[] {
  const responses = node(resolve(`${at}/responses`).value);
  const key = [String(answer.status), 'default'].find((each) => responses[each] !== undefined);
  if (key === undefined) return [`status ${answer.status} is not declared`];
  const declared = resolve(`${at}/responses/${key}`);
  const content = node(declared.value['content']);
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (type === '') return Object.keys(content).length === 0 || answer.body.length === 0 ? [] : ['no content type'];
  if (content[type] === undefined) return [`${answer.status} with content type ${type} is not declared`];
  if (type !== 'application/json') return [];
  const schema = `${declared.pointer}/content/${type.replaceAll('/', '~1')}/schema`;
  return check(schema, JSON.parse(answer.body.toString('utf8')));
}

function matcherOf(template: string): RegExp {
  const pattern = template.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('([^/]+)')}$`);
}
