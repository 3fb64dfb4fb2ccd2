import { FacteurError } from '#kernel';

/** A static TrueType font as its tables tell it; lengths are in font units unless said otherwise. */
export interface TrueTypeFace {
  readonly postScriptName: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly boundingBox: readonly [number, number, number, number];
  readonly glyphCount: number;
  /** Raw table bytes by tag. */
  readonly tables: ReadonlyMap<string, Buffer>;
  /** Glyph number of every code point of the character map; absent where the font has none. */
  readonly glyphs: ReadonlyMap<number, number>;
  advanceOf(glyph: number): number;
  /** The outline record of the `glyf` table; empty for a blank. */
  outlineOf(glyph: number): Buffer;
}

/**
 * Reads a TrueType font (OpenType specification 1.9: `head`, `hhea`, `hmtx`, `maxp`, `loca`, `glyf`, `cmap`, `OS/2`, `name`).
 * The font comes from an installed package, so it is trusted; a broken one is a defect.
 * @throws FacteurError `FACTURX.FONT_UNUSABLE` (category defect) when a table is missing.
 */
export function readTrueType(bytes: Buffer): TrueTypeFace {
  const tables = readTables(bytes);
  const table = (tag: string): Buffer => {
    const found = tables.get(tag);
    if (!found) throw new FacteurError('FACTURX.FONT_UNUSABLE', 'defect', 'The font lacks a table', { table: tag });
    return found;
  };
  const [head, hhea, hmtx, maxp, loca, glyf] = ['head', 'hhea', 'hmtx', 'maxp', 'loca', 'glyf'].map(table) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const metricCount = hhea.readUInt16BE(34);
  const long = head.readInt16BE(50) === 1;
  const offset = (glyph: number): number => (long ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  const os2 = table('OS/2');
  return {
    postScriptName: postScriptName(table('name')),
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    capHeight: os2.readUInt16BE(0) >= 2 ? os2.readInt16BE(88) : hhea.readInt16BE(4),
    boundingBox: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
    glyphCount: maxp.readUInt16BE(4),
    tables,
    glyphs: readCharacterMap(table('cmap')),
    advanceOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, metricCount - 1) * 4),
    outlineOf: (glyph) => glyf.subarray(offset(glyph), offset(glyph + 1)),
  };
}

function readTables(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  const count = bytes.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + index * 16;
    const start = bytes.readUInt32BE(record + 8);
    tables.set(
      bytes.toString('latin1', record, record + 4),
      bytes.subarray(start, start + bytes.readUInt32BE(record + 12)),
    );
  }
  return tables;
}

/** Name record 6 of the Windows platform, UTF-16 big endian. */
function postScriptName(name: Buffer): string {
  const count = name.readUInt16BE(2);
  const strings = name.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const record = 6 + index * 12;
    if (name.readUInt16BE(record) !== 3 || name.readUInt16BE(record + 6) !== 6) continue;
    const start = strings + name.readUInt16BE(record + 10);
    const text = Buffer.from(name.subarray(start, start + name.readUInt16BE(record + 8)));
    return text.swap16().toString('utf16le');
  }
  throw new FacteurError('FACTURX.FONT_UNUSABLE', 'defect', 'The font has no PostScript name', {});
}

/** The Unicode subtable of `cmap`: format 12 where there is one, else format 4. */
function readCharacterMap(cmap: Buffer): Map<number, number> {
  const subtables = new Map<number, Buffer>();
  const count = cmap.readUInt16BE(2);
  for (let index = 0; index < count; index += 1) {
    const start = cmap.readUInt32BE(4 + index * 8 + 4);
    subtables.set(cmap.readUInt16BE(start), cmap.subarray(start));
  }
  const full = subtables.get(12);
  if (full) return readFormat12(full);
  const plane0 = subtables.get(4);
  if (plane0) return readFormat4(plane0);
  throw new FacteurError('FACTURX.FONT_UNUSABLE', 'defect', 'The font has no Unicode character map', {});
}

function readFormat12(table: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  const groups = table.readUInt32BE(12);
  for (let index = 0; index < groups; index += 1) {
    const at = 16 + index * 12;
    const [first, last, glyph] = [table.readUInt32BE(at), table.readUInt32BE(at + 4), table.readUInt32BE(at + 8)];
    for (let code = first; code <= last; code += 1) glyphs.set(code, glyph + code - first);
  }
  return glyphs;
}

function readFormat4(table: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  const doubled = table.readUInt16BE(6);
  const [ends, starts, deltas, ranges] = [14, 16 + doubled, 16 + doubled * 2, 16 + doubled * 3] as const;
  for (let at = 0; at < doubled; at += 2) {
    const [first, last] = [table.readUInt16BE(starts + at), table.readUInt16BE(ends + at)];
    const range = table.readUInt16BE(ranges + at);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const raw = range === 0 ? code : table.readUInt16BE(ranges + at + range + (code - first) * 2);
      const glyph = range !== 0 && raw === 0 ? 0 : (raw + table.readUInt16BE(deltas + at)) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}
