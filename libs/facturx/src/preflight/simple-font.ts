import type { PdfFile } from '../reader/pdf-file.js';
import { isDict, PdfName, PdfStream, type PdfDict } from '../reader/pdf-value.js';
import {
  MAC_ROMAN_ENCODING,
  STANDARD_ENCODING,
  unicodeOf,
  WIN_ANSI_ENCODING,
  type Encoding,
} from './encodings.table.js';
import type { Faults } from './faults.js';
import type { CheckedFont, ShownGlyph } from './font-checks.js';
import { embeddedProgram, type EmbeddedProgram } from './font-files.js';
import type { SfntProgram } from './programs/sfnt.js';

const NAMED: Readonly<Record<string, Encoding>> = {
  WinAnsiEncoding: WIN_ANSI_ENCODING,
  MacRomanEncoding: MAC_ROMAN_ENCODING,
  StandardEncoding: STANDARD_ENCODING,
};
const STANDARD_FONTS =
  /^(?:Helvetica|Times|Courier)(?:-(?:Bold|Oblique|BoldOblique|Roman|Italic|BoldItalic))?$|^(?:Symbol|ZapfDingbats)$/;

/** What the `Encoding` entry of a simple font says (ISO 32000-1, 9.6.6). */
interface StatedEncoding {
  readonly base: string | undefined;
  readonly differences: ReadonlyMap<number, string>;
  readonly any: boolean;
  readonly hasDifferences: boolean;
}

/** Prepares a Type 1, TrueType or Type 3 font; the demands on its dictionary are told at once. */
export function simpleFont(pdf: PdfFile, font: PdfDict, where: string, faults: Faults): CheckedFont {
  const subtype = pdf.name(font.get('Subtype')) ?? '?';
  const name = (pdf.name(font.get('BaseFont')) ?? 'font').slice(0, 80);
  const add = (clause: string, detail: string): void => faults.add('FONT_STRUCTURE', clause, where, detail);
  if (pdf.name(font.get('Type')) !== 'Font') add('6.2.11.2', 'no Type');
  if (!['Type1', 'MMType1', 'TrueType', 'Type3'].includes(subtype)) add('6.2.11.2', `Subtype ${subtype}`);
  if (subtype !== 'Type3' && !font.has('BaseFont')) add('6.2.11.2', 'no BaseFont');
  const number = (key: string): number | undefined => {
    const value = pdf.resolve(font.get(key));
    return typeof value === 'number' ? value : undefined;
  };
  const [first, last] = [number('FirstChar'), number('LastChar')];
  const widths = pdf.array(font.get('Widths')).map((each) => pdf.resolve(each));
  const descriptor = pdf.dict(font.get('FontDescriptor'));
  const complete = first !== undefined && last !== undefined && widths.length === last - first + 1;
  if (!complete && !(STANDARD_FONTS.test(name) && subtype !== 'TrueType'))
    add('6.2.11.2', 'FirstChar, LastChar and Widths do not fit');
  const encoding = readEncoding(pdf, font);
  const stated = (code: number): number | undefined => {
    const width = widths[code - (first ?? 0)];
    if (typeof width === 'number') return width;
    const missing = pdf.resolve(descriptor.get('MissingWidth'));
    return complete ? (typeof missing === 'number' ? missing : 0) : undefined;
  };
  if (subtype === 'Type3') return typeThree(pdf, font, name, encoding, stated);
  const embedded = embeddedProgram(pdf, descriptor, where, faults);
  const flags = pdf.resolve(descriptor.get('Flags'));
  const symbolic = typeof flags === 'number' && (flags & 4) !== 0;
  if (!embedded) return { embedded: false, name, glyphs: () => [] };
  const choose =
    subtype === 'TrueType' ? trueTypeGlyphs(embedded, encoding, symbolic, add) : typeOneGlyphs(embedded, encoding);
  const glyph = (code: number): ShownGlyph => {
    const chosen = choose(code);
    const real = chosen === undefined ? undefined : embedded.program.widthOf(chosen);
    return {
      code,
      stated: stated(code),
      real,
      present: chosen !== undefined && real !== undefined,
      notdef: chosen === undefined || chosen === embedded.program.notdef,
    };
  };
  return { embedded: true, name, glyphs: (bytes) => Array.from(bytes, glyph) };
}

function readEncoding(pdf: PdfFile, font: PdfDict): StatedEncoding {
  const value = pdf.resolve(font.get('Encoding'));
  const differences = new Map<number, string>();
  if (value instanceof PdfName) return { base: value.name, differences, any: true, hasDifferences: false };
  if (!isDict(value)) return { base: undefined, differences, any: value !== undefined, hasDifferences: false };
  let code = 0;
  for (const item of pdf.array(value.get('Differences')).map((each) => pdf.resolve(each))) {
    if (typeof item === 'number') code = item;
    else if (item instanceof PdfName) differences.set((code += 1) - 1, item.name);
  }
  return {
    base: pdf.name(value.get('BaseEncoding')),
    differences,
    any: true,
    hasDifferences: value.has('Differences'),
  };
}

/** Type 1: code to name to glyph; without a stated base the program's own encoding counts. */
function typeOneGlyphs({ program }: EmbeddedProgram, encoding: StatedEncoding): (code: number) => number | undefined {
  const base = (encoding.base === undefined ? undefined : NAMED[encoding.base]) ?? program.encoding;
  return (code) => {
    const name = encoding.differences.get(code) ?? base.get(code);
    return name === undefined ? undefined : program.glyphNamed(name);
  };
}

/** TrueType by ISO 32000-1, 9.6.6.4, and the demands of ISO 19005-3, 6.2.11.6. */
function trueTypeGlyphs(
  { sfnt, program }: EmbeddedProgram,
  encoding: StatedEncoding,
  symbolic: boolean,
  add: (clause: string, detail: string) => void,
): (code: number) => number | undefined {
  if (!sfnt) {
    add('6.2.11.6', 'no TrueType program');
    return typeOneGlyphs({ program }, encoding);
  }
  const has30 = sfnt.maps.has('3,0');
  if (symbolic) {
    if (encoding.any) add('6.2.11.6', 'a symbolic font with an encoding');
    if (sfnt.mapCount !== 1 && !has30) add('6.2.11.6', 'a symbolic font without one character map');
    return (code) => symbolicGlyph(sfnt, code);
  }
  if (sfnt.mapCount < (has30 ? 2 : 1)) add('6.2.11.6', 'no character map');
  const { base } = encoding;
  if (base !== 'MacRomanEncoding' && base !== 'WinAnsiEncoding') add('6.2.11.6', `encoding ${base ?? 'missing'}`);
  const unknown = [...encoding.differences.values()].find(
    (name) => name !== '.notdef' && unicodeOf(name) === undefined,
  );
  if (unknown !== undefined || (encoding.hasDifferences && !sfnt.maps.has('3,1')))
    add('6.2.11.6', `differences ${unknown ?? 'without Unicode map'}`);
  const table = NAMED[base ?? ''] ?? STANDARD_ENCODING;
  return (code) => namedGlyph(sfnt, encoding.differences.get(code) ?? table.get(code));
}

function symbolicGlyph(sfnt: SfntProgram, code: number): number | undefined {
  const windows = sfnt.maps.get('3,0');
  for (const high of [0, 0xf000, 0xf100, 0xf200]) {
    const glyph = windows?.get(high + code);
    if (glyph) return glyph;
  }
  const only = sfnt.maps.get('1,0') ?? [...sfnt.maps.values()][0];
  return only?.get(code);
}

function namedGlyph(sfnt: SfntProgram, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const unicode = unicodeOf(name);
  const viaUnicode = unicode === undefined ? undefined : sfnt.maps.get('3,1')?.get(unicode);
  if (viaUnicode) return viaUnicode;
  const mac = [...MAC_ROMAN_ENCODING].find(([, each]) => each === name)?.[0];
  const viaMac = mac === undefined ? undefined : sfnt.maps.get('1,0')?.get(mac);
  return viaMac || sfnt.glyphNamed(name);
}

/** Type 3: glyphs are drawn by procedures, whose `d0` or `d1` states the width in glyph space, as the font does. */
function typeThree(
  pdf: PdfFile,
  font: PdfDict,
  name: string,
  encoding: StatedEncoding,
  stated: (code: number) => number | undefined,
): CheckedFont {
  const procedures = pdf.dict(font.get('CharProcs'));
  const glyph = (code: number): ShownGlyph => {
    const named = encoding.differences.get(code);
    const procedure = named === undefined ? undefined : pdf.resolve(procedures.get(named));
    const present = procedure instanceof PdfStream;
    return {
      code,
      stated: stated(code),
      real: present ? procedureWidth(pdf.data(procedure)) : undefined,
      present,
      notdef: named === '.notdef',
    };
  };
  const drawings = [...procedures.values()]
    .map((each) => pdf.resolve(each))
    .filter((each) => each instanceof PdfStream);
  return { embedded: true, name, glyphs: (bytes) => Array.from(bytes, glyph), drawings };
}

function procedureWidth(data: Buffer): number | undefined {
  const match = /^\s*([-+.\d]+)\s+[-+.\d\s]*d[01]\b/.exec(data.toString('latin1', 0, 400));
  return match ? Number(match[1]) : undefined;
}
