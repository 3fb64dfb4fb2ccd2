import { MAC_ROMAN_ENCODING } from '../encodings.table.js';
import { readCff } from './cff.js';
import { FontBytes, FontProgramError, type FontProgram } from './font-program.js';

/** A TrueType or OpenType program with its character maps. */
export interface SfntProgram extends FontProgram {
  /** Character maps by `platform,encoding`. */
  readonly maps: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly mapCount: number;
  readonly hasOutlines: 'glyf' | 'CFF';
  /** Glyphs that draw something; told for TrueType outlines only. */
  drawn(): readonly number[];
}

/**
 * Reads a TrueType or OpenType program as PDF embeds it; tables that text does not need may be missing.
 * @throws FontProgramError when it is damaged
 */
export function readSfnt(content: Buffer): SfntProgram {
  const bytes = new FontBytes(content);
  const tables = readTables(bytes);
  const cff = tables.get('CFF ');
  const maps = readMaps(tables.get('cmap'));
  const common = { maps: maps.known, mapCount: maps.count };
  if (cff) return { ...readCff(cff), ...common, hasOutlines: 'CFF', drawn: () => [] };
  const table = (tag: string): FontBytes => {
    const found = tables.get(tag);
    if (!found) throw new FontProgramError(`no table ${tag}`);
    return new FontBytes(found);
  };
  const [head, hhea, hmtx, maxp, loca, glyf] = ['head', 'hhea', 'hmtx', 'maxp', 'loca', 'glyf'].map(table) as [
    FontBytes,
    FontBytes,
    FontBytes,
    FontBytes,
    FontBytes,
    FontBytes,
  ];
  const units = head.uint(18, 2);
  const metrics = hhea.uint(34, 2);
  const count = maxp.uint(4, 2);
  if (units === 0 || metrics === 0) throw new FontProgramError('damaged metrics');
  const long = head.int16(50) === 1;
  const offset = (glyph: number): number => (long ? loca.uint(glyph * 4, 4) : loca.uint(glyph * 2, 2) * 2);
  const names = readGlyphNames(tables.get('post'), count);
  return {
    ...common,
    hasOutlines: 'glyf',
    drawn: () =>
      Array.from({ length: count }, (_each, glyph) => glyph).filter((glyph) => offset(glyph + 1) > offset(glyph)),
    widthOf: (glyph) => {
      if (glyph >= count) return undefined;
      if (offset(glyph + 1) > glyf.bytes.length) throw new FontProgramError('glyph data ends too early');
      return (hmtx.uint(Math.min(glyph, metrics - 1) * 4, 2) * 1000) / units;
    },
    notdef: 0,
    glyphNamed: (name) => names.get(name),
    glyphOfCid: (cid) => (cid < count ? cid : undefined),
    encoding: new Map(),
  };
}

function readTables(bytes: FontBytes): Map<string, Buffer> {
  const kind = bytes.uint(0, 4);
  if (![0x00010000, 0x74727565, 0x4f54544f].includes(kind)) throw new FontProgramError('no TrueType or OpenType font');
  const tables = new Map<string, Buffer>();
  const count = bytes.uint(4, 2);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + index * 16;
    const start = bytes.uint(record + 8, 4);
    const end = Math.min(bytes.bytes.length, start + bytes.uint(record + 12, 4));
    if (start <= end) tables.set(bytes.slice(record, record + 4).toString('latin1'), bytes.slice(start, end));
  }
  return tables;
}

function readMaps(cmap: Buffer | undefined): { known: Map<string, Map<number, number>>; count: number } {
  const known = new Map<string, Map<number, number>>();
  if (!cmap) return { known, count: 0 };
  const bytes = new FontBytes(cmap);
  const count = bytes.uint(2, 2);
  for (let index = 0; index < Math.min(count, 64); index += 1) {
    const at = 4 + index * 8;
    const key = `${bytes.uint(at, 2)},${bytes.uint(at + 2, 2)}`;
    known.set(key, readMap(bytes, bytes.uint(at + 4, 4)));
  }
  return { known, count };
}

function readMap(bytes: FontBytes, start: number): Map<number, number> {
  const format = bytes.uint(start, 2);
  const map = new Map<number, number>();
  if (format === 0) for (let code = 0; code < 256; code += 1) map.set(code, bytes.uint(start + 6 + code, 1));
  else if (format === 4) readSegments(bytes, start, map);
  else if (format === 6) {
    const [first, count] = [bytes.uint(start + 6, 2), bytes.uint(start + 8, 2)];
    for (let index = 0; index < count; index += 1) map.set(first + index, bytes.uint(start + 10 + index * 2, 2));
  } else if (format === 12) {
    const groups = Math.min(bytes.uint(start + 12, 4), 100_000);
    for (let index = 0; index < groups; index += 1) {
      const at = start + 16 + index * 12;
      const [first, last, glyph] = [bytes.uint(at, 4), bytes.uint(at + 4, 4), bytes.uint(at + 8, 4)];
      for (let code = first; code <= Math.min(last, first + 0xffff); code += 1) map.set(code, glyph + code - first);
    }
  }
  return map;
}

function readSegments(bytes: FontBytes, start: number, map: Map<number, number>): void {
  const doubled = bytes.uint(start + 6, 2);
  const [ends, starts, deltas, ranges] = [14, 16 + doubled, 16 + doubled * 2, 16 + doubled * 3].map(
    (each) => start + each,
  ) as [number, number, number, number];
  for (let at = 0; at < doubled; at += 2) {
    const [first, last] = [bytes.uint(starts + at, 2), bytes.uint(ends + at, 2)];
    const range = bytes.uint(ranges + at, 2);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const place = ranges + at + range + (code - first) * 2;
      if (range !== 0 && place + 2 > bytes.bytes.length) break;
      const raw = range === 0 ? code : bytes.uint(place, 2);
      const glyph = range !== 0 && raw === 0 ? 0 : (raw + bytes.uint(deltas + at, 2)) & 0xffff;
      if (glyph !== 0) map.set(code, glyph);
    }
  }
}

/** Names of format 2 of `post` (OpenType specification); names of the standard order only as far as MacRoman goes. */
function readGlyphNames(post: Buffer | undefined, count: number): Map<string, number> {
  const names = new Map<string, number>();
  if (!post || post.length < 34 || post.readUInt32BE(0) !== 0x00020000) return names;
  const bytes = new FontBytes(post);
  const glyphs = Math.min(count, bytes.uint(32, 2));
  const own: string[] = [];
  for (let at = 34 + glyphs * 2; at < post.length;) {
    const length = post[at] as number;
    own.push(post.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  for (let glyph = 0; glyph < glyphs; glyph += 1) {
    const index = bytes.uint(34 + glyph * 2, 2);
    // The standard order has the printable ASCII characters from 3 on.
    const name =
      index >= 258 ? own[index - 258] : index >= 3 && index <= 97 ? MAC_ROMAN_ENCODING.get(index + 29) : undefined;
    if (name !== undefined && !names.has(name)) names.set(name, glyph);
  }
  return names;
}
