import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ApiKeyRow, ApiKeyStore } from '#ports';
import type { Database } from './database.js';
import { present } from './page.js';
import { apiKeys } from './schema/index.js';

/** API keys across tenants: a key is looked up before its tenant is known. */
export class SqlApiKeyStore implements ApiKeyStore {
  constructor(private readonly database: Database) {}

  async add(key: ApiKeyRow): Promise<void> {
    await this.database.asOwner(async (queries) => queries.insert(apiKeys).values(key));
  }

  async findByPrefix(prefix: string): Promise<ApiKeyRow | undefined> {
    const [row] = await this.database.asOwner(async (queries) =>
      queries.select().from(apiKeys).where(eq(apiKeys.prefix, prefix)),
    );
    return row && present(row);
  }

  async list(tenantId: string): Promise<readonly ApiKeyRow[]> {
    const rows = await this.database.asOwner(async (queries) =>
      queries.select().from(apiKeys).where(eq(apiKeys.tenantId, tenantId)).orderBy(desc(apiKeys.id)),
    );
    return rows.map(present);
  }

  async revoke(id: string, at: Date): Promise<boolean> {
    const revoked = await this.database.asOwner(async (queries) =>
      queries
        .update(apiKeys)
        .set({ revokedAt: at })
        .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
        .returning({ id: apiKeys.id }),
    );
    return revoked.length > 0;
  }
}
