import { readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '#apps/gateway';
import { assemble, embeddedRunner, type Assembly } from '#assembly';
import type { JobRunner } from '#ports';
import { loadSettings } from '#settings';
import { createLog, traceIdOf } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { expectWholeTrace } from '../observability/story.js';
import { startOtlpReceiver } from '../observability/otlp-receiver.js';

/** What must be found nowhere: planted where secrets and people's data come in. */
const PLANTED = {
  SFTP_PASSWORD: 'planted-sftp-password',
  HTTPS_HMAC: 'planted-https-hmac',
  API_KEY: 'fk_planted0000000000000000000000000000000000',
  PERSON: 'Jeanne Planted (exemple)',
  MAIL: 'jeanne.planted@example.com',
  IBAN: 'FR7630006000011234567890189',
};

let directory: string;
let assembly: Assembly;
let runner: JobRunner;
let app: NestFastifyApplication;
let url: string;
let key: string;
let collector: Awaited<ReturnType<typeof startOtlpReceiver>>;
const lines: string[] = [];

beforeAll(async () => {
  directory = await makeDataDirectory('telemetry');
  collector = await startOtlpReceiver();
  const loaded = loadSettings(process.cwd(), {
    FACTEUR_DATA: directory,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    DEMO_SFTP_ORDERS: 'true',
    DEMO_SFTP_PORT: '9',
    FACTEUR_SECRET_DEMO_SFTP_PASSWORD: PLANTED.SFTP_PASSWORD,
    FACTEUR_SECRET_DEMO_HTTPS_HMAC: PLANTED.HTTPS_HMAC,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  assembly = await assemble(loaded.value, { log: createLog('info', { write: (line) => lines.push(line) }) });
  runner = embeddedRunner(assembly);
  await runner.start();
  assembly.startSources();
  app = await createApp(assembly);
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
});

afterAll(async () => {
  await app.close();
  await runner.stop();
  await assembly.close();
  await collector.stop();
  rmSync(directory, { recursive: true, force: true });
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('traces', () => {
  it('tell one order from its arrival to its delivery as one trace, named by its correlation id', async () => {
    const answer = await post('orders', readFileSync('apps/sandbox/samples/orders/04-mairie.json', 'utf8'), {
      'idempotency-key': 'trace-1',
    });
    expect(answer.status).toBe(201);
    await runner.idle();
    const page = await assembly.context.store.transaction('main', (tx) => tx.orders.list({ limit: 1 }));
    const correlationId = page.items[0]?.correlationId as string;
    for (let tries = 0; tries < 100 && !collector.spans.some(({ name }) => name === 'delivery.accepted'); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expectWholeTrace(collector.spans, traceIdOf(correlationId));
    expect(new Set(collector.spans.map(({ service }) => service))).toEqual(new Set(['facteur-gateway']));
    const job = collector.spans.find(({ name }) => name === 'job issue-invoice');
    expect(job?.attributes).toMatchObject({ 'facteur.tenant': 'main', 'facteur.job.kind': 'issue-invoice' });
  });
});

describe('the trace of a caller', () => {
  const sent = (name: string) => collector.spans.find((span) => span.name === name && span.traceId === 'c'.repeat(32));

  it('goes on in the request, and leads to what came of it', async () => {
    const order = { ...(JSON.parse(readFileSync('apps/sandbox/samples/orders/04-mairie.json', 'utf8')) as object) };
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
    const answer = await post(
      'orders',
      { ...order, number: 'TRACEPARENT-1' },
      { traceparent, 'idempotency-key': 'tp-1' },
    );
    expect(answer.status).toBe(201);
    await runner.idle();
    for (let tries = 0; tries < 100 && !sent('POST /v1/orders'); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const request = sent('POST /v1/orders');
    expect(request).toMatchObject({ parentSpanId: 'd'.repeat(16), attributes: { 'http.response.status_code': 201 } });
    const arrivals = collector.spans.filter(({ name }) => name === 'arrival');
    const links = arrivals.flatMap((span) => span.links.map(({ traceId, spanId }) => ({ traceId, spanId })));
    expect(links).toContainEqual({ traceId: request?.traceId, spanId: request?.spanId });
  });

  it('is not taken from what is no traceparent, nor kept where the caller keeps none', async () => {
    const wrong = `00-${'0'.repeat(32)}-${'d'.repeat(16)}-01`;
    const unsampled = `00-${'e'.repeat(32)}-${'d'.repeat(16)}-00`;
    for (const traceparent of [wrong, unsampled, 'planted'])
      await fetch(`${url}/v1/orders`, { headers: { authorization: `Bearer ${key}`, traceparent } });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const ids = new Set(collector.spans.map(({ traceId }) => traceId));
    for (const id of ['0'.repeat(32), 'e'.repeat(32), 'planted']) expect(ids.has(id)).toBe(false);
    expect(collector.spans.filter(({ name }) => name === 'GET /v1/orders').length).toBeGreaterThanOrEqual(2);
    expect(collector.spans.some(({ name }) => /metrics|health/.test(name))).toBe(false);
  });
});

describe('what was planted as a secret or as a person’s data', () => {
  it('is in no log line, no answer to a wrong request, no metric and no trace', async () => {
    const answers: string[] = [];
    const remember = async (response: Response) => answers.push(await response.text());
    const contact = { name: PLANTED.PERSON, email: PLANTED.MAIL, iban: PLANTED.IBAN };
    await remember(await post('orders', { number: 'X', contact }, { 'idempotency-key': 'planted-1' }));
    await remember(await post('orders', `not JSON ${PLANTED.MAIL}`, { 'idempotency-key': 'planted-2' }));
    await remember(await fetch(`${url}/v1/orders`, { headers: { authorization: `Bearer ${PLANTED.API_KEY}` } }));
    await remember(await fetch(`${url}/v1/nowhere?password=${PLANTED.SFTP_PASSWORD}`));
    await runner.idle();
    assembly.log.warn('source.failed', { message: `sftp://u:${PLANTED.SFTP_PASSWORD}@host for ${PLANTED.MAIL}` });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const metrics = (await assembly.metrics('application/openmetrics-text')).text;
    const logs = lines.join('');
    expect(logs).toContain('source.failed');
    expect(metrics).toContain('facteur_orders_total');
    expect(collector.raw()).toContain('order.rejected');
    for (const [name, planted] of Object.entries(PLANTED)) {
      for (const [place, text] of Object.entries({ logs, metrics, traces: collector.raw() }))
        expect({ name, place, found: text.includes(planted) }).toEqual({ name, place, found: false });
    }
    // The sender of a request is told what it sent; nobody is told our own secrets.
    for (const secret of [PLANTED.HTTPS_HMAC, PLANTED.API_KEY, key]) expect(answers.join('')).not.toContain(secret);
  });

  it('leaves log lines that name tenant and correlation id', async () => {
    const found = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(found.length).toBeGreaterThan(0);
    for (const line of found) expect(line).toMatchObject({ level: expect.any(String), event: expect.any(String) });
    expect(found.some((line) => line['tenant'] === 'main')).toBe(true);
  });
});
