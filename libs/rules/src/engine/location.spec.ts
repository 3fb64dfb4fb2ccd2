import { describe, expect, it } from '@jest/globals';
import { readXml } from '#xml';
import { Locator } from './location.js';

describe('where a finding stands', () => {
  it('is told alike for few findings and for many', () => {
    const siblings = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? '<a:x/>' : '<b:x/><y/>')).join('');
    const read = readXml(Buffer.from(`<r xmlns:a="urn:a" xmlns:b="urn:b">${siblings}<z/></r>`));
    if (!read.ok) throw new Error(read.error.code);
    const { children } = read.value.root;
    // One at a time, each counted among its siblings; then all by one locator, which numbers them at once.
    const alone = children.map((child) => new Locator().locate(child));
    const together = new Locator();
    expect(children.map((child) => together.locate(child))).toEqual(alone);
    expect(alone.slice(0, 4)).toEqual(['/r/a:x[1]', '/r/b:x[1]', '/r/y[1]', '/r/a:x[2]']);
    expect(alone.at(-1)).toBe('/r/z');
    expect(new Set(alone).size).toBe(children.length);
  });
});
