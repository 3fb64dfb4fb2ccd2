import { FacteurError } from '#kernel';
import { BLOCKS_M, qrLayout, type QrLayout } from './qr-layout.js';

/** A symbol: `size` cells a side, numbered row by row, 1 is dark. */
export interface QrSymbol {
  readonly size: number;
  readonly cells: Uint8Array;
}

/**
 * A QR symbol in byte mode (ISO/IEC 18004) at error correction level M, as EPC069-12 asks, in the smallest version that
 * fits. The npm encoders take some 8 ms for it, more than the rest of the document.
 * @param mask 0 to 7; without it one without long runs and blocks
 * @throws FacteurError `FACTURX.QR_TOO_LONG` (category defect) above 331 bytes (version 13)
 */
export function encodeQr(content: Buffer, mask?: number): QrSymbol {
  const version = BLOCKS_M.findIndex((blocks, index) => content.length + (index >= 9 ? 3 : 2) <= capacity(blocks)) + 1;
  if (version === 0)
    throw new FacteurError('FACTURX.QR_TOO_LONG', 'defect', 'Too much text for the QR code', { bytes: content.length });
  const layout = qrLayout(version);
  const cells = layout.fixed.slice();
  const codewords = interleave(dataBytes(content, version), version);
  for (let bit = 0; bit < codewords.length * 8; bit += 1) {
    cells[layout.order[bit] as number] = ((codewords[bit >> 3] as number) >> (7 - (bit & 7))) & 1;
  }
  return { size: layout.size, cells: mask === undefined ? bestMasked(cells, layout) : masked(cells, layout, mask) };
}

type Blocks = (typeof BLOCKS_M)[number];

const capacity = (blocks: Blocks): number => blocks.groups.reduce((sum, [count, size]) => sum + count * size, 0);

/** Mode 0100, length, content, terminator, pad bytes (7.4). */
function dataBytes(content: Buffer, version: number): Uint8Array {
  const bytes = new Uint8Array(capacity(BLOCKS_M[version - 1] as Blocks));
  const head =
    version >= 10
      ? [4, content.length >> 12, (content.length >> 8) & 15, (content.length >> 4) & 15, content.length & 15]
      : [4, content.length >> 4, content.length & 15];
  let nibble = 0;
  const put = (value: number): void => {
    bytes[nibble >> 1] = (bytes[nibble >> 1] as number) | (nibble & 1 ? value : value << 4);
    nibble += 1;
  };
  head.forEach(put);
  for (const byte of content) {
    put(byte >> 4);
    put(byte & 15);
  }
  let pad = 0xec;
  for (let at = (nibble + 2) >> 1; at < bytes.length; at += 1) {
    bytes[at] = pad;
    pad = pad === 0xec ? 0x11 : 0xec;
  }
  return bytes;
}

function interleave(data: Uint8Array, version: number): number[] {
  const blocks = BLOCKS_M[version - 1] as Blocks;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [count, size] of blocks.groups) {
    for (let block = 0; block < count; block += 1) {
      parts.push(data.subarray(at, at + size));
      at += size;
    }
  }
  const checks = parts.map((part) => errorCorrection(part, blocks.checkBytes));
  const out: number[] = [];
  const longest = (parts[parts.length - 1] as Uint8Array).length;
  for (let index = 0; index < longest; index += 1)
    for (const part of parts) if (index < part.length) out.push(part[index] as number);
  for (let index = 0; index < blocks.checkBytes; index += 1)
    for (const check of checks) out.push(check[index] as number);
  return out;
}

const EXPONENT = new Uint8Array(512);
const LOGARITHM = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  EXPONENT[power] = value;
  EXPONENT[power + 255] = value;
  LOGARITHM[value] = power;
  value = value & 0x80 ? (value << 1) ^ 0x11d : value << 1;
}

const generators: (Uint8Array | undefined)[] = [];

/** Coefficients of the Reed-Solomon generator polynomial, highest power left out. */
function generator(degree: number): Uint8Array {
  const known = generators[degree];
  if (known) return known;
  const polynomial = new Uint8Array(degree);
  polynomial[degree - 1] = 1;
  for (let root = 0; root < degree; root += 1) {
    for (let at = 0; at < degree; at += 1) {
      const value = polynomial[at] as number;
      const product = value === 0 ? 0 : (EXPONENT[(LOGARITHM[value] as number) + root] as number);
      polynomial[at] = product ^ (at + 1 < degree ? (polynomial[at + 1] as number) : 0);
    }
  }
  return (generators[degree] = polynomial);
}

function errorCorrection(data: Uint8Array, degree: number): Uint8Array {
  const divisor = generator(degree);
  const rest = new Uint8Array(degree);
  for (const byte of data) {
    const factor = byte ^ (rest[0] as number);
    rest.copyWithin(0, 1);
    rest[degree - 1] = 0;
    if (factor === 0) continue;
    const log = LOGARITHM[factor] as number;
    for (let at = 0; at < degree; at += 1) {
      const coefficient = divisor[at] as number;
      if (coefficient !== 0)
        rest[at] = (rest[at] as number) ^ (EXPONENT[log + (LOGARITHM[coefficient] as number)] as number);
    }
  }
  return rest;
}

/** What random cells score a cell, and a little; below it no mask has left a pattern of the data standing out. */
const GOOD_ENOUGH = 0.75;

/** The first mask without striking patterns, else the least bad one. Any mask can be read; judging all eight takes time. */
function bestMasked(cells: Uint8Array, layout: QrLayout): Uint8Array {
  let best = cells;
  let least = Infinity;
  for (let mask = 0; mask < 8 && least > GOOD_ENOUGH * cells.length; mask += 1) {
    const candidate = masked(cells, layout, mask);
    const points = penalty(candidate, layout.size);
    if (points < least) [best, least] = [candidate, points];
  }
  return best;
}

function masked(cells: Uint8Array, { size, masks }: QrLayout, mask: number): Uint8Array {
  const pattern = masks[mask] as Uint8Array;
  const out = cells.slice();
  for (let cell = 0; cell < out.length; cell += 1) out[cell] = (out[cell] as number) ^ (pattern[cell] as number);
  writeFormat(out, size, mask);
  return out;
}

/** 15 bits: level M (00), mask, BCH remainder by 0x537, all inverted by 0x5412 (7.9). */
function writeFormat(cells: Uint8Array, size: number, mask: number): void {
  let rest = mask;
  for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const set = (x: number, y: number, index: number): void => {
    cells[y * size + x] = (bits >> index) & 1;
  };
  for (let index = 0; index < 15; index += 1) {
    const along = index < 6 ? index : index < 8 ? index + 1 : undefined;
    if (along !== undefined) set(8, along, index);
    else set(index === 8 ? 7 : 14 - index, 8, index);
    if (index < 8) set(size - 1 - index, 8, index);
    else set(8, size - 15 + index, index);
  }
}

/** Penalties for runs of one colour and for blocks of 2 × 2 (7.8.3, first two); what camera and printer trip over most. */
function penalty(cells: Uint8Array, size: number): number {
  let points = 0;
  for (let line = 0; line < size; line += 1) {
    let across = 1;
    let down = 1;
    for (let at = 1; at < size; at += 1) {
      const cell = line * size + at;
      across = cells[cell] === cells[cell - 1] ? across + 1 : 1;
      if (across === 5) points += 3;
      else if (across > 5) points += 1;
      const turned = at * size + line;
      const same = cells[turned] === cells[turned - size];
      down = same ? down + 1 : 1;
      if (down === 5) points += 3;
      else if (down > 5) points += 1;
      if (same && line > 0 && cells[turned] === cells[turned - 1] && cells[turned] === cells[turned - size - 1])
        points += 3;
    }
  }
  return points;
}
