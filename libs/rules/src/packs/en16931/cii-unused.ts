import type { Rule } from '../../engine/rule.js';
import { CII_UNUSED } from './cii-unused.table.js';
import { unused } from './wording.js';

/** What CII allows and EN 16931 does not use, as rules. */
export const CII_UNUSED_RULES = Object.entries(CII_UNUSED).flatMap(([context, rows]) =>
  rows.map(([id, severity, source]): Rule => ({
    id,
    terms: [],
    severity,
    context,
    test: { absent: [source] },
    ...unused(source, 'CII'),
  })),
);
