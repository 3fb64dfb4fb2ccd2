import { readFileSync, writeFileSync } from 'node:fs';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeSchema, schema, type SqlStore } from '#store';
import { openTestStore } from '#testkit';

const FILE = new URL('../../schemas/database.sql', import.meta.url);

describe('database schema', () => {
  let store: SqlStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('is written down in schemas/database.sql (UPDATE_SCHEMAS=1 writes it)', async () => {
    const current = await store.database.exclusively(describeSchema);
    if (process.env['UPDATE_SCHEMAS'] === '1') writeFileSync(FILE, current);
    expect(readFileSync(FILE, 'utf8')).toBe(current);
  });

  it('is what the queries believe it to be: tables, columns, types and what may be absent', async () => {
    const rows = await store.database.exclusively((session) =>
      session.rows(
        `SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, NULL)
                || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS line
           FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
            AND c.relname <> 'schema_migrations'`,
      ),
    );
    const casing = new CasingCache('snake_case');
    const believed = Object.values(schema)
      .filter((table) => is(table, PgTable))
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map((column) => {
          const type = column.getSQLType();
          return `${getTableName(table)}.${casing.getColumnCasing(column)} ${
            type === 'timestamptz' ? 'timestamp with time zone' : type
          }${column.notNull ? ' not null' : ''}`;
        }),
      );
    expect(believed.sort()).toEqual(rows.map((row) => String(row['line'])).sort());
  });
});
