/**
 * What a migration may not do, because the version before still runs while the new one migrates (docs/upgrade.md). A step that
 * only takes away what no supported version uses any more says so: `-- Contracts: nothing since VERSION uses it.`
 */
const RULES: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [
    /\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION)\b|\bALTER\s+TABLE\b[^;]*\bDROP\s+(?!CONSTRAINT|DEFAULT|NOT|EXPRESSION|IDENTITY)\w/i,
    'takes away what the version before still uses',
  ],
  [/\bRENAME\b[^;]*\bTO\b/i, 'renames what the version before still uses'],
  [/\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/i, 'rewrites a table under a lock'],
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
  [/\bTRUNCATE\b/i, 'empties a table that the version before reads'],
  [
    /\bADD\s+(CONSTRAINT\s+\w+\s+)?(UNIQUE|PRIMARY\s+KEY)\b(?!\s+USING\s+INDEX)/i,
    'builds an index while writers wait; build it beforehand, then ADD … USING INDEX',
  ],
  [
    /\bADD\s+COLUMN\b[^,;]*\bDEFAULT\s+(\w*random\w*|clock_timestamp|nextval|\w*uuid\w*)\s*\(/i,
    'fills a column row by row under a lock',
  ],
  [/\bADD\s+COLUMN\b[^;]*\bGENERATED\s+ALWAYS\s+AS\s*\(/i, 'rewrites a table under a lock'],
];

const CONTRACTS = /^-- Contracts: nothing since \d+\.\d+\.\d+ uses it\.$/m;

/** What a script makes is free: nobody uses it before the script has ended. */
export function tablesMade(script: string): string[] {
  return [...withoutComments(script).matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gi)].map(
    ([, name]) => name as string,
  );
}

/** What is wrong with a migration; `largeTables` are those that may hold millions of rows when it runs. */
export function migrationFaults(script: string, largeTables: readonly string[]): string[] {
  if (CONTRACTS.test(script)) return [];
  const made = tablesMade(script);
  return statementsOf(script).flatMap((statement) => statementFaults(statement, made, largeTables));
}

function statementFaults(statement: string, made: readonly string[], largeTables: readonly string[]): string[] {
  const isLarge = (name: string | undefined) =>
    name !== undefined && !made.includes(name) && largeTables.includes(name);
  const table = /\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(\w+)/i.exec(statement)?.[1];
  const index = /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+\w+\s+ON\s+(?:ONLY\s+)?(\w+)/i.exec(statement)?.[1];
  const rewritten = /\b(?:UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?(\w+)/i.exec(statement)?.[1];
  const isFree = table !== undefined && made.includes(table);
  const faults = isFree || isDefinition(statement) ? [] : RULES.filter(([pattern]) => pattern.test(statement));
  return [
    ...faults.map(([, fault]) => fault),
    ...(isLarge(index) ? [`builds an index on ${index} while writers wait`] : []),
    ...(isLarge(rewritten) && !isDefinition(statement) ? ['rewrites rows of a large table in one transaction'] : []),
  ];
}

/** Bodies of functions and triggers only say what happens later; a trigger names UPDATE as an event. */
function isDefinition(statement: string): boolean {
  return /^\s*(CREATE|ALTER)\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|TRIGGER|CONSTRAINT\s+TRIGGER|POLICY|RULE|VIEW)\b/i.test(
    statement,
  );
}

/** The bodies of DO blocks run at once and count as statements; other bodies do not. */
function statementsOf(script: string): string[] {
  const code = withoutComments(script)
    .replace(/\bDO\s+(?:LANGUAGE\s+\w+\s+)?(\$\w*\$)([\s\S]*?)\1/gi, (_, _quote: string, body: string) => `; ${body} ;`)
    .replace(/(\$\w*\$)[\s\S]*?\1/g, '');
  return code.split(';').map((each) => each.trim());
}

function withoutComments(script: string): string {
  return script.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
}
