import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createApiKey } from '#access';
import { assemble, type Assembly } from '#assembly';
import { issueInvoice } from '#flows';
import { FixedClock } from '#kernel';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { createApp } from './create-app.js';

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
const clock = new FixedClock(new Date('2026-11-12T09:00:00Z'));
let directory: string;
let assembly: Assembly;
let app: NestFastifyApplication;
let admin: string;
let invoice: { id: string; number: string; issueDate: string };

beforeAll(async () => {
  directory = await makeDataDirectory('lifecycle');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  assembly = await assemble(loaded.value, { clock, log: createLog('silent') });
  app = await createApp(assembly);
  await app.getHttpAdapter().getInstance().ready();
  admin = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  const posted = await post('/v1/orders', JSON.stringify({ ...ORDER, operation: 'mixed' }));
  const [order] = (posted.body as { orders: { id: string }[] }).orders;
  const issued = await issueInvoice(assembly.context, 'main', order?.id ?? '');
  if (issued.kind !== 'issued') throw new Error(JSON.stringify(issued));
  invoice = issued.invoice;
});
afterAll(async () => {
  await app.close();
  await assembly.close();
  rmSync(directory, { recursive: true, force: true });
});

const http = () => request(app.getHttpServer());
const get = (path: string, key = admin) => http().get(path).set('authorization', `Bearer ${key}`);
const post = (path: string, body: string | Buffer = '', type = 'application/json') =>
  http().post(path).set('authorization', `Bearer ${admin}`).set('content-type', type).send(body);

/** A suspension as a buyer sends it; invented parties. */
const suspension = (number: string, mark = '') =>
  `<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100" xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>M-1${mark}</ram:ID><ram:IssueDateTime><udt:DateTimeString format="204">20261112090000</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:AcknowledgementDocument><ram:TypeCode>23</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="204">20261112090000</udt:DateTimeString></ram:IssueDateTime>
<ram:ReferenceReferencedDocument><ram:IssuerAssignedID>${number}</ram:IssuerAssignedID><ram:TypeCode>380</ram:TypeCode><ram:FormattedIssueDateTime><qdt:DateTimeString format="102">20261112</qdt:DateTimeString></ram:FormattedIssueDateTime><ram:ProcessConditionCode>208</ram:ProcessConditionCode>
<ram:IssuerTradeParty><ram:GlobalID schemeID="0002">100000009</ram:GlobalID></ram:IssuerTradeParty>
<ram:SpecifiedDocumentStatus><ram:ReasonCode>JUSTIF_ABS</ram:ReasonCode><ram:SequenceNumeric>1</ram:SequenceNumeric></ram:SpecifiedDocumentStatus></ram:ReferenceReferencedDocument></rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>`;

describe('statuses over HTTP', () => {
  it('takes a message once by its key, shows the history, and answers it', async () => {
    const early = await post(`/v1/invoices/${invoice.id}/statuses`, '{"status":"209"}');
    expect(early.body).toMatchObject({ status: 422, code: 'STATUS.NOT_ALLOWED' });
    const send = (body: string) => post('/v1/statuses', body, 'application/xml').set('idempotency-key', 's-1');
    const first = await send(suspension(invoice.number));
    expect([first.status, first.body]).toMatchObject([201, { statuses: [{ code: '208', outcome: 'applied' }] }]);
    expect((await send(suspension(invoice.number))).status).toBe(200);
    expect((await send(suspension(invoice.number, 'x'))).body).toMatchObject({
      status: 409,
      code: 'STATUS.KEY_REUSED',
    });
    clock.advance(60_000);
    const completed = await post(
      `/v1/invoices/${invoice.id}/statuses`,
      '{"status":"209","comment":"Bon joint (exemple)"}',
    );
    expect([completed.status, completed.body]).toMatchObject([
      201,
      { status: { code: '209' }, message: { state: 'kept' } },
    ]);
    const { body } = await get(`/v1/invoices/${invoice.id}/lifecycle`);
    expect(body).toMatchObject({
      number: invoice.number,
      processing: 'completed',
      isSuspended: false,
      payment: 'none',
    });
    const codes = (body as { statuses: { code: string; label: { fr: string } }[] }).statuses.map((each) => each.code);
    expect(codes).toEqual(['208', '209']);
    const { message } = completed.body as { message: { id: string } };
    const file = await get(`/v1/messages/${message.id}/content`)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        response.on('end', () => done(null, text));
      });
    expect(String(file.body)).toContain('<ram:ProcessConditionCode>209</ram:ProcessConditionCode>');
  });

  it('keeps what it cannot place, and refuses what is no message, and 212 from a person', async () => {
    expect((await post('/v1/statuses', suspension('NOWHERE-1'), 'application/xml')).body).toMatchObject({
      statuses: [{ number: 'NOWHERE-1', outcome: 'waiting' }],
    });
    expect((await get('/v1/statuses/waiting')).body).toMatchObject({
      items: [{ invoiceNumber: 'NOWHERE-1', code: '208' }],
    });
    expect((await post('/v1/statuses', '<a/>', 'application/xml')).body).toMatchObject({
      status: 422,
      code: 'STATUS.REJECTED',
    });
    expect((await post(`/v1/invoices/${invoice.id}/statuses`, '{"status":"212"}')).body).toMatchObject({
      status: 400,
      code: 'HTTP.INVALID',
    });
    expect((await post(`/v1/invoices/${invoice.id}/reissue`)).body).toMatchObject({ status: 409 });
  });

  it('needs the role for it', async () => {
    const { key, row } = createApiKey({ tenantId: 'main', name: 'reader', roles: ['read'] }, clock);
    await assembly.context.store.apiKeys.add(row);
    expect((await get(`/v1/invoices/${invoice.id}/lifecycle`, key)).status).toBe(200);
    const refused = await http().post('/v1/ereports/prepare').set('authorization', `Bearer ${key}`).send();
    expect(refused.status).toBe(403);
  });
});

describe('e-reporting over HTTP', () => {
  const till = (taxableAmount: string, taxAmount: string) =>
    JSON.stringify({
      sellerRef: 'atelier-exemple',
      source: 'till-1',
      days: [
        {
          day: '2026-11-05',
          category: 'TPS1',
          transactionCount: 12,
          lines: [{ rate: '20', taxableAmount, taxAmount }],
        },
      ],
    });
  const prepare = (body = '{"sellerRef":"atelier-exemple","kind":"transactions","on":"2026-11-05"}') =>
    post('/v1/ereports/prepare', body);
  interface Outcome {
    outcome: string;
    report: { id: string; typeCode: string; reportRef: string; dueOn: string };
  }
  const only = (body: unknown) => (body as { outcomes: Outcome[] }).outcomes[0] as Outcome;

  it('prepares a period once, corrects it when its data change, and stores what it says', async () => {
    expect(only((await prepare()).body)).toMatchObject({ outcome: 'empty' });
    expect((await post('/v1/ereports/retail-days', till('100.00', '20.00')).set('idempotency-key', 'z-1')).status).toBe(
      201,
    );
    const first = only((await prepare()).body);
    expect(first).toMatchObject({
      outcome: 'prepared',
      report: { typeCode: 'IN', reportRef: '100000009-TRX-20261101-20261110-1', dueOn: '2026-11-20' },
    });
    expect(only((await prepare()).body)).toMatchObject({ outcome: 'unchanged', report: { id: first.report.id } });
    await post('/v1/ereports/retail-days', till('150.00', '30.00'));
    const second = only((await prepare()).body);
    expect(second).toMatchObject({ outcome: 'prepared', report: { typeCode: 'RE' } });
    expect((await get(`/v1/ereports/${second.report.id}`)).body).toMatchObject({
      messages: [{ syntax: 'FRR', state: 'kept' }],
    });
    const file = await get(`/v1/ereports/${second.report.id}/content`);
    expect(String(file.text ?? file.body)).toContain('<TaxExclusiveAmount>150.00</TaxExclusiveAmount>');
  });

  it('prepares all that is owed and shows the calendar', async () => {
    const { body } = await prepare('{}');
    const outcomes = (body as { outcomes: Outcome[] }).outcomes.map((each) => each.outcome);
    expect(outcomes.length).toBeGreaterThan(5);
    expect(new Set(outcomes)).toEqual(new Set(['empty', 'unchanged']));
    const calendar = (await get('/v1/ereports/calendar?sellerRef=atelier-exemple')).body as {
      items: { start: string; kind: string; state: string }[];
    };
    const of = (start: string, kind: string) =>
      calendar.items.find((each) => each.start === start && each.kind === kind);
    expect(of('2026-11-01', 'transactions')?.state).toBe('prepared');
    expect(of('2026-11-11', 'transactions')?.state).toBe('open');
    expect(of('2026-10-01', 'payments')?.state).toBe('late');
    expect((await prepare('{"sellerRef":"nobody"}')).body).toMatchObject({ status: 404, code: 'SELLER.UNKNOWN' });
    expect((await prepare('{"on":"2026-11-05"}')).body).toMatchObject({ status: 400 });
    expect(
      only((await prepare('{"sellerRef":"atelier-exemple","kind":"payments","on":"2026-11-12"}')).body),
    ).toMatchObject({
      outcome: 'not-over',
    });
  });
});
