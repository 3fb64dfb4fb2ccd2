import { describe, expect, it } from '@jest/globals';
import { localDate } from '#kernel';
import { readXml, type XmlDocument } from '#xml';
import { judge } from '../judge.js';
import { path } from './path.js';
import { PackRegistry } from './registry.js';
import type { Pack, Pattern, Rule } from './rule.js';
import { decimalAt } from './values.js';

const CBC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2';
const CAC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2';

function document(inner: string): XmlDocument {
  const text = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="${CAC}" xmlns:cbc="${CBC}">${inner}</Invoice>`;
  const read = readXml(Buffer.from(text));
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

const words = { en: 'English', fr: 'Français' };
function rule(id: string, context: string, test: Rule['test'], more: Partial<Rule> = {}): Rule {
  return { id, terms: [], severity: 'fatal', context, test, message: words, remedy: words, ...more };
}

function pack(id: string, pattern: Partial<Pattern>, more: Partial<Pack> = {}): Pack {
  return {
    id,
    version: '1',
    validFrom: localDate('2026-01-01'),
    source: 'this test',
    claims: () => false,
    sheets: [{ syntaxes: ['ubl-invoice'], patterns: [{ id: 'p', contexts: [], rules: [], ...pattern }] }],
    ...more,
  };
}

const lines = pack('en16931', {
  contexts: [
    { key: 'noted', match: ['cac:InvoiceLine'], where: (line) => path('cbc:Note').exists(line) },
    { key: 'line', match: ['cac:InvoiceLine'] },
  ],
  rules: [
    rule('T-1', 'noted', () => false),
    rule('T-2', 'line', (line) => decimalAt(line, path('cbc:Amount'))?.isZero() ?? true, {
      about: path('cbc:Amount'),
    }),
    rule(
      'T-3',
      'line',
      { absent: ['cac:Item/cbc:Keyword', 'cbc:UUID', 'cbc:Amount/@currencyID'] },
      { severity: 'warning' },
    ),
  ],
});

describe('the rule engine', () => {
  const judged = (inner: string, packs: readonly Pack[] = [lines], names: 'auto' | string[] = 'auto') =>
    judge(document(inner), { packs: names }, new PackRegistry(packs));

  it('asks an element in the first context that matches, and no later one', () => {
    const { findings, valid } = judged(
      '<cac:InvoiceLine><cbc:Note>x</cbc:Note><cbc:Amount>7</cbc:Amount></cac:InvoiceLine><cac:InvoiceLine><cbc:Amount>7</cbc:Amount></cac:InvoiceLine>',
    );
    expect(findings.map(({ rule: id, location, value }) => [id, location, value])).toEqual([
      ['T-1', '/Invoice/cac:InvoiceLine[1]', ''],
      ['T-2', '/Invoice/cac:InvoiceLine[2]/cbc:Amount', '7'],
    ]);
    expect(valid).toBe(false);
  });

  it('reports each broken absence once, at the first node', () => {
    const { findings, valid } = judged(
      '<cac:InvoiceLine><cbc:UUID>1</cbc:UUID><cac:Item><cbc:Keyword>k</cbc:Keyword></cac:Item></cac:InvoiceLine>',
    );
    expect(findings.map(({ rule: id, location }) => [id, location])).toEqual([
      ['T-3', '/Invoice/cac:InvoiceLine/cbc:UUID'],
    ]);
    expect(valid).toBe(true);
    const [carried] = judged('<cac:InvoiceLine><cbc:Amount currencyID="EUR">0</cbc:Amount></cac:InvoiceLine>').findings;
    expect(carried).toMatchObject({ location: '/Invoice/cac:InvoiceLine/cbc:Amount/@currencyID', value: 'EUR' });
  });

  it('makes a test that cannot be answered a fatal finding', () => {
    const [finding] = judged('<cac:InvoiceLine><cbc:Amount>seven</cbc:Amount></cac:InvoiceLine>').findings;
    expect(finding).toMatchObject({ rule: 'T-2', severity: 'fatal', value: 'seven' });
    const [twice] = judged(
      '<cac:InvoiceLine><cbc:Amount>0</cbc:Amount><cbc:Amount>0</cbc:Amount></cac:InvoiceLine>',
    ).findings;
    expect(twice).toMatchObject({ rule: 'T-2', severity: 'fatal' });
  });

  it('lets a pack suppress and re-level rules of the packs it builds on', () => {
    const above = pack(
      'above',
      {},
      {
        claims: () => true,
        buildsOn: () => ['en16931'],
        adjusts: [
          { rule: 'T-2', to: 'suppressed', reason: 'test' },
          { rule: 'T-1', to: 'info', reason: 'test' },
        ],
      },
    );
    const both =
      '<cac:InvoiceLine><cbc:Note>x</cbc:Note></cac:InvoiceLine><cac:InvoiceLine><cbc:Amount>7</cbc:Amount></cac:InvoiceLine>';
    const verdict = judged(both, [lines, above]);
    expect(verdict.packs).toEqual([
      { id: 'en16931', version: '1' },
      { id: 'above', version: '1' },
    ]);
    expect(verdict.findings.map(({ rule: id, severity }) => [id, severity])).toEqual([['T-1', 'info']]);
    expect(verdict.valid).toBe(true);
    expect(judged(both, [lines, above], ['en16931']).valid).toBe(false);
  });

  it('chooses the version valid on the date', () => {
    const newer = { ...lines, version: '2', validFrom: localDate('2026-07-01') };
    const known = new PackRegistry([lines, newer]);
    const versionOn = (on?: string) =>
      judge(document(''), { packs: 'auto', ...(on && { on: localDate(on) }) }, known).packs[0]?.version;
    expect([versionOn(), versionOn('2026-03-01'), versionOn('2026-07-01')]).toEqual(['2', '1', '2']);
  });

  it('refuses a pack name that does not exist, and says when no pack fits', () => {
    expect(() => judged('', [lines], ['nosuch'])).toThrow('No rule pack has this name');
    const read = readXml(Buffer.from('<a/>'));
    expect(read.ok && judge(read.value, { packs: 'auto' })).toMatchObject({
      valid: false,
      findings: [{ rule: 'SYNTAX-UNKNOWN' }],
    });
  });
});

describe('a hostile document', () => {
  const rulesOf = (count: number): readonly string[] => {
    const { findings } = judge(document('<cac:InvoiceLine/>'.repeat(count)), { packs: ['en16931'] });
    expect(findings.length).toBeLessThan(11_000);
    return [...new Set(findings.map(({ rule }) => rule))].sort();
  };

  it('gets a bounded number of findings, and every rule that it breaks', () => {
    const few = rulesOf(10);
    const many = rulesOf(6_000);
    expect(many).toEqual([...few, 'FINDINGS-OMITTED'].sort());
  });
});
