import { describe, expect, it } from '@jest/globals';
import { interned } from './interned.js';
import { nameAt } from './names.js';
import { hashOfName } from './lexical.js';
import { readXml } from './read-xml.js';

describe('names kept once', () => {
  it('are equal to what they were made from, numbers and prototype names among them', () => {
    for (const text of ['ID', '', '12', '__proto__', 'constructor', 'x'.repeat(500)]) expect(interned(text)).toBe(text);
  });

  it('are found in the text, whatever stood in their slot before', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `p:n${index}`);
    for (const name of names) {
      const split = nameAt(`<${name}>`, 1, name.length + 1, hashOfName(`<${name}>`, 1, name.length + 1));
      expect(split).toEqual({ raw: name, prefix: 'p', local: name.slice(2) });
    }
  });

  it('are told apart when only the middle differs', () => {
    const text = '<r><cbc/><cac/><cbd/><abc.d/><abd.d/></r>';
    const read = readXml(Buffer.from(text));
    expect(read.ok && read.value.root.children.map(({ name }) => name)).toEqual([
      'cbc',
      'cac',
      'cbd',
      'abc.d',
      'abd.d',
    ]);
  });

  it('give the children by name', () => {
    const read = readXml(Buffer.from('<r xmlns:a="u"><a:x/><y/><x/></r>'));
    const named = read.ok ? read.value.root.childrenNamed?.('x') : undefined;
    expect(named?.map(({ uri }) => uri)).toEqual(['u', '']);
    expect(read.ok && read.value.root.childrenNamed?.('z')).toEqual([]);
  });
});
