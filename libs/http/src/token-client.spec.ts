import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { createTokenClient, type TokenClientOptions } from './token-client.js';

let server: Server;
let seen: { authorization?: string; body: string }[];
let answers: { status: number; body: unknown; headers?: Record<string, string> }[];
let now: Date;
let agent: Agent;

beforeEach(async () => {
  [seen, answers, now, agent] = [[], [], new Date('2026-11-23T12:00:00Z'), new Agent()];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push({ authorization: request.headers.authorization, body });
      const next = answers.shift() ?? { status: 200, body: { access_token: `t${seen.length}`, expires_in: 100 } };
      response.writeHead(next.status, next.headers).end(JSON.stringify(next.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function client(over: Partial<TokenClientOptions> = {}) {
  return createTokenClient({
    tokenUrl: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/token`),
    clientId: 'cliënt:1',
    clientSecret: () => 's e+cret',
    authentication: 'basic',
    dispatcher: () => agent,
    timeoutMs: 2000,
    clock: { now: () => now, today: () => '2026-11-23' as never },
    ...over,
  });
}

describe('OAuth 2.0 client credentials', () => {
  it('asks once for all callers and renews shortly before the end', async () => {
    const tokens = client();
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual([
      { kind: 'token', value: 't1' },
      { kind: 'token', value: 't1' },
    ]);
    now = new Date(now.getTime() + 79_000);
    expect(await tokens.token()).toMatchObject({ value: 't1' });
    now = new Date(now.getTime() + 2000);
    expect(await tokens.token()).toMatchObject({ value: 't2' });
    tokens.forget('t1');
    expect(await tokens.token()).toMatchObject({ value: 't2' });
    tokens.forget('t2');
    expect(await tokens.token()).toMatchObject({ value: 't3' });
  });

  it('shows its secret form-encoded in Basic, or in the form', async () => {
    await client().token();
    expect(Buffer.from(seen[0]?.authorization?.slice(6) ?? '', 'base64').toString()).toBe('cli%C3%ABnt%3A1:s+e%2Bcret');
    await client({ authentication: 'body', scope: 'flows', audience: 'pa' }).token();
    expect(seen[1]?.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(seen[1]?.body))).toEqual({
      ...{ grant_type: 'client_credentials', scope: 'flows', audience: 'pa' },
      ...{ client_id: 'cliënt:1', client_secret: 's e+cret' },
    });
  });

  it('tells an outage from credentials that are not taken', async () => {
    answers.push(
      { status: 401, body: { error: 'invalid_client' } },
      { status: 429, body: {}, headers: { 'retry-after': '7' } },
      { status: 503, body: 'x' },
      { status: 200, body: { access_token: 'x', token_type: 'mac' } },
      { status: 200, body: { access_token: 'a\r\nb' } },
    );
    const tokens = client();
    expect(await tokens.token()).toEqual({ kind: 'misconfigured', reason: 'No token: HTTP 401 invalid_client' });
    expect(await tokens.token()).toMatchObject({ kind: 'unavailable', retryAfterMs: 7000 });
    expect(await tokens.token()).toMatchObject({ kind: 'unavailable' });
    expect(await tokens.token()).toMatchObject({ kind: 'misconfigured' });
    expect(await tokens.token()).toMatchObject({ kind: 'misconfigured' });
    expect(JSON.stringify(await client({ tokenUrl: new URL('http://127.0.0.1:1/token') }).token())).not.toContain(
      'cret',
    );
  });
});
