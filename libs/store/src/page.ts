import { lt, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Page, PageQuery } from '#ports';

const MAX_LIMIT = 200;

/** The page size that was asked for, within 1 to 200. */
export function pageSize(query: PageQuery): number {
  return Math.min(Math.max(Math.trunc(query.limit) || 1, 1), MAX_LIMIT);
}

/** Rows before the cursor, in a listing by descending id. */
export function beforeCursor(column: PgColumn, query: PageQuery): SQL | undefined {
  return query.cursor === undefined ? undefined : lt(column, query.cursor);
}

/** A page from one row more than was asked for: that row's presence says that there is a next page. */
export function toPage<T>(rows: readonly T[], query: PageQuery, cursorOf: (row: T) => string): Page<T> {
  const size = pageSize(query);
  const items = rows.slice(0, size);
  const last = items.at(-1);
  return rows.length > size && last !== undefined ? { items, nextCursor: cursorOf(last) } : { items };
}

/** A row as the ports know it: what the database holds as null is absent. */
export type Present<R> = { [K in keyof R]: null extends R[K] ? Exclude<R[K], null> | undefined : R[K] };

/** Drops the members that are null. */
export function present<R extends object>(row: R): Present<R> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<R>;
}
