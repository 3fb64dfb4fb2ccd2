import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { readTrueType, type TrueTypeFace } from './true-type-face.js';
import { subsetTrueType } from './true-type-subset.js';

export type Weight = 'regular' | 'bold';

/** One embeddable font program, compressed once per process. `name` is its resource name on the pages. */
export interface PreparedFont {
  readonly name: string;
  readonly baseName: string;
  readonly program: Buffer;
  readonly programLength: number;
  readonly toUnicode: Buffer;
  /** The `/W` array and the `/FontDescriptor` entries, as PDF text. */
  readonly widths: string;
  readonly descriptor: string;
}

/** Everything needed to set text in one weight: advances in 1/1000 em and glyph codes by code point. */
export interface FontSheet {
  readonly weight: Weight;
  readonly advances: Uint16Array;
  /** Which script part holds the code point, plus 1; 0 where the face has no glyph. */
  readonly parts: Uint8Array;
  /** The two bytes of a code point in the font of its part, as they stand in a literal string of PDF. */
  readonly codes: readonly (string | undefined)[];
  /** The font of a script part, prepared when first asked for. */
  fontOf(part: number): PreparedFont;
}

/**
 * The face is cut into parts by script, so that an invoice in French carries some 25 KB of fonts, and Greek or Cyrillic
 * glyphs travel only where they are used. Ranges are inclusive.
 */
const PARTS: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0x20, 0x7e],
    [0xa0, 0xff],
    [0x152, 0x153],
    [0x178, 0x178],
    [0x2007, 0x2007],
    [0x2009, 0x2009],
    [0x2011, 0x2014],
    [0x2018, 0x2022],
    [0x2026, 0x2026],
    [0x202f, 0x2030],
    [0x2039, 0x203a],
    [0x20ac, 0x20ac],
    [0x2116, 0x2116],
    [0x2122, 0x2122],
    [0x2212, 0x2212],
  ],
  [
    [0x100, 0x2ff],
    [0x1e00, 0x1eff],
    [0x2000, 0x2bff],
    [0xfb00, 0xfb06],
  ],
  [
    [0x370, 0x3ff],
    [0x1f00, 0x1fff],
  ],
  [[0x400, 0x52f]],
];

const FILES: Readonly<Record<Weight, string>> = {
  regular: '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf',
  bold: '@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf',
};

const sheets = new Map<Weight, FontSheet>();

/** The sheet of a weight of Source Sans 3 (SIL Open Font License 1.1, which allows embedding). Read once per process. */
export function fontSheet(weight: Weight): FontSheet {
  let sheet = sheets.get(weight);
  if (!sheet) {
    sheet = openSheet(weight, readTrueType(readFileSync(createRequire(import.meta.url).resolve(FILES[weight]))));
    sheets.set(weight, sheet);
  }
  return sheet;
}

/** Resource names in a fixed order: regular parts first, then bold. */
function fontName(weight: Weight, part: number): string {
  return `${weight === 'regular' ? 'R' : 'B'}${part}`;
}

function openSheet(weight: Weight, face: TrueTypeFace): FontSheet {
  const advances = new Uint16Array(0x10000);
  const parts = new Uint8Array(0x10000);
  const codes: (string | undefined)[] = new Array<string | undefined>(0x10000);
  const members = PARTS.map((ranges, part) => {
    const points: number[] = [];
    for (const [first, last] of ranges) {
      for (let point = first; point <= last; point += 1) {
        if (face.glyphs.has(point) && parts[point] === 0) {
          parts[point] = part + 1;
          points.push(point);
        }
      }
    }
    return points;
  });
  // Glyph numbers in a part follow the order of its members, so that codes are known before the program is built.
  for (const points of members) {
    const numbers = new Map<number, number>();
    for (const point of points) {
      const glyph = face.glyphs.get(point) as number;
      const number = numbers.get(glyph) ?? numbers.size + 1;
      numbers.set(glyph, number);
      advances[point] = Math.round((face.advanceOf(glyph) * 1000) / face.unitsPerEm);
      codes[point] = literal(number >> 8) + literal(number & 0xff);
    }
  }
  const prepared: (PreparedFont | undefined)[] = [];
  const fontOf = (part: number): PreparedFont =>
    (prepared[part] ??= prepareFont(face, fontName(weight, part), part, members[part] as number[]));
  return { weight, advances, parts, codes, fontOf };
}

/** A byte in a literal string: brackets and backslashes are escaped, carriage returns would be read as line feeds (ISO 32000-1, 7.3.4.2). */
function literal(byte: number): string {
  if (byte === 13) return '\\r';
  const character = String.fromCharCode(byte);
  return '()\\'.includes(character) ? `\\${character}` : character;
}

function prepareFont(face: TrueTypeFace, name: string, part: number, points: readonly number[]): PreparedFont {
  const glyphs = new Map<number, number>();
  for (const point of points) {
    const glyph = face.glyphs.get(point) as number;
    if (!glyphs.has(glyph)) glyphs.set(glyph, point);
  }
  const subset = subsetTrueType(face, glyphs.keys());
  const byNumber = [...subset.newGlyphs].sort(([, left], [, right]) => left - right);
  const scale = (units: number): number => Math.round((units * 1000) / face.unitsPerEm);
  const baseName = `FACT${name[0] === 'R' ? 'R' : 'B'}${String.fromCharCode(65 + part)}+${face.postScriptName}`;
  return {
    name,
    baseName,
    program: deflateSync(subset.program, { level: 9 }),
    programLength: subset.program.length,
    toUnicode: deflateSync(toUnicode(glyphs, subset.newGlyphs), { level: 9 }),
    widths: `[0[${byNumber.map(([glyph]) => scale(face.advanceOf(glyph))).join(' ')}]]`,
    // Flags 4: symbolic, since the codes are glyph numbers. StemV has no table in TrueType; the value guides substitution only.
    descriptor:
      `/FontName/${baseName}/Flags 4/FontBBox[${face.boundingBox.map(scale).join(' ')}]/ItalicAngle 0` +
      `/Ascent ${scale(face.ascent)}/Descent ${scale(face.descent)}/CapHeight ${scale(face.capHeight)}/StemV ${name[0] === 'R' ? 80 : 120}`,
  };
}

/** The CMap that lets a reader copy and search the text (ISO 32000-1, 9.10.3); blocks hold at most 100 entries. */
function toUnicode(points: ReadonlyMap<number, number>, newGlyphs: ReadonlyMap<number, number>): string {
  const hex = (value: number): string => value.toString(16).padStart(4, '0').toUpperCase();
  const entries = [...points].map(([glyph, point]) => `<${hex(newGlyphs.get(glyph) ?? 0)}><${hex(point)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < entries.length; at += 100) {
    const block = entries.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return (
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
    '/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n' +
    `1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n${blocks.join('\n')}\n` +
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend'
  );
}
