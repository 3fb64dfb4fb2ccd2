import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attribute, escapeAttribute, escapeText, isUnwritable, readXml } from './index.js';

describe('escaping', () => {
  it('brings every writable text back unchanged, in content and in attributes', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('<', '&', '"', '\r', '\n', '\t', ']]>', 'é', ' ') }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        fc.pre(!isUnwritable(text));
        const read = readXml(Buffer.from(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`));
        expect(read.ok).toBe(true);
        if (read.ok) expect([read.value.root.text, attribute(read.value.root, 'b')]).toEqual([text, text]);
      }),
    );
  });

  it('knows what no document can carry', () => {
    expect(['\u0000', 'a\u001F', '\uFFFE', '\uD800', 'x\uDC00'].every(isUnwritable)).toBe(true);
    expect(['', 'a\tb', '\u{1F600}', '\u0085'].some(isUnwritable)).toBe(false);
  });
});
