import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { openingOf, type Database, type Queries, type ScriptSession } from './database.js';
import { asCommitError, asStoreError } from './store-errors.js';
import { inTransactionScope } from './transaction-scope.js';

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** Connections at most; 10 unless said. */
  readonly poolSize?: number;
}

/** A PostgreSQL server (14 or later) through a pool of connections. */
export class PostgresDatabase implements Database {
  private readonly pool: pg.Pool;
  private readonly pooled: Queries;
  private readonly byClient = new WeakMap<pg.PoolClient, Queries>();

  constructor(options: PostgresOptions) {
    this.pool = new pg.Pool({
      connectionString: options.databaseUrl,
      max: options.poolSize ?? 10,
      application_name: 'facteur',
      connectionTimeoutMillis: 10_000,
      statement_timeout: 60_000,
      // A process that hangs inside a transaction must not hold its row locks for ever.
      idle_in_transaction_session_timeout: 120_000,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the pool; whoever needs one next gets the error, if it lasts.
    this.pool.on('error', () => undefined);
    this.pooled = drizzle(this.pool, { casing: 'snake_case' });
  }

  async asTenant<T>(tenantId: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    return inTransactionScope(() => this.attempt(openingOf(tenantId), work));
  }

  async asOwner<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    try {
      return await work(this.pooled);
    } catch (thrown) {
      throw asStoreError(thrown);
    }
  }

  async exclusively<T>(work: (session: ScriptSession) => Promise<T>): Promise<T> {
    const client = await this.connect();
    try {
      return await work({
        run: async (script) => void (await client.query(script)),
        rows: async (query, parameters = []) =>
          (await client.query<Record<string, unknown>>(query, [...parameters])).rows,
      });
    } finally {
      // Closed rather than returned: a session lock or an aborted transaction goes with it.
      client.release(true);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async attempt<T>(opening: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let isBroken = false;
    try {
      await client.query(opening);
      const result = await work(this.queriesOf(client));
      await client.query('COMMIT').catch((thrown: unknown) => {
        throw asCommitError(thrown);
      });
      return result;
    } catch (thrown) {
      await client.query('ROLLBACK').catch(() => (isBroken = true));
      throw thrown;
    } finally {
      client.release(isBroken);
    }
  }

  private async connect(): Promise<pg.PoolClient> {
    const client = await this.pool.connect().catch((thrown: unknown) => {
      throw asStoreError(thrown);
    });
    // Without a listener, a connection that breaks while it is in use would end the process.
    if (client.listenerCount('error') === 0) client.on('error', () => undefined);
    return client;
  }

  private queriesOf(client: pg.PoolClient): Queries {
    let queries = this.byClient.get(client);
    if (!queries) {
      queries = drizzle(client, { casing: 'snake_case' });
      this.byClient.set(client, queries);
    }
    return queries;
  }
}
