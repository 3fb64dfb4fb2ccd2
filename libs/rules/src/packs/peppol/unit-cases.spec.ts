import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { localDate } from '#kernel';
import { readXml, type XmlElement } from '#xml';
import { judge } from '../../judge.js';

const CORPORA = fileURLToPath(new URL('../../../../../../shared/corpora/', import.meta.url));
const CASES = `${CORPORA}UNIT-CASES.tsv`;
const present = existsSync(CASES);
if (!present) console.warn('Skipped: the Peppol unit cases need ../shared/corpora beside the project.');

interface UnitCase {
  readonly path: string;
  readonly number: number;
  readonly expected: Readonly<Record<'success' | 'warning' | 'error' | 'fatal', readonly string[]>>;
}

function unitCases(): UnitCase[] {
  const [, ...lines] = readFileSync(CASES, 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('peppol/unit/'))
    .map((line) => {
      const [path = '', number = '', , ...columns] = line.split('\t');
      const [success = [], warning = [], error = [], fatal = []] = columns.map((ids) => ids.split(' ').filter(Boolean));
      return { path, number: Number(number), expected: { success, warning, error, fatal } };
    });
}

/** The document inside one test of a wrapper, as a document of its own. */
function embedded(path: string, number: number): XmlElement {
  const read = readXml(readFileSync(CORPORA + path));
  if (!read.ok) throw new Error(`${path}: ${read.error.code}`);
  const test = read.value.root.children.filter(({ name }) => name === 'test')[number - 1];
  const document = test?.children.find(({ name }) => name !== 'assert');
  if (document === undefined) throw new Error(`${path}: no test ${number}`);
  return detached(document, undefined);
}

function detached(element: XmlElement, parent: XmlElement | undefined): XmlElement {
  const children: XmlElement[] = [];
  const { name, uri, prefix, attributes, text, position } = element;
  const copy = { name, uri, prefix, attributes, text, position, parent, children };
  for (const child of element.children) children.push(detached(child, copy));
  return copy;
}

// The unit cases are those of the release before; four rules that warned in it are fatal in the newest.
const ON = localDate('2026-03-01');

/** How often each rule fires, by severity. */
function fired(root: XmlElement): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity } of judge({ root }, { packs: ['peppol'], on: ON }).findings) {
    const key = `${severity} ${rule}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What a case expects and does not get. */
function disappointments({ path, number, expected }: UnitCase): string[] {
  const counts = fired(embedded(path, number));
  const faults: string[] = [];
  for (const rule of expected.success) {
    for (const severity of ['fatal', 'warning']) if (counts.has(`${severity} ${rule}`)) faults.push(`${rule} fires`);
  }
  for (const [severity, rules] of Object.entries(expected)) {
    if (severity === 'success') continue;
    for (const entry of rules) {
      const [, rule = '', times] = /^(.*?)(?:x(\d+))?$/.exec(entry) ?? [];
      const found = counts.get(`${severity === 'warning' ? 'warning' : 'fatal'} ${rule}`) ?? 0;
      if (found === 0 || (times !== undefined && found !== Number(times))) faults.push(`${entry}: ${found} times`);
    }
  }
  return faults.map((fault) => `${path} ${number}: ${fault}`);
}

(present ? describe : describe.skip)('Peppol unit cases', () => {
  it('hold, every one', () => {
    const cases = unitCases();
    expect(cases.length).toBeGreaterThan(400);
    expect(cases.flatMap(disappointments)).toEqual([]);
  });
});
