import { readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '#apps/gateway';
import { assemble, type Assembly } from '#assembly';
import { readOrders, acceptParcel } from '#flows';
import { systemClock } from '#kernel';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { main } from '../main.js';

let directory: string;
let assembly: Assembly;
let app: NestFastifyApplication;
let url: string;
let printed: string;
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

beforeAll(async () => {
  directory = await makeDataDirectory('operations');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  assembly = await assemble(loaded.value, { clock: systemClock, log: createLog('silent') });
  app = await createApp(assembly);
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  process.env['FACTEUR_API_KEY'] = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
});
afterAll(async () => {
  delete process.env['FACTEUR_API_KEY'];
  await app.close();
  await assembly.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  printed = '';
  process.exitCode = 0;
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

/** An order that was read, so that a job to bill it waits: nothing runs jobs here. */
async function waitingJob(): Promise<string> {
  const bytes = readFileSync('apps/sandbox/samples/orders/01-menuiserie.json');
  const { parcel } = await acceptParcel(assembly.context, {
    ...{ tenantId: 'main', purpose: 'order', source: 'api', sourceKey: 'spec', isKeyUnique: true, bytes },
    ...{ fileName: '01-menuiserie.json', mediaType: 'application/json' },
  });
  await readOrders(assembly.context, 'main', parcel.id);
  const page = await assembly.context.store.transaction('main', (tx) =>
    tx.jobs.list({ limit: 1, kind: 'issue-invoice', state: 'waiting' }),
  );
  return page.items[0]?.id ?? '';
}

describe('operations from the command line', () => {
  it('lists, shows, cancels and retries jobs', async () => {
    const id = await waitingJob();
    const listed = await facteur('jobs', 'list', '--kind', 'issue-invoice');
    expect(listed.split('\n')[0]).toMatch(/^ID +KIND +STATE +ATTEMPTS +RUN AT +LAST ERROR$/);
    expect(listed).toContain(id);
    expect(JSON.parse(await facteur('jobs', 'show', id))).toMatchObject({
      id,
      payload: { orderId: expect.anything() },
    });
    expect(await facteur('jobs', 'retry', id)).toContain('not replayed');
    expect(process.exitCode).toBe(1);
    expect(await facteur('jobs', 'cancel', id)).toContain('cancelled');
    expect(process.exitCode).toBe(0);
    expect(JSON.parse(await facteur('jobs', 'list', '--state', 'cancelled', '--format', 'json'))).toMatchObject({ id });
    expect(await facteur('jobs', 'retry', id)).toContain('replayed');
  });

  it('lists and shows parcels', async () => {
    await waitingJob();
    const parcel = JSON.parse((await facteur('parcels', 'list', '--format', 'json')).split('\n')[0] ?? '') as {
      id: string;
    };
    expect(JSON.parse(await facteur('parcels', 'show', parcel.id))).toMatchObject({ fileName: '01-menuiserie.json' });
  });

  it('pauses and resumes a partner, and tells a name that nobody has', async () => {
    const [first] = assembly.context.profiles('main').customers();
    const name = first?.customerRef ?? '';
    expect(await facteur('partner', 'pause', name, '--reason', 'migration')).toContain('paused');
    expect(await facteur('partner', 'list')).toMatch(new RegExp(`${name}.*migration`));
    expect(await facteur('partner', 'pause', name, '--reason', 'again')).toContain('was paused already');
    expect(await facteur('partner', 'resume', name)).toContain('resumed');
    expect(await facteur('partner', 'resume', name)).toContain('was not paused');
    expect(await facteur('partner', 'resume', 'nobody')).toContain('[PARTNER.UNKNOWN]');
    expect(process.exitCode).toBe(2);
  });

  it('tests a partner whose system is away, and says so in both languages', async () => {
    const customers = assembly.context.profiles('main').customers();
    const name = customers.find(({ delivery }) => delivery.channel === 'https')?.customerRef ?? '';
    expect(await facteur('partner', 'test', name, '--lang', 'fr')).toMatch(/✓ Un document.*\n✗ Le point de réception/);
    expect(process.exitCode).toBe(1);
    const json = JSON.parse(await facteur('partner', 'test', name, '--format', 'json')) as { passed: boolean };
    expect(json.passed).toBe(false);
  });

  it('adds, lists, replays and removes webhooks', async () => {
    const add = ['webhooks', 'add', 'erp', 'https://erp.example.com/hook', '--events', 'invoice.*', '--secret', 'HOOK'];
    expect(await facteur(...add)).toContain('added');
    expect(await facteur(...add)).toContain('[WEBHOOK.NAME_TAKEN]');
    expect(await facteur('webhooks', 'list')).toMatch(/erp +https:\/\/erp\.example\.com\/hook +invoice\.\* +HOOK/);
    expect(await facteur('webhooks', 'log', 'erp')).toMatch(/^ID +EVENT/);
    expect(await facteur('webhooks', 'replay', 'erp')).toContain('0 messages replayed');
    expect(await facteur('webhooks', 'remove', 'erp')).toContain('removed');
    expect(await facteur('webhooks', 'remove', 'erp')).toContain('[WEBHOOK.NO_SUCH_ENDPOINT]');
    expect(
      await facteur('webhooks', 'add', 'x', 'http://plain.example.com', '--events', '*', '--secret', 'S'),
    ).toContain('[');
    expect(process.exitCode).toBe(2);
  });

  it('explains every command and ends with 2 where no gateway answers', async () => {
    for (const command of ['jobs', 'parcels', 'partner', 'webhooks', 'replay'])
      expect(await facteur(command, '--help')).toContain('Usage: facteur');
    await main(['node', 'facteur', 'jobs', 'list', '--url', 'http://127.0.0.1:1']);
    expect(printed).toContain('[CLI.NO_GATEWAY]');
    expect(process.exitCode).toBe(2);
  });
});
