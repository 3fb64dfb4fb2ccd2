import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readStatements } from './index.js';

// Sample bank files live beside the project, not in it: the suite runs where they are and says so where they are not.
const FOLDER = join(process.cwd(), '..', 'shared', 'corpora', 'bank');
const isPresent = existsSync(FOLDER);
if (!isPresent) console.warn('SKIPPED: no sample bank files at ../shared/corpora/bank');

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

(isPresent ? describe : describe.skip)('every sample bank file', () => {
  const files = isPresent ? filesBelow(FOLDER).filter((file) => file.includes('camt')) : [];

  it('finds files at all', () => expect(files.length).toBeGreaterThan(15));

  it.each(files.map((file) => [file.slice(FOLDER.length + 1), file]))('%s', (name, file) => {
    const result = readStatements(readFileSync(file));
    if (process.env['SHOW']) console.log(name, JSON.stringify(result, null, 1).slice(0, Number(process.env['SHOW'])));
    expect(result.ok ? 'read' : result.error.map((one) => `${one.code} ${one.field ?? ''} ${one.value ?? ''}`)).toBe(
      'read',
    );
  });
});
