import { describe, expect, it } from '@jest/globals';
import { term, TERMS } from '#invoice';
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

  it.each([
    ['UBL', UBL_MAP],
    ['CII', CII_MAP],
  ] as const)('%s puts every term where the catalogue has it', (_name, rows) => {
    const misplaced = places(rows, '').filter(([id, path]) => term(id)?.path !== path);
    expect(misplaced).toEqual([]);
  });
});

/** Term and full path of every row; notes in UBL are one value, a list of identifiers is its term's group. */
function places(rows: readonly Row[], scope: string): [string, string][] {
  return rows.flatMap((row): [string, string][] => {
    if (row.kind === 'value') {
      const field = row.codec === 'subject-note' ? 'text' : row.field;
      return [[row.term, field.startsWith('/') ? field.slice(1) : scope + field]];
    }
    if (row.kind !== 'group') return [];
    const list = `${scope}${row.each}[]`;
    return [
      ...(row.term.startsWith('BG') ? [[row.term, list] as [string, string]] : []),
      ...places(row.rows, `${list}.`),
    ];
  });
}
