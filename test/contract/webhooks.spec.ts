import { createHmac, randomBytes, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { addWebhook, removeWebhook, replayWebhook, replayWebhooksFrom } from '#flows';
import { newId } from '#kernel';
import { openFlowBench, type FlowBench } from './flow-bench.js';

interface Heard {
  readonly id: string;
  readonly body: string;
  readonly isSigned: boolean;
  readonly event: { type: string; sequence: number; subjectId: string; data: Record<string, unknown> };
}

const SECRET = `whsec_${randomBytes(24).toString('base64')}`;
let bench: FlowBench;
let server: Server;
let fingerprint: string;
let heard: Heard[];
let answers: { status: number; headers?: Record<string, string> }[];

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'facteur-webhooks-'));
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
  fingerprint = new X509Certificate(made.cert).fingerprint256.replaceAll(':', '').toLowerCase();
  server = createServer({ key: made.private, cert: made.cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const id = String(request.headers['webhook-id']);
      const key = Buffer.from(SECRET.slice(6), 'base64');
      const digest = createHmac('sha256', key)
        .update(`${id}.${String(request.headers['webhook-timestamp'])}.`)
        .update(body)
        .digest('base64');
      heard.push({
        id,
        body: body.toString(),
        isSigned: request.headers['webhook-signature'] === `v1,${digest}`,
        event: JSON.parse(body.toString()) as Heard['event'],
      });
      const answer = answers.shift() ?? { status: 204 };
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench = await openFlowBench({ secrets: { HOOK: SECRET } });
  await rm(directory, { recursive: true });
});
afterAll(async () => {
  await bench.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(async () => {
  for (const { id } of await bench.store.transaction('main', (tx) => tx.webhooks.endpoints()))
    await removeWebhook(bench.context, 'main', id);
  await settleAll();
  [heard, answers] = [[], []];
});

const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

async function add(name: string, events: string[], over = {}) {
  return addWebhook(bench.context, 'main', {
    ...{ name, events, url: url(), secretName: 'HOOK', trustedCertificate: fingerprint, allowPrivateNetwork: true },
    ...over,
  });
}

async function happen(type: string, number?: string): Promise<void> {
  await bench.store.transaction('main', (tx) =>
    tx.timeline.append({
      ...{ subject: 'invoice' as const, subjectId: newId(), type, at: bench.clock.now(), correlationId: newId() },
      data: number === undefined ? {} : { number },
    }),
  );
}

/** Runs jobs until none waits, moving the clock on to each that is due later. */
async function settleAll(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    await bench.runJobs();
    if ((await bench.store.queue.nextDueAt()) === undefined) return;
    bench.clock.advance(61_000);
  }
}

const messages = (endpointId: string) =>
  bench.store
    .transaction('main', (tx) => tx.webhooks.messages({ limit: 100, endpointId }))
    .then((page) => [...page.items].reverse());

describe('webhooks', () => {
  it('tells an endpoint what it asked for, signed, and nothing else', async () => {
    const endpoint = await add('some', ['invoice.issued', 'dispute.*']);
    await happen('invoice.issued', 'EX-1');
    await happen('invoice.credited', 'EX-1');
    await happen('dispute.opened', 'EX-1');
    await settleAll();
    expect(heard.map(({ event, isSigned }) => [event.type, isSigned])).toEqual([
      ['invoice.issued', true],
      ['dispute.opened', true],
    ]);
    expect(heard[0]?.event.data).toEqual({ number: 'EX-1' });
    expect((await messages(endpoint.id)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('keeps the order within an invoice while one is tried again, and does not hold up another', async () => {
    const endpoint = await add('ordered', ['invoice.*']);
    answers = [{ status: 503 }, { status: 204 }];
    await happen('invoice.a', 'EX-2');
    await happen('invoice.b', 'EX-2');
    await happen('invoice.c', 'EX-3');
    await bench.runJobs();
    expect(heard.map(({ event }) => event.type)).toEqual(['invoice.a', 'invoice.c']);
    await settleAll();
    expect(heard.map(({ event }) => event.type)).toEqual(['invoice.a', 'invoice.c', 'invoice.a', 'invoice.b']);
    expect([heard[0]?.id, heard[0]?.body]).toEqual([heard[2]?.id, heard[2]?.body]);
    const [first] = await messages(endpoint.id);
    const log = await bench.store.transaction('main', (tx) => tx.webhooks.attempts(first?.id ?? ''));
    expect(log.map(({ attempt, outcome, detail }) => [attempt, outcome, detail])).toEqual([
      [1, 'unavailable', 'HTTP 503'],
      [2, 'accepted', 'HTTP 204'],
    ]);
  });

  it('gives up at 410 and at redirects, goes on with the next, and sends again when told', async () => {
    const endpoint = await add('gone', ['invoice.*']);
    answers = [{ status: 410 }, { status: 302, headers: { location: 'https://elsewhere.example.com/' } }];
    for (const type of ['invoice.a', 'invoice.b', 'invoice.c']) await happen(type, 'EX-4');
    await settleAll();
    const before = await messages(endpoint.id);
    expect(before.map(({ state }) => state)).toEqual(['dead', 'dead', 'delivered']);
    expect(await replayWebhook(bench.context, 'main', before[0]?.id ?? '')).toBe(true);
    await settleAll();
    expect((await messages(endpoint.id)).map(({ state }) => state)).toEqual(['delivered', 'dead', 'delivered']);
    const all = await replayWebhooksFrom(bench.context, 'main', 'gone', before[1]?.sequence ?? 0);
    expect(all).toEqual({ replayed: 2 });
    await settleAll();
    expect((await messages(endpoint.id)).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(heard.slice(-2).map(({ event }) => event.type)).toEqual(['invoice.b', 'invoice.c']);
  });

  it('says which secret lacks, and refuses private addresses unless allowed', async () => {
    const lacking = await add('lacking', ['invoice.*'], { secretName: 'NOT_THERE' });
    const inside = await add('inside', ['invoice.*'], { allowPrivateNetwork: false });
    await happen('invoice.a', 'EX-5');
    await settleAll();
    expect(heard).toEqual([]);
    expect((await messages(lacking.id))[0]).toMatchObject({
      state: 'dead',
      detail: expect.stringContaining('NOT_THERE'),
    });
    expect((await messages(inside.id))[0]).toMatchObject({
      state: 'dead',
      detail: expect.stringContaining('not public'),
    });
  });

  it('tells nothing to a removed endpoint, whose name is free again', async () => {
    const first = await add('name', ['invoice.*']);
    await expect(add('name', ['invoice.*'])).rejects.toMatchObject({ code: 'WEBHOOK.NAME_TAKEN' });
    await happen('invoice.a', 'EX-6');
    await removeWebhook(bench.context, 'main', 'name');
    await happen('invoice.b', 'EX-6');
    await settleAll();
    expect(heard).toEqual([]);
    expect((await messages(first.id)).map(({ type, state }) => [type, state])).toEqual([['invoice.a', 'dead']]);
    await add('name', ['invoice.*']);
  });

  it('forgets the message together with the event when the transaction fails', async () => {
    const endpoint = await add('atomic', ['invoice.*']);
    await expect(
      bench.store.transaction('main', async (tx) => {
        await tx.timeline.append({
          ...{
            subject: 'invoice',
            subjectId: newId(),
            type: 'invoice.a',
            at: bench.clock.now(),
            correlationId: newId(),
          },
          data: {},
        });
        await tx.timeline.list({ limit: 1 });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await messages(endpoint.id)).toEqual([]);
  });
});
