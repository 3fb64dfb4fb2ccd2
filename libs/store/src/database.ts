import { sql, type SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Typed queries on one connection, whichever driver carries them. */
export type Queries = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** A database that serves the store: PGlite in the process, or a PostgreSQL server. */
export interface Database {
  /** One transaction as this tenant under row level security. A throw rolls back; lost races are tried again. */
  asTenant<T>(tenantId: string, work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Single statements as the owner of the tables, across tenants, each its own transaction. */
  asOwner<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Runs on one connection that nobody else uses meanwhile; for migrations. */
  exclusively<T>(work: (session: ScriptSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Plain SQL on one connection. */
export interface ScriptSession {
  /** Several statements without parameters. */
  run(script: string): Promise<void>;
  rows(query: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** The rows of a statement that is written as SQL. */
export async function rowsOf<T>(queries: Queries, statement: SQL): Promise<readonly T[]> {
  const result: unknown = await queries.execute(statement);
  return (result as { rows: T[] }).rows;
}

/** The opening of a tenant's transaction in one round trip. The tenant is quoted as a literal: scripts carry no parameters. */
export function openingOf(tenantId: string): string {
  return `BEGIN; SET LOCAL ROLE facteur_app; SELECT set_config('facteur.tenant', ${literal(tenantId)}, true)`;
}

/** `now` cannot serve for time that a test sets: instants come from the clock and are bound as timestamptz. */
export function timestamptz(instant: Date): SQL {
  return sql`${instant.toISOString()}::timestamptz`;
}

function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? ` E${quoted}` : quoted;
}
