import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readXml } from '#xml';
import { judge } from '../judge.js';

const CORPORA = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url));
const present = existsSync(`${CORPORA}MANIFEST.tsv`);
if (!present)
  console.warn('Skipped: the corpora of Peppol, XRechnung and Factur-X need ../shared/corpora beside the project.');

interface Sample {
  readonly path: string;
  readonly expected: string;
  readonly ruleSet: string;
}

/** Which of our packs judges a rule set that the manifest names; documents of older rule sets are left aside. */
const PACKS: readonly (readonly [RegExp, string])[] = [
  [/^Peppol BIS Billing 3\.0/, 'peppol'],
  [/^XRechnung 3\.0/, 'xrechnung'],
  [/^ZUGFeRD 2\.5\.2 \/ Factur-X/, 'facturx'],
];

function samples(): Sample[] {
  const [, ...lines] = readFileSync(`${CORPORA}MANIFEST.tsv`, 'utf8').split('\n');
  return lines
    .map((line) => line.split('\t'))
    .map(([path = '', , , , , expected = '', ruleSet = '']) => ({ path, expected, ruleSet }))
    .filter(({ path, expected }) => path.endsWith('.xml') && /^(valid|invalid:)/.test(expected));
}

function disappointment({ path, expected }: Sample, pack: string): string[] {
  const read = readXml(readFileSync(CORPORA + path));
  if (!read.ok) return [`${path}: ${read.error.code}`];
  const { valid, findings } = judge(read.value, { packs: [pack] });
  const fatal = new Set(findings.filter(({ severity }) => severity === 'fatal').map(({ rule }) => rule));
  if (expected === 'valid') return valid ? [] : [`${path}: ${[...fatal].join(' ')}`];
  const fired = new Set(findings.map(({ rule }) => rule));
  const wanted = expected.slice('invalid:'.length).split(/[ ,;]+/).filter((rule) => /^(BR|PEPPOL|[A-Z]{2}-R)-/.test(rule)); // prettier-ignore
  return wanted.filter((rule) => !fired.has(rule)).map((rule) => `${path}: ${rule} does not fire`);
}

(present ? describe : describe.skip)('stated expectations of the corpora', () => {
  it.each(PACKS.map(([ruleSet, pack]) => ({ ruleSet, pack })))('hold for $pack', ({ ruleSet, pack }) => {
    const chosen = samples().filter((sample) => ruleSet.test(sample.ruleSet));
    expect(chosen.length).toBeGreaterThan(5);
    expect(chosen.flatMap((sample) => disappointment(sample, pack))).toEqual([]);
  });
});
