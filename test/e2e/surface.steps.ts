import { expect, it } from '@jest/globals';
import type { Client } from './client.js';
import type { Installation } from './installation.js';

/** What integrators build on; more may come, none of these may go. */
const ROUTES = [
  ...['GET /', 'GET /health/live', 'GET /health/ready', 'GET /metrics', 'GET /v1/summary', 'POST /v1/orders'],
  ...[
    'GET /v1/orders',
    'GET /v1/orders/{id}',
    'POST /v1/orders/{id}/replay',
    'GET /v1/parcels',
    'GET /v1/parcels/{id}',
  ],
  ...['GET /v1/parcels/{id}/content', 'POST /v1/parcels/{id}/replay', 'GET /v1/invoices', 'GET /v1/invoices/{id}'],
  ...['GET /v1/invoices/{id}/document', 'GET /v1/invoices/{id}/timeline', 'POST /v1/invoices/{id}/credit-notes'],
  ...[
    'POST /v1/invoices/{id}/disputes',
    'GET /v1/disputes',
    'GET /v1/disputes/{id}',
    'POST /v1/disputes/{id}/comments',
  ],
  ...['POST /v1/disputes/{id}/resolve', 'POST /v1/statements', 'GET /v1/statements', 'GET /v1/entries'],
  ...['GET /v1/proposals', 'POST /v1/proposals/{id}/accept', 'POST /v1/proposals/{id}/reject', 'GET /v1/deliveries'],
  ...['POST /v1/deliveries/{id}/replay', 'GET /v1/jobs', 'POST /v1/jobs/{id}/retry', 'POST /v1/jobs/{id}/cancel'],
  ...['GET /v1/timeline', 'GET /v1/timeline/{correlationId}', 'GET /v1/api-keys', 'POST /v1/api-keys'],
  ...['DELETE /v1/api-keys/{id}', 'POST /v1/validate', 'POST /v1/convert'],
];
const OPEN_ROUTES = ['GET /', 'GET /health/live', 'GET /health/ready', 'GET /metrics'];

/** Opened by the platform's signature, not by a key: without one, or for a platform nobody has, there is nothing to see. */
const SIGNED_ROUTES = ['POST /hooks/platforms/{tenant}/{platform}'];

/** Health, the description of the API, and who may do what. */
export function surfaceSteps(installation: () => Installation): void {
  it('is alive and ready', async () => {
    const nobody = installation().client().withKey(undefined);
    expect(await nobody.get('/health/live')).toEqual({ status: 'up' });
    expect(await nobody.get('/health/ready')).toEqual({ status: 'up' });
  });

  it('describes every route in /openapi.json, and answers none of them without a key but the public ones', async () => {
    const nobody = installation().client().withKey(undefined);
    const described = await routesOf(nobody);
    expect(described).toEqual(expect.arrayContaining(ROUTES));
    for (const route of described) {
      const [method, path] = route.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000').split(' ');
      const { status } = await nobody.send(method as string, path as string);
      if (SIGNED_ROUTES.includes(route)) continue;
      const wanted = OPEN_ROUTES.includes(route) ? 200 : 401;
      expect({ route, status }).toEqual({ route, status: wanted });
    }
  });

  it('answers no callback that its platform has not signed', async () => {
    const nobody = installation().client().withKey(undefined);
    for (const path of ['main/pa-exemple', 'main/nobody', 'nobody/pa-exemple'])
      expect([401, 404]).toContain((await nobody.postJson(`/hooks/platforms/${path}`, { flowId: 'x' })).status);
  });

  it('refuses a wrong key, a key without the role, and a revoked key', async () => {
    const admin = installation().client();
    const wrong = await admin.withKey(`fk_${'0'.repeat(40)}`).send('GET', '/v1/orders');
    expect(wrong).toMatchObject({ status: 401, mediaType: 'application/problem+json' });
    const made = await admin.postJson<{ id: string; key: string }>('/v1/api-keys', { name: 'reader', roles: ['read'] });
    const reader = admin.withKey(made.body.key);
    expect((await reader.send('GET', '/v1/orders')).status).toBe(200);
    const forbidden = await reader.postJson('/v1/orders', { number: 'NEVER' });
    expect(forbidden).toMatchObject({ status: 403, body: { code: 'ACCESS.ROLE_MISSING', role: 'orders:write' } });
    expect((await admin.send('DELETE', `/v1/api-keys/${made.body.id}`)).body).toEqual({ revoked: true });
    expect((await reader.send('GET', '/v1/orders')).status).toBe(401);
  });
}

async function routesOf(client: Client): Promise<string[]> {
  const { paths } = await client.get<{ paths: Record<string, Record<string, unknown>> }>('/openapi.json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}
