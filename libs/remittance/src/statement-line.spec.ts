import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { camt053, entry } from './camt/camt-sample.fixture.js';
import { readStatements, statementLineJson } from './index.js';

interface Schema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[]; readonly pattern?: string }>>;
}
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/statement-line.schema.json', import.meta.url), 'utf8'),
) as Schema;

describe('the canonical bank line', () => {
  const file = readStatements(new TextEncoder().encode(camt053([entry({ amount: '119.00', text: ['FA-2026-0001'] })])));
  const statement = file.ok ? file.value.statements[0]! : undefined;
  const line = JSON.parse(statementLineJson(statement!.entries[0]!, statement!)) as Record<string, unknown>;

  it('has exactly the keys of the published schema, in its order', () => {
    expect(Object.keys(line)).toEqual(SCHEMA.required);
    expect(Object.keys(line)).toEqual(Object.keys(SCHEMA.properties));
  });

  it('keeps to the patterns and lists of the schema, and amounts are strings', () => {
    for (const [key, rule] of Object.entries(SCHEMA.properties)) {
      if (rule.enum !== undefined) expect(rule.enum).toContain(line[key]);
      if (rule.pattern !== undefined && line[key] !== null) expect(line[key]).toMatch(new RegExp(rule.pattern));
    }
    expect(line['amount']).toBe('119.00');
    expect(line['endToEndId']).toBeNull();
  });
});
