import { localDate } from '#kernel';
import type { Pack, Pattern, Rule, RuleSyntax } from '../../engine/rule.js';
import { CII_CODES } from './cii-codes.js';
import { CII_CORE } from './cii-core.js';
import { CII_NATIONAL } from './cii-national.js';
import { isSelfBilling } from './parties.js';
import { SELF_BILLING_PATTERNS } from './self-billing.js';
import { UBL_CODES } from './ubl-codes.js';
import { UBL_CORE } from './ubl-core.js';
import { UBL_GERMANY } from './ubl-germany.js';
import { UBL_ICELAND } from './ubl-iceland.js';
import { UBL_DENMARK, UBL_NORWAY } from './ubl-norway-denmark.js';
import { UBL_SWEDEN } from './ubl-sweden.js';
import { UBL_GREECE, UBL_ITALY, UBL_NETHERLANDS } from './ubl-southern.js';

const UBL: readonly RuleSyntax[] = ['ubl-invoice', 'ubl-credit-note'];
const BILLING = 'urn:fdc:peppol.eu:2017:poacc:billing:3';

/** Peppol BIS Billing 3 with the rules of its countries. */
export const PEPPOL: Pack = {
  id: 'peppol',
  version: '2026.5',
  validFrom: localDate('2026-08-17'),
  source: 'OpenPEPPOL BIS Billing 3, UBL rules of release 2026.5, CII rules of 2025-05-29',
  claims: ({ specification }) => specification.includes(BILLING),
  buildsOn: () => ['en16931'],
  sheets: [
    {
      syntaxes: UBL,
      patterns: [
        ...UBL_CORE,
        UBL_NORWAY,
        UBL_DENMARK,
        UBL_ITALY,
        UBL_SWEDEN,
        ...UBL_GREECE,
        UBL_ICELAND,
        UBL_NETHERLANDS,
        UBL_GERMANY,
        UBL_CODES,
      ],
    },
    { syntaxes: ['cii'], patterns: [...CII_CORE, ...CII_NATIONAL, CII_CODES] },
  ],
};

/** Rules that came with release 2026.5. */
const NEW = new Set([
  'DE-R-T02',
  'PEPPOL-COMMON-R054',
  'PEPPOL-COMMON-R055',
  'PEPPOL-COMMON-R056-1',
  'PEPPOL-COMMON-R056-2',
  'PEPPOL-COMMON-R057',
]);
/** Rules that only warned before it. */
const WARNED = new Set(['DK-R-003', 'DK-R-017', 'PEPPOL-COMMON-R052', 'PEPPOL-COMMON-R053']);

const earlier = (rule: Rule): Rule => (WARNED.has(rule.id) ? { ...rule, severity: 'warning' } : rule);
const earlierPattern = (pattern: Pattern): Pattern => ({
  ...pattern,
  rules: pattern.rules.filter(({ id }) => !NEW.has(id)).map(earlier),
});

/** The release before, for documents of its time. */
export const PEPPOL_2025_11: Pack = {
  ...PEPPOL,
  version: '2025.11',
  validFrom: localDate('2026-02-23'),
  validTo: PEPPOL.validFrom,
  source: 'OpenPEPPOL BIS Billing 3, UBL rules of release 2025.11, CII rules of 2025-05-29',
  sheets: PEPPOL.sheets.map(({ syntaxes, patterns }) => ({ syntaxes, patterns: patterns.map(earlierPattern) })),
};

/** Peppol BIS Self-Billing 3, which the buyer writes: chosen by BT-24, under the same name. It has no rules for CII. */
export const PEPPOL_SELF_BILLING: Pack = {
  id: 'peppol',
  version: '2026.5 self-billing',
  validFrom: PEPPOL.validFrom,
  source: 'OpenPEPPOL BIS Self-Billing 3, UBL rules of release 2026.5',
  claims: ({ specification }) => isSelfBilling(specification),
  speaksFor: ({ specification, syntax }) => syntax !== 'cii' && isSelfBilling(specification),
  buildsOn: () => ['en16931'],
  sheets: [{ syntaxes: UBL, patterns: SELF_BILLING_PATTERNS }],
};
