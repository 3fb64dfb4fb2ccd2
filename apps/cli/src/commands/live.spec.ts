import { readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '#apps/gateway';
import { assemble, embeddedRunner, type Assembly } from '#assembly';
import { acceptParcel } from '#flows';
import type { JobRunner } from '#ports';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { main } from '../main.js';

let directory: string;
let assembly: Assembly;
let runner: JobRunner;
let app: NestFastifyApplication;
let url: string;
let printed: string;
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

beforeAll(async () => {
  directory = await makeDataDirectory('live');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  assembly = await assemble(loaded.value, { log: createLog('silent') });
  runner = embeddedRunner(assembly);
  await runner.start();
  app = await createApp(assembly);
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  process.env['FACTEUR_API_KEY'] = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  // Two orders in one file: each has its own story.
  await acceptParcel(assembly.context, {
    tenantId: 'main',
    purpose: 'order',
    source: 'api',
    sourceKey: 'two-orders',
    isKeyUnique: true,
    bytes: readFileSync('apps/sandbox/samples/orders/04-mairie.json'),
    fileName: '04-mairie.json',
    mediaType: 'application/json',
  });
  await runner.idle();
});
afterAll(async () => {
  delete process.env['FACTEUR_API_KEY'];
  await app.close();
  await runner.stop();
  await assembly.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  const catching = (chunk: unknown): boolean => {
    printed += String(chunk);
    return true;
  };
  process.stdout.write = catching;
  process.stderr.write = catching;
});
afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = writeError;
  process.exitCode = 0;
});

async function facteur(...words: string[]): Promise<string> {
  printed = '';
  process.exitCode = 0;
  await main(['node', 'facteur', ...words, ...(words.includes('--help') ? [] : ['--url', url])]);
  return printed;
}

async function anyOrder(): Promise<string> {
  const page = await assembly.context.store.transaction('main', (tx) => tx.orders.list({ limit: 1 }));
  return page.items[0]?.orderRef ?? '';
}

describe('facteur trace', () => {
  it('tells the story of an order from its arrival to its delivery, in both languages', async () => {
    const order = await anyOrder();
    const text = await facteur('trace', order, '--lang', 'en');
    expect(text).toContain(`Order ${order}`);
    for (const word of ['came in', 'order accepted', 'invoice issued', 'delivered']) expect(text).toContain(word);
    expect(text.indexOf('came in')).toBeLessThan(text.indexOf('delivered'));
    expect(await facteur('trace', order, '--lang', 'fr')).toContain('facture émise');
    expect(process.exitCode).toBe(0);
  });

  it('answers JSON with the id of the trace', async () => {
    const answer = JSON.parse(await facteur('trace', await anyOrder(), '--format', 'json')) as {
      traceId: string;
      events: { type: string; sequence: number }[];
    };
    expect(answer.traceId).toMatch(/^[0-9a-f]{32}$/);
    const types = answer.events.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['parcel.received', 'order.accepted', 'invoice.issued']));
    expect(new Set(answer.events.map(({ sequence }) => sequence)).size).toBe(types.length);
  });

  it('says when there is no such order', async () => {
    expect(await facteur('trace', 'NO-SUCH-ORDER')).toContain('[ORDER.UNKNOWN]');
    expect(process.exitCode).toBe(2);
    expect(await facteur('trace', '--help')).toContain('story');
  });
});

describe('facteur top', () => {
  it('shows queues, rates, partners, refusals and DSO once', async () => {
    const text = await facteur('top', '--once', '--lang', 'en');
    for (const word of ['QUEUE', 'deliver-document', 'SINCE START', 'CHANNEL', 'folder', 'DSO SIMPLE', 'LAST REFUSALS'])
      expect(text).toContain(word);
    expect(await facteur('top', '--once', '--lang', 'fr')).toContain('DERNIERS REFUS');
  });

  it('answers JSON for scripts', async () => {
    const state = JSON.parse(await facteur('top', '--once', '--format', 'json')) as {
      totals: Record<string, number>;
      receivables: { currency: string; openAmount: string }[];
      queues: { kind: string; dead: number }[];
    };
    expect(state.totals).toMatchObject({ orders: 1, issued: 1 });
    expect(state.receivables[0]).toMatchObject({ currency: 'EUR' });
    expect(state.queues.every(({ dead }) => dead === 0)).toBe(true);
  });

  it('refuses a pause that is none, and says when no gateway answers', async () => {
    expect(await facteur('top', '--once', '--every', '0')).toContain('between 0.5 and 3600');
    printed = '';
    await main(['node', 'facteur', 'top', '--once', '--url', 'http://127.0.0.1:9']);
    expect(printed).toContain('[CLI.NO_GATEWAY]');
  });
});

describe('facteur account', () => {
  it('prints the statement of a customer as text, JSON and PDF', async () => {
    const text = await facteur('account', 'C-MAIRIE');
    expect(text).toContain('C-MAIRIE Commune');
    expect(text).toMatch(/invoice +F\d{4}-\d+/);
    const statement = JSON.parse(await facteur('account', 'C-MAIRIE', '--format', 'json')) as {
      currencies: { balanceAmount: string; openInvoices: unknown[] }[];
    };
    expect(statement.currencies[0]?.openInvoices.length).toBeGreaterThan(0);
    const file = join(directory, 'account.pdf');
    await facteur('account', 'C-MAIRIE', '--format', 'pdf', '--lang', 'en', '--output', file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('says when there is no such customer', async () => {
    await facteur('account', 'NOBODY').catch(() => undefined);
    expect(printed).toContain('CUSTOMER.UNKNOWN');
    expect(process.exitCode).toBe(2);
  });
});
