import { localDate } from '#kernel';
import type { Adjustment, DocumentIds, Pack, Pattern, RuleSyntax, Sheet } from '../../engine/rule.js';
import { rulesOf, someText } from '../sheet-writing.js';
import { CII_CORE } from '../peppol/cii-core.js';
import { UBL_CORE } from '../peppol/ubl-core.js';
import { GERMAN_CII_CONTEXTS, GERMAN_CII_ROWS } from './cii-german.js';
import { CII_VEHICLES, UBL_VEHICLES } from './clean-vehicles.js';
import { CII_EXTENSION, UBL_EXTENSION } from './extension.js';
import { CIUS, CVD, EXTENSION, FAMILY } from './identifiers.js';
import { fromPeppol, fromPeppolCii } from './peppol-selection.js';
import { GERMAN_CONTEXTS, GERMAN_ROWS } from './ubl-german.js';
import { WORDINGS } from './wording.table.js';

const UBL: readonly RuleSyntax[] = ['ubl-invoice', 'ubl-credit-note'];
const VERSION = '3.0.2';
const SOURCE = 'KoSIT XRechnung Schematron 2.5.0 of 2026-01-31';
const VALID_FROM = localDate('2026-02-01');

const isExtension = ({ specification }: DocumentIds): boolean => specification === EXTENSION;
const isVehicles = ({ specification }: DocumentIds): boolean => specification === CVD;

const ublGerman: Pattern = {
  id: 'german',
  contexts: GERMAN_CONTEXTS,
  rules: rulesOf(WORDINGS, [
    ...GERMAN_ROWS,
    [
      'BR-DE-21',
      'warning',
      'document',
      (document) => [CIUS, EXTENSION, CVD].some((id) => someText(document, 'cbc:CustomizationID', id)),
      'cbc:CustomizationID',
    ],
  ]),
};
const ciiGerman: Pattern = {
  id: 'german',
  contexts: GERMAN_CII_CONTEXTS,
  rules: rulesOf(WORDINGS, GERMAN_CII_ROWS),
};

const sheets: readonly Sheet[] = [
  { syntaxes: UBL, patterns: [...fromPeppol(UBL_CORE), ublGerman] },
  { syntaxes: ['cii'], patterns: [...fromPeppolCii(CII_CORE), ciiGerman] },
];

const lowered = (rules: string, to: Adjustment['to'], reason: string): Adjustment[] =>
  rules.split(' ').map((rule) => ({ rule, to, reason }));

/** XRechnung, the German specification (CIUS) of EN 16931. */
export const XRECHNUNG: Pack = {
  id: 'xrechnung',
  version: VERSION,
  validFrom: VALID_FROM,
  source: SOURCE,
  claims: ({ specification }) => FAMILY.test(specification),
  buildsOn: (ids) => [
    'en16931',
    ...(isExtension(ids) ? ['xrechnung-extension'] : []),
    ...(isVehicles(ids) ? ['xrechnung-cvd'] : []),
  ],
  adjusts: [
    ...lowered('BR-CL-21 BR-CL-23', 'warning', 'KoSIT judges these lists, which grow between releases, as warnings'),
    ...lowered('CII-SR-452 CII-SR-453 CII-SR-454', 'fatal', 'KoSIT refuses repeated elements where CEN warns'),
  ],
  sheets,
};

/** What the XRechnung extension adds and eases. Judges only together with `xrechnung`. */
export const XRECHNUNG_EXTENSION: Pack = {
  id: 'xrechnung-extension',
  version: VERSION,
  validFrom: VALID_FROM,
  source: SOURCE,
  inner: true,
  claims: () => false,
  buildsOn: () => ['en16931'],
  adjusts: [
    ...lowered(
      'BR-CL-10 BR-CL-11 BR-CL-24 BR-CL-25 BR-CL-26',
      'info',
      'The extension has longer code lists (BR-DEX-04 to -08)',
    ),
    ...lowered(
      'BR-CO-16 UBL-CR-470',
      'info',
      'The extension knows third party payments and sub-lines (BR-DEX-02, -09)',
    ),
  ],
  sheets: [
    { syntaxes: UBL, patterns: [UBL_EXTENSION] },
    { syntaxes: ['cii'], patterns: [CII_EXTENSION] },
  ],
};

/** What XRechnung CVD, for clean vehicles, adds. Judges only together with `xrechnung`. */
export const XRECHNUNG_CVD: Pack = {
  id: 'xrechnung-cvd',
  version: '0.9',
  validFrom: VALID_FROM,
  source: SOURCE,
  inner: true,
  claims: () => false,
  buildsOn: () => ['en16931'],
  adjusts: lowered('BR-CL-13', 'info', 'CVD is a scheme of its own; BR-TMP-CVD-01 tests the longer list'),
  sheets: [
    { syntaxes: UBL, patterns: [UBL_VEHICLES] },
    { syntaxes: ['cii'], patterns: [CII_VEHICLES] },
  ],
};
