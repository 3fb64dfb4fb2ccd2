import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '#kernel';
import type { ApiKeyRow, ApiKeyStore } from '#ports';
import { authenticate, createApiKey, isAllowed, rowOf } from './api-key.js';

const clock = new FixedClock(new Date('2026-11-02T09:00:00Z'));

function keysOf(...rows: ApiKeyRow[]): ApiKeyStore {
  return {
    add: async () => undefined,
    findByPrefix: async (prefix) => rows.find((row) => row.prefix === prefix),
    list: async () => rows,
    revoke: async () => true,
  };
}

describe('API keys', () => {
  it('are known by their hash alone', async () => {
    const { key, row } = createApiKey({ tenantId: 'main', name: 'erp', roles: ['orders:write'] }, clock);
    expect(JSON.stringify(row)).not.toContain(key.split('.')[1]);
    expect(await authenticate(keysOf(row), key)).toEqual({
      tenantId: 'main',
      keyId: row.id,
      name: 'erp',
      roles: ['orders:write'],
    });
  });

  it.each([
    ['nothing', () => undefined],
    ['another form', () => 'secret'],
    ['the right prefix with another secret', (key: string) => `${key.slice(0, 12)}${'A'.repeat(43)}`],
  ])('refuse %s', async (_name, present) => {
    const { key, row } = createApiKey({ tenantId: 'main', name: 'erp', roles: ['read'] }, clock);
    await expect(authenticate(keysOf(row), present(key))).rejects.toMatchObject({
      code: 'ACCESS.KEY_UNKNOWN',
      category: 'unauthenticated',
    });
  });

  it('refuse a revoked key', async () => {
    const { key, row } = createApiKey({ tenantId: 'main', name: 'erp', roles: ['read'] }, clock);
    await expect(authenticate(keysOf({ ...row, revokedAt: clock.now() }), key)).rejects.toMatchObject({
      code: 'ACCESS.KEY_UNKNOWN',
    });
  });

  it('give reading with any role, everything with admin, and nothing else beside', () => {
    const caller = (roles: ApiKeyRow['roles']) => ({ tenantId: 'main', keyId: 'k', name: 'n', roles });
    expect(isAllowed(caller(['orders:write']), 'read')).toBe(true);
    expect(isAllowed(caller(['orders:write']), 'cash:write')).toBe(false);
    expect(isAllowed(caller(['admin']), 'cash:write')).toBe(true);
    expect(isAllowed(caller([]), 'read')).toBe(false);
  });

  it('must have the documented form when given from outside', () => {
    expect(() => rowOf('password', { tenantId: 'main', name: 'x', roles: ['read'] }, clock)).toThrow('fk_');
  });
});
