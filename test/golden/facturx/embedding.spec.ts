import { describe, expect, it } from '@jest/globals';
import { embedIntoPdf, extractInvoice, inspectPdf, type EmbedError } from '#facturx';
import { writeInvoice } from '#syntax';
import { FOREIGN_PDFS } from '../../fixtures/facturx/foreign-pdfs.js';
import { STANDARD } from './invoices.js';

const { bytes: xml } = writeInvoice(STANDARD, { syntax: 'cii', profile: 'EN16931' });
const facts = { xml, profile: 'EN16931', createdAt: new Date('2026-11-24T10:00:00Z'), language: 'fr' } as const;

const codesOf = (error: EmbedError): string[] =>
  error.kind === 'blocked' ? error.blockers.map((each) => each.code) : error.kind === 'unreadable' ? [error.error.code] : [...error.checks];

describe('a PDF that another program made', () => {
  it.each(FOREIGN_PDFS.filter((each) => !each.refused))('is completed: $name', async ({ make }) => {
    const pdf = await make();
    const completed = await embedIntoPdf({ pdf, ...facts });
    if (!completed.ok) throw new Error(JSON.stringify(completed.error));
    const read = await extractInvoice(completed.value);
    expect(read.ok && Buffer.from(read.value.xml).equals(Buffer.from(xml))).toBe(true);
    const inspected = await inspectPdf(completed.value);
    expect(inspected.ok && inspected.value.checks.filter((check) => !check.passed)).toEqual([]);
    const again = await embedIntoPdf({ pdf, ...facts });
    expect(again.ok && Buffer.from(again.value).equals(Buffer.from(completed.value))).toBe(true);
  });

  it.each(FOREIGN_PDFS.filter((each) => each.refused))('is refused with reason and place: $name', async ({ make, refused, where }) => {
    const outcome = await embedIntoPdf({ pdf: await make(), ...facts });
    if (outcome.ok) throw new Error('was completed');
    expect([...new Set(codesOf(outcome.error))]).toEqual(refused);
    if (outcome.error.kind !== 'blocked') return;
    for (const blocker of outcome.error.blockers) {
      expect(blocker.clause).toMatch(/^6\.\d/);
      expect(blocker.where).toMatch(/^(?:page \d+|object \d+|document|page \d+, object \d+): ./);
      expect(blocker.message.fr).not.toBe(blocker.message.en);
    }
    expect(outcome.error.blockers.map((each) => each.where).join('\n')).toContain(where);
  });
});
