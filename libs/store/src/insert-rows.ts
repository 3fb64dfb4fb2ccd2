import { getTableColumns, getTableName, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { rowsOf, type Queries } from './database.js';
import { toStorableJson } from './storable-json.js';

interface Shape {
  /** Names as the database has them, and the members of a row they come from. */
  readonly columns: readonly (readonly [column: string, member: string])[];
  readonly into: SQL;
  readonly from: SQL;
}

const shapes = new WeakMap<PgTable, Shape>();

/**
 * Inserts any number of rows by one statement with one parameter: the rows as JSON. Building a statement with a parameter for
 * each value costs more than everything the database does with it. `more` is what follows, such as ON CONFLICT or RETURNING.
 */
export async function insertRows<T extends PgTable>(
  queries: Queries,
  table: T,
  rows: readonly Partial<T['$inferInsert']>[],
  more: SQL = sql``,
): Promise<readonly Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  const { columns, into, from } = shapeOf(table);
  const named = rows.map((row) => {
    const members: Record<string, unknown> = row;
    return Object.fromEntries(columns.map(([column, member]) => [column, members[member]]));
  });
  return rowsOf(queries, sql`${into} FROM json_to_recordset(${toStorableJson(named)}::json) AS rows (${from}) ${more}`);
}

function shapeOf(table: PgTable): Shape {
  const known = shapes.get(table);
  if (known) return known;
  const all = Object.entries(getTableColumns(table)).filter(([, column]) => column.generatedIdentity === undefined);
  const columns = all.map(([member]) => [inSnakeCase(member), member] as const);
  const list = columns.map(([column]) => `"${column}"`).join(', ');
  const types = all.map(([member, column]) => `"${inSnakeCase(member)}" ${column.getSQLType()}`).join(', ');
  const into = sql.raw(`INSERT INTO "${getTableName(table)}" (${list}) SELECT ${list}`);
  const shape = { columns, into, from: sql.raw(types) };
  shapes.set(table, shape);
  return shape;
}

function inSnakeCase(member: string): string {
  return member.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
