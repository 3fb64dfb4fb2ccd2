import { describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeFacturX } from '#facturx';
import { Decimal } from '#kernel';
import type { Invoice } from '#invoice';
import { manyLines } from './invoices.js';

const poppler = spawnSync('pdftoppm', ['-v']).status === 0;
if (!poppler) process.stdout.write('SKIPPED: payment codes, pdftoppm (poppler-utils) is not installed\n');

/** What a banking app sees on the printed page, or undefined where it sees no code. */
function scanned(invoice: Invoice): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'facteur-qr-'));
  try {
    const pdf = composeFacturX({ invoice, xml: Buffer.from('<example/>'), profile: 'EN16931', language: 'fr', createdAt: new Date('2026-11-24T10:00:00Z') });
    writeFileSync(join(folder, 'in.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '150', '-singlefile', join(folder, 'in.pdf'), join(folder, 'out')]);
    const file = readFileSync(join(folder, 'out.ppm'));
    const [, width = '0', height = '0'] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 40)) ?? [];
    const size = Number(width) * Number(height);
    const rgb = file.subarray(file.length - size * 3);
    const pixels = new Uint8ClampedArray(size * 4).fill(255);
    for (let at = 0; at < size; at += 1) for (let channel = 0; channel < 3; channel += 1) pixels[at * 4 + channel] = rgb[at * 3 + channel] as number;
    return jsqr.default(pixels, Number(width), Number(height))?.data;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

(poppler ? describe : describe.skip)('the QR code of a SEPA transfer (EPC069-12)', () => {
  it('is read from the printed page with account, amount and reference', () => {
    expect(scanned(manyLines(3))?.split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'AGRIFRPP',
      'Atelier Beaumarchais (exemple)',
      'FR7630006000011234567890189',
      'EUR108.00',
      '',
      '',
      'F-2026-00042',
    ]);
  });

  it('carries accents and long references within the bounds of the standard', () => {
    const base = manyLines(1);
    const payment = base.payment && { ...base.payment, remittanceInformation: 'Règlement n° 42 '.repeat(12), creditTransfers: [{ accountId: 'FR7630006000011234567890189', accountName: 'Société des Œuvres épistolaires (exemple) '.repeat(3) }] };
    const lines = scanned({ ...base, payment })?.split('\n') ?? [];
    expect([...(lines[5] ?? '')].length).toBe(70);
    expect(lines[5]).toContain('Société des Œuvres');
    expect([...(lines[10] ?? '')].length).toBe(140);
  });

  it('is not printed where there is nothing to transfer in euros', () => {
    const base = manyLines(1);
    expect(scanned({ ...base, currency: 'USD' })).toBeUndefined();
    expect(scanned({ ...base, typeCode: '381' })).toBeUndefined();
    expect(scanned({ ...base, totals: { ...base.totals, amountDue: Decimal.of('0.00') } })).toBeUndefined();
  });
});
