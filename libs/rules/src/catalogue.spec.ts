import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { catalogueOf, newestPacks, type CatalogueRule } from './catalogue.js';

const FOLDER = new URL('../catalogue/', import.meta.url);

function written(id: string, version: string, rules: readonly CatalogueRule[]): string {
  const rows = rules.map((rule) => `    ${JSON.stringify(rule)}`).join(',\n');
  return `{\n  "pack": "${id}",\n  "version": "${version}",\n  "rules": [\n${rows}\n  ]\n}\n`;
}

describe('the catalogue of rules', () => {
  for (const pack of newestPacks()) {
    const file = new URL(`${pack.id}.generated.json`, FOLDER);

    it(`lists every rule of ${pack.id} (UPDATE_CATALOGUE=1 writes it)`, () => {
      const now = written(pack.id, pack.version, catalogueOf(pack));
      if (process.env.UPDATE_CATALOGUE === '1') {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(file, now);
      }
      expect(existsSync(file)).toBe(true);
      expect(readFileSync(file, 'utf8')).toBe(now);
    });

    it(`writes the ids of ${pack.id} in the form of ids`, () => {
      const ids = catalogueOf(pack).map(({ id }) => id);
      expect(ids.filter((id) => !/^[A-Z][A-Za-z0-9_]*(?:-[A-Za-z0-9_.]+)+$/.test(id))).toEqual([]);
    });

    it(`says everything in English and French in ${pack.id}`, () => {
      const rules = pack.sheets.flatMap(({ patterns }) => patterns).flatMap((pattern) => pattern.rules);
      const mute = rules.filter(({ message, remedy }) =>
        [message.en, message.fr, remedy.en, remedy.fr].some((text) => text.trim() === ''),
      );
      expect(mute.map(({ id }) => id)).toEqual([]);
    });
  }

  // Peppol and Factur-X ask some of their rules in several contexts; EN 16931 never does.
  it('uses each id of EN 16931 once in a syntax', () => {
    const [en16931] = newestPacks().filter(({ id }) => id === 'en16931');
    expect(en16931?.sheets.length).toBe(2);
    for (const { patterns } of en16931?.sheets ?? []) {
      const ids = patterns.flatMap(({ rules }) => rules.map(({ id }) => id));
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    }
  });
});
