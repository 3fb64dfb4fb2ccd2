import { describe, expect, it } from '@jest/globals';
import { creditorReference, parseCreditorReference, printCreditorReference } from './creditor-reference.js';

describe('ISO 11649 creditor reference', () => {
  it('makes the reference of a document number', () => {
    expect(creditorReference('FA20260001')).toBe('RF26FA20260001');
    expect(creditorReference('FA-2026/0001')).toBe('RF26FA20260001');
    expect(creditorReference('539007547034')).toBe('RF18539007547034');
  });

  it('makes none from nothing, from too much, or from letters outside the alphabet', () => {
    expect(creditorReference('--')).toBeUndefined();
    expect(creditorReference('1'.repeat(22))).toBeUndefined();
    expect(creditorReference('FÄ1')).toBeUndefined();
  });

  it('reads a printed reference and refuses every single wrong digit or letter, and a swap', () => {
    expect(parseCreditorReference('rf18 5390 0754 7034')).toBe('RF18539007547034');
    expect(printCreditorReference('RF18539007547034')).toBe('RF18 5390 0754 7034');
    const good = 'RF26FA20260001';
    for (let at = 2; at < good.length; at += 1) {
      // Like for like: a letter in place of a digit changes the length of the number, which modulo 97 does not promise to catch.
      for (const other of /\d/.test(good.charAt(at)) ? '0123456789' : 'ABCDEFGXYZ') {
        if (other === good[at]) continue;
        expect(parseCreditorReference(good.slice(0, at) + other + good.slice(at + 1))).toBeUndefined();
      }
    }
    expect(parseCreditorReference('RF26FA20620001')).toBeUndefined();
  });
});
