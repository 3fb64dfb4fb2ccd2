import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { CODE_LIST_IDS, codeList } from './index.js';

describe('code lists', () => {
  it('are those of schemas/codelists', () => {
    const files = readdirSync('schemas/codelists').map((name) => name.replace('.json', ''));
    expect([...CODE_LIST_IDS].sort()).toEqual(files.sort());
    for (const id of CODE_LIST_IDS) {
      const { title, version, codes } = JSON.parse(readFileSync(`schemas/codelists/${id}.json`, 'utf8'));
      expect({ title, version, codes }).toEqual({
        title: codeList(id).title,
        version: codeList(id).version,
        codes: codeList(id).codes,
      });
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it('match exactly', () => {
    expect(['EUR', 'eur', ' EUR', '', 'EUR USD'].map((code) => codeList('iso4217').has(code))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(codeList('untdid1001-credit-note').has('381')).toBe(true);
    expect(codeList('untdid1001-invoice').has('381')).toBe(false);
  });
});
