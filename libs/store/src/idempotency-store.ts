import { and, eq } from 'drizzle-orm';
import type { IdempotencyStore, KeptAnswer } from '#ports';
import { idempotencyKeys } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

/** First answers to keyed requests. */
export class SqlIdempotencyStore implements IdempotencyStore {
  constructor(private readonly scope: TenantScope) {}

  async find(route: string, key: string): Promise<KeptAnswer | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select({
        requestHash: idempotencyKeys.requestHash,
        status: idempotencyKeys.status,
        body: idempotencyKeys.body,
      })
      .from(idempotencyKeys)
      .where(
        and(eq(idempotencyKeys.tenantId, tenantId), eq(idempotencyKeys.route, route), eq(idempotencyKeys.key, key)),
      );
    return row;
  }

  async keep(route: string, key: string, answer: KeptAnswer, at: Date): Promise<boolean> {
    const { tenantId, queries } = this.scope;
    const kept = await queries
      .insert(idempotencyKeys)
      .values({ ...answer, tenantId, route, key, keptAt: at })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    return kept.length > 0;
  }
}
