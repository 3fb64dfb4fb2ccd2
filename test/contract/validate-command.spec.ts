import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// The built command as its users start it: threads, a terminal and standard input exist only there.
const FACTEUR = join(process.cwd(), 'bin', 'facteur');
const FIXTURES = new URL('../fixtures/rules/en16931/', import.meta.url);
const good = { ubl: read('ubl-vat.xml'), cii: read('cii-vat.xml') };
const ENOUGH_FOR_THREADS = 400;
const IN_ONE_THREAD = 200;

interface Ended {
  readonly code: number | null;
  readonly out: string;
}

function read(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8');
}

function validate(args: readonly string[], input?: string): Ended {
  const command = [FACTEUR, 'validate', '--lang', 'en', '--format', 'json', ...args];
  const { status, stdout } = spawnSync(process.execPath, command, { input, encoding: 'utf8', maxBuffer: 1e8 });
  return { code: status, out: stdout };
}

/** Without its invoice number: BR-02. */
const unnumbered = (text: string): string => text.replace('EX-2026-0002', '');

/** Two valid, one invalid in turns; every hundredth cannot be read at all. */
function contentOf(index: number): string {
  if (index % 100 === 50) return '<!DOCTYPE x><x/>';
  const text = index % 2 === 0 ? good.ubl : good.cii;
  return index % 3 === 0 ? unnumbered(text) : text;
}

describe('facteur validate on many files', () => {
  let folder = '';
  let paths: string[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'validate-many-'));
    paths = Array.from({ length: ENOUGH_FOR_THREADS }, (_, index) => {
      const path = join(folder, `${String(index).padStart(4, '0')}.xml`);
      writeFileSync(path, contentOf(index));
      return path;
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says with threads, in the same order, what it says with one', () => {
    const whole = validate([folder]);
    const parts = [paths.slice(0, IN_ONE_THREAD), paths.slice(IN_ONE_THREAD)].map((some) => validate(some));
    expect(whole.out).toBe(parts.map(({ out }) => out).join(''));
    expect([whole.code, ...parts.map(({ code }) => code)]).toEqual([2, 2, 2]);
    const lines = whole.out.trimEnd().split('\n').map((line) => JSON.parse(line) as { file: string; valid: boolean }); // prettier-ignore
    expect(lines.map(({ file }) => file)).toEqual(paths);
    const valid = lines.filter((line) => line.valid).length;
    expect(valid).toBeGreaterThan(100);
    expect(valid).toBeLessThan(ENOUGH_FOR_THREADS - 100);
  });

  it('exits with threads as with one: 0 when all are valid, 1 when one is not', () => {
    const valid = join(folder, 'valid');
    mkdirSync(valid);
    for (let index = 0; index < ENOUGH_FOR_THREADS; index += 1) writeFileSync(join(valid, `${index}.xml`), good.cii);
    expect(validate([valid]).code).toBe(0);
    writeFileSync(join(valid, 'last.xml'), unnumbered(good.ubl));
    const { code, out } = validate([valid]);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toHaveLength(ENOUGH_FOR_THREADS + 1);
    rmSync(valid, { recursive: true });
  });

  it('counts on a terminal and wipes the count, while the report goes where it was sent', () => {
    const report = join(folder, 'report.jsonl');
    const command = `'${process.execPath}' '${FACTEUR}' validate --lang en --format json '${folder}' > '${report}'`;
    // A pseudo-terminal: what the command writes to standard error comes out here.
    const shown = execFileSync('script', ['-qec', `${command} || true`, '/dev/null'], { encoding: 'utf8' });
    const counts = Array.from({ length: ENOUGH_FOR_THREADS - 1 }, (_, at) => `${at + 1} / ${ENOUGH_FOR_THREADS}`);
    expect(shown.split('\r\u001b[K')).toEqual([...counts, '']);
    expect(readFileSync(report, 'utf8').trimEnd().split('\n')).toHaveLength(ENOUGH_FOR_THREADS);
  });
});

describe('facteur validate -', () => {
  it.each([
    ['valid', good.ubl, 0],
    ['invalid', unnumbered(good.ubl), 1],
    ['unreadable', '<!DOCTYPE x><x/>', 2],
  ] as const)('judges standard input: %s', (_name, input, code) => {
    const ended = validate(['-'], input);
    expect(ended.code).toBe(code);
    expect(JSON.parse(ended.out)).toMatchObject({ file: '-', valid: code === 0 });
  });
});
