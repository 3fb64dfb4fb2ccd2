import { asc, ne, sql } from 'drizzle-orm';
import type { Clock } from '#kernel';
import type { ApiKeyStore, FigureStore, JobQueue, Store, TimelineEvent, Transaction } from '#ports';
import { SqlApiKeyStore } from './api-key-store.js';
import type { Database, Queries } from './database.js';
import { Evidence } from './evidence.js';
import { SqlFigureStore } from './figure-store.js';
import { JobBell } from './job-bell.js';
import { SqlJobQueue } from './job-queue.js';
import { tenants } from './schema/index.js';
import { TenantTransaction } from './tenant-transaction.js';

/** The store over a migrated database. */
export class SqlStore implements Store {
  readonly queue: JobQueue;
  readonly apiKeys: ApiKeyStore;
  readonly figures: FigureStore;
  private readonly bell = new JobBell();
  private readonly listeners = new Set<(tenantId: string, events: readonly TimelineEvent[]) => void>();

  constructor(
    /** For the store's own tests and tools: SQL as a tenant or as the owner. */
    readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.queue = new SqlJobQueue(database, clock, this.bell);
    this.apiKeys = new SqlApiKeyStore(database);
    this.figures = new SqlFigureStore(database);
  }

  async transaction<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transactionWithSql(tenantId, work);
  }

  /** As `transaction`, with the connection itself beside the repositories: for tests that attack the isolation. */
  async transactionWithSql<T>(tenantId: string, work: (tx: Transaction, queries: Queries) => Promise<T>): Promise<T> {
    let hasJobs = false;
    let followUps: readonly string[] = [];
    let events: readonly TimelineEvent[] = [];
    const result = await this.database.asTenant(tenantId, async (queries) => {
      const tx = new TenantTransaction({
        tenantId,
        queries,
        clock: this.clock,
        evidence: new Evidence(),
        bell: this.bell,
      });
      const answer = await work(tx, queries);
      await tx.flush();
      hasJobs = tx.jobs.isFilled;
      followUps = tx.jobs.followUps;
      events = tx.timeline.appended;
      return answer;
    });
    if (hasJobs) this.bell.ring(followUps);
    if (events.length > 0) for (const listener of this.listeners) listener(tenantId, events);
    return result;
  }

  onCommitted(listener: (tenantId: string, events: readonly TimelineEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async ensureTenant(id: string, name: string): Promise<void> {
    await this.database.asOwner(async (queries) =>
      queries
        .insert(tenants)
        .values({ id, name, createdAt: this.clock.now() })
        .onConflictDoUpdate({ target: tenants.id, set: { name }, setWhere: ne(tenants.name, name) }),
    );
  }

  async tenants(): Promise<readonly { id: string; name: string }[]> {
    return this.database.asOwner(async (queries) =>
      queries.select({ id: tenants.id, name: tenants.name }).from(tenants).orderBy(asc(tenants.id)),
    );
  }

  async ping(): Promise<void> {
    await this.database.asOwner(async (queries) => queries.execute(sql`SELECT 1`));
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}
