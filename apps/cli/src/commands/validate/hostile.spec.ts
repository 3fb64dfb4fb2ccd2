import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const FACTEUR = fileURLToPath(new URL('../../../../../bin/facteur', import.meta.url));
/** Prints the largest resident set of the process, in KB, when it ends. */
const MEASURE = `data:text/javascript,process.on('exit',()=>process.stderr.write('RSS '+process.resourceUsage().maxRSS))`;
const MB = 1_000_000;
const HEAD = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:b="urn:example">';
const folder = mkdtempSync(join(tmpdir(), 'validate-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of so many bytes, most of them one piece again and again. */
function flood(name: string, start: string, piece: string, end: string, bytes: number): string {
  const path = join(folder, name);
  const block = Buffer.from(piece.repeat(Math.ceil(MB / piece.length)));
  const file = openSync(path, 'w');
  writeSync(file, start);
  for (let size = 0; size < bytes; size += block.length) writeSync(file, block);
  writeSync(file, end);
  closeSync(file);
  return path;
}

interface Cost {
  readonly code: number | null;
  readonly rules: readonly string[];
  readonly megabytes: number;
}

function validated(path: string, way: 'file' | 'stdin'): Cost {
  const input = way === 'stdin' ? openSync(path, 'r') : ('ignore' as const);
  const run = spawnSync(
    process.execPath,
    ['--import', MEASURE, FACTEUR, 'validate', '--format', 'json', way === 'stdin' ? '-' : path],
    { stdio: [input, 'pipe', 'pipe'], encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );
  if (typeof input === 'number') closeSync(input);
  const { findings } = JSON.parse(run.stdout) as { readonly findings: readonly { readonly rule: string }[] };
  const megabytes = Number(/RSS (\d+)/.exec(run.stderr)?.[1]) / 1_000;
  return { code: run.status, rules: [...new Set(findings.map(({ rule }) => rule))], megabytes };
}

type Shape = readonly [what: string, start: string, piece: string, end: string];
const SHAPES: readonly Shape[] = [
  ['one deep nesting', HEAD, '<b:x>', ''],
  ['one element with a flood of attributes', `${HEAD}<b:x`, ' a="b"', '/></Invoice>'],
  ['one huge text', `${HEAD}<b:x>`, 'text ', '</b:x></Invoice>'],
  ['one huge attachment in base64', `${HEAD}<b:EmbeddedDocumentBinaryObject>`, 'QUJD', '</b:EmbeddedDocumentBinaryObject></Invoice>'],
  ['millions of small elements', HEAD, '<b:x/>', '</Invoice>'],
]; // prettier-ignore

describe('a hostile file of 100 MB', () => {
  it.each(SHAPES)('of %s is refused by name within 300 MB', (what, start, piece, end) => {
    const path = flood(`${what}.xml`, start, piece, end, 99 * MB);
    const { code, rules, megabytes } = validated(path, 'file');
    expect(rules).toEqual([expect.stringMatching(/^(?:XML|FILE)\./)]);
    expect(code).toBe(2);
    expect(megabytes).toBeGreaterThan(20);
    expect(megabytes).toBeLessThan(300);
    rmSync(path);
  });

  it('that is fed by standard input without end is left at the bound', () => {
    const path = flood('stream.xml', HEAD, '<b:x/>', '', 300 * MB);
    const { code, rules, megabytes } = validated(path, 'stdin');
    expect([code, rules]).toEqual([2, ['FILE.SIZE']]);
    expect(megabytes).toBeLessThan(300);
    rmSync(path);
  });

  it.each(SHAPES.slice(0, 2))('within the size, of %s, is refused by its shape', (what, start, piece, end) => {
    const path = flood(`small ${what}.xml`, start, piece, end, 48 * MB);
    const { code, rules, megabytes } = validated(path, 'file');
    expect(rules).toEqual([expect.stringMatching(/^XML\.(?:DEPTH|ATTRIBUTES|ATTRIBUTE_DUPLICATE)$/)]);
    expect(code).toBe(2);
    expect(megabytes).toBeLessThan(300);
    rmSync(path);
  });
});
