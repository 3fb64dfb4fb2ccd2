import { describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { composeFacturX } from '#facturx';
import { GOLDEN, LOGO, manyLines, STANDARD } from './invoices.js';

const FOLDER = join(process.cwd(), 'test/golden/facturx');
const UPDATE = process.env['FACTEUR_UPDATE_GOLDEN'] === '1';
const poppler = spawnSync('pdftoppm', ['-v']).status === 0;
if (!poppler) process.stdout.write('SKIPPED: golden pages, pdftoppm (poppler-utils) is not installed\n');

/** Versions of the renderer differ in smoothing: a pixel may be off by so much, and so many pixels by more. */
const PIXEL_TOLERANCE = 60;
const PIXELS_OFF = 0.004;

/** Grey values of the first page at 60 dots an inch. */
function greys(pdf: Uint8Array): { readonly width: number; readonly pixels: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'facteur-golden-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '60', '-gray', '-singlefile', join(folder, 'in.pdf'), join(folder, 'out')]);
    const file = readFileSync(join(folder, 'out.pgm'));
    const [, width = '0', height = '0'] = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(file.toString('latin1', 0, 40)) ?? [];
    return { width: Number(width), pixels: file.subarray(file.length - Number(width) * Number(height)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const page = (invoice: typeof STANDARD, language: 'fr' | 'en' | 'fr-en', branding?: { logo: Uint8Array; colour: string }): Uint8Array =>
  composeFacturX({ invoice, xml: Buffer.from('<example/>'), profile: 'EN16931', language, createdAt: new Date('2026-11-24T10:00:00Z'), branding });

(poppler ? describe : describe.skip)('the first page looks as it was approved', () => {
  it.each(GOLDEN)('$name', ({ name, language, invoice }) => {
    const branding = name === 'both-languages' ? { logo: LOGO, colour: '#7a1f3d' } : undefined;
    const pdf = page(invoice, language, branding);
    const golden = join(FOLDER, `${name}.png`);
        const now = greys(pdf);
    if (UPDATE) writeFileSync(golden, pngOf(now.width, now.pixels));
    expect(existsSync(golden)).toBe(true);
    const approved = pngGreys(readFileSync(golden));
    expect(now.width).toBe(approved.width);
    const off = now.pixels.filter((value, index) => Math.abs(value - (approved.pixels[index] ?? 0)) > PIXEL_TOLERANCE).length;
    expect(off / now.pixels.length).toBeLessThan(PIXELS_OFF);
  });

  it('can fail', () => {
    const other = greys(page({ ...STANDARD, number: 'F-2026-00043', lines: manyLines(4).lines }, 'fr'));
    const approved = greys(page(STANDARD, 'fr'));
    const off = other.pixels.filter((value, index) => Math.abs(value - (approved.pixels[index] ?? 0)) > PIXEL_TOLERANCE).length;
    expect(off / other.pixels.length).toBeGreaterThan(PIXELS_OFF);
  });
});

/** A grey PNG, rows unfiltered. */
function pngOf(width: number, pixels: Buffer): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(pixels.length / width, 4);
  header.writeUInt8(8, 8);
  const rows: Buffer[] = [];
  for (let at = 0; at < pixels.length; at += width) rows.push(Buffer.from([0]), pixels.subarray(at, at + width));
  const data = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** Grey values of an 8 bit grey PNG without interlace (PNG third edition, clause 9). */
function pngGreys(png: Buffer): { readonly width: number; readonly pixels: Buffer } {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([...png.subarray(24, 29)]).toEqual([8, 0, 0, 0, 0]);
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const pixels = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (width + 1)] as number;
    for (let x = 0; x < width; x += 1) {
      const left = x > 0 ? (pixels[y * width + x - 1] as number) : 0;
      const up = y > 0 ? (pixels[(y - 1) * width + x] as number) : 0;
      const corner = x > 0 && y > 0 ? (pixels[(y - 1) * width + x - 1] as number) : 0;
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const predicted = [0, left, up, (left + up) >> 1, paeth][filter] as number;
      pixels[y * width + x] = ((raw[y * (width + 1) + 1 + x] as number) + predicted) & 0xff;
    }
  }
  return { width, pixels };
}
