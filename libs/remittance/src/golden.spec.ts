import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { readStatements, statementLineJson } from './index.js';

const FOLDER = new URL('../../../test/fixtures/bank/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => !name.endsWith('.expected.jsonl'));

describe('canonical lines of the example files stay as they are', () => {
  it('finds examples', () => expect(files.length).toBeGreaterThanOrEqual(3));

  it.each(files)('%s', (name) => {
    const result = readStatements(readFileSync(new URL(name, FOLDER)));
    const statements = result.ok ? result.value.statements : [];
    const lines = statements.flatMap((one) => one.entries.map((entry) => `${statementLineJson(entry, one)}\n`));
    expect(lines.join('')).toBe(readFileSync(new URL(`${name}.expected.jsonl`, FOLDER), 'utf8'));
    expect(statements.flatMap((one) => one.findings)).toEqual([]);
  });
});
