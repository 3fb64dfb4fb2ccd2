import type { ScriptSession } from './database.js';

/** Each query answers one text column: a statement, in an order that does not depend on the server. */
const PARTS: readonly (readonly [title: string, query: string])[] = [
  [
    'Tables',
    `SELECT format(E'CREATE TABLE %I (\\n%s\\n)%s;', c.relname, string_agg(
              format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                     CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
                     CASE WHEN a.attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE '' END),
              E',\\n' ORDER BY a.attnum),
              coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', ''))
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      GROUP BY c.relname, c.reloptions ORDER BY c.relname COLLATE "C"`,
  ],
  [
    'Constraints',
    `SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid))
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE c.relnamespace = 'public'::regnamespace AND k.contype <> 'n'
      ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"`,
  ],
  [
    'Indexes',
    `SELECT pg_get_indexdef(i.indexrelid) || ';'
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
      ORDER BY c.relname COLLATE "C"`,
  ],
  [
    'Views',
    `SELECT format(E'CREATE VIEW %I WITH (%s) AS\\n%s', relname, array_to_string(reloptions, ', '), pg_get_viewdef(oid))
       FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace ORDER BY relname COLLATE "C"`,
  ],
  [
    'Functions',
    `SELECT rtrim(pg_get_functiondef(oid)) || ';'
       FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname COLLATE "C"`,
  ],
  [
    'Triggers',
    `SELECT pg_get_triggerdef(t.oid) || ';'
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`,
  ],
  [
    'Row level security',
    `SELECT format(E'ALTER TABLE %I ENABLE ROW LEVEL SECURITY;\\nCREATE POLICY %I ON %I TO %s USING (%s) WITH CHECK (%s);',
                   tablename, policyname, tablename, array_to_string(roles, ', '), qual, with_check)
       FROM pg_policies WHERE schemaname = 'public' ORDER BY tablename COLLATE "C"`,
  ],
  [
    'Rights of the application role',
    `SELECT format('GRANT %s ON %I TO facteur_app;', string_agg(privilege_type, ', ' ORDER BY privilege_type), table_name)
       FROM information_schema.role_table_grants WHERE grantee = 'facteur_app' AND table_schema = 'public'
      GROUP BY table_name ORDER BY table_name COLLATE "C"`,
  ],
];

/** The schema of a migrated database as SQL to read, from the catalogue: what the migrations add up to. */
export async function describeSchema(session: ScriptSession): Promise<string> {
  const parts: string[] = ['-- Generated from libs/store/migrations. To read, not to run.'];
  for (const [title, query] of PARTS) {
    const rows = await session.rows(query);
    parts.push(`-- ${title}`, ...rows.map((row) => String(Object.values(row)[0])));
  }
  return `${parts.join('\n\n')}\n`;
}
