import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
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
    private readonly onClose: () => Promise<void> = async () => undefined,
  ) {
    this.queries = drizzle(pglite, { casing: 'snake_case' });
  }

  async asTenant<T>(tenantId: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    return inTransactionScope(() => this.turn.run(() => this.attempt(openingOf(tenantId), work)));
  }

  async asOwner<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    try {
      return await this.turn.run(() => work(this.queries));
    } catch (thrown) {
      throw asStoreError(thrown);
    }
  }

  async exclusively<T>(work: (session: ScriptSession) => Promise<T>): Promise<T> {
    return this.turn.run(() =>
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
    await this.turn.run(() => this.pglite.close());
    await this.onClose();
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
