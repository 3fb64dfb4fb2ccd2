import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Language } from './entry.js';
import { judgeFile } from './judge-file.js';
import { judgeFiles } from './judge-files.js';
import { reportIn, type Format, type ReportStyle } from './report.js';
import { filesOf } from './walk.js';

const FIXTURES = new URL('../../../../../test/fixtures/rules/en16931/', import.meta.url);
const good = readFileSync(new URL('ubl-vat.xml', FIXTURES), 'utf8');
const request = { packs: ['en16931'], language: 'en' } as const;

const style = (format: Format, language: Language = 'en'): ReportStyle => ({
  format,
  language,
  colours: false,
  several: true,
});

describe('facteur validate', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'validate-'));
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'b', 'good.xml'), good);
    writeFileSync(join(folder, 'a.XML'), good.replace('EX-2026-0002', ''));
    writeFileSync(join(folder, 'c.xml'), '<!DOCTYPE x><x/>');
    writeFileSync(join(folder, 'd.pdf'), '%PDF-1.7 nothing');
    writeFileSync(join(folder, 'notes.txt'), 'not looked at');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('walks folders in order and takes documents only', () => {
    const found = [...filesOf([folder, '-'])].map((path) => path.replace(folder, ''));
    expect(found).toEqual(['/a.XML', '/b/good.xml', '/c.xml', '/d.pdf', '-']);
  });

  it('tells valid, invalid and unreadable apart', async () => {
    const told = [];
    for await (const each of judgeFiles([...filesOf([folder])], request, style('json'))) told.push(each);
    expect(told.map(({ verdict }) => verdict)).toEqual(['invalid', 'valid', 'unread', 'unread']);
    expect(told[0]?.text).toContain('"BR-02"');
    expect(told[2]?.text).toContain('"XML.DTD"');
    const missing = await judgeFile(join(folder, 'nosuch.xml'), request);
    expect([missing.readable, missing.entry.findings[0]?.rule]).toEqual([false, 'FILE.MISSING']);
  });

  it('writes JSON lines with exactly the agreed fields', async () => {
    const outcome = await judgeFile(join(folder, 'a.XML'), { ...request, language: 'fr' });
    const line = reportIn(style('json', 'fr')).entry(outcome);
    expect(line.endsWith('}\n')).toBe(true);
    const entry = JSON.parse(line) as { findings: object[] };
    expect(Object.keys(entry)).toEqual(['file', 'syntax', 'profile', 'packs', 'valid', 'findings']);
    expect(Object.keys(entry.findings[0] as object)).toEqual([
      'rule',
      'severity',
      'terms',
      'location',
      'line',
      'value',
      'message',
      'remedy',
    ]);
    expect(line).toContain('Numéro de facture');
  });

  it('judges an invoice with a structure fault by the rules all the same', async () => {
    const path = join(folder, 'order.xml');
    writeFileSync(
      path,
      good.replace(/(<cbc:ID>EX-2026-0002<\/cbc:ID>)\s*(<cbc:IssueDate>2026-05-04<\/cbc:IssueDate>)/, '$2'),
    );
    const { entry } = await judgeFile(path, request);
    const rules = entry.findings.map(({ rule }) => rule);
    expect(rules).toContain('BR-02');
    expect(rules.some((rule) => rule.startsWith('STRUCT-'))).toBe(true);
  });

  it('keeps control characters of documents off the terminal', async () => {
    const path = join(folder, 'colour.xml');
    writeFileSync(path, good.replace('EUR</cbc:DocumentCurrencyCode>', 'E\u009b31mR</cbc:DocumentCurrencyCode>'));
    const text = reportIn(style('text')).entry(await judgeFile(path, request));
    expect(text).toContain('BR-CL-04');
    expect(text).not.toContain('\u009b');
  });

  it('writes well-formed SVRL', async () => {
    const report = reportIn(style('svrl'));
    const outcome = await judgeFile(join(folder, 'a.XML'), request);
    const text =
      report.begin() + report.entry(outcome) + report.end({ valid: 0, invalid: 1, unread: 0, milliseconds: 1 });
    writeFileSync(join(folder, 'report.svrl'), text);
    const again = await judgeFile(join(folder, 'report.svrl'), request);
    expect(again.readable).toBe(true);
    expect(text).toContain('id="BR-02" flag="fatal"');
  });
});
