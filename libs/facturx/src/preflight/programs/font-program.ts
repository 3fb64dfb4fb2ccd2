/** Glyphs of an embedded font program as text selects them. Widths are in thousandths of the text size. */
export interface FontProgram {
  /** Width of a glyph by its number, undefined where there is no such glyph. */
  widthOf(glyph: number): number | undefined;
  /** The glyph of a name; undefined where the program has none or knows no names. */
  glyphNamed(name: string): number | undefined;
  /** The glyph of a CID in a CID-keyed program; in others the CID is the glyph number. */
  glyphOfCid(cid: number): number | undefined;
  /** Number of the glyph that stands for missing characters; -1 where there is none. */
  readonly notdef: number;
  /** Glyph names by code, as the program itself says. */
  readonly encoding: ReadonlyMap<number, string>;
}

/** The program breaks its format, or uses what is not read here; caught where fonts are checked. */
export class FontProgramError extends Error {}

/** Reads numbers of a font program within bounds. */
export class FontBytes {
  constructor(readonly bytes: Buffer) {}

  uint(at: number, size: number): number {
    if (at < 0 || at + size > this.bytes.length) throw new FontProgramError('ends too early');
    return this.bytes.readUIntBE(at, size);
  }

  int16(at: number): number {
    const value = this.uint(at, 2);
    return value > 0x7fff ? value - 0x10000 : value;
  }

  slice(start: number, end: number): Buffer {
    if (start < 0 || end < start || end > this.bytes.length) throw new FontProgramError('ends too early');
    return this.bytes.subarray(start, end);
  }
}
