export const ROLES = ['orders:write', 'read', 'cash:write', 'disputes:write', 'operate', 'admin'] as const;
/** What a key may do. `admin` includes all others; `read` is included in every other. */
export type Role = (typeof ROLES)[number];

export interface ApiKeyRow {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** The part before the point; found by it, shown in lists. */
  readonly prefix: string;
  /** SHA-256 of the whole key: keys are 256 random bits, so that no slow hash is needed. */
  readonly hash: string;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  readonly revokedAt?: Date;
}

export interface ApiKeyStore {
  add(key: ApiKeyRow): Promise<void>;
  findByPrefix(prefix: string): Promise<ApiKeyRow | undefined>;
  list(tenantId: string): Promise<readonly ApiKeyRow[]>;
  revoke(id: string, at: Date): Promise<boolean>;
}

/** Who acts, as established from the API key. */
export interface Caller {
  readonly tenantId: string;
  readonly keyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}
