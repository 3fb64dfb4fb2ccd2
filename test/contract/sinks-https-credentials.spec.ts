import { X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { createHttpsSink } from '#connectors/sink-https';
import type { HttpsRoute } from '#ports';
import { outgoing, patient, secretsOf } from './outgoing.js';

/** A receiver that asks for a client certificate, hands out tokens, and remembers what it was shown. */
let server: Server;
let fingerprint: string;
let shown: { path: string; authorization?: string; key?: string; commonName?: string }[];
let liveTokens: Set<string>;
let receipt: Record<string, string>;
let sink: ReturnType<typeof createHttpsSink>;

beforeAll(async () => {
  const own = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
  const client = await generate([{ name: 'commonName', value: 'facteur-client.example' }], { keySize: 2048 });
  fingerprint = new X509Certificate(own.cert).fingerprint256.replaceAll(':', '').toLowerCase();
  let count = 0;
  server = createServer(
    { key: own.private, cert: own.cert, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      request.resume().on('end', () => {
        const certificate = (request.socket as TLSSocket).getPeerCertificate();
        const { authorization } = request.headers;
        const key = request.headers['x-partner-key'] as string | undefined;
        shown.push({ path: request.url ?? '', authorization, key, commonName: certificate.subject?.CN as string });
        if (request.url === '/token') {
          liveTokens.add(`t${(count += 1)}`);
          response.writeHead(200).end(JSON.stringify({ access_token: `t${count}`, token_type: 'Bearer' }));
        } else if (request.url === '/tokens-only' && !liveTokens.has(authorization?.slice(7) ?? '')) {
          response.writeHead(401).end();
        } else response.writeHead(201, receipt).end();
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sink = createHttpsSink({
    secrets: secretsOf({
      ...{ KEY: 'k-secret', CLIENT: 'c-secret', CERTIFICATE: client.cert, PRIVATE: client.private, BAD: 'not PEM' },
    }),
  });
});
afterAll(async () => {
  await sink.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  [shown, liveTokens, receipt] = [[], new Set(), {}];
});

const at = (path: string) => `https://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

function route(over: Partial<HttpsRoute>): HttpsRoute {
  return {
    channel: 'https',
    url: at('/documents'),
    trustedCertificate: fingerprint,
    headers: {},
    hashReceipt: false,
    timeoutMs: 5000,
    allowPrivateNetwork: true,
    fileName: '{number}.{extension}',
    ...over,
  };
}

const oauth2 = () => ({
  ...{ tokenUrl: at('/token'), clientId: 'facteur', clientSecret: 'CLIENT', authentication: 'basic' as const },
});

describe('how the HTTPS sink proves who we are', () => {
  it('asks for a token once, and for a fresh one when the receiver no longer takes it', async () => {
    const to = route({ url: at('/tokens-only'), oauth2: oauth2() });
    expect(await sink.deliver(outgoing(), to, patient)).toMatchObject({ kind: 'accepted' });
    expect(await sink.deliver(outgoing(), to, patient)).toMatchObject({ kind: 'accepted' });
    expect(shown.filter(({ path }) => path === '/token')).toHaveLength(1);
    liveTokens.clear();
    expect(await sink.deliver(outgoing(), to, patient)).toMatchObject({ kind: 'accepted' });
    expect(shown.filter(({ path }) => path === '/token')).toHaveLength(2);
    expect(shown[0]?.authorization).toBe(`Basic ${Buffer.from('facteur:c-secret').toString('base64')}`);
  });

  it('shows a client certificate where the route names one', async () => {
    const clientCertificate = { certificateSecret: 'CERTIFICATE', privateKeySecret: 'PRIVATE' };
    expect(await sink.deliver(outgoing(), route({ clientCertificate }), patient)).toMatchObject({ kind: 'accepted' });
    expect(await sink.deliver(outgoing(), route({}), patient)).toMatchObject({ kind: 'accepted' });
    expect(shown.map(({ commonName }) => commonName)).toEqual(['facteur-client.example', undefined]);
  });

  it('sends an API key in the header of the receiver’s choice', async () => {
    const apiKey = { header: 'X-Partner-Key', secret: 'KEY' };
    expect(await sink.deliver(outgoing(), route({ apiKey }), patient)).toMatchObject({ kind: 'accepted' });
    expect(shown[0]?.key).toBe('k-secret');
  });

  it.each([
    ['an API key', () => ({ apiKey: { header: 'X-Key', secret: 'LACKS' } })],
    ['an OAuth2 secret', () => ({ oauth2: { ...oauth2(), clientSecret: 'LACKS' } })],
    ['a certificate', () => ({ clientCertificate: { certificateSecret: 'LACKS', privateKeySecret: 'PRIVATE' } })],
  ])('names %s that lacks, and sends nothing', async (_what, over) => {
    const outcome = await sink.deliver(outgoing(), route(over()), patient);
    expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('LACKS') });
    expect(shown).toEqual([]);
  });

  it('tells a certificate that cannot be read without showing it', async () => {
    const clientCertificate = { certificateSecret: 'BAD', privateKeySecret: 'PRIVATE' };
    const outcome = await sink.deliver(outgoing(), route({ clientCertificate }), patient);
    expect(['misconfigured', 'unavailable']).toContain(outcome.kind);
    expect(JSON.stringify(outcome)).not.toContain('not PEM');
    expect(shown).toEqual([]);
  });
});

describe('a receipt that must repeat the hash', () => {
  it('is accepted with the hash, and unknown without it or with another', async () => {
    const document = outgoing();
    const to = route({ hashReceipt: true });
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'unknown' });
    receipt = { 'x-facteur-sha256': 'f'.repeat(64) };
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'unknown' });
    receipt = { 'x-facteur-sha256': document.sha256.toUpperCase() };
    expect(await sink.deliver(document, to, patient)).toMatchObject({ kind: 'accepted' });
  });
});
