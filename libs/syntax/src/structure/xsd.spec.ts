import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument as PeerDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { readXml } from '#xml';
import { checkStructure, detectSyntax } from '../index.js';

const CORPORA = '../shared/corpora';
const isHere = existsSync(CORPORA);
if (!isHere) console.warn(`skipped: structure checks against XML Schema (${CORPORA} is not here)`);

const SCHEMAS = {
  'ubl-invoice': ['ubl-2.1/maindoc/UBL-Invoice-2.1.xsd'],
  'ubl-credit-note': ['ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd'],
  cii: [
    'cii-d16b/uncoupled/uncefact/data/standard/CrossIndustryInvoice_100pD16B.xsd',
    'cii-d22b/CrossIndustryInvoice_100pD22B.xsd',
  ],
  cdar: ['cdar/CrossDomainAcknowledgementAndResponse_100pD22B.xsd'],
} as const;

const validators = new Map<string, XsdValidator>();

function validator(path: string): XsdValidator {
  let known = validators.get(path);
  if (known === undefined) {
    xmlRegisterFsInputProviders();
    const url = join(CORPORA, 'xsd', path);
    known = XsdValidator.fromDoc(PeerDocument.fromBuffer(readFileSync(url), { url }));
    validators.set(path, known);
  }
  return known;
}

/** Undefined when the schema accepts the document, otherwise what it says. */
function peerRefuses(path: string, bytes: Uint8Array): string | undefined {
  const document = PeerDocument.fromBuffer(bytes);
  try {
    validator(path).validate(document);
    return undefined;
  } catch (thrown) {
    return String(thrown);
  } finally {
    document.dispose();
  }
}

// libxml2 refuses white space around xs:date. XML Schema part 2, 4.3.6, collapses it before the lexical form is looked at.
const COLLAPSES_NOT = /': '\s*\d{4}-\d\d-\d\d\s*' is not a valid value of the atomic type 'xs:date'/;

function differences(name: string, bytes: Uint8Array): string[] {
  const document = readXml(bytes);
  if (!document.ok) return [];
  const syntax = detectSyntax(document.value.root);
  return (syntax === undefined ? [] : SCHEMAS[syntax]).flatMap((path) => {
    const version = path.includes('d16b') ? 'D16B' : 'D22B';
    const faults = checkStructure(document.value, syntax === 'cii' ? { version } : {});
    const refusal = peerRefuses(path, bytes);
    compared += 1;
    if ((refusal === undefined) === (faults.length === 0)) return [];
    if (faults.length === 0 && refusal !== undefined && COLLAPSES_NOT.test(refusal)) return [];
    // libxml2 reads over characters that base64 does not have; XML Schema part 2, 3.2.16, refuses them.
    if (refusal === undefined && faults.every((one) => one.message.en.includes('xs:base64Binary'))) return [];
    return [
      `${name} ${version}: schema ${refusal ?? 'accepts'}, we ${faults.map((one) => one.rule + one.path).join(' ') || 'accept'}`,
    ];
  });
}
let compared = 0;

(isHere ? describe : describe.skip)('checkStructure against XML Schema', () => {
  it('has the same verdict on every invoice of the corpora and on every mutant', () => {
    const files = readdirSync(CORPORA, { recursive: true, encoding: 'utf8' }).filter((name) => /\.xml$/i.test(name));
    const different = files.flatMap((name) => differences(name, readFileSync(join(CORPORA, name))));
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(2_000);
  });

  it('has the same verdict on fresh mutants', () => {
    const next = random(Number(process.env.FACTEUR_SEED ?? 16931));
    const seeds = ['en16931/ubl/valid', 'en16931/cii/valid', 'xrechnung/standard']
      .filter((folder) => existsSync(join(CORPORA, folder)))
      .flatMap((folder) =>
        readdirSync(join(CORPORA, folder)).map((name) => readFileSync(join(CORPORA, folder, name), 'utf8')),
      )
      .filter((text) => text.length < 60_000);
    expect(seeds.length).toBeGreaterThan(20);
    for (let round = 0; round < 1_500; round += 1) {
      const mutant = mutate(seeds[Math.floor(next() * seeds.length)] as string, next);
      expect(differences(mutant.change, Buffer.from(mutant.text))).toEqual([]);
    }
  });
});

const VALUES = [
  '',
  'abc',
  '1,5',
  '-1',
  '2024-02-30',
  '2024-01-01Z',
  '+1.',
  '.',
  'true',
  '%zz',
  '1e3',
  'http://x y',
  '0000-01-01',
];
const ATTRIBUTES = [
  'schemeID',
  'currencyID',
  'unitCode',
  'bogus',
  'listURI',
  'schemeURI',
  'format',
  'mimeCode',
  'languageID',
];
const ATTRIBUTE_VALUES = ['1', '', 'a:b', '%', 'x y', '://', 'http://[', 'http://a:b/', '//x'];

function mutate(text: string, next: () => number): { text: string; change: string } {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const elements = [...text.matchAll(/<([a-zA-Z:]+)([^<>]*)>([^<>]*)<\/\1>/g)];
  const [whole, tag, attributes] = pick(elements) as unknown as [string, string, string];
  const other = pick(elements)[0];
  const changed = pick([
    '',
    whole + whole,
    other,
    `<${tag}${attributes}>${pick(VALUES)}</${tag}>`,
    whole.replace(/^<[a-zA-Z:]+/, (start) => `${start} ${pick(ATTRIBUTES)}="${pick(ATTRIBUTE_VALUES)}"`),
    whole.replace(/ \w+="[^"]*"/, ''),
    `${whole}text`,
    `<${tag}>${other}</${tag}>`,
  ]);
  return { text: text.replace(whole, () => changed), change: `${whole} -> ${changed}` };
}

/** mulberry32: the same seed gives the same mutants. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
