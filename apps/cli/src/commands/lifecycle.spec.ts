import { readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '#apps/gateway';
import { assemble, type Assembly } from '#assembly';
import { acceptParcel, issueInvoice, readOrders, recordRetailDays } from '#flows';
import { Decimal, FixedClock, localDate } from '#kernel';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { main } from '../main.js';

let directory: string;
let assembly: Assembly;
let app: NestFastifyApplication;
let url: string;
let invoiceId: string;
let printed: string;
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

beforeAll(async () => {
  directory = await makeDataDirectory('lifecycle-cli');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const clock = new FixedClock(new Date('2026-11-12T09:00:00Z'));
  assembly = await assemble(loaded.value, { clock, log: createLog('silent') });
  app = await createApp(assembly);
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  process.env['FACTEUR_API_KEY'] = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  invoiceId = await issue();
});
afterAll(async () => {
  delete process.env['FACTEUR_API_KEY'];
  await app.close();
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

async function issue(): Promise<string> {
  const { parcel } = await acceptParcel(assembly.context, {
    tenantId: 'main',
    purpose: 'order',
    source: 'api',
    sourceKey: 'order',
    isKeyUnique: true,
    bytes: readFileSync('apps/sandbox/samples/orders/01-menuiserie.json'),
    fileName: 'order.json',
    mediaType: 'application/json',
  });
  const { orders } = await readOrders(assembly.context, 'main', parcel.id);
  const issued = await issueInvoice(assembly.context, 'main', orders[0]?.id ?? '');
  if (issued.kind !== 'issued') throw new Error(JSON.stringify(issued));
  return issued.invoice.id;
}

async function facteur(...words: string[]): Promise<{ text: string; code: number | string | undefined }> {
  printed = '';
  process.exitCode = 0;
  await main(['node', 'facteur', ...words, '--url', url]);
  return { text: printed, code: process.exitCode };
}

describe('facteur lifecycle', () => {
  it('shows an invoice, sets what the seller may say, and lists what waits', async () => {
    expect((await facteur('lifecycle', 'show', invoiceId)).text).toContain(
      'transmission none, processing none, payment none',
    );
    const set = await facteur('lifecycle', 'set', invoiceId, '228', '--lang', 'fr');
    expect([set.code, set.text.includes('228 Non affacturée')]).toEqual([0, true]);
    expect((await facteur('lifecycle', 'show', invoiceId)).text).toContain('not-factored');
    const json = await facteur('lifecycle', 'show', invoiceId, '--format', 'json');
    expect(JSON.parse(json.text)).toMatchObject({ processing: 'not-factored', statuses: [{ code: '228' }] });
    expect((await facteur('lifecycle', 'set', invoiceId, '209')).code).not.toBe(0);
    expect((await facteur('lifecycle', 'waiting', '--format', 'json')).code).toBe(0);
  });
});

describe('facteur ereport', () => {
  it('prepares, lists and shows reports and tells what is late', async () => {
    await recordRetailDays(assembly.context, 'main', {
      sellerRef: 'atelier-exemple',
      source: 'till',
      person: 'test',
      days: [
        {
          day: localDate('2026-11-05'),
          currency: 'EUR',
          category: 'TLB1',
          transactionCount: 3,
          isCollected: true,
          lines: [{ rate: Decimal.of('20'), taxableAmount: Decimal.of('10.00'), taxAmount: Decimal.of('2.00') }],
        },
      ],
    });
    const prepared = await facteur('ereport', 'prepare', '--seller', 'atelier-exemple');
    expect(prepared).toMatchObject({ code: 0 });
    expect(prepared.text).toContain('prepared 100000009-TRX-20261101-20261110-1 transactions');
    const report = JSON.parse((await facteur('ereport', 'list', '--format', 'json')).text) as { id: string };
    expect((await facteur('ereport', 'show', report.id, '--xml')).text).toContain('<CategoryCode>TLB1</CategoryCode>');
    expect(JSON.parse((await facteur('ereport', 'show', report.id)).text)).toMatchObject({ typeCode: 'IN' });
    const calendar = await facteur('ereport', 'calendar');
    expect(calendar.text).toContain('prepared');
    expect(calendar.code).toBe(1);
    expect((await facteur('ereport', 'prepare', '--on', '2026-11-05')).code).not.toBe(0);
  });
});
