import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { STANDARD } from '../../../../../test/golden/facturx/invoices.js';
import { composeFacturX } from '#facturx';
import { writeInvoice } from '#syntax';
import { registerValidate } from '../validate.command.js';
import { progressOn } from './progress.js';

const FIXTURES = new URL('../../../../../test/fixtures/rules/en16931/', import.meta.url);
const good = readFileSync(new URL('ubl-vat.xml', FIXTURES), 'utf8');

interface Line {
  readonly file: string;
  readonly valid: boolean;
  readonly packs: readonly { readonly id: string }[];
  readonly findings: readonly { readonly rule: string }[];
}

describe('facteur validate, as a command', () => {
  let folder = '';
  let out = '';
  let exitCode: typeof process.exitCode;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'validate-command-'));
    out = '';
    exitCode = process.exitCode;
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.exitCode = exitCode;
    jest.restoreAllMocks();
  });

  async function validate(...rest: string[]): Promise<number> {
    const program = new Command().exitOverride();
    registerValidate(program);
    process.exitCode = undefined;
    out = '';
    await program.parseAsync(['node', 'facteur', 'validate', '--lang', 'en', ...rest]);
    return Number(process.exitCode);
  }
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const lines = (): Line[] => out.trimEnd().split('\n').map((line) => JSON.parse(line) as Line); // prettier-ignore

  it('exits with 0, 1 and 2', async () => {
    const a = file('a.xml', good);
    expect(await validate('--format', 'json', a)).toBe(0);
    expect(await validate('--format', 'json', a, file('b.xml', good.replace('EX-2026-0002', '')))).toBe(1);
    expect(lines().map(({ valid }) => valid)).toEqual([true, false]);
    expect(await validate('--format', 'json', a, join(folder, 'missing.xml'))).toBe(2);
    expect(lines()[1]?.findings[0]?.rule).toBe('FILE.MISSING');
  });

  it('judges a folder in the order of its files', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${String(index).padStart(3, '0')}.xml`);
    for (const name of names) file(name, Number(name.slice(0, 3)) % 7 === 0 ? good.replace('EX-2026-0002', '') : good);
    expect(await validate('--format', 'json', folder)).toBe(1);
    expect(lines().map((line) => line.file)).toEqual(names.map((name) => join(folder, name)));
    expect(lines().map(({ valid }) => valid)).toEqual(names.map((name) => Number(name.slice(0, 3)) % 7 !== 0));
  });

  it('opens a PDF and judges its invoice', async () => {
    const createdAt = new Date('2026-11-24T10:00:00Z');
    const xml = writeInvoice(STANDARD, { syntax: 'cii', profile: 'EN16931' }).bytes;
    const pdf = composeFacturX({ invoice: STANDARD, xml, profile: 'EN16931', language: 'en', createdAt });
    expect(await validate('--format', 'json', file('invoice.pdf', pdf))).toBe(0);
    expect(lines()[0]?.packs.length).toBeGreaterThan(0);
  });

  it('takes packs by name, and refuses one that does not exist', async () => {
    const a = file('a.xml', good);
    await validate('--format', 'json', '--pack', 'en16931,xrechnung', a);
    expect(lines()[0]?.packs.map(({ id }) => id)).toEqual(['en16931', 'xrechnung']);
    await expect(validate('--pack', 'nosuch', a)).rejects.toMatchObject({ code: 'RULES.UNKNOWN_PACK' });
  });

  it('writes SVRL for one document and for several', async () => {
    const bad = file('b.xml', good.replace('EX-2026-0002', ''));
    await validate('--format', 'svrl', bad);
    expect(out).toMatch(/^<\?xml[^>]*\?>\n<svrl:schematron-output/);
    expect(out).toContain('id="BR-02" flag="fatal"');
    // ISO/IEC 19757-3: patterns, then each assertion behind the rule that was asked.
    expect(out).toMatch(/<svrl:active-pattern [^>]*\/>\s*<svrl:fired-rule [^>]*\/>\s*<svrl:failed-assert /);
    expect(out.match(/<svrl:fired-rule /g)).toHaveLength(out.match(/<svrl:failed-assert /g)?.length ?? 0);
    await validate('--format', 'svrl', bad, bad);
    expect(out.match(/<svrl:schematron-output/g)).toHaveLength(2);
    expect(out.trimEnd().endsWith('</reports>')).toBe(true);
  });
});

describe('progress', () => {
  const shownOn = (isTTY: boolean, total: number): string => {
    let text = '';
    const progress = progressOn({ isTTY, write: (more) => (text += more) }, total);
    progress.show(1);
    progress.clear();
    progress.show(total);
    progress.clear();
    return text;
  };

  it('counts on a terminal, wipes its line before a report, and ends with nothing', () => {
    expect(shownOn(true, 100)).toBe('1 / 100\r\u001b[K');
  });

  it('is silent into a file and for few documents', () => {
    expect([shownOn(false, 100), shownOn(true, 10)]).toEqual(['', '']);
  });
});
