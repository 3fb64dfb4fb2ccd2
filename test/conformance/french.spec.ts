import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { nodeOf, written } from './document.js';
import { foundCases, FRENCH, keep } from './found.js';
import { FRENCH_CHANGES } from './french-changes.js';
import { mutate } from './mutate.js';
import { differences, NEGATIVE_ZERO, type Case, type Difference } from './parity.js';
import { randomFrom, seedOfRun } from './random.js';
import { corpus, ownDocuments, ownMessages, type Subject } from './subjects.js';

/*
 * The French packs against the stylesheets of FNFE-MPE in force: documents and fresh mutants. FACTEUR_FRANCE_RFE names a checkout
 * of the repository France_RFE, since nobody else publishes them.
 */

const SEED = seedOfRun();
const MUTANTS = Number(process.env['FACTEUR_MUTANTS'] ?? 150);
const WORK = mkdtempSync(`${tmpdir()}/facteur-french-`);
const OWN = `${WORK}/own`;

console.log(`Seed of the French conformance run: ${SEED} (FACTEUR_SEED repeats it).`);
afterAll(() => {
  if (process.env['FACTEUR_KEEP_MUTANTS'] === undefined) rmSync(WORK, { recursive: true, force: true });
});

const own = [...ownDocuments(), ...ownMessages()];
const french = corpus('fr-ctc/ubl', 'fr-ctc/cii', 'fr-ctc/cdar');
const isMessage = ({ syntax }: Subject): boolean => syntax === 'cdar';
const isFrench = ({ file }: Subject): boolean => file.includes('/fr-ctc/');
const invoices = [...own, ...french].filter((subject) => isFrench(subject) && !isMessage(subject));
const messages = [...own, ...french].filter(isMessage);

interface Match {
  readonly set: string;
  readonly pack: string;
  readonly subjects: readonly Subject[];
}
const MATCHES: readonly Match[] = [
  { set: 'fr-ctc', pack: 'fr-ctc', subjects: invoices },
  { set: 'fr-ctc-extended', pack: 'fr-ctc-extended', subjects: invoices },
  { set: 'fr-cdar', pack: 'fr-cdar', subjects: messages },
];
const VERSIONS = ['in force'];

describe.each(VERSIONS)('French verdicts, rules %s', (version) => {
  it.each(MATCHES)(`of $pack: documents and ${MUTANTS} fresh mutants`, (match) => {
    const named = version === 'in force' ? match : { ...match, set: `${match.set}-${version}`, pack: `${match.pack}@${version}` }; // prettier-ignore
    const found = differences([...asTheyAre(named), ...mutants(named)]);
    keep(found, (file) => file.startsWith(OWN));
    expect(told(found)).toEqual([]);
  });

  it('on the differences that earlier runs found', () => {
    const isOf = ({ ruleSet }: Case): boolean => ruleSet.includes('-1.3.0') === (version === '1.3.0');
    const cases = foundCases().filter((each) => FRENCH.test(each.ruleSet) && isOf(each));
    expect(told(differences(cases))).toEqual([]);
  });
});

const ruleSetOf = ({ set }: Match, { syntax }: Subject): string => (syntax === 'cdar' ? set : `${set}-${syntax}`);

function asTheyAre(match: Match): Case[] {
  return match.subjects.map((subject) => ({
    file: subject.file,
    ruleSet: ruleSetOf(match, subject),
    packs: [match.pack],
  }));
}

function mutants(match: Match): Case[] {
  const random = randomFrom(SEED);
  return Array.from({ length: MUTANTS }).flatMap((_, index): Case[] => {
    const subject = random.pick(match.subjects);
    const root = nodeOf(subject.root);
    mutate(root, random, FRENCH_CHANGES);
    const text = written(root);
    if (NEGATIVE_ZERO.test(text)) return [];
    const folder = own.includes(subject) ? OWN : `${WORK}/corpora`;
    mkdirSync(folder, { recursive: true });
    const file = `${folder}/${match.set}-${index}.xml`;
    writeFileSync(file, text);
    return [{ file, ruleSet: ruleSetOf(match, subject), packs: [match.pack] }];
  });
}

function told(found: readonly Difference[]): string[] {
  return found.map(({ file, ruleSet, missing, extra, stopped }) => {
    const sides = [`missing ${missing.join(' ') || 'none'}`, `extra ${extra.join(' ') || 'none'}`];
    return `${file} (${ruleSet}): ${sides.join(', ')}${stopped === undefined ? '' : `; official: ${stopped}`}`;
  });
}
