import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Decimal } from '#kernel';
import { pack, unpack } from './pack.js';

describe('values for another thread', () => {
  it('come back as they were, amounts with their scale', () => {
    const value = {
      amount: Decimal.of('12.50'),
      lines: [{ net: Decimal.of('-0.10') }],
      bytes: Buffer.from('x'),
      at: new Date(0),
      none: undefined,
    };
    const back = unpack(structuredClone(pack(value))) as typeof value;
    expect(back.amount).toBeInstanceOf(Decimal);
    expect([back.amount.toString(), back.lines[0]?.net.toString()]).toEqual(['12.50', '-0.10']);
    expect(Buffer.from(back.bytes).toString()).toBe('x');
    expect(back.at.getTime()).toBe(0);
  });
});

/** The sources compiled as the build does it, since a worker thread loads files, not what Jest has in memory. */
describe('worker threads', () => {
  const root = process.cwd();
  let built = '';
  beforeAll(() => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    built = mkdtempSync(join(root, '.cache', 'workers-'));
    const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
    execFileSync(
      process.execPath,
      [swc, 'libs', 'test/golden/facturx', '-d', join(built, 'dist'), '--config-file', '.swcrc', '--quiet'],
      { cwd: root },
    );
    cpSync(join(root, 'package.json'), join(built, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(built, 'node_modules'));
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  it('do the work on large files and invoices, give the same answers, and leave the event loop free', () => {
    const script = join(built, 'run.mjs');
    writeFileSync(script, SCRIPT);
    const report = JSON.parse(
      execFileSync(process.execPath, [script], { cwd: built, maxBuffer: 1e8 }).toString(),
    ) as Record<string, unknown>;
    expect(report).toMatchObject({
      inPlace: 0,
      inThreads: 6,
      composedAlike: true,
      extracted: '2000 F-2026-00042 72000.00 Decimal',
      sound: true,
      samePage: true,
      embedded: true,
      error: 'FacteurError FACTURX.GLYPH_MISSING input',
    });
    // Composing 2,000 lines takes tens of milliseconds; the loop must have turned meanwhile.
    expect(report['turns']).toBeGreaterThan(3);
  });
});

const SCRIPT = `
import { backgroundCount, comparePage, composeFacturX, composeInBackground, embedIntoPdf, extractInvoice, inspectPdf } from '#facturx';
import { writeInvoice } from '#syntax';
const { manyLines } = await import('./dist/test/golden/facturx/invoices.js');
const createdAt = new Date('2026-11-24T10:00:00Z');
const inputOf = (invoice) => ({ invoice, xml: writeInvoice(invoice, { syntax: 'cii', profile: 'EN16931' }).bytes, profile: 'EN16931', language: 'fr', createdAt });
await composeInBackground(inputOf(manyLines(3)));
const inPlace = await backgroundCount();
const large = inputOf(manyLines(2000));
let turns = 0;
const ticking = setInterval(() => (turns += 1), 1);
let state = 1;
const noise = Uint8Array.from({ length: 800000 }, () => ((state = (state * 48271) % 2147483647) >> 8) & 255);
const attachments = [{ fileName: 'large.txt', mimeType: 'text/plain', content: noise }];
const pdf = await composeInBackground({ ...large, attachments });
clearInterval(ticking);
const read = await extractInvoice(pdf);
const inspected = await inspectPdf(pdf);
const compared = await comparePage(pdf);
const embedded = await embedIntoPdf({ pdf, xml: large.xml, profile: 'EN16931', createdAt, language: 'fr' });
const error = await composeInBackground(inputOf({ ...manyLines(400), number: '漢' })).catch((thrown) => thrown.constructor.name + ' ' + thrown.code + ' ' + thrown.category);
console.log(JSON.stringify({
  inPlace,
  inThreads: await backgroundCount(),
  composedAlike: Buffer.from(composeFacturX({ ...large, attachments })).equals(Buffer.from(pdf)),
  extracted: read.ok && [manyLines(2000).lines.length, read.value.facts.number, read.value.facts.amountDue.toString(), read.value.facts.amountDue.constructor.name].join(' '),
  sound: inspected.ok && inspected.value.sound,
  samePage: compared.ok && compared.value.same,
  embedded: embedded.ok,
  error,
  turns,
}));
process.exit(0);
`;
