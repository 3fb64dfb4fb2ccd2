/**
 * What a migration may not do, because the version before still runs while the new one migrates (docs/upgrade.md). A step that
 * only takes away what no supported version uses any more says so: `-- Contracts: nothing since VERSION uses it.`
 */
const RULES: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION)\b/i, 'takes away what the version before still uses'],
  [/\bRENAME\s+(COLUMN\s+\w+\s+)?TO\b/i, 'renames what the version before still uses'],
  [/\bALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE\b/i, 'rewrites a table under a lock'],
  [
    /\bALTER\s+COLUMN\s+\w+\s+SET\s+NOT\s+NULL\b/i,
    'reads a whole table under a lock; add a CHECK … NOT VALID, then validate it',
  ],
  [
    /\bADD\s+COLUMN\s+(IF\s+NOT\s+EXISTS\s+)?\w+[^,;]*\bNOT\s+NULL\b(?![^,;]*\bDEFAULT\b)/i,
    'adds a column that the version before does not fill',
  ],
  [
    /\bADD\s+(CONSTRAINT\s+\w+\s+)?(CHECK|FOREIGN\s+KEY)\b(?![^;]*\bNOT\s+VALID\b)/i,
    'checks a whole table under a lock; add it NOT VALID',
  ],
  [/\bLOCK\s+TABLE\b/i, 'locks a table'],
];

const CONTRACTS = /^-- Contracts: nothing since \d+\.\d+\.\d+ uses it\.$/m;

/** What is wrong with a migration; `largeTables` are those that may hold millions of rows when it runs. */
export function migrationFaults(script: string, largeTables: readonly string[]): string[] {
  if (CONTRACTS.test(script)) return [];
  const code = script.replace(/--[^\n]*/g, '').replace(/\$\$[\s\S]*?\$\$/g, '');
  const statements = code.split(';').map((each) => each.trim());
  const made = [...code.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gi)].map(([, name]) => name as string);
  const isLarge = (table: string | undefined) =>
    table !== undefined && !made.includes(table) && largeTables.includes(table);
  return statements.flatMap((statement) => {
    const table = /\bALTER\s+TABLE\s+(?:ONLY\s+)?(\w+)/i.exec(statement)?.[1];
    const index = /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+\w+\s+ON\s+(\w+)/i.exec(statement)?.[1];
    const faults = RULES.filter(([pattern]) => pattern.test(statement)).map(([, fault]) => fault);
    const isFree = table !== undefined && made.includes(table);
    return [
      ...(isFree ? [] : faults),
      ...(isLarge(index) ? [`builds an index on ${index} while writers wait`] : []),
      ...(/\b(UPDATE|DELETE\s+FROM)\s+(\w+)/i.test(statement) &&
      isLarge(/\b(?:UPDATE|DELETE\s+FROM)\s+(\w+)/i.exec(statement)?.[1])
        ? ['rewrites rows of a large table in one transaction']
        : []),
    ];
  });
}
