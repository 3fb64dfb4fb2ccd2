import { describe, expect, it } from '@jest/globals';
import { TERMS } from '#invoice';
import { CII_MAP } from './cii.map.js';
import type { Row } from './row.js';
import { UBL_MAP } from './ubl.map.js';

function boundTerms(rows: readonly Row[], only: 'invoice' | 'credit-note'): string[] {
  return rows.flatMap((row) => {
    if (row.only !== undefined && row.only !== only) return [];
    if (row.kind === 'value') return row.codec === 'subject-note' ? ['BT-21', row.term] : [row.term];
    return row.kind === 'group' ? [row.term, ...boundTerms(row.rows, only)] : [];
  });
}

describe('the tables', () => {
  it.each([
    ['UBL Invoice', UBL_MAP, 'invoice'],
    ['UBL CreditNote', UBL_MAP, 'credit-note'],
    ['CII', CII_MAP, 'invoice'],
  ] as const)('%s binds every business term of EN 16931', (_name, rows, only) => {
    const bound = new Set(boundTerms(rows, only));
    const terms = TERMS.filter((one) => one.id.startsWith('BT')).map((one) => one.id);
    expect(terms).toHaveLength(180);
    expect(terms.filter((id) => !bound.has(id))).toEqual([]);
    expect([...bound].filter((id) => !TERMS.some((one) => one.id === id))).toEqual([]);
  });
});
