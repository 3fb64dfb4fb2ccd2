import { sql, type Column, type SQL } from 'drizzle-orm';

/** Whether a text column is one of many values: one parameter, however many there are (the protocol allows 65,535). */
export function isOneOf(column: Column, values: readonly string[]): SQL {
  return sql`${column} IN (SELECT jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
}
