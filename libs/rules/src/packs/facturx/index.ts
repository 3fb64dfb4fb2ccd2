import { localDate } from '#kernel';
import type { Adjustment, DocumentIds, Pack, Pattern } from '../../engine/rule.js';
import { codes } from '../sheet-writing.js';
import { EN16931 } from '../en16931/index.js';
import { KEPT } from './kept-rules.table.js';
import { ownPatterns, REPLACED } from './own-rules.js';
import { structurePattern } from './structure.js';
import { BASIC } from './structure-basic.table.js';
import { BASIC_WL } from './structure-basicwl.table.js';
import { EN16931 as EN16931_STRUCTURE } from './structure-en16931.table.js';
import { EXTENDED } from './structure-extended.table.js';
import { MINIMUM } from './structure-minimum.table.js';

const STRUCTURES = {
  minimum: MINIMUM,
  basicwl: BASIC_WL,
  basic: BASIC,
  en16931: EN16931_STRUCTURE,
  extended: EXTENDED,
} as const;

/** Its Factur-X wording looks for the currency where none can be, so that it never fires. */
const NEVER_FIRES = new Set(['BR-CO-15']);

type Profile = keyof typeof STRUCTURES;

const VERSION = '1.08';
const VALID_FROM = localDate('2026-01-15');
const SOURCE = 'FNFE-MPE and FeRD, Factur-X 1.08 / ZUGFeRD 2.4, schematron of each profile';

/** The profile that BT-24 names; what names none is judged as EN 16931. */
export function profileOf({ specification }: Pick<DocumentIds, 'specification'>): Profile {
  const name = /:(minimum|basicwl|basic|extended)$/.exec(specification)?.[1];
  return name === 'minimum' || name === 'basicwl' || name === 'basic' || name === 'extended' ? name : 'en16931';
}

/** The rules of EN 16931 that a profile leaves out. */
function leftOut(profile: Profile): Adjustment[] {
  const kept = codes(KEPT[profile] ?? '');
  const all = EN16931.sheets
    .filter(({ syntaxes }) => syntaxes.includes('cii'))
    .flatMap(({ patterns }) => patterns.flatMap(({ rules }) => rules.map(({ id }) => id)));
  return [...new Set(all)]
    .filter((id) => !kept.has(id) || REPLACED.has(id) || NEVER_FIRES.has(id))
    .map((rule) => ({ rule, to: 'suppressed', reason: `Not among the rules of Factur-X ${profile}` }));
}

function profilePack(profile: Profile): Pack {
  let patterns: readonly Pattern[] | undefined;
  return {
    id: `facturx-${profile}`,
    version: VERSION,
    validFrom: VALID_FROM,
    source: SOURCE,
    inner: true,
    claims: () => false,
    buildsOn: () => ['en16931'],
    adjusts: leftOut(profile),
    // The tables are read when a document of the profile is judged first, not when the program starts.
    get sheets() {
      patterns ??= [structurePattern(`structure-${profile}`, STRUCTURES[profile]), ...ownPatterns(profile)];
      return [{ syntaxes: ['cii' as const], patterns }];
    },
  };
}

/** One pack a profile; they judge only through `facturx`. */
export const FACTURX_PROFILES: readonly Pack[] = (Object.keys(STRUCTURES) as Profile[]).map(profilePack);

/** Factur-X (ZUGFeRD): the rules of the profile that the document names. */
export const FACTURX: Pack = {
  id: 'facturx',
  version: VERSION,
  validFrom: VALID_FROM,
  source: SOURCE,
  claims: ({ specification }) => /factur-x\.eu:1p0|zugferd\.de:2p/.test(specification),
  buildsOn: (ids) => (/xrechnung/i.test(ids.specification) ? ['xrechnung'] : [`facturx-${profileOf(ids)}`]),
  sheets: [{ syntaxes: ['cii'], patterns: [] }],
};
