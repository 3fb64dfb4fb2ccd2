import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { assemble, type Assembly } from '#assembly';
import { extractInvoice, inspectPdf } from '#facturx';
import { FixedClock } from '#kernel';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { createApp } from './create-app.js';

const UBL = readFileSync('test/golden/syntax/plain.ubl.xml');
const COMPLETE = readFileSync('test/golden/syntax/complete.ubl.xml');
const MINIMUM = readFileSync('test/golden/syntax/plain.cii-minimum.xml');
const clock = new FixedClock(new Date('2026-11-02T09:00:00Z'));
let directory: string;
let assembly: Assembly;
let app: NestFastifyApplication;
let key: string;
let number: string;

beforeAll(async () => {
  directory = await makeDataDirectory('documents');
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  assembly = await assemble(loaded.value, { clock, log: createLog('silent') });
  app = await createApp(assembly);
  await app.getHttpAdapter().getInstance().ready();
  key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  number = (JSON.parse(readFileSync('test/golden/syntax/plain.json', 'utf8')) as { number: string }).number;
});
afterAll(async () => {
  await app.close();
  await assembly.close();
  rmSync(directory, { recursive: true, force: true });
});

const post = (path: string) => request(app.getHttpServer()).post(path).set('authorization', `Bearer ${key}`);

/** Sends bytes as they are and takes the answer as bytes. */
async function bytesOf(path: string, body: Uint8Array, accept: string): Promise<request.Response> {
  return post(path)
    .set('content-type', 'application/xml')
    .set('accept', accept)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    })
    .send(Buffer.from(body));
}

async function facturX(query = 'to=facturx&lang=en'): Promise<Buffer> {
  const response = await bytesOf(`/v1/convert?${query}`, UBL, 'application/pdf');
  expect(response.status).toBe(200);
  return response.body as Buffer;
}

describe('POST /v1/convert to Factur-X', () => {
  it('answers the file itself where the caller accepts it', async () => {
    const response = await bytesOf('/v1/convert?to=facturx', UBL, 'application/pdf');
    expect(response.headers).toMatchObject({ 'content-type': 'application/pdf', 'facteur-lost': '0' });
    const inside = await extractInvoice(response.body as Buffer);
    expect(inside).toMatchObject({ ok: true, value: { facts: { number, profile: 'EN16931' } } });
  });

  it('answers JSON with the losses else, in the profile that was asked for however it is written', async () => {
    const { body } = await post('/v1/convert?to=facturx&profile=basic-wl')
      .set('content-type', 'application/xml')
      .send(COMPLETE);
    expect(body).toMatchObject({ mediaType: 'application/pdf', encoding: 'base64' });
    const { lost, content } = body as { lost: { stage: string; place: string }[]; content: string };
    expect(lost.some(({ stage, place }) => stage === 'writing' && place.startsWith('BT-'))).toBe(true);
    const inside = await extractInvoice(Buffer.from(content, 'base64'));
    expect(inside).toMatchObject({ ok: true, value: { facts: { profile: 'BASIC_WL' } } });
  });

  it('embeds into a page that comes along, and says why it cannot', async () => {
    const page = await facturX();
    const made = await post('/v1/convert?to=facturx')
      .attach('invoice', UBL, 'a.xml')
      .attach('page', page, '../../page.pdf');
    expect(made.status).toBe(200);
    const sound = await inspectPdf(Buffer.from((made.body as { content: string }).content, 'base64'));
    expect(sound).toMatchObject({ ok: true, value: { sound: true } });
    const refused = await post('/v1/convert?to=facturx')
      .attach('invoice', UBL, 'a.xml')
      .attach('page', Buffer.from('no PDF'), 'b.pdf');
    expect(refused.body).toMatchObject({ status: 422, code: 'DOCUMENT.UNREADABLE', fault: 'FACTURX.NOT_PDF' });
  });

  it('names a part that is missing, a body that is no form, an unknown profile, an invoice that is not whole', async () => {
    const noInvoice = await post('/v1/convert?to=facturx').attach('page', UBL, 'a.xml');
    expect(noInvoice.body).toMatchObject({ status: 400, code: 'HTTP.PART_MISSING', part: 'invoice' });
    const noForm = await post('/v1/convert?to=facturx')
      .set('content-type', 'multipart/form-data; boundary=x')
      .send('--y');
    expect(noForm.body).toMatchObject({ status: 400, code: 'HTTP.MULTIPART' });
    const unknown = await post('/v1/convert?to=facturx&profile=GOLD').set('content-type', 'application/xml').send(UBL);
    expect(unknown.body).toMatchObject({ status: 400, code: 'HTTP.INVALID' });
    const partial = await post('/v1/convert?to=facturx').set('content-type', 'application/xml').send(MINIMUM);
    expect(partial.body).toMatchObject({ status: 422, fault: 'SYNTAX.INCOMPLETE' });
    expect((partial.body as { problems: unknown[] }).problems.length).toBeGreaterThan(0);
  });

  it('answers XML itself where the caller accepts it, and JSON to who asks nothing', async () => {
    const response = await bytesOf('/v1/convert?to=cii', UBL, 'application/xml');
    expect(String(response.body)).toContain('CrossIndustryInvoice');
    const { body } = await post('/v1/convert?to=cii').set('content-type', 'application/xml').send(UBL);
    expect(body).toMatchObject({ mediaType: 'application/xml', encoding: 'utf8', lost: [] });
  });
});

describe('POST /v1/inspect', () => {
  it('says what is inside, whether it is sound, and whether the page agrees', async () => {
    const { body } = await post('/v1/inspect?compare=true')
      .set('content-type', 'application/pdf')
      .send(await facturX());
    expect(body).toMatchObject({ pages: 1, sound: true, invoice: { number }, comparison: { same: true } });
    const { checks } = body as { checks: { id: string; passed: boolean }[] };
    expect(checks.length).toBeGreaterThan(10);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('names what cannot be read', async () => {
    const { body } = await post('/v1/inspect').set('content-type', 'application/pdf').send(UBL);
    expect(body).toMatchObject({ status: 422, fault: 'FACTURX.NOT_PDF' });
  });
});

describe('POST /v1/extract', () => {
  it('gives the XML and the other files', async () => {
    const pdf = await facturX();
    const { body } = await post('/v1/extract').set('content-type', 'application/pdf').send(pdf);
    expect(body).toMatchObject({ invoice: { number }, xml: { fileName: 'factur-x.xml' }, attachments: [] });
    const xml = Buffer.from((body as { xml: { content: string } }).xml.content, 'base64');
    const alone = await bytesOf('/v1/extract', pdf, 'application/xml');
    expect((alone.body as Buffer).equals(xml)).toBe(true);
    expect(xml.toString()).toContain(number);
  });

  it('says that a page has no invoice inside', async () => {
    const { body } = await post('/v1/extract').set('content-type', 'application/pdf').send('%PDF-1.7 broken');
    expect((body as { fault: string }).fault).toMatch(/^FACTURX\./);
  });
});
