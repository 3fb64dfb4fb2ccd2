import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { writeInvoice } from '#syntax';
import { someInvoice } from '#testkit';
import { nodeOf, written } from './document.js';
import { foundCases, FRENCH, keep } from './found.js';
import { mutate } from './mutate.js';
import { differences, NEGATIVE_ZERO, type Case, type Difference } from './parity.js';
import { randomFrom, seedOfRun, type Random } from './random.js';
import { corporaPresent, corpus, ownDocuments, type Subject } from './subjects.js';

const SEED = seedOfRun();
/** Mutants a set of rules; FACTEUR_MUTANTS asks for more. */
const MUTANTS = Number(process.env['FACTEUR_MUTANTS'] ?? 150);
const WORK = mkdtempSync(`${tmpdir()}/facteur-conformance-`);
const OWN = `${WORK}/own`;

console.log(`Conformance seed ${SEED}: repeat this run with FACTEUR_SEED=${SEED}.`);
if (!corporaPresent) console.warn('The corpora are not beside the project: only our own documents are judged.');
afterAll(() => rmSync(WORK, { recursive: true, force: true }));

/** One official rule set for each syntax, and the packs of ours that must agree with it. */
interface Match {
  readonly packs: readonly string[];
  readonly ruleSet: (syntax: Subject['syntax']) => string | undefined;
  readonly subjects: readonly Subject[];
  /** Compares what the packs themselves find, not those they build on. */
  readonly only?: boolean;
  /** What BT-24 has to name: these packs choose their version by it, so mutants that change it are passed over. */
  readonly edition?: RegExp;
}

const byS = (name: string) => (syntax: Subject['syntax']) => `${name}-${syntax}`;
const ublOnly = (name: string) => (syntax: Subject['syntax']) => (syntax === 'cii' ? undefined : `${name}-${syntax}`);
const ciiOnly = (name: string) => (syntax: Subject['syntax']) => (syntax === 'cii' ? name : undefined);
const profile = (name: string): Match => ({
  packs: [`facturx-${name}`],
  ruleSet: ciiOnly(`facturx-${name}`),
  subjects: [...corpus(`zugferd/facturx-2.5.2-xml/${name}`), ...own],
});

const own = ownDocuments();
const MATCHES: Readonly<Record<string, Match>> = {
  'EN 16931': {
    packs: ['en16931'],
    ruleSet: byS('en16931'),
    subjects: [...own, ...corpus('en16931/ubl', 'en16931/cii', 'xrechnung/standard')],
  },
  'Peppol BIS Billing 3': {
    packs: ['peppol'],
    ruleSet: ublOnly('peppol'),
    subjects: [...own, ...corpus('peppol/examples', 'peppol/snippets', 'en16931/ubl')],
  },
  'Peppol BIS Self-Billing 3': {
    packs: ['peppol'],
    ruleSet: ublOnly('peppol-sb'),
    subjects: corpus('peppol/self-billing'),
    edition: /CustomizationID>[^<]*selfbilling:3/,
  },
  'XRechnung 2.1': {
    packs: ['xrechnung'],
    ruleSet: byS('xrechnung-2.1-only'),
    subjects: corpus('xrechnung/v2.1.1-valid', 'xrechnung/v2.1.1-invalid'),
    only: true,
    edition: /(?:CustomizationID|ram:ID)>[^<]*:kosit:standard:xrechnung_2/,
  },
  'XRechnung 3': {
    packs: ['xrechnung'],
    ruleSet: byS('xrechnung'),
    subjects: [...own, ...corpus('xrechnung/standard', 'xrechnung/technical-cius')],
  },
  'Factur-X MINIMUM': profile('minimum'),
  'Factur-X BASIC WL': profile('basicwl'),
  'Factur-X BASIC': profile('basic'),
  'Factur-X EN 16931': profile('en16931'),
  'Factur-X EXTENDED': profile('extended'),
};

describe('verdicts are those of the official artefacts', () => {
  it('on the differences that earlier runs found', () => {
    expect(told(differences(foundCases().filter(({ ruleSet }) => !FRENCH.test(ruleSet))))).toEqual([]);
  });

  for (const [name, match] of Object.entries(MATCHES)) {
    it(`for ${name}: documents and ${MUTANTS} fresh mutants`, () => {
      const random = randomFrom(SEED);
      const cases = [...asTheyAre(match), ...mutants(name, match, random)];
      if (cases.length === 0) return;
      const found = differences(cases);
      keep(found, (file) => file.startsWith(OWN));
      expect(told(found)).toEqual([]);
    });
  }

  it('for noise written by us: 100 random invoices in UBL and CII', () => {
    const invoices = fc.sample(someInvoice, { numRuns: 100, seed: SEED });
    const cases = invoices.flatMap((invoice, index) =>
      (['ubl', 'cii'] as const).map((syntax): Case => {
        const bytes = Buffer.from(writeInvoice(invoice, { syntax }).bytes);
        const file = `${folder(OWN)}/noise-${index}-${syntax}.xml`;
        writeFileSync(file, bytes);
        const creditNote = /<(?:\w+:)?CreditNote[ >]/.test(bytes.toString('utf8').slice(0, 400));
        return { file, ruleSet: `en16931-${creditNote ? 'ubl-cn' : syntax}`, packs: ['en16931'] };
      }),
    );
    const found = differences(cases);
    keep(found, () => true);
    expect(told(found)).toEqual([]);
  });
});

function folder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

function asTheyAre({ packs, ruleSet, subjects, only = false }: Match): Case[] {
  return subjects.flatMap(({ file, syntax }) => {
    const set = ruleSet(syntax);
    return set === undefined ? [] : [{ file, ruleSet: set, packs, only }];
  });
}

function mutants(name: string, match: Match, random: Random): Case[] {
  const subjects = match.subjects.filter(({ syntax }) => match.ruleSet(syntax) !== undefined);
  if (subjects.length === 0) return [];
  return Array.from({ length: MUTANTS }).flatMap((_, index): Case[] => {
    const subject = random.pick(subjects);
    const root = nodeOf(subject.root);
    mutate(root, random);
    const place = folder(own.includes(subject) ? OWN : `${WORK}/corpora`);
    const file = `${place}/${name.replace(/\W+/g, '-')}-${index}.xml`;
    const text = written(root);
    if (NEGATIVE_ZERO.test(text) || match.edition?.test(text) === false) return [];
    writeFileSync(file, text);
    const ruleSet = match.ruleSet(subject.syntax) as string;
    return [{ file, ruleSet, packs: match.packs, only: match.only ?? false }];
  });
}

function told(found: readonly Difference[]): string[] {
  return found.map(({ file, ruleSet, missing, extra, stopped }) => {
    const sides = [`missing ${missing.join(' ') || 'none'}`, `extra ${extra.join(' ') || 'none'}`];
    return `${file} (${ruleSet}): ${sides.join(', ')}${stopped === undefined ? '' : `; official: ${stopped}`}`;
  });
}
