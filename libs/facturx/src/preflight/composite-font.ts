import type { PdfFile } from '../reader/pdf-file.js';
import { isArray, PdfStream, PdfString, type PdfDict, type PdfValue } from '../reader/pdf-value.js';
import { IDENTITY, readCMap, type CMap } from './cmap.js';
import type { Faults } from './faults.js';
import type { CheckedFont, ShownGlyph } from './font-checks.js';
import { embeddedProgram, type EmbeddedProgram } from './font-files.js';

/** Prepares a Type 0 font: CMap, descendant, glyph map and widths (ISO 32000-1, 9.7; ISO 19005-3, 6.2.11.3). */
export function compositeFont(pdf: PdfFile, font: PdfDict, where: string, faults: Faults): CheckedFont {
  const descendant = pdf.dict(pdf.array(font.get('DescendantFonts'))[0]);
  const subtype = pdf.name(descendant.get('Subtype')) ?? '?';
  const name = (pdf.name(font.get('BaseFont')) ?? 'font').slice(0, 80);
  const add = (clause: string, detail: string, mended = false): void =>
    faults.add('FONT_STRUCTURE', clause, where, detail, mended);
  for (const dict of [font, descendant]) {
    if (pdf.name(dict.get('Type')) !== 'Font') add('6.2.11.2', 'no Type');
    if (!dict.has('BaseFont')) add('6.2.11.2', 'no BaseFont');
  }
  if (subtype !== 'CIDFontType0' && subtype !== 'CIDFontType2') add('6.2.11.2', `Subtype ${subtype}`);
  const cmap = cmapOf(pdf, font, descendant, add);
  const embedded = embeddedProgram(pdf, pdf.dict(descendant.get('FontDescriptor')), where, faults);
  if (!embedded || !cmap) return { embedded: embedded !== undefined, name, glyphs: () => [] };
  if (subtype === 'CIDFontType2' && !descendant.has('CIDToGIDMap')) add('6.2.11.3.2', 'no CIDToGIDMap', true);
  checkGlyphList(pdf, descendant, embedded, add);
  const glyphOf = glyphChoice(pdf, descendant, subtype, embedded, add);
  const widths = readWidths(pdf, descendant);
  const glyph = (cid: number | undefined): ShownGlyph => {
    const chosen = cid === undefined ? undefined : glyphOf(cid);
    const real = chosen === undefined ? undefined : embedded.program.widthOf(chosen);
    return {
      code: cid ?? -1,
      stated: cid === undefined ? undefined : widths(cid),
      real,
      present: real !== undefined,
      notdef: chosen === undefined || chosen === 0,
    };
  };
  return { embedded: true, name, glyphs: (bytes) => cmap.decode(bytes).map(glyph) };
}

/** The optional list of a subset's glyphs, where there is one, names them all (6.2.11.4.2). */
function checkGlyphList(
  pdf: PdfFile,
  descendant: PdfDict,
  { sfnt }: EmbeddedProgram,
  add: (clause: string, detail: string, mended: boolean) => void,
): void {
  const list = pdf.resolve(pdf.dict(descendant.get('FontDescriptor')).get('CIDSet'));
  const subset = /^[A-Z]{6}\+/.test(pdf.name(descendant.get('BaseFont')) ?? '');
  if (!(list instanceof PdfStream) || !subset || !sfnt) return;
  const bits = pdf.data(list);
  const missing = sfnt.drawn().filter((glyph) => ((bits[glyph >> 3] ?? 0) & (128 >> (glyph & 7))) === 0);
  if (missing.length > 0) add('6.2.11.4', `CIDSet lacks ${missing.length} glyphs`, true);
}

/** The CMap of a font: Identity, or an embedded one that agrees with its dictionary and the font; others are refused. */
function cmapOf(
  pdf: PdfFile,
  font: PdfDict,
  descendant: PdfDict,
  add: (clause: string, detail: string) => void,
): CMap | undefined {
  const value = pdf.resolve(font.get('Encoding'));
  if (!(value instanceof PdfStream)) {
    const name = pdf.name(value) ?? 'missing';
    if (name === 'Identity-H' || name === 'Identity-V') return IDENTITY;
    add('6.2.11.3.3', `CMap ${name} is not embedded`);
    return undefined;
  }
  const cmap = readCMap(pdf.data(value));
  const system = systemInfo(pdf, descendant);
  const own = systemInfo(pdf, value.dict);
  const identity = /^Identity-[HV]$/.test(pdf.name(value.dict.get('CMapName')) ?? '');
  const known = system !== undefined && own !== undefined;
  if (!identity && (!known || system.collection !== own.collection || system.supplement > own.supplement))
    add('6.2.11.3.1', 'CMap and font of different character collections');
  const mode = pdf.resolve(value.dict.get('WMode')) ?? 0;
  if ((cmap.writingMode ?? 0) !== mode) add('6.2.11.3.3', 'WMode of the CMap');
  if (cmap.usesOther !== undefined || value.dict.has('UseCMap')) add('6.2.11.3.3', 'a CMap that uses another');
  if (cmap.largestCid > 0xffff) add('6.1.13', 'CIDs above 65535');
  return cmap;
}

function systemInfo(pdf: PdfFile, dict: PdfDict): { collection: string; supplement: number } | undefined {
  const info = pdf.dict(dict.get('CIDSystemInfo'));
  const [registry, ordering, supplement] = ['Registry', 'Ordering', 'Supplement'].map((key) =>
    pdf.resolve(info.get(key)),
  );
  if (!(registry instanceof PdfString) || !(ordering instanceof PdfString) || typeof supplement !== 'number')
    return undefined;
  return { collection: `${registry.text()}-${ordering.text()}`, supplement };
}

function glyphChoice(
  pdf: PdfFile,
  descendant: PdfDict,
  subtype: string,
  { program, sfnt }: EmbeddedProgram,
  add: (clause: string, detail: string) => void,
): (cid: number) => number | undefined {
  const map = pdf.resolve(descendant.get('CIDToGIDMap'));
  if (subtype !== 'CIDFontType2') return (cid) => program.glyphOfCid(cid);
  if (map instanceof PdfStream) {
    const table = pdf.data(map);
    return (cid) => (cid * 2 + 2 <= table.length ? table.readUInt16BE(cid * 2) : undefined);
  }
  if (map !== undefined && pdf.name(map) !== 'Identity') add('6.2.11.3.2', 'CIDToGIDMap');
  if (sfnt?.hasOutlines === 'CFF') add('6.2.11.3.2', 'CFF outlines in a TrueType font');
  return (cid) => cid;
}

/** Widths by CID: runs `c [w …]` and `first last w` over the default, 1000 unless stated (9.7.4.3). */
function readWidths(pdf: PdfFile, descendant: PdfDict): (cid: number) => number {
  const stated = pdf.resolve(descendant.get('DW'));
  const fallback = typeof stated === 'number' ? stated : 1000;
  const single = new Map<number, number>();
  const ranges: [number, number, number][] = [];
  const items = pdf.array(descendant.get('W')).map((each) => pdf.resolve(each));
  for (let at = 0; at + 1 < items.length;) {
    const [first, second, third] = [items[at], items[at + 1], items[at + 2]] as [PdfValue?, PdfValue?, PdfValue?];
    if (typeof first === 'number' && isArray(second)) {
      second.forEach((each, index) => {
        const width = pdf.resolve(each);
        if (typeof width === 'number') single.set(first + index, width);
      });
      at += 2;
    } else {
      if (typeof first === 'number' && typeof second === 'number' && typeof third === 'number')
        ranges.push([first, second, third]);
      at += 3;
    }
  }
  return (cid) => single.get(cid) ?? ranges.find(([from, to]) => cid >= from && cid <= to)?.[2] ?? fallback;
}
