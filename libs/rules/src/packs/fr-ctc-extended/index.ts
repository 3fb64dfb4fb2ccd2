import { localDate } from '#kernel';
import type { Adjustment, Pack } from '../../engine/rule.js';
import { frenchPattern, type Speech } from '../fr-ctc/french-pattern.js';
import { codes } from '../sheet-writing.js';
import { ANY_BREAKDOWN, otherBreakdowns } from './cii-breakdown.js';
import { CII_LINES } from './cii-lines.js';
import { CII_TOTALS } from './cii-totals.js';
import { LEFT_OUT } from './left-out.table.js';
import { UBL_LINES } from './ubl-lines.js';
import { UBL_TOTALS } from './ubl-totals.js';
import { extendedTerms, extendedWords } from './wording.js';

const VERSION = '1.4.0';
const VALID_FROM = localDate('2026-09-01');
const SOURCE = 'FNFE-MPE EXTENDED-CTC-FR schematron 1.4.0 of 2026-06-30 (France_RFE, snapshot of 2026-07-14)';

const WARNINGS = /-08(ini|rev)$|^UBL-FREXT-CR-|^CII-FREXT-CR-|^CII-FREXT-SR-(?!439)|^CII-SR-454$|^BR-FXEXT-04$/;
const speech: Speech = {
  words: extendedWords,
  terms: extendedTerms,
  severity: (id) => (WARNINGS.test(id) ? 'warning' : 'fatal'),
};

const leftOut = (rules: string): Adjustment[] =>
  [...codes(rules)].map((rule) => ({ rule, to: 'suppressed', reason: 'Replaced or eased by EXTENDED-CTC-FR' }));

function part(syntax: 'ubl' | 'cii', sheets: Pack['sheets']): Pack {
  return {
    id: `fr-ctc-extended-${syntax}`,
    version: VERSION,
    validFrom: VALID_FROM,
    source: SOURCE,
    inner: true,
    claims: () => false,
    buildsOn: () => ['en16931'],
    adjusts: leftOut(syntax === 'cii' ? `${LEFT_OUT.cii} ${ANY_BREAKDOWN}` : LEFT_OUT.ubl),
    sheets,
  };
}

/** What the profile asks for in each syntax; they judge only through `fr-ctc-extended`. */
export const FR_CTC_EXTENDED_PARTS: readonly Pack[] = [
  part('ubl', [
    {
      syntaxes: ['ubl-invoice', 'ubl-credit-note'],
      patterns: [...UBL_TOTALS, ...UBL_LINES].map(([id, cases]) => frenchPattern(id, speech, cases)),
    },
  ]),
  part('cii', [
    {
      syntaxes: ['cii'],
      patterns: [
        ...[...CII_TOTALS, ...CII_LINES].map(([id, cases]) => frenchPattern(id, speech, cases)),
        otherBreakdowns(),
      ],
    },
  ]),
];

/** EXTENDED-CTC-FR, the French extension of EN 16931, with the rules of the reform. */
export const FR_CTC_EXTENDED: Pack = {
  id: 'fr-ctc-extended',
  version: VERSION,
  validFrom: VALID_FROM,
  source: SOURCE,
  claims: ({ specification }) => /#urn\.cpro\.gouv\.fr:1p0:extended-ctc-fr$/.test(specification),
  buildsOn: ({ syntax }) => [syntax === 'cii' ? 'fr-ctc-extended-cii' : 'fr-ctc-extended-ubl', 'fr-ctc'],
  sheets: [{ syntaxes: ['ubl-invoice', 'ubl-credit-note', 'cii'], patterns: [] }],
};
