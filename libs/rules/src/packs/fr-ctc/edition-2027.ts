import { localDate } from '#kernel';
import { path } from '../../engine/path.js';
import type { Pack, Pattern, RuleSyntax, Test } from '../../engine/rule.js';
import { words } from '../en16931/wording.js';
import { frenchPattern } from './french-pattern.js';

/*
 * What is announced for the second year of the reform, so that a company can rehearse it before it is in force. The rule has an id
 * of our own: FNFE-MPE says it in the explanatory note of 1.4.0 and has published no rule for it yet.
 */

const ID = 'FACTEUR-FR-2027-01';
const PROFILE = 'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID';
const BASIC_WL = /^urn:factur-x\.eu:1p0:basicwl$/;

const namesFullProfile: Test = (document) =>
  !path(PROFILE)
    .texts(document)
    .some((text) => BASIC_WL.test(text.trim()));

const withoutLines: Pattern = frenchPattern(
  ID,
  {
    terms: () => ['BT-24'],
    severity: () => 'fatal',
    words: () =>
      words(
        'Factur-X BASIC WL is taken in the first year of the reform alone: from 1 September 2027 an invoice states its lines.',
        "Factur-X BASIC WL n'est admis que la première année de la réforme : dès le 1er septembre 2027 une facture porte ses lignes.",
        'Set the profile of the customer to en16931 or extended-ctc-fr.',
        'Donnez au client le profil en16931 ou extended-ctc-fr.',
      ),
  },
  [{ at: ['/rsm:CrossIndustryInvoice'], checks: [[ID, namesFullProfile, PROFILE]] }],
);

const CII: readonly RuleSyntax[] = ['cii'];

/** The pack in force with what is announced for 1 September 2027. */
export function announcedFor2027(inForce: Pack): Pack {
  return {
    ...inForce,
    version: '2027-09',
    validFrom: localDate('2027-09-01'),
    announced: true,
    source: 'Announced by FNFE-MPE (explanatory note of 1.4.0, 2026-06-30), on top of the rules of 1.4.0',
    sheets: [...inForce.sheets, { syntaxes: CII, patterns: [withoutLines] }],
  };
}
