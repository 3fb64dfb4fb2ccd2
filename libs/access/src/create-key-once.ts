import { createHmac, randomBytes } from 'node:crypto';
import { FacteurError, sha256, type Clock } from '#kernel';
import type { ApiKeyRow, Caller, Role, Store } from '#ports';
import { createApiKey, rowOf } from './api-key.js';

const ROUTE = 'POST /v1/api-keys';

export interface WantedKey {
  readonly name: string;
  readonly roles: readonly Role[];
}

/**
 * Makes an API key once for one `Idempotency-Key`: the same request of the same caller answers the same key. The plain key is not
 * kept for that. What is kept is a random number, from which only the caller's own key leads to the new one: neither the database
 * nor the caller's key alone is enough.
 * @throws FacteurError `REQUEST.KEY_REUSED` (conflict) for another request or caller; `ACCESS.KEY_REVOKED` (conflict) when the key
 * that the first request made was revoked since.
 */
export async function createApiKeyOnce(
  store: Store,
  clock: Clock,
  caller: Caller,
  presented: string,
  wanted: WantedKey,
  idempotencyKey: string | undefined,
): Promise<{ key: string; row: ApiKeyRow }> {
  const input = { tenantId: caller.tenantId, name: wanted.name, roles: wanted.roles };
  if (idempotencyKey === undefined) {
    const made = createApiKey(input, clock);
    await store.apiKeys.add(made.row);
    return made;
  }
  const requestHash = sha256(JSON.stringify([caller.keyId, wanted.name, wanted.roles]));
  const nonce = await nonceOf(store, clock, caller.tenantId, idempotencyKey, requestHash);
  const key = derivedKey(presented, nonce);
  const row = rowOf(key, input, clock);
  const known = await store.apiKeys.findByPrefix(row.prefix);
  if (known?.revokedAt)
    throw new FacteurError('ACCESS.KEY_REVOKED', 'conflict', 'The key that this request made was revoked', {
      id: known.id,
    });
  if (!known) await store.apiKeys.add(row);
  return { key, row: known ?? row };
}

function nonceOf(
  store: Store,
  clock: Clock,
  tenantId: string,
  idempotencyKey: string,
  requestHash: string,
): Promise<string> {
  return store.transaction(tenantId, async (tx) => {
    const kept = await tx.idempotency.find(ROUTE, idempotencyKey);
    if (kept?.requestHash === requestHash) return String(kept.body);
    const body = randomBytes(32).toString('base64url');
    const isFirst =
      !kept && (await tx.idempotency.keep(ROUTE, idempotencyKey, { requestHash, status: 201, body }, clock.now()));
    if (isFirst) return body;
    throw new FacteurError('REQUEST.KEY_REUSED', 'conflict', 'This Idempotency-Key was used with another request', {
      idempotencyKey,
    });
  });
}

function derivedKey(presented: string, nonce: string): string {
  const derive = (use: string): Buffer => createHmac('sha256', presented).update(`${use}:${nonce}`).digest();
  return `fk_${derive('prefix').subarray(0, 6).toString('base64url')}.${derive('secret').toString('base64url')}`;
}
