import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpsSink } from '#connectors/sink-https';
import type { HttpsRoute } from '#ports';
import { startSandbox, type Sandbox } from '../../apps/sandbox/src/index.js';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.js';
import { deadPort, outgoing, patient, secretsOf } from './outgoing.js';

let directory: string;
let sandbox: Sandbox;
let proxy: CuttingProxy;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facteur-https-'));
  sandbox = await startSandbox({ directory, sftpPort: 0, httpsPort: 0 });
  proxy = await startCuttingProxy(sandbox.https.port);
});
afterAll(async () => {
  await proxy.stop();
  await sandbox.stop();
  await rm(directory, { recursive: true });
});
afterEach(() => {
  sandbox.https.faults.clear();
  proxy.thaw();
});

function route(over: Partial<HttpsRoute> = {}): HttpsRoute {
  return {
    channel: 'https',
    url: sandbox.https.url,
    hmacSecret: 'HMAC',
    bearerSecret: 'BEARER',
    trustedCertificate: sandbox.https.certificateFingerprint,
    headers: {},
    hashReceipt: false,
    timeoutMs: 5000,
    allowPrivateNetwork: true,
    fileName: '{number}.{extension}',
    ...over,
  };
}

async function withSink<T>(work: (sink: ReturnType<typeof createHttpsSink>) => Promise<T>): Promise<T> {
  const { hmacSecret, bearerToken } = sandbox.credentials;
  const sink = createHttpsSink({ secrets: secretsOf({ HMAC: hmacSecret, BEARER: bearerToken, WRONG: 'wrong' }) });
  try {
    return await work(sink);
  } finally {
    await sink.close();
  }
}

const deliver = (document = outgoing(), to = route(), signal = patient) =>
  withSink((sink) => sink.deliver(document, to, signal));
const copies = async (sha256: string): Promise<number> =>
  (await sandbox.received()).filter((document) => document.sha256 === sha256).length;

describe('the HTTPS sink against a customer endpoint', () => {
  it('delivers the bytes signed, with digest, key and names', async () => {
    const document = outgoing();
    expect(await deliver(document)).toMatchObject({ kind: 'accepted', receipt: expect.stringMatching(/^HTTP 201 R-/) });
    const [received] = (await sandbox.received()).filter(({ sha256 }) => sha256 === document.sha256);
    expect(received?.name).toBe(document.fileName);
    expect(Buffer.from(received?.bytes ?? []).equals(document.bytes)).toBe(true);
  });

  it('carries an invoice number of any characters', async () => {
    const document = outgoing({ invoiceNumber: 'FA/2026 é\r\nX-Evil: 1', idempotencyKey: 'clé 1 %' });
    expect(await deliver(document)).toMatchObject({ kind: 'accepted' });
  });

  it('gets the same receipt for a repetition, and one copy is kept', async () => {
    const document = outgoing();
    const first = await deliver(document);
    expect(await deliver(document)).toEqual(first);
    expect(await copies(document.sha256)).toBe(1);
  });

  it('hears a refusal with the receiver’s reason', async () => {
    sandbox.https.faults.set({ kind: 'refuse', reason: 'Order number unknown' });
    expect(await deliver()).toEqual({ kind: 'refused', reason: 'HTTP 422 Order number unknown' });
    sandbox.https.faults.clear();
    const document = outgoing();
    await deliver(document);
    const other = outgoing({ idempotencyKey: document.idempotencyKey });
    expect(await deliver(other)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('409') });
  });

  it('takes an outage for an outage', async () => {
    sandbox.https.faults.set({ kind: 'fail', status: 503, retryAfter: '30', times: 1 });
    expect(await deliver()).toEqual({ kind: 'unavailable', reason: 'HTTP 503 Out of order', retryAfterMs: 30_000 });
    expect(await deliver()).toMatchObject({ kind: 'accepted' });
    const dead = `https://127.0.0.1:${await deadPort()}/documents`;
    expect(await deliver(outgoing(), route({ url: dead }))).toMatchObject({ kind: 'unavailable' });
  });

  it('does not know what became of a document whose answer never came, and the same key settles it', async () => {
    const document = outgoing();
    sandbox.https.faults.set({ kind: 'accept-then-timeout', times: 1 });
    expect(await deliver(document, route({ timeoutMs: 300 }))).toMatchObject({ kind: 'unknown' });
    expect(await deliver(document)).toMatchObject({ kind: 'accepted' });
    expect(await copies(document.sha256)).toBe(1);
  });

  it('calls a server that never shakes hands unavailable', async () => {
    proxy.freeze();
    const silent = route({ url: `https://127.0.0.1:${proxy.port}/documents`, timeoutMs: 300 });
    expect(await deliver(outgoing(), silent)).toMatchObject({ kind: 'unavailable' });
  });

  it('waits for a slow peer within the limit', async () => {
    sandbox.https.faults.set({ kind: 'slow', ms: 400 });
    expect(await deliver()).toMatchObject({ kind: 'accepted' });
  });

  it('survives a cut at any byte: one copy after the next attempt', async () => {
    const through = route({ url: `https://127.0.0.1:${proxy.port}/documents` });
    const body = (): Buffer => randomBytes(100_000);
    await deliver(outgoing({ bytes: body() }), through);
    const whole = proxy.sentBytes();
    const seen = new Set<string>();
    for (let round = 0; round < 25; round += 1) {
      const document = outgoing({ bytes: body() });
      proxy.cutNextAfter(1 + Math.floor(Math.random() * (round < 6 ? 350 : whole)));
      const outcome = await deliver(document, through);
      seen.add(outcome.kind);
      expect(['unavailable', 'unknown', 'accepted']).toContain(outcome.kind);
      if (outcome.kind === 'unavailable') expect(await copies(document.sha256)).toBe(0);
      expect(await deliver(document, through)).toMatchObject({ kind: 'accepted' });
      expect(await copies(document.sha256)).toBe(1);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['unavailable', 'unknown']));
  }, 60_000);

  it.each([
    ['a wrong signature secret', { hmacSecret: 'WRONG' }, '401'],
    ['a wrong bearer token', { bearerSecret: 'WRONG' }, '401'],
    ['a secret nobody set', { hmacSecret: 'NOBODY' }, 'NOBODY'],
    ['a certificate nobody trusts', { trustedCertificate: undefined }, 'TLS'],
    ['another certificate than the pinned one', { trustedCertificate: 'ab'.repeat(32) }, 'not the trusted one'],
    ['a pin that is none', { trustedCertificate: 'abc' }, 'fingerprint'],
    ['a private address', { allowPrivateNetwork: false }, 'not public'],
    ['a header that cannot be sent', { headers: { 'x-bad': 'a\r\nb' } }, 'header'],
  ])('asks a person to act on %s, and sends nothing that counts', async (_what, over, words) => {
    const document = outgoing();
    const outcome = await deliver(document, route(over));
    expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining(words) });
    expect(await copies(document.sha256)).toBe(0);
  });

  it.each(['localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '169.254.169.254', '0.0.0.0'])(
    'sends no request into the house by the name %s',
    async (host) => {
      const before = sandbox.https.requestCount();
      const url = `https://${host}:${sandbox.https.port}/documents`;
      const outcome = await deliver(outgoing(), route({ url, allowPrivateNetwork: false }));
      expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('address') });
      expect(sandbox.https.requestCount()).toBe(before);
    },
  );

  it('never speaks anything but TLS, and follows no redirect', async () => {
    expect(await deliver(outgoing(), route({ url: 'http://127.0.0.1/x' }))).toMatchObject({ kind: 'misconfigured' });
    expect(await deliver(outgoing(), route({ url: 'https://a:b@127.0.0.1/x' }))).toMatchObject({
      kind: 'misconfigured',
    });
    const before = sandbox.https.requestCount();
    sandbox.https.faults.set({ kind: 'answer', status: 307, headers: { location: sandbox.https.url } });
    expect(await deliver()).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('redirect') });
    expect(sandbox.https.requestCount()).toBe(before + 1);
  });

  it('reads no endless answer', async () => {
    sandbox.https.faults.set({
      kind: 'answer',
      status: 400,
      headers: { 'content-type': 'text/plain' },
      body: 'x'.repeat(5_000_000),
    });
    const outcome = await deliver();
    expect(outcome.kind).toBe('refused');
    expect(JSON.stringify(outcome).length).toBeLessThan(600);
  });

  it('lets no header of the route replace what it promises', async () => {
    const headers = {
      'Idempotency-Key': 'mine',
      'Content-Length': '1',
      Host: 'elsewhere.example.com',
      'X-Tenant': 'a',
    };
    expect(await deliver(outgoing(), route({ headers }))).toMatchObject({ kind: 'accepted' });
  });

  it('carries 20 MB, and many at once', async () => {
    expect(await deliver(outgoing({ bytes: randomBytes(20 * 1024 * 1024) }))).toMatchObject({ kind: 'accepted' });
    await withSink(async (sink) => {
      const documents = Array.from({ length: 200 }, () => outgoing());
      const outcomes = await Promise.all(documents.map((document) => sink.deliver(document, route(), patient)));
      expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
    });
  }, 60_000);

  it('stops when asked', async () => {
    expect(await deliver(outgoing(), route(), AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
    sandbox.https.faults.set({ kind: 'slow', ms: 2000 });
    expect(await deliver(outgoing(), route(), AbortSignal.timeout(300))).toMatchObject({ kind: 'unknown' });
  });

  it('signs as documented: HMAC-SHA-256 over time, dot and body', async () => {
    const { signatureOf } = await import('../../libs/connectors/sink-https/src/request-headers.js');
    const body = Buffer.from('<Invoice/>');
    const expected = createHmac('sha256', 's').update('1700000000.<Invoice/>').digest('hex');
    expect(signatureOf(body, 's', new Date(1_700_000_000_999))).toBe(`t=1700000000,v1=${expected}`);
  });
});
