import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { localDate } from '#kernel';
import { readXml } from '#xml';
import { describePacks, describeRules } from '../../describe-packs.js';
import { judge, type JudgeOptions } from '../../judge.js';

const RULE = 'FACTEUR-FR-2027-01';
const INVOICE = readFileSync('test/fixtures/rules/fr-ctc/cii-invoice.xml', 'utf8');
const WITHOUT_LINES = INVOICE.replace(/>urn:cen\.eu[^<]*</, '>urn:factur-x.eu:1p0:basicwl<');

function judged(text: string, options: JudgeOptions) {
  const read = readXml(Buffer.from(text));
  if (!read.ok) throw new Error(read.error.code);
  const { packs, findings } = judge(read.value, options);
  const version = packs.find(({ id }) => id === 'fr-ctc')?.version;
  return { version, breaks: findings.some(({ rule }) => rule === RULE) };
}

describe('the edition announced for September 2027', () => {
  it('is listed with its first day, and is not what the name of the pack means', () => {
    const versions = describePacks().filter(({ id }) => id === 'fr-ctc');
    expect(versions).toContainEqual(
      expect.objectContaining({ version: '2027-09', validFrom: '2027-09-01', isAnnounced: true }),
    );
    expect(describeRules('fr-ctc')?.some(({ id }) => id === RULE)).toBe(false);
    expect(describeRules('fr-ctc', '2027-09')?.some(({ id }) => id === RULE)).toBe(true);
  });

  it('judges nothing before its day, whether a document asks for the pack or a user names it', () => {
    for (const packs of ['auto', ['fr-ctc']] as const) {
      expect(judged(WITHOUT_LINES, { packs })).toEqual({ version: '1.4.0', breaks: false });
      expect(judged(WITHOUT_LINES, { packs, asOf: localDate('2027-08-31') }).version).toBe('1.4.0');
    }
  });

  it('judges from its day on', () => {
    const asOf = localDate('2027-09-01');
    expect(judged(WITHOUT_LINES, { packs: 'auto', asOf })).toEqual({ version: '2027-09', breaks: true });
    expect(judged(INVOICE, { packs: 'auto', asOf })).toEqual({ version: '2027-09', breaks: false });
  });

  it('judges any day where its version or such a day is named', () => {
    expect(judged(WITHOUT_LINES, { packs: ['fr-ctc@2027-09'] })).toEqual({ version: '2027-09', breaks: true });
    expect(judged(INVOICE, { packs: ['fr-ctc@2027-09'] }).breaks).toBe(false);
    expect(judged(WITHOUT_LINES, { packs: 'auto', on: localDate('2028-01-15') }).breaks).toBe(true);
  });
});
