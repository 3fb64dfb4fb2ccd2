import type { TrueTypeFace } from './true-type-face.js';

/** A font program that holds some glyphs of a face. Glyph 0 is `.notdef`, as in every TrueType font. */
export interface TrueTypeSubset {
  readonly program: Buffer;
  /** Glyph number in the subset by glyph number in the face. */
  readonly newGlyphs: ReadonlyMap<number, number>;
  readonly glyphCount: number;
}

const ARGS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_XY_SCALE = 0x0040;
const HAS_TWO_BY_TWO = 0x0080;
const HAS_INSTRUCTIONS = 0x0100;

/**
 * A TrueType program with the given glyphs and the parts that composite glyphs are built from. Hinting is left out: at
 * print and modern screen resolutions it changes nothing and would double the size. ISO 32000-1 table 126 names the
 * tables a CIDFontType2 program needs; no other is written. The same face and glyphs give the same bytes.
 */
export function subsetTrueType(face: TrueTypeFace, glyphs: Iterable<number>): TrueTypeSubset {
  const order = [0];
  const newGlyphs = new Map([[0, 0]]);
  const include = (glyph: number): number => {
    const known = newGlyphs.get(glyph);
    if (known !== undefined) return known;
    order.push(glyph);
    newGlyphs.set(glyph, order.length - 1);
    return order.length - 1;
  };
  for (const glyph of glyphs) include(glyph);
  const outlines: Buffer[] = [];
  // `order` grows while components are met, hence the index loop.
  for (let index = 0; index < order.length; index += 1) {
    outlines.push(withoutHinting(face.outlineOf(order[index] as number), include));
  }
  return { program: assemble(face, order, outlines), newGlyphs, glyphCount: order.length };
}

function withoutHinting(outline: Buffer, include: (glyph: number) => number): Buffer {
  if (outline.length === 0) return outline;
  const contours = outline.readInt16BE(0);
  if (contours < 0) return compositeOutline(outline, include);
  const lengthAt = 10 + contours * 2;
  const start = Buffer.from(outline.subarray(0, lengthAt + 2));
  const instructions = start.readUInt16BE(lengthAt);
  start.writeUInt16BE(0, lengthAt);
  return Buffer.concat([start, outline.subarray(lengthAt + 2 + instructions)]);
}

function compositeOutline(outline: Buffer, include: (glyph: number) => number): Buffer {
  const copy = Buffer.from(outline);
  let at = 10;
  for (;;) {
    const flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(flags & ~HAS_INSTRUCTIONS, at);
    copy.writeUInt16BE(include(copy.readUInt16BE(at + 2)), at + 2);
    at += flags & ARGS_ARE_WORDS ? 8 : 6;
    if (flags & HAS_SCALE) at += 2;
    else if (flags & HAS_XY_SCALE) at += 4;
    else if (flags & HAS_TWO_BY_TWO) at += 8;
    if (!(flags & MORE_COMPONENTS)) return copy.subarray(0, at);
  }
}

function assemble(face: TrueTypeFace, order: readonly number[], outlines: readonly Buffer[]): Buffer {
  const loca = Buffer.alloc((order.length + 1) * 4);
  const parts: Buffer[] = [];
  let length = 0;
  outlines.forEach((outline, index) => {
    loca.writeUInt32BE(length, index * 4);
    const padding = (4 - (outline.length % 4)) % 4;
    parts.push(outline, Buffer.alloc(padding));
    length += outline.length + padding;
  });
  loca.writeUInt32BE(length, order.length * 4);
  const head = copyOf(face, 'head');
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  const hhea = copyOf(face, 'hhea');
  hhea.writeUInt16BE(order.length, 34);
  const maxp = copyOf(face, 'maxp');
  maxp.writeUInt16BE(order.length, 4);
  maxp.fill(0, 16, 28); // twilight points, storage, functions, stack and instructions: hinting is gone
  maxp.writeUInt16BE(1, 14);
  return tableFile([
    ['glyf', Buffer.concat(parts)],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', metrics(face, order)],
    ['loca', loca],
    ['maxp', maxp],
  ]);
}

function copyOf(face: TrueTypeFace, tag: string): Buffer {
  return Buffer.from(face.tables.get(tag) as Buffer);
}

function metrics(face: TrueTypeFace, order: readonly number[]): Buffer {
  const hmtx = Buffer.alloc(order.length * 4);
  order.forEach((glyph, index) => {
    const outline = face.outlineOf(glyph);
    hmtx.writeUInt16BE(face.advanceOf(glyph), index * 4);
    hmtx.writeInt16BE(outline.length === 0 ? 0 : outline.readInt16BE(2), index * 4 + 2);
  });
  return hmtx;
}

function tableFile(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const power = Math.floor(Math.log2(tables.length));
  const directory = Buffer.alloc(12 + tables.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(2 ** power * 16, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(tables.length * 16 - 2 ** power * 16, 10);
  const parts = [directory];
  let offset = directory.length;
  tables.forEach(([tag, content], index) => {
    const record = 12 + index * 16;
    directory.write(tag, record, 'latin1');
    directory.writeUInt32BE(checksum(content), record + 4);
    directory.writeUInt32BE(offset, record + 8);
    directory.writeUInt32BE(content.length, record + 12);
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    parts.push(padded);
    offset += padded.length;
  });
  const file = Buffer.concat(parts);
  const headAt = file.readUInt32BE(12 + tables.findIndex(([tag]) => tag === 'head') * 16 + 8);
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, headAt + 8);
  return file;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const word =
      at + 4 <= bytes.length
        ? bytes.readUInt32BE(at)
        : Buffer.concat([bytes.subarray(at), Buffer.alloc(4)]).readUInt32BE(0);
    sum = (sum + word) >>> 0;
  }
  return sum;
}
