import { path } from '../../engine/path.js';
import type { Context, Pattern } from '../../engine/rule.js';
import { codes, never, ownText, rulesOf, type Row } from '../sheet-writing.js';
import { EXTENDED_PATTERNS } from './extended.js';
import { KEPT } from './kept-rules.table.js';
import { TAX_RULES, taxPatterns } from './tax-contexts.js';
import { VARIANT_CONTEXTS, VARIANT_ROWS } from './variants.js';
import { WORDINGS } from './wording.table.js';

const empty: Pattern = {
  id: 'empty',
  contexts: [
    { key: 'empty', match: ['*'], where: (element) => element.children.length === 0 && ownText(element) === '' },
  ],
  rules: rulesOf(WORDINGS, [['PEPPOL-EN16931-R008', 'warning', 'empty', never]]),
};

const contacts: readonly Row[] = ['ram:SellerTradeParty', 'ram:BuyerTradeParty'].map((party) => [
  'FX-SCH-A-000346',
  'fatal',
  'agreement',
  (element) =>
    !['PersonName', 'DepartmentName'].every((name) =>
      path(`${party}/ram:DefinedTradeContact/ram:${name}`).exists(element),
    ),
]);

/** MINIMUM tests three things under one number that its structure cannot say. */
const minimum: Pattern = {
  id: 'minimum',
  contexts: [
    { key: 'allowance', match: ['ram:SpecifiedTradeAllowanceCharge'] },
    {
      key: 'agreement',
      match: ['/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement'],
    },
  ],
  rules: rulesOf(WORDINGS, [
    ['FX-SCH-A-000346', 'fatal', 'allowance', (element) => path('ram:ChargeIndicator').exists(element)],
    ...contacts,
  ]),
};

/** Rules that no CEN artefact has, by the profiles that test them. */
const ADDED: Readonly<Record<string, readonly ProfileName[]>> = {
  'BR-CO-25': ['basicwl', 'basic', 'en16931', 'extended'],
  'BR-CO-27': ['basicwl', 'basic', 'en16931', 'extended'],
  'BR-FX-EN-04': ['basic', 'en16931', 'extended'],
};

type ProfileName = 'minimum' | 'basicwl' | 'basic' | 'en16931' | 'extended';

/** Ids of CEN rules that Factur-X words in its own way. */
const REWORDED: ReadonlySet<string> = new Set(VARIANT_ROWS.map(([id]) => id));
/** Ids of CEN rules that Factur-X words, or asks elsewhere, in its own way. */
export const REPLACED: ReadonlySet<string> = new Set([...REWORDED, ...TAX_RULES.map(({ id }) => id)]);

function variants(profile: ProfileName): Pattern[] {
  const kept = codes(KEPT[profile] ?? '');
  const rows = VARIANT_ROWS.filter(([id]) => ADDED[id]?.includes(profile) ?? kept.has(id));
  const one = (context: Context): Pattern => ({
    id: `variant-${context.key}`,
    contexts: [context],
    rules: rulesOf(
      WORDINGS,
      rows.filter(([, , key]) => key === context.key),
    ),
  });
  return VARIANT_CONTEXTS.map(one).filter(({ rules }) => rules.length > 0);
}

/** What a profile tests beside its structure and the rules of EN 16931 that it keeps as they are. */
export function ownPatterns(profile: ProfileName): Pattern[] {
  const special = profile === 'minimum' ? [minimum] : profile === 'basicwl' ? [] : [empty];
  const taxes = taxPatterns(codes(KEPT[profile] ?? ''), REWORDED);
  return [...special, ...variants(profile), ...taxes, ...(profile === 'extended' ? EXTENDED_PATTERNS : [])];
}
