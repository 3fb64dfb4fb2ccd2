import { localDate } from '#kernel';
import type { Pack, RuleSyntax } from '../../engine/rule.js';
import { CII_AMOUNTS } from './cii-amounts.js';
import { CII_CONDITIONS } from './cii-conditions.js';
import { CII_HEADER } from './cii-header.js';
import { CII_MULTI_SELLER } from './cii-multi-seller.js';
import { CII_PARTIES } from './cii-parties.js';
import { frenchPattern, type Case, type Speech } from './french-pattern.js';
import { FRAMES } from './french-texts.js';
import { termsIn } from './term-names.table.js';
import { UBL_AMOUNTS } from './ubl-amounts.js';
import { UBL_CONDITIONS } from './ubl-conditions.js';
import { UBL_HEADER } from './ubl-header.js';
import { UBL_MULTI_SELLER } from './ubl-multi-seller.js';
import { UBL_PARTIES } from './ubl-parties.js';
import { frenchWords } from './wording.table.js';

const UBL: readonly RuleSyntax[] = ['ubl-invoice', 'ubl-credit-note'];
const speech: Speech = { words: frenchWords, terms: termsIn, severity: () => 'fatal' };
const patterns = (...parts: (readonly (readonly [id: string, cases: readonly Case[]])[])[]) =>
  parts.flat().map(([id, cases]) => frenchPattern(id, speech, cases));

const CORE = 'urn:cen.eu:en16931:2017';
const FACTUR_X = /factur-x\.eu:1p0:(basicwl|basic|extended)$/;

/** Invoices of the French reform (BR-FR), on the profile that the document names. */
export const FR_CTC: Pack = {
  id: 'fr-ctc',
  version: '1.4.0',
  validFrom: localDate('2026-09-01'),
  source: 'FNFE-MPE BR-FR-Flux2 schematron 1.4.0 of 2026-06-30 (France_RFE, snapshot of 2026-07-14)',
  // Factur-X documents name their own profile, which then judges beside this pack.
  claims: ({ specification, process }) =>
    FRAMES.has(process) && (specification === CORE || FACTUR_X.test(specification)),
  buildsOn: () => ['en16931'],
  sheets: [
    { syntaxes: UBL, patterns: patterns(UBL_HEADER, UBL_PARTIES, UBL_AMOUNTS, UBL_CONDITIONS, UBL_MULTI_SELLER) },
    { syntaxes: ['cii'], patterns: patterns(CII_HEADER, CII_PARTIES, CII_AMOUNTS, CII_CONDITIONS, CII_MULTI_SELLER) },
  ],
};
