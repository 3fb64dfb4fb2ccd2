import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import request from 'supertest';
import { assemble, type Assembly } from '#assembly';
import { issueInvoice } from '#flows';
import { Decimal, FixedClock } from '#kernel';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { camtStatement, type CamtPayment } from './camt.js';
import { createApp, describeApi } from '#apps/gateway';

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
export const CUSTOMER = 'C-MENUISERIE';
export const clock = new FixedClock(new Date('2026-05-04T09:00:00Z'));
let directory: string;
export let assembly: Assembly;
let app: NestFastifyApplication;
let admin: string;
/** `get /v1/…` of every route that was called. */
export const called = new Set<string>();
export let api: ReturnType<typeof describeApi>;
const ajv = new Ajv2020({ strict: false });
formats.default(ajv);

/** Opens the gateway for the specs of the file that calls it. */
export function openCashApp(): void {
  beforeAll(async () => {
    directory = await makeDataDirectory('cash');
    const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    const { profiles } = loaded.value;
    /** Every policy grants a discount for early payment. */
    const granting: typeof profiles = (tenant) => {
      const known = profiles(tenant);
      const earlyPayment = { percentage: Decimal.of('3'), days: 10 };
      const policy: typeof known.policy = (id) => {
        const found = known.policy(id);
        return found && { ...found, earlyPayment };
      };
      return { ...known, policy };
    };
    assembly = await assemble({ ...loaded.value, profiles: granting }, { clock, log: createLog('silent') });
    app = await createApp(assembly);
    await app.getHttpAdapter().getInstance().ready();
    admin = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
    api = describeApi(app, 'test');
  });
  afterAll(async () => {
    await app.close();
    await assembly.close();
    rmSync(directory, { recursive: true, force: true });
  });
}

export type Json = Readonly<Record<string, unknown>>;
export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly amountDue: string;
  readonly openAmount: string;
}

/** Sends a request; what it answers has to be what OpenAPI says of that route and status. */
export async function call(method: 'get' | 'post', path: string, body?: Json | Buffer, key?: string) {
  const sent = request(app.getHttpServer())[method](path).set('authorization', `Bearer ${admin}`);
  if (key !== undefined) void sent.set('idempotency-key', key);
  if (method === 'post') void sent.set('content-type', Buffer.isBuffer(body) ? 'application/xml' : 'application/json');
  const response = await (method === 'post' ? sent.send(body ?? {}) : sent);
  const [name] = path.split('?') as [string];
  const template = Object.keys(api.paths).find((one) =>
    new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(name),
  );
  if (template === undefined) throw new Error(`OpenAPI does not know ${path}`);
  called.add(`${method} ${template}`);
  const described = (api.paths[template] as Record<string, { responses: Record<string, { content?: Json }> }>)[method];
  const said = described?.responses[String(response.status)];
  if (said === undefined)
    throw new Error(`${method} ${template} does not say that it answers ${response.status}: ${response.text}`);
  const type = (response.headers['content-type'] ?? '').split(';')[0] as string;
  const { schema } = (said.content?.[type] ?? {}) as { schema?: Json };
  if (type.includes('json') && schema !== undefined) {
    const isSound = ajv.validate(schema, response.body);
    expect({ path, errors: isSound ? [] : ajv.errors }).toEqual({ path, errors: [] });
  }
  return { status: response.status, body: response.body as Json, bytes: response.body as Buffer, type };
}
export const get = async <T = Json>(path: string) => (await call('get', path)).body as T;

/** Twice under one key: the same answer; the same key for something else: a conflict. */
export async function keyed(path: string, body: Json, other: Json, status = 201): Promise<Json> {
  const key = `k-${path}-${JSON.stringify(body).length}`;
  const first = await call('post', path, body, key);
  expect({ path, status: first.status, body: first.body }).toMatchObject({ path, status });
  const again = await call('post', path, body, key);
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect((await call('post', path, other, key)).body).toMatchObject({ status: 409, code: 'REQUEST.KEY_REUSED' });
  return first.body;
}

export async function issue(number: string): Promise<Invoice> {
  const day = { date: '2026-05-04', delivery: { date: '2026-05-04' } };
  const sent = await call('post', '/v1/orders', {
    ...ORDER,
    ...day,
    number,
    references: { purchaseOrder: `BC-${number}` },
  });
  const [order] = sent.body['orders'] as [{ id: string }];
  const issued = await issueInvoice(assembly.context, 'main', order.id);
  if (issued.kind !== 'issued') throw new Error(JSON.stringify(issued));
  return get(`/v1/invoices/${issued.invoice.id}`);
}
export const openOf = async ({ id }: Invoice) =>
  Decimal.of((await get<{ openAmount: string }>(`/v1/invoices/${id}`)).openAmount).toNumber();

let statements = 0;
export async function bring(...payments: CamtPayment[]): Promise<Json> {
  statements += 1;
  const sum = Decimal.sum(payments.map((each) => Decimal.of(each.amount)));
  const closing = sum.plus(Decimal.of('1000.00')).toString();
  const bytes = camtStatement({ id: `S${statements}`, opening: '1000.00', closing, payments });
  const sent = await call('post', '/v1/statements', bytes);
  expect(sent.status).toBe(201);
  expect(await call('post', '/v1/statements', bytes)).toMatchObject({
    status: 200,
    body: { ...sent.body, repeated: true },
  });
  return sent.body;
}
export const entryOf = async (ref: string) => {
  const { items } = await get<{ items: { id: string; entryRef: string; state: string }[] }>('/v1/entries?limit=100');
  const entry = items.find((each) => each.entryRef.includes(ref)) ?? items[0];
  return entry as { id: string; state: string };
};
export const half = (amount: string) => Decimal.of(amount).dividedBy(Decimal.of(2), 2).toString();
