import { randomBytes, timingSafeEqual } from 'node:crypto';
import { FacteurError, newId, sha256, type Clock } from '#kernel';
import type { ApiKeyRow, ApiKeyStore, Caller, Role } from '#ports';

const FORMAT = /^fk_[A-Za-z0-9_-]{8}\.[A-Za-z0-9_-]{43}$/;

/**
 * Makes an API key: `fk_<8 characters>.<43 characters>`, 256 random bits after the point. The plain key is shown once; the row
 * holds its hash only.
 */
export function createApiKey(
  input: { tenantId: string; name: string; roles: readonly Role[] },
  clock: Clock,
): { key: string; row: ApiKeyRow } {
  const prefix = `fk_${randomBytes(6).toString('base64url')}`;
  const key = `${prefix}.${randomBytes(32).toString('base64url')}`;
  return { key, row: rowOf(key, input, clock) };
}

/** The row of a key that was made elsewhere (a secret of the deployment). Same format as `createApiKey` makes. */
export function rowOf(
  key: string,
  input: { tenantId: string; name: string; roles: readonly Role[] },
  clock: Clock,
): ApiKeyRow {
  if (!FORMAT.test(key)) {
    throw new FacteurError('ACCESS.KEY_FORMAT', 'input', 'An API key has the form fk_<8>.<43> in base64url characters');
  }
  const prefix = key.slice(0, key.indexOf('.'));
  return { id: newId(), prefix, hash: sha256(key), createdAt: clock.now(), ...input };
}

/**
 * Who holds this key.
 * @throws FacteurError `ACCESS.KEY_UNKNOWN` (unauthenticated) for a malformed, unknown or revoked key, without telling which.
 */
export async function authenticate(keys: ApiKeyStore, presented: string | undefined): Promise<Caller> {
  const row =
    presented !== undefined && FORMAT.test(presented)
      ? await keys.findByPrefix(presented.split('.')[0] as string)
      : undefined;
  const isRight =
    row !== undefined && timingSafeEqual(Buffer.from(row.hash, 'hex'), Buffer.from(sha256(presented as string), 'hex'));
  if (!row || !isRight || row.revokedAt) {
    throw new FacteurError('ACCESS.KEY_UNKNOWN', 'unauthenticated', 'The API key is missing, unknown or revoked');
  }
  return { tenantId: row.tenantId, keyId: row.id, name: row.name, roles: row.roles };
}

/** Whether the caller may do what needs `role`: `admin` may do all, and whoever may do anything may read. */
export function isAllowed(caller: Caller, role: Role): boolean {
  return caller.roles.includes('admin') || caller.roles.includes(role) || (role === 'read' && caller.roles.length > 0);
}
