import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { FacteurError } from '#kernel';
import { openingOf, type Database, type Queries, type ScriptSession } from './database.js';
import { Exclusive } from './exclusive.js';
import { asCommitError, asStoreError } from './store-errors.js';
import { inTransactionScope } from './transaction-scope.js';

/** PostgreSQL inside the process: one connection, so transactions and statements queue up behind each other. */
export class PgliteDatabase implements Database {
  private readonly queries: Queries;
  private readonly turn = new Exclusive();
  private isClosed = false;

  constructor(
    private readonly pglite: PGlite,
    /** What closing does with the engine. */
    private readonly release: () => Promise<void> = () => pglite.close(),
  ) {
    this.queries = drizzle(pglite, { casing: 'snake_case' });
  }

  async asTenant<T>(tenantId: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    return inTransactionScope(() => this.inTurn(() => this.attempt(openingOf(tenantId), work)));
  }

  async asOwner<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    try {
      return await this.inTurn(() => work(this.queries));
    } catch (thrown) {
      throw asStoreError(thrown);
    }
  }

  async exclusively<T>(work: (session: ScriptSession) => Promise<T>): Promise<T> {
    return this.inTurn(() =>
      work({
        run: async (script) => void (await this.pglite.exec(script)),
        rows: async (query, parameters = []) =>
          (await this.pglite.query<Record<string, unknown>>(query, [...parameters])).rows,
      }),
    );
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.turn.run(() => this.release());
  }

  /** One task at a time, and none after closing: the engine may belong to another store by then. */
  private async inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new FacteurError('STORE.CLOSED', 'unavailable', 'The store is closed');
    return this.turn.run(task);
  }

  private async attempt<T>(opening: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    try {
      await this.pglite.exec(opening);
      const result = await work(this.queries);
      await this.pglite.exec('COMMIT').catch((thrown: unknown) => {
        throw asCommitError(thrown);
      });
      return result;
    } catch (thrown) {
      await this.pglite.exec('ROLLBACK').catch(() => undefined);
      throw thrown;
    }
  }
}
