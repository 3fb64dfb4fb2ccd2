import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '#apps/gateway';
import { assemble, embeddedRunner, type Assembly } from '#assembly';
import { acceptParcel, readStatement } from '#flows';
import { Decimal, FixedClock } from '#kernel';
import type { JobRunner } from '#ports';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { camtStatement, type CamtPayment } from '../../../../../test/contract/camt.js';
import { COMMANDS } from '../../commands.js';
import { main } from '../../main.js';

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
const CUSTOMER = 'C-MENUISERIE';
const clock = new FixedClock(new Date('2026-05-04T09:00:00Z'));
let directory: string;
let assembly: Assembly;
let runner: JobRunner;
let app: NestFastifyApplication;
let url: string;
let printed: string;
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

beforeAll(async () => {
  directory = await makeDataDirectory('cash-commands');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const { profiles } = loaded.value;
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
  runner = embeddedRunner(assembly);
  await runner.start();
  app = await createApp(assembly);
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  process.env['FACTEUR_API_KEY'] = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
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
/** One JSON object a line. */
async function json<T = Record<string, unknown>>(...words: string[]): Promise<T[]> {
  const text = await facteur(...words, '--format', 'json');
  expect({ words, code: process.exitCode, text: process.exitCode === 0 ? '' : text }).toEqual({
    words,
    code: 0,
    text: '',
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

async function parcel(purpose: 'order' | 'statement', name: string, bytes: Buffer): Promise<string> {
  const accepted = await acceptParcel(assembly.context, {
    ...{ tenantId: 'main', purpose, source: 'api', sourceKey: name, isKeyUnique: true, bytes },
    ...{ fileName: name, mediaType: 'application/octet-stream' },
  });
  return accepted.parcel.id;
}
async function issue(number: string): Promise<{ id: string; number: string; amount: Decimal }> {
  const order = { ...ORDER, number, references: { purchaseOrder: `BC-${number}` } };
  await parcel('order', `${number}.json`, Buffer.from(JSON.stringify(order)));
  await runner.idle();
  return assembly.context.store.transaction('main', async (tx) => {
    const found = (await tx.orders.list({ limit: 200 })).items.find((each) => each.orderRef === number);
    const row = await tx.invoices.findByOrder(found?.id ?? '');
    if (!row) throw new Error(JSON.stringify(found?.problems));
    return { id: row.id, number: row.number, amount: row.amountDue };
  });
}
let statements = 0;
async function bring(...payments: CamtPayment[]): Promise<void> {
  const id = `ST-${(statements += 1)}`;
  const sum = Decimal.sum(payments.map((each) => Decimal.of(each.amount)));
  const closing = Decimal.of('1000.00').plus(sum).toString();
  const bytes = camtStatement({ id, opening: '1000.00', closing, payments });
  await readStatement(assembly.context, 'main', await parcel('statement', `${id}.xml`, bytes));
}

const GROUPS = [
  ...['entries', 'proposals', 'payments', 'claims', 'discount', 'correct', 'disputes', 'plans', 'promises'],
  ...['kpis', 'ageing'],
];

describe('cash on the command line', () => {
  it('has help with options and exit codes for every command and sub-command', async () => {
    expect(COMMANDS.map(({ name }) => name)).toEqual(expect.arrayContaining(GROUPS));
    for (const group of GROUPS) {
      const help = await facteur(group, '--help');
      const subs = [...help.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name]) => name as string);
      if (group !== 'kpis' && group !== 'ageing') expect(subs.length).toBeGreaterThan(1);
      for (const words of subs.length === 0 ? [[group]] : subs.map((sub) => [group, sub])) {
        const own = await facteur(...words, '--help');
        expect(own).toContain('--format');
        expect(own).toContain('Exit codes: 0');
        expect(process.exitCode).toBe(0);
      }
    }
  });

  it('decides what the machine proposed: list, accept, reject, split, undo', async () => {
    const [first, second] = [await issue('P-1'), await issue('P-2')];
    await bring({ ref: 'B1', amount: '100.00', remittance: first.number });
    await bring({ ref: 'B2', amount: '50.00', remittance: second.number });
    const open = await json<{ id: string; entryId: string; lines: { invoiceId: string }[] }>('proposals', 'list');
    const of = (invoice: { id: string }) => open.find(({ lines }) => lines[0]?.invoiceId === invoice.id);
    expect(await json('proposals', 'accept', of(first)?.id ?? '', '--key', 'a-1')).toMatchObject([
      { state: 'accepted' },
    ]);
    expect(await json('proposals', 'accept', of(first)?.id ?? '', '--key', 'a-1')).toMatchObject([
      { state: 'accepted' },
    ]);
    expect(await json('proposals', 'reject', of(second)?.id ?? '')).toMatchObject([{ state: 'rejected' }]);
    const entry = of(second)?.entryId ?? '';
    const split = await json('proposals', 'split', entry, '--to', `${second.number}=20.00`, '--customer', CUSTOMER);
    expect(split).toMatchObject([{ kind: 'allocated', onAccount: '30.00' }]);
    expect(await facteur('entries', 'list', '--state', 'allocated')).toContain('50.00');
    expect(await facteur('entries', 'show', entry)).toContain('bookings:');
    expect(await json('entries', 'undo', entry)).toMatchObject([{ kind: 'undone' }]);
    expect(await facteur('proposals', 'accept', of(first)?.id ?? '')).toContain('PROPOSAL.TOO_LATE');
    expect(process.exitCode).toBe(2);
  });

  it('records, ties, gives back and undoes money; gives receipts', async () => {
    const invoice = await issue('M-1');
    const recorded = await json<{ kind: string; paymentId: string }>(
      ...['payments', 'record', CUSTOMER, '300.00', '--on', '2026-05-04', '--means', 'cheque'],
      ...['--to', `${invoice.number}=100.00`],
    );
    expect(recorded.map(({ kind }) => kind)).toEqual(['payment', 'allocation']);
    const payment = recorded[0]?.paymentId ?? '';
    const tied = await json<{ id: string }>(
      'payments',
      'allocate',
      '50.00',
      '--payment',
      payment,
      '--invoice',
      invoice.number,
    );
    expect(await json('payments', 'undo', tied[0]?.id ?? '')).toMatchObject([{ amount: '-50.00' }]);
    await json('payments', 'refund', '20.00', '--payment', payment, '--reason', 'too much');
    expect(await json('payments', 'list', CUSTOMER, '--on-account')).toEqual(
      expect.arrayContaining([expect.objectContaining({ paymentId: payment, unallocatedAmount: '180.00' })]),
    );
    await json(
      'payments',
      'write-off',
      '--invoice',
      invoice.number,
      '--amount',
      '1.00',
      '--reason',
      'small-difference',
    );
    const file = join(directory, 'receipt.pdf');
    await json('payments', 'receipt', payment, '--lang', 'fr', '-o', file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    expect(
      await facteur('payments', 'allocate', '999.00', '--payment', payment, '--invoice', invoice.number),
    ).toContain('CASH.MORE_THAN_FREE');
    expect(process.exitCode).toBe(2);
  });

  it('corrects in one step', async () => {
    const [one, two, three] = [await issue('C-1'), await issue('C-2'), await issue('C-3')];
    const typeOf = async (...words: string[]) => (await json(...words)).map((made) => made['typeCode']);
    expect(await typeOf('correct', 'credit-note', one.number, '--reason', 'retour', '--amount', '12.00')).toEqual([
      '381',
    ]);
    expect(await typeOf('correct', 'gesture', one.number, '10.00', '--reason', 'geste')).toEqual(['381']);
    expect(await typeOf('correct', 'corrective', two.number, '--reason', 'prix', '--quantity', '20=1')).toEqual([
      '384',
    ]);
    expect(await typeOf('correct', 'reissue', three.number, '--reason', 'bc', '--order', 'PO-9')).toEqual([
      '381',
      '380',
    ]);
    expect(await facteur('correct', 'reissue', three.number, '--reason', 'bc')).toContain('CORRECTION');
    expect(process.exitCode).toBe(2);
    expect(await facteur('correct', 'gesture', 'F-NONE', '10.00', '--reason', 'geste')).toContain('INVOICE.UNKNOWN');
  });

  it('shows the discount with its working in both languages, and credits what was taken', async () => {
    const invoice = await issue('D-1');
    const english = await facteur('discount', 'show', invoice.number);
    expect(english).toContain('× 3 %');
    expect(english).toContain('It may be taken.');
    expect(await facteur('discount', 'show', invoice.number, '--lang', 'fr', '--on', '2026-09-01')).toContain(
      'Son dernier jour est passé.',
    );
    expect(await facteur('discount', 'credit', invoice.number, '--reason', 'Escompte')).toContain(
      'CORRECTION.NO_DISCOUNT',
    );
  });

  it('leads a dispute to its end', async () => {
    const invoice = await issue('X-1');
    const [opened] = await json<{ id: string }>(
      'disputes',
      'open',
      invoice.number,
      '--cause',
      'PRICE',
      '--amount',
      '30.00',
    );
    const id = opened?.id ?? '';
    await json('disputes', 'comment', id, 'They are right');
    const file = join(directory, 'proof.txt');
    writeFileSync(file, 'proof');
    expect(await json('disputes', 'evidence', id, file)).toMatchObject([{ fileName: 'proof.txt' }]);
    expect(await json('disputes', 'move', id, 'qualify')).toMatchObject([{ state: 'qualified' }]);
    expect(await facteur('disputes', 'resolve', id, 'credit-note')).toContain('DISPUTE');
    expect(process.exitCode).toBe(2);
    await json('correct', 'gesture', invoice.number, '30.00', '--reason', 'prix');
    expect(await json('disputes', 'resolve', id, 'credit-note')).toMatchObject([{ state: 'resolved' }]);
    expect(await json('disputes', 'close', id)).toMatchObject([{ state: 'closed' }]);
    expect(await facteur('disputes', 'show', id)).toContain('steps:');
    expect(await facteur('disputes', 'list', '--invoice', invoice.number)).toContain('closed');
  });

  it('plans, promises, claims with their working, figures and ageing', async () => {
    const invoice = await issue('L-1');
    const rest = invoice.amount.minus(Decimal.of('100.00')).toString();
    const [plan] = await json<{ id: string }>(
      ...['plans', 'make', invoice.number, '2026-06-01=100.00', `2026-06-20=${rest}`],
    );
    expect(await json('plans', 'list', invoice.number)).toMatchObject([{ state: 'active' }]);
    await json('plans', 'cancel', plan?.id ?? '');
    const promise = ['--on', '2026-05-20', '--by', 'Ms Example', '--channel', 'phone'];
    await json('promises', 'record', invoice.number, ...promise);
    expect(await facteur('promises', 'list', invoice.number)).toContain('open');
    clock.advance(Date.parse('2026-06-29T09:00:00Z') - clock.now().getTime());
    expect(await facteur('claims', 'show', invoice.number)).toMatch(/recovery indemnity: 40\.00\ntotal: /);
    expect(await facteur('claims', 'show', invoice.number, '--lang', 'fr')).toMatch(/indemnité de recouvrement: 40,00/);
    const [claim] = await json<{ number: string }>('claims', 'make', invoice.number, '--lang', 'fr');
    const file = join(directory, 'claim.pdf');
    await json('claims', 'document', claim?.number ?? '', '-o', file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await facteur('claims', 'list', '--open', '--customer', CUSTOMER)).toContain(claim?.number ?? '?');
    await json(
      ...['payments', 'record', CUSTOMER, '10.00', '--on', '2026-06-29', '--means', 'card'],
      ...['--claim', `${claim?.number}=10.00`],
    );
    expect(await json('kpis', '--days', '90')).toMatchObject([{ days: 90, currencies: [{ currency: 'EUR' }] }]);
    const before = await json<{ bucket: string; amount: string }>('ageing', '--on', '2026-05-03');
    expect(before).toEqual([]);
    const now = await json<{ bucket: string; amount: string }>('ageing', '--customer', CUSTOMER);
    expect(now.map(({ bucket }) => bucket)).toEqual(['not-due', '1-30', '31-60', '61-90', '91-180', '181+']);
    expect(Decimal.sum(now.map(({ amount }) => Decimal.of(amount))).isPositive()).toBe(true);
  });
});
