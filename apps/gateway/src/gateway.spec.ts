import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createApiKey } from '#access';
import { assemble, type Assembly } from '#assembly';
import { FixedClock } from '#kernel';
import type { Role } from '#ports';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { createApp } from './create-app.js';
import { describeApi } from './open-api.js';

const ORDER = readFileSync('apps/sandbox/samples/orders/01-menuiserie.json');
const clock = new FixedClock(new Date('2026-11-02T09:00:00Z'));
const logged: string[] = [];
let directory: string;
let assembly: Assembly;
let app: NestFastifyApplication;
let admin: string;

beforeAll(async () => {
  directory = await makeDataDirectory('gateway');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const log = createLog('info', { write: (line) => logged.push(line) });
  assembly = await assemble(loaded.value, { clock, log });
  app = await createApp(assembly);
  await app.getHttpAdapter().getInstance().ready();
  admin = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
});
afterAll(async () => {
  await app.close();
  await assembly.close();
  rmSync(directory, { recursive: true, force: true });
});

const http = () => request(app.getHttpServer());
const get = (path: string, key = admin) => http().get(path).set('authorization', `Bearer ${key}`);
const post = (path: string, body: string | Buffer = '', key = admin) =>
  http().post(path).set('authorization', `Bearer ${key}`).set('content-type', 'application/json').send(body);

async function keyWith(...roles: Role[]): Promise<string> {
  const { key, row } = createApiKey({ tenantId: 'main', name: roles.join(' '), roles }, clock);
  await assembly.context.store.apiKeys.add(row);
  return key;
}

describe('access', () => {
  it('asks for a key on every route of /v1 that OpenAPI names', async () => {
    const { paths } = describeApi(app, 'test');
    const routes = Object.entries(paths)
      .filter(([path]) => path.startsWith('/v1/'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path] as const));
    expect(routes.length).toBeGreaterThan(25);
    for (const [method, path] of routes) {
      const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');
      const response = await http()[method as 'get'](url);
      expect({ method, path, status: response.status }).toEqual({ method, path, status: 401 });
      expect(response.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('refuses a key without the role, and one of the wrong form', async () => {
    const reader = await keyWith('read');
    expect((await post('/v1/orders', ORDER, reader)).body).toMatchObject({ status: 403, code: 'ACCESS.ROLE_MISSING' });
    expect((await get('/v1/orders', reader)).status).toBe(200);
    expect((await get('/v1/orders', 'fk_wrong')).body).toMatchObject({ status: 401, code: 'ACCESS.KEY_UNKNOWN' });
  });

  it('hides one tenant from another', async () => {
    await assembly.context.store.ensureTenant('other', 'Other');
    const { key, row } = createApiKey({ tenantId: 'other', name: 'other', roles: ['admin'] }, clock);
    await assembly.context.store.apiKeys.add(row);
    const { body } = await post('/v1/orders', ORDER);
    const [order] = (body as { orders: { id: string }[] }).orders;
    expect((await get(`/v1/orders/${order?.id}`)).status).toBe(200);
    expect((await get(`/v1/orders/${order?.id}`, key)).status).toBe(404);
    expect((await get('/v1/orders', key)).body).toMatchObject({ items: [] });
  });

  it('makes and revokes keys, shows them once', async () => {
    const made = await post('/v1/api-keys', JSON.stringify({ name: 'erp', roles: ['orders:write'] }));
    expect(made.status).toBe(201);
    const { id, key } = made.body as { id: string; key: string };
    expect((await get('/v1/orders', key)).status).toBe(200);
    expect((await get('/v1/api-keys')).text).not.toContain(key.split('.')[1]);
    await http().delete(`/v1/api-keys/${id}`).set('authorization', `Bearer ${admin}`).expect(200);
    expect((await get('/v1/orders', key)).status).toBe(401);
  });

  it('makes one key for one Idempotency-Key, without keeping it', async () => {
    const body = JSON.stringify({ name: 'erp again', roles: ['orders:write'] });
    const make = (content: string) => post('/v1/api-keys', content).set('idempotency-key', 'make-erp');
    const [first, again, other] = [await make(body), await make(body), await make(body.replace('again', 'else'))];
    expect([first.status, again.status, other.status]).toEqual([201, 201, 409]);
    expect(again.body).toEqual(first.body);
    expect(other.body).toMatchObject({ code: 'REQUEST.KEY_REUSED' });
    const { id, key } = first.body as { id: string; key: string };
    expect((await get('/v1/orders', key)).status).toBe(200);
    await http().delete(`/v1/api-keys/${id}`).set('authorization', `Bearer ${admin}`).expect(200);
    expect((await make(body)).body).toMatchObject({ code: 'ACCESS.KEY_REVOKED' });
  });
});

describe('orders', () => {
  it('answers a repetition with the same orders and a reuse of the key as a conflict', async () => {
    const order = JSON.stringify({ ...(JSON.parse(ORDER.toString()) as object), number: 'API-1' });
    const first = await post('/v1/orders', order).set('idempotency-key', 'k-1');
    const again = await post('/v1/orders', order).set('idempotency-key', 'k-1');
    const other = await post('/v1/orders', ORDER).set('idempotency-key', 'k-1');
    expect([first.status, again.status, other.status]).toEqual([201, 200, 409]);
    expect((again.body as { orders: unknown }).orders).toEqual((first.body as { orders: unknown }).orders);
    expect(again.body).toMatchObject({ repeated: true });
    expect(other.body).toMatchObject({ code: 'ORDER.KEY_REUSED' });
  });

  it('tells everything that is wrong at once', async () => {
    const response = await post('/v1/orders', '{"number":"API-2","date":"soon","lines":[],"colour":"red"}');
    expect(response.status).toBe(422);
    const { code, problems } = response.body as { code: string; problems: { field: string; remedy: { fr: string } }[] };
    expect(code).toBe('ORDER.REJECTED');
    const fields = problems.map((problem) => problem.field);
    for (const field of ['/date', '/lines', '/sellerRef', '/customerRef', '/colour']) expect(fields).toContain(field);
    expect(problems.every((problem) => problem.remedy.fr !== '')).toBe(true);
  });

  it('refuses an empty body, a bad query and an unknown id by name', async () => {
    expect((await post('/v1/orders')).body).toMatchObject({ status: 400, code: 'HTTP.EMPTY_BODY' });
    expect((await get('/v1/orders?limit=0')).body).toMatchObject({ status: 400, code: 'HTTP.INVALID' });
    expect((await get('/v1/orders/not-an-id')).body).toMatchObject({ status: 404, code: 'HTTP.UNKNOWN_ID' });
    expect((await get('/v1/nowhere')).body).toMatchObject({ status: 404 });
  });

  it('pages through lists by cursor', async () => {
    const orders = Array.from({ length: 5 }, (_, index) => ({
      ...(JSON.parse(ORDER.toString()) as object),
      number: `P-${index}`,
    }));
    await post('/v1/orders', JSON.stringify(orders)).expect(201);
    const seen: string[] = [];
    for (let path = '/v1/orders?limit=2'; ;) {
      const { items, nextCursor } = (await get(path)).body as { items: { id: string }[]; nextCursor?: string };
      seen.push(...items.map((item) => item.id));
      if (nextCursor === undefined) break;
      path = `/v1/orders?limit=2&cursor=${encodeURIComponent(nextCursor)}`;
    }
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('documents', () => {
  it('validates and converts what it is given, and names what it cannot read', async () => {
    const dtd = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://example.com/x"><x/>';
    expect((await post('/v1/validate', dtd)).body).toMatchObject({ status: 422, fault: 'XML.DTD' });
    expect((await post('/v1/validate?pack=nonsense', '<a/>')).body).toMatchObject({ status: 400 });
    expect((await post('/v1/convert?to=cobol', '<a/>')).body).toMatchObject({ status: 400, code: 'HTTP.INVALID' });
  });

  it('tells packs with version, validity and source, and their rules', async () => {
    const { items } = (await get('/v1/rules/packs')).body as { items: { id: string; version: string }[] };
    const [next, now] = items.filter(({ id }) => id === 'fr-ctc');
    expect(next).toMatchObject({ version: '2027-09', validFrom: '2027-09-01', isAnnounced: true });
    expect(now).toMatchObject({ version: '1.4.0', validFrom: '2026-09-01', source: expect.stringContaining('FNFE') });
    const rules = (await get('/v1/rules/packs/fr-cdar/rules')).body as { items: { id: string; message: object }[] };
    expect(rules.items.find(({ id }) => id === 'BR-FR-CDV-03_MDT-4')?.message).toMatchObject({
      fr: expect.any(String),
    });
    expect((await get('/v1/rules/packs/nowhere/rules')).status).toBe(404);
  });
});

describe('the rest of the face', () => {
  it('is live, ready, measured and described', async () => {
    expect((await http().get('/health/live')).body).toEqual({ status: 'up' });
    expect((await http().get('/health/ready')).body).toEqual({ status: 'up' });
    const metrics = await http().get('/metrics');
    expect(metrics.text).toContain('facteur_jobs_waiting{kind="issue-invoice"}');
    expect(metrics.text).toContain('facteur_figures_computed_timestamp_seconds');
    expect((await http().get('/')).text).toContain('/docs');
  });

  it('has its OpenAPI description committed and current, each operation with an id of its own', async () => {
    const path = 'schemas/openapi.json';
    const document = describeApi(app, assembly.version);
    const current = `${JSON.stringify(document, null, 2)}\n`;
    if (process.env['UPDATE_SCHEMAS'] === '1' && !process.env['CI']) writeFileSync(path, current);
    expect(readFileSync(path, 'utf8')).toBe(current);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('logs nothing of keys or content', () => {
    const text = logged.join('');
    expect(text).not.toContain(admin);
    expect(text).not.toContain('Menuiserie');
  });
});
