import { FacteurError } from '#kernel';
import { fontSheet, type FontSheet, type PreparedFont, type Weight } from './font-book.js';

/** A stretch of text in one embedded font. */
export interface GlyphRun {
  readonly font: PreparedFont;
  /** Glyph codes as a literal PDF string in Latin-1, without the brackets. */
  readonly shown: string;
}

/** Characters without ink or meaning on paper: soft hyphen, zero width space and joiners, byte order mark, direction marks. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;
const UNEVEN = /[^\x20-\x7e\u00a0-\u017f\u2013-\u2022\u202f\u20ac]/;

/**
 * Text as it can be set: composed (NFC), tabs as spaces, invisible characters dropped. Line breaks stay; the caller splits
 * on them.
 */
export function typeset(text: string): string {
  if (!UNEVEN.test(text)) return text.includes('\u00ad') ? text.replace(INVISIBLE, '') : text;
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\v\f]/g, ' ')
    .replace(INVISIBLE, '');
}

/** Width in points of text that was typeset. Characters without glyph count as nothing; `glyphRuns` refuses them. */
export function widthOf(text: string, size: number, weight: Weight = 'regular'): number {
  const { advances } = fontSheet(weight);
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += advances[text.charCodeAt(index)] as number;
  return (sum * size) / 1000;
}

/**
 * The text as runs of glyph codes.
 * @throws FacteurError `FACTURX.GLYPH_MISSING` (category input) when the font lacks a character: an empty box on an
 * invoice would be a false statement.
 */
export function glyphRuns(text: string, weight: Weight): GlyphRun[] {
  const sheet = fontSheet(weight);
  const runs: GlyphRun[] = [];
  let part = -1;
  let shown = '';
  for (let index = 0; index < text.length; index += 1) {
    const point = text.charCodeAt(index);
    const own = (sheet.parts[point] as number) - 1;
    if (own < 0) throw missingGlyph(text);
    if (own !== part) {
      if (shown) runs.push({ font: sheet.fontOf(part), shown });
      shown = '';
      part = own;
    }
    shown += sheet.codes[point] as string;
  }
  if (shown) runs.push({ font: sheet.fontOf(part), shown });
  return runs;
}

/** The characters of a text that the font cannot print, each once. */
export function unprintable(text: string, sheet: FontSheet = fontSheet('regular')): string[] {
  const missing = new Set<string>();
  for (const character of typeset(text)) {
    const point = character.codePointAt(0) as number;
    if (point !== 0x0a && (point > 0xffff || sheet.parts[point] === 0)) missing.add(character);
  }
  return [...missing];
}

function missingGlyph(text: string): FacteurError {
  const characters = unprintable(text);
  const points = characters.map(
    (each) => `U+${(each.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return new FacteurError('FACTURX.GLYPH_MISSING', 'input', 'The page font has no glyph for some characters', {
    characters: points.slice(0, 20),
    text: text.slice(0, 80),
  });
}
