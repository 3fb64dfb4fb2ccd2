import { localDate } from '#kernel';
import type { Pack } from '../../engine/rule.js';
import { CII_CODES, NOTE_SUBJECT, UBL_CODES } from './code-rules.table.js';
import { CII_MODEL } from './cii-model-contexts.js';
import { CII_SYNTAX } from './cii-syntax.js';
import { CONDITIONS } from './conditions.table.js';
import { DECIMALS } from './decimals.table.js';
import { PRESENCE } from './presence.table.js';
import { rulesOf } from './statement.js';
import { TOTALS } from './totals.table.js';
import { UBL_MODEL } from './ubl-model-contexts.js';
import { UBL_SYNTAX } from './ubl-syntax.js';
import { VAT } from './vat.table.js';

/** The rules of the semantic model, stated once for both syntaxes. */
const MODEL = [...PRESENCE, ...CONDITIONS, ...TOTALS, ...DECIMALS, ...VAT, NOTE_SUBJECT];

/** The business rules and syntax bindings of CEN/TC 434 for EN 16931-1. */
export const EN16931: Pack = {
  id: 'en16931',
  version: '1.3.16',
  validFrom: localDate('2026-04-10'),
  source: 'CEN/TC 434 validation artefacts 1.3.16 of 2026-04-10, EN 16931-3-2 (UBL 2.1) and EN 16931-3-3 (CII D16B)',
  claims: ({ specification }) => specification === 'urn:cen.eu:en16931:2017',
  sheets: [
    {
      syntaxes: ['ubl-invoice', 'ubl-credit-note'],
      patterns: [
        { id: 'ubl-model', contexts: UBL_MODEL, rules: rulesOf(MODEL, 'ubl') },
        UBL_SYNTAX,
        { id: 'ubl-codes', ...UBL_CODES },
      ],
    },
    {
      syntaxes: ['cii'],
      patterns: [
        { id: 'cii-model', contexts: CII_MODEL, rules: rulesOf(MODEL, 'cii') },
        CII_SYNTAX,
        { id: 'cii-codes', ...CII_CODES },
      ],
    },
  ],
};
