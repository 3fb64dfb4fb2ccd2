import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  composeFacturX,
  embedIntoPdf,
  HYBRID_PROFILES,
  inspectPdf,
  readBack,
  type FacturXInput,
  type HybridProfileId,
} from '#facturx';
import { Decimal, sha256 } from '#kernel';
import { withProfile, writeInvoice, type ProfileId } from '#syntax';
import { someInvoice } from '#testkit';
import type { Invoice } from '#invoice';
import { FOREIGN_PDFS } from '../fixtures/facturx/foreign-pdfs.js';
import { judgePdfs } from './verapdf.js';
import { GOLDEN, LOGO, manyLines, STANDARD } from '../golden/facturx/invoices.js';

const CORPORA = ['../shared/corpora'].map((path) => resolve(process.cwd(), path)).find((path) => existsSync(path));
if (CORPORA === undefined) process.stdout.write('SKIPPED: foreign PDFs of the corpora, ../shared is not present\n');
/** Checks that speak of the hybrid; PDF/A does not ask for them. */
const FACTUR_X_ONLY: ReadonlySet<string> = new Set(['FX_PROPERTIES', 'FX_SCHEMA', 'EMBEDDING']);
const WORK = mkdtempSync(join(tmpdir(), 'facteur-verapdf-'));
const CREATED = new Date('2026-11-24T10:00:00Z');
const RANDOM = Number(process.env['FACTEUR_RANDOM_PDFS'] ?? 500);
afterAll(() => rmSync(WORK, { recursive: true, force: true }));

/** Characters that the page font lacks are a named error elsewhere; here they would only shrink the sample. */
function withoutMissingGlyphs(invoice: Invoice): Invoice {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(/[漢\u{1F600}]/gu, 'x');
    if (Array.isArray(value)) return value.map(walk);
    if (value !== null && typeof value === 'object' && !(value instanceof Decimal)) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
    }
    return value;
  };
  return walk(invoice) as Invoice;
}

let serial = 0;
const queue: string[] = [];
function queued(pdf: Uint8Array): void {
  const path = join(WORK, `${(serial += 1)}.pdf`);
  writeFileSync(path, pdf);
  queue.push(path);
}

function compose(invoice: Invoice, profile: HybridProfileId, more: Partial<FacturXInput> = {}): Uint8Array {
  const written: ProfileId = profile === 'EXTENDED_CTC_FR' ? 'EXTENDED' : profile === 'XRECHNUNG' ? 'EN16931' : profile;
  const { bytes } = writeInvoice(withProfile(invoice, written), { syntax: 'cii', profile: written });
  return composeFacturX({ invoice, xml: bytes, profile, language: 'fr', createdAt: CREATED, ...more });
}

function expectAllCompliant(count: number): void {
  const all = judgePdfs(queue.splice(0));
  expect(all.filter((each) => !each.compliant)).toEqual([]);
  expect(all).toHaveLength(count);
}

describe('veraPDF finds no failure', () => {
  it('in every profile and language, with and without logo and attachments', () => {
    const attachments = [
      { fileName: 'détail.csv', mimeType: 'text/csv', content: Buffer.from('a;b\n1;2\n') },
      { fileName: 'plan (1).pdf', mimeType: 'application/pdf', content: compose(STANDARD, 'EN16931') },
    ];
    for (const profile of Object.keys(HYBRID_PROFILES) as HybridProfileId[]) {
      for (const language of ['fr', 'en', 'fr-en'] as const) queued(compose(STANDARD, profile, { language }));
      queued(compose(STANDARD, profile, { branding: { logo: LOGO, colour: '#7a1f3d' }, attachments }));
    }
    expectAllCompliant(Object.keys(HYBRID_PROFILES).length * 4);
  }, 300_000);

  it('in any kind of invoice and number of pages', () => {
    const invoices = [...GOLDEN.map((each) => each.invoice), manyLines(3), manyLines(100), manyLines(2000)];
    for (const invoice of invoices) queued(compose(invoice, 'EXTENDED'));
    for (const currency of ['EUR', 'USD', 'GBP', 'JPY', 'CHF']) queued(compose({ ...STANDARD, currency }, 'EN16931'));
    expectAllCompliant(invoices.length + 5);
  }, 300_000);

  it(`in ${RANDOM} random invoices, which read back as they were written`, async () => {
    for (const random of fc.sample(someInvoice, { numRuns: RANDOM, seed: 20261124 })) {
      const invoice = withoutMissingGlyphs(random);
      const { bytes: xml } = writeInvoice(withProfile(invoice, 'EXTENDED'), { syntax: 'cii', profile: 'EXTENDED' });
      const pdf = composeFacturX({ invoice, xml, profile: 'EXTENDED', language: 'fr-en', createdAt: CREATED });
      const expected = {
        xmlSha256: sha256(xml),
        number: invoice.number,
        issueDate: invoice.issueDate,
        amountDue: invoice.totals.amountDue,
      };
      const read = await readBack(pdf, expected);
      if (!read.ok) expect({ facts: read.error.facts, number: invoice.number }).toBeUndefined();
      queued(pdf);
    }
    expectAllCompliant(RANDOM);
  }, 900_000);

  it('in foreign PDFs that were completed, ours with a fault each', async () => {
    const { bytes: xml } = writeInvoice(STANDARD, { syntax: 'cii', profile: 'EN16931' });
    const completable = FOREIGN_PDFS.filter((each) => !each.refused);
    for (const { name, make } of completable) {
      const outcome = await embedIntoPdf({
        pdf: await make(),
        xml,
        profile: 'EN16931',
        createdAt: CREATED,
        language: 'fr',
      });
      if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.error)}`);
      queued(outcome.value);
    }
    expectAllCompliant(completable.length);
  }, 300_000);

  (CORPORA ? it : it.skip)(
    'in the PDFs of the corpora, completed again, which inspection judges as veraPDF does',
    async () => {
      const { bytes: xml } = writeInvoice(STANDARD, { syntax: 'cii', profile: 'EN16931' });
      const paths = readdirSync(CORPORA as string, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.toLowerCase().endsWith('.pdf'))
        .map((path) => join(CORPORA as string, path));
      expect(paths.length).toBeGreaterThan(100);
      queue.push(...paths);
      const differing: string[] = [];
      for (const { file, compliant } of judgePdfs(queue.splice(0))) {
        const inspected = await inspectPdf(readFileSync(file));
        const found = inspected.ok
          ? inspected.value.checks.filter((check) => !check.passed && check.level === 'error')
          : [];
        const sound = inspected.ok && found.every((check) => FACTUR_X_ONLY.has(check.id));
        if (sound !== compliant) differing.push(`${file}: ${found.map((check) => check.id).join(' ')}`);
      }
      expect(differing).toEqual([]);
      let completed = 0;
      for (const path of paths) {
        const pdf = readFileSync(path);
        const outcome = await embedIntoPdf({ pdf, xml, profile: 'EN16931', createdAt: CREATED, language: 'fr' });
        if (!outcome.ok) continue;
        completed += 1;
        queued(outcome.value);
      }
      expect(completed).toBeGreaterThan(paths.length * 0.95);
      expectAllCompliant(completed);
    },
    600_000,
  );

  it('in a page of ours that was stripped of its invoice and completed again', async () => {
    const pdf = compose(STANDARD, 'EN16931');
    const { bytes: xml } = writeInvoice(STANDARD, { syntax: 'cii', profile: 'EN16931' });
    const completed = await embedIntoPdf({ pdf, xml, profile: 'EN16931', createdAt: CREATED, language: 'fr' });
    if (!completed.ok) expect(completed.error).toBeUndefined();
    else queued(completed.value);
    expectAllCompliant(1);
  }, 300_000);
});
