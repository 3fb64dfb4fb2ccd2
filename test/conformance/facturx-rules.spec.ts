import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeFacturX, extractInvoice } from '#facturx';
import { PROFILES, withProfile, writeInvoice } from '#syntax';
import { GOLDEN, manyLines } from '../golden/facturx/invoices.js';
import { officialVerdicts } from './referee.js';

const WORK = mkdtempSync(join(tmpdir(), 'facteur-embedded-'));
afterAll(() => rmSync(WORK, { recursive: true, force: true }));

/** The folder of the official rules of each profile, as the referee names them. */
const RULES = {
  MINIMUM: 'minimum',
  BASIC_WL: 'basicwl',
  BASIC: 'basic',
  EN16931: 'en16931',
  EXTENDED: 'extended',
} as const;

describe('the XML inside a Factur-X file', () => {
  it('passes the official schema and rules of its profile, for every profile and kind of invoice', async () => {
    const cases: { file: string; ruleSet: string }[] = [];
    const invoices = [...GOLDEN, { name: '100-lines', invoice: manyLines(100) }];
    for (const { id } of PROFILES) {
      for (const { name, invoice } of invoices) {
        const { bytes } = writeInvoice(withProfile(invoice, id), { syntax: 'cii', profile: id });
        const createdAt = new Date('2026-11-24T10:00:00Z');
        const pdf = composeFacturX({ invoice, xml: bytes, profile: id, language: 'fr', createdAt });
        const read = await extractInvoice(pdf);
        if (!read.ok) throw new Error(`${name}: ${read.error.code}`);
        const file = join(WORK, `${id}-${name}.xml`);
        writeFileSync(file, read.value.xml);
        cases.push({ file, ruleSet: `facturx-${RULES[id]}` });
      }
    }
    const faults = officialVerdicts(cases).flatMap(({ file, xsd, fatal, stopped, error }) =>
      xsd.length + fatal.length > 0 || stopped || error
        ? [`${file}: ${[...xsd, ...fatal, stopped, error].join(' ')}`]
        : [],
    );
    expect(faults).toEqual([]);
    expect(cases).toHaveLength(PROFILES.length * invoices.length);
  });
});
