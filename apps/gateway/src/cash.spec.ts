import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
import { camtStatement, type CamtPayment } from '../../../test/contract/camt.js';
import { createApp } from './create-app.js';
import { describeApi } from './open-api.js';

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
const CUSTOMER = 'C-MENUISERIE';
const clock = new FixedClock(new Date('2026-05-04T09:00:00Z'));
let directory: string;
let assembly: Assembly;
let app: NestFastifyApplication;
let admin: string;
let api: ReturnType<typeof describeApi>;
const ajv = new Ajv2020({ strict: false });
formats.default(ajv);

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

type Json = Readonly<Record<string, unknown>>;
interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly amountDue: string;
  readonly openAmount: string;
}

/** Sends a request; what it answers has to be what OpenAPI says of that route and status. */
async function call(method: 'get' | 'post', path: string, body?: Json | Buffer, key?: string) {
  const sent = request(app.getHttpServer())[method](path).set('authorization', `Bearer ${admin}`);
  if (key !== undefined) void sent.set('idempotency-key', key);
  if (method === 'post') void sent.set('content-type', Buffer.isBuffer(body) ? 'application/xml' : 'application/json');
  const response = await (method === 'post' ? sent.send(body ?? {}) : sent);
  const [name] = path.split('?') as [string];
  const template = Object.keys(api.paths).find((one) =>
    new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(name),
  );
  if (template === undefined) throw new Error(`OpenAPI does not know ${path}`);
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
const get = async <T = Json>(path: string) => (await call('get', path)).body as T;

/** Twice under one key: the same answer; the same key for something else: a conflict. */
async function keyed(path: string, body: Json, other: Json, status = 201): Promise<Json> {
  const key = `k-${path}-${JSON.stringify(body).length}`;
  const first = await call('post', path, body, key);
  expect({ path, status: first.status, body: first.body }).toMatchObject({ path, status });
  const again = await call('post', path, body, key);
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect((await call('post', path, other, key)).body).toMatchObject({ status: 409, code: 'REQUEST.KEY_REUSED' });
  return first.body;
}

async function issue(number: string): Promise<Invoice> {
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
const openOf = async ({ id }: Invoice) =>
  Decimal.of((await get<{ openAmount: string }>(`/v1/invoices/${id}`)).openAmount).toNumber();

let statements = 0;
async function bring(...payments: CamtPayment[]): Promise<Json> {
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
const entryOf = async (ref: string) => {
  const { items } = await get<{ items: { id: string; entryRef: string; state: string }[] }>('/v1/entries?limit=100');
  const entry = items.find((each) => each.entryRef.includes(ref)) ?? items[0];
  return entry as { id: string; state: string };
};
const half = (amount: string) => Decimal.of(amount).dividedBy(Decimal.of(2), 2).toString();

describe('cash by HTTP', () => {
  it('matches a statement, proposes, is accepted, rejected, split and undone', async () => {
    const [paid, partly, split] = [await issue('H-1'), await issue('H-2'), await issue('H-3')];
    expect(await bring({ ref: 'E1', amount: paid.amountDue, remittance: paid.number })).toMatchObject({
      newEntries: 1,
    });
    expect(await openOf(paid)).toBe(0);
    const whole = await entryOf('E1');
    expect(await get(`/v1/entries/${whole.id}`)).toMatchObject({ state: 'allocated' });

    await bring({ ref: 'E2', amount: half(partly.amountDue), remittance: partly.number });
    const open = await get<{ items: { id: string }[] }>('/v1/proposals?state=open');
    const proposal = `/v1/proposals/${open.items[0]?.id}`;
    await keyed(`${proposal}/accept`, { shortfall: { kind: 'dispute', cause: 'PRICE' } }, {}, 200);
    expect((await call('post', `${proposal}/reject`)).body).toMatchObject({ status: 409, code: 'PROPOSAL.TOO_LATE' });
    expect(await get('/v1/disputes?open=true')).toMatchObject({ items: [{ invoiceId: partly.id, state: 'detected' }] });

    await bring({ ref: 'E3', amount: half(split.amountDue), remittance: split.number });
    for (const other of (await get<{ items: { id: string }[] }>('/v1/proposals?state=open')).items) {
      expect((await call('post', `/v1/proposals/${other.id}/reject`)).body).toMatchObject({ state: 'rejected' });
    }
    const third = await entryOf('E3');
    expect(third.state).toBe('unmatched');
    const lines = [{ invoiceId: split.id, amount: '10.00' }];
    const wrong = { lines: [{ invoiceId: split.id, amount: '99999.00' }], customerRef: CUSTOMER };
    expect((await call('post', `/v1/entries/${third.id}/allocate`, wrong)).body).toMatchObject({ status: 422 });
    await keyed(`/v1/entries/${third.id}/allocate`, { lines, customerRef: CUSTOMER }, { lines: [] }, 200);
    await keyed(`/v1/entries/${third.id}/undo`, { note: 'wrong customer' }, {}, 200);
    expect(await openOf(split)).toBe(Decimal.of(split.amountDue).toNumber());
    expect((await call('post', `/v1/entries/${third.id}/undo`)).body).toMatchObject({ status: 422 });

    await bring({ ref: 'E4', amount: `-${paid.amountDue}`, remittance: 'chargeback' });
    const debit = await entryOf('E4');
    await keyed(`/v1/entries/${debit.id}/take-back`, { receiptId: whole.id }, { receiptId: third.id }, 200);
    expect(await openOf(paid)).toBe(Decimal.of(paid.amountDue).toNumber());
    expect((await call('post', '/v1/statements', Buffer.from('not a statement'))).body).toMatchObject({ status: 422 });
    expect((await call('post', '/v1/remittance-advices', Buffer.from('no advice'))).body).toMatchObject({
      status: 422,
    });
  });

  it('records, allocates, refunds, writes off and takes back; gives receipts', async () => {
    const invoice = await issue('P-1');
    const payment = {
      customerRef: CUSTOMER,
      amount: '500.00',
      receivedOn: '2026-05-04',
      means: 'cheque',
      reference: '0001',
    };
    const booked = await keyed('/v1/payments', payment, { ...payment, amount: '501.00' });
    const [{ id: paymentId }] = booked['bookings'] as [{ id: string }];
    const tied = { paymentId, invoiceId: invoice.id, amount: '100.00' };
    const allocated = await keyed('/v1/allocations', tied, { ...tied, amount: '1.00' });
    const before = await openOf(invoice);
    const [allocation] = allocated['bookings'] as [{ id: string }];
    await keyed(`/v1/bookings/${allocation.id}/undo`, { note: 'not meant' }, {});
    expect(await openOf(invoice)).toBe(before + 100);
    const refund = { paymentId, amount: '400.00', reason: 'sent twice' };
    await keyed('/v1/refunds', refund, { ...refund, amount: '1.00' });
    const overdrawn = await call('post', '/v1/refunds', { ...refund, amount: '400.00' });
    expect(overdrawn.body).toMatchObject({ status: 422, problems: [{ message: { fr: expect.any(String) } }] });
    const writeOff = { invoiceId: invoice.id, amount: '2.00', reason: 'small-difference' };
    await keyed('/v1/write-offs', writeOff, { ...writeOff, amount: '3.00' });
    expect((await call('post', '/v1/write-offs', { ...writeOff, reason: 'whim' })).body).toMatchObject({ status: 400 });
    const payments = await get<{ items: Json[] }>(`/v1/payments?customerRef=${CUSTOMER}&onAccount=true`);
    expect(payments.items.find((each) => each['paymentId'] === paymentId)).toMatchObject({
      unallocatedAmount: '100.00',
    });
    const receipt = await keyed(`/v1/payments/${paymentId}/receipt`, { language: 'en' }, { language: 'fr' });
    const file = await call('get', `/v1/payments/${paymentId}/receipts/${String(receipt['id'])}`);
    expect(file.type).toBe('application/pdf');
    expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('moves a dispute on, keeps its evidence, closes it only when the amount is explained', async () => {
    const invoice = await issue('D-1');
    const wanted = { cause: 'PRICE', amount: '50.00', comment: 'agreed price was lower' };
    const dispute = await keyed(`/v1/invoices/${invoice.id}/disputes`, wanted, { ...wanted, amount: '1.00' });
    const path = `/v1/disputes/${String(dispute['id'])}`;
    expect((await call('post', `${path}/close`)).body).toMatchObject({ status: 409, code: 'DISPUTE.NOT_ALLOWED' });
    await keyed(`${path}/moves`, { move: 'qualify' }, { move: 'assign', assignee: 'sales' }, 200);
    await keyed(`${path}/moves`, { move: 'ask-customer', comment: 'which price list?' }, { move: 'answer' }, 200);
    await keyed(`${path}/moves`, { move: 'answer' }, { move: 'qualify' }, 200);
    await keyed(`${path}/comments`, { text: 'list of March' }, { text: 'list of April' });
    const evidence = Buffer.from('%PDF-1.4 invented price list (exemple)');
    const added = await call('post', `${path}/evidence?fileName=list.pdf`, evidence, 'evidence-1');
    expect(await call('post', `${path}/evidence?fileName=list.pdf`, evidence, 'evidence-1')).toMatchObject({
      status: 201,
      body: added.body,
    });
    expect((await call('post', `${path}/evidence?fileName=b.pdf`, Buffer.from('b'), 'evidence-1')).status).toBe(409);
    const kept = await call('get', `${path}/evidence/${String(added.body['id'])}`);
    expect([kept.type, Buffer.from(kept.bytes).equals(evidence)]).toEqual(['application/octet-stream', true]);
    const resolution = { resolution: 'credit-note' };
    expect((await call('post', `${path}/resolve`, resolution, 'r-1')).body).toMatchObject({
      status: 422,
      code: 'DISPUTE.UNEXPLAINED',
    });
    const credit = await call('post', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'price', amount: '50.00' });
    expect(credit.status).toBe(201);
    // Refused before: the key is free for the same request once its cause is mended.
    expect((await call('post', `${path}/resolve`, resolution, 'r-1')).body).toMatchObject({ state: 'resolved' });
    expect((await call('post', `${path}/close`, {}, 'c-1')).body).toMatchObject({ state: 'closed' });
    expect((await call('post', `${path}/close`, {}, 'c-1')).status).toBe(200);
    const shown = await get<{ state: string; steps: unknown[]; evidence: unknown[]; comments: unknown[] }>(path);
    expect(shown).toMatchObject({ state: 'closed', evidence: [{ fileName: 'list.pdf' }] });
    expect(shown.steps.length).toBeGreaterThan(5);
  });

  it('corrects in one step: corrective, cancel and reissue, gesture with refund', async () => {
    const [first, second, third] = [await issue('C-1'), await issue('C-2'), await issue('C-3')];
    const change = { reason: 'quantity was 1', lines: [{ id: '20', quantity: '1' }] };
    const corrective = await keyed(`/v1/invoices/${first.id}/corrective`, change, { ...change, reason: 'other' });
    expect(corrective).toMatchObject({ kind: 'corrected', documents: [{ typeCode: '384' }] });
    expect(await openOf(first)).toBe(0);
    const reissued = await keyed(
      `/v1/invoices/${second.id}/cancel-and-reissue`,
      { reason: 'order number', purchaseOrderReference: 'PO-9' },
      change,
    );
    expect(reissued).toMatchObject({ documents: [{ typeCode: '381' }, { typeCode: '380' }] });
    expect((await call('post', `/v1/invoices/${second.id}/cancel-and-reissue`, change)).body).toMatchObject({
      status: 422,
    });
    const gesture = { reason: 'late delivery', amount: '20.00' };
    expect(await keyed(`/v1/invoices/${third.id}/goodwill`, gesture, { ...gesture, amount: '21.00' })).toMatchObject({
      documents: [{ typeCode: '381', amountDue: '20.00' }],
    });
    expect(
      (await call('post', `/v1/invoices/${third.id}/goodwill`, { ...gesture, amount: '999999.00' })).body,
    ).toMatchObject({ status: 422 });
  });

  it('shows the early-payment discount with its working, by VAT rate', async () => {
    const invoice = await issue('E-0');
    const path = `/v1/invoices/${invoice.id}/early-payment`;
    const shown = await get<{ discountAmount: string; parts: unknown[]; working: { fr: string }[] }>(path);
    const wanted = Decimal.of(invoice.amountDue).times(Decimal.of('0.03')).rounded(2).toString();
    expect(shown).toMatchObject({ state: 'available', discountAmount: wanted });
    expect(shown.parts.length + 2).toBe(shown.working.length);
    expect(shown.working[0]?.fr).toContain('si payé au plus tard');
    expect(await get(`${path}?on=2027-01-01`)).toMatchObject({ state: 'too-late' });
    expect((await call('get', '/v1/invoices/00000000-0000-4000-8000-000000000000/early-payment')).status).toBe(404);
  });

  it('credits an early-payment discount with its VAT, in place of the write-off', async () => {
    const invoice = await issue('E-1');
    const taken = Decimal.of(invoice.amountDue).times(Decimal.of('0.02')).rounded(2);
    const paid = Decimal.of(invoice.amountDue).minus(taken).toString();
    await bring({ ref: 'E5', amount: paid, remittance: invoice.number });
    const open = await get<{ items: { id: string; lines: { invoiceId: string }[] }[] }>('/v1/proposals?state=open');
    const proposal = open.items.find((each) => each.lines.some((line) => line.invoiceId === invoice.id));
    const accepted = { shortfall: { kind: 'discount' } };
    expect((await call('post', `/v1/proposals/${proposal?.id}/accept`, accepted)).status).toBe(200);
    expect(await openOf(invoice)).toBe(0);
    const path = `/v1/invoices/${invoice.id}/discount-credit-note`;
    const credited = await keyed(path, { reason: 'Escompte 2 %' }, { reason: 'other' });
    expect(credited).toMatchObject({ documents: [{ typeCode: '381', amountDue: taken.toString() }] });
    expect(await openOf(invoice)).toBe(0);
    const [note] = credited['documents'] as [Invoice];
    expect(await openOf(note)).toBe(0);
    expect((await call('post', path, { reason: 'again' })).body).toMatchObject({
      problems: [{ code: 'CORRECTION.NO_DISCOUNT' }],
    });
  });

  it('plans, promises and claims', async () => {
    const invoice = await issue('L-1');
    const open = invoice.amountDue;
    const rest = Decimal.of(open).minus(Decimal.of('100.00')).toString();
    const instalments = [
      { dueOn: '2026-07-01', amount: '100.00' },
      { dueOn: '2026-08-01', amount: rest },
    ];
    expect(
      (await call('post', `/v1/invoices/${invoice.id}/plans`, { instalments: instalments.slice(1) })).body,
    ).toMatchObject({ status: 422, code: 'PLAN.UNSOUND' });
    const plan = await keyed(`/v1/invoices/${invoice.id}/plans`, { instalments }, { instalments, note: 'x' });
    expect((await call('post', `/v1/invoices/${invoice.id}/plans`, { instalments })).body).toMatchObject({
      status: 409,
    });
    expect(await get(`/v1/invoices/${invoice.id}/plans`)).toMatchObject({ items: [{ state: 'active' }] });
    expect((await call('post', `/v1/plans/${String(plan['id'])}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    const promise = { promisedOn: '2026-05-20', madeBy: 'Ms Example', channel: 'phone' };
    await keyed(`/v1/invoices/${invoice.id}/promises`, promise, { ...promise, channel: 'mail' });
    expect(
      (await call('post', `/v1/invoices/${invoice.id}/promises`, { ...promise, amount: '999999.00' })).body,
    ).toMatchObject({ status: 422 });
    expect(await get(`/v1/invoices/${invoice.id}/promises`)).toMatchObject({ items: [{ state: 'open' }] });

    expect((await call('post', `/v1/invoices/${invoice.id}/claims`)).body).toMatchObject({
      status: 422,
      code: 'CLAIM.NOTHING',
    });
    clock.advance(Date.parse('2026-06-29T09:00:00Z') - clock.now().getTime());
    expect(await get(`/v1/invoices/${invoice.id}/late-payment?on=2026-06-29`)).toMatchObject({
      recoveryAmount: '40.00',
    });
    const unset = await call('get', `/v1/invoices/${invoice.id}/late-payment?on=2026-07-15`);
    expect(unset.body).toMatchObject({ code: 'INTEREST.RATE_MISSING', status: 409 });
    expect(JSON.stringify(unset.body)).toContain('receivables.interestRates');
    const claim = await keyed(`/v1/invoices/${invoice.id}/claims`, { language: 'en' }, { language: 'fr' });
    const document = await call('get', `/v1/claims/${String(claim['id'])}/document`);
    expect([document.type, document.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    expect(await get(`/v1/claims?customerRef=${CUSTOMER}&open=true`)).toMatchObject({ items: [{ id: claim['id'] }] });
  });

  it('states the account in JSON and PDF, in both languages, and the key figures', async () => {
    const path = `/v1/customers/${CUSTOMER}/statement`;
    const statement = await get<{ currencies: { currency: string }[] }>(path);
    expect(statement.currencies.map((each) => each.currency)).toEqual(['EUR']);
    for (const lang of ['fr', 'en']) {
      const pdf = await call('get', `${path}?format=pdf&lang=${lang}`);
      expect([pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    }
    expect((await call('get', '/v1/customers/NOBODY/statement')).status).toBe(404);
    expect(
      (await call('post', `/v1/customers/${CUSTOMER}/standing`, { doubtful: true, reason: 'insolvency' })).body,
    ).toMatchObject({ isDoubtful: true });
    expect(await get('/v1/kpis?days=90')).toMatchObject({ currencies: [{ currency: 'EUR', doubtfulShare: '1.0000' }] });
  });
});
