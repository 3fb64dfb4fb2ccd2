import type { PdfFile } from '../reader/pdf-file.js';
import { PdfSyntaxError } from '../reader/pdf-lexer.js';
import { PdfStream, type PdfDict } from '../reader/pdf-value.js';
import { compositeFont } from './composite-font.js';
import type { Faults } from './faults.js';
import { FontProgramError } from './programs/font-program.js';
import { simpleFont } from './simple-font.js';

/** How one code of a font is printed. */
export interface ShownGlyph {
  /** Stands for the code in memory and messages. */
  readonly code: number;
  /** Width that the PDF states, in thousandths; undefined where it states none. */
  readonly stated: number | undefined;
  /** Width in the font program; undefined where it cannot be told. */
  readonly real: number | undefined;
  readonly present: boolean;
  /** The glyph is that for missing characters. */
  readonly notdef: boolean;
}

/** A font made ready for checking. */
export interface CheckedFont {
  readonly embedded: boolean;
  readonly name: string;
  glyphs(bytes: Buffer): Iterable<ShownGlyph>;
  /** What draws the glyphs of a Type 3 font. */
  readonly drawings?: readonly PdfStream[];
}

interface Known {
  readonly font: CheckedFont | undefined;
  readonly seen: Set<string>;
  readonly where: string;
}

/** Checks each font once and each of its glyphs as it is shown (ISO 19005-3, 6.2.11). */
export class FontChecks {
  private readonly known = new Map<PdfDict, Known>();

  constructor(
    private readonly pdf: PdfFile,
    private readonly faults: Faults,
  ) {}

  /** @param visible text will be seen; invisible text needs no font program (6.2.11.4.1) */
  select(font: PdfDict, place: string, visible: boolean): Known {
    let known = this.known.get(font);
    if (!known) {
      const number = this.pdf.numberOf(font);
      const where = number === undefined ? place : `${place.split(',')[0]}, object ${number}`;
      known = { font: this.open(font, where), seen: new Set(), where };
      this.known.set(font, known);
    }
    if (visible && known.font && !known.font.embedded)
      this.faults.add('FONT_NOT_EMBEDDED', '6.2.11.4', known.where, known.font.name);
    return known;
  }

  /** Checks a shown string. */
  show(font: PdfDict, bytes: Buffer, place: string, visible: boolean): void {
    const known = this.select(font, place, visible);
    if (!known.font) return;
    try {
      for (const glyph of known.font.glyphs(bytes)) {
        const key = `${glyph.code} ${visible}`;
        if (known.seen.has(key)) continue;
        known.seen.add(key);
        this.check(glyph, known.font, place, visible);
      }
    } catch (error) {
      this.broken(error, known.where);
    }
  }

  private check(glyph: ShownGlyph, { name, embedded }: CheckedFont, place: string, visible: boolean): void {
    const code = `${name}, code ${glyph.code}`;
    if (glyph.notdef) this.faults.add('MISSING_GLYPH', '6.2.11.8', place, code);
    if (!visible || !embedded) return;
    if (!glyph.present) this.faults.add('MISSING_GLYPH', '6.2.11.4.1', place, code);
    const { stated, real } = glyph;
    if (stated !== undefined && real !== undefined && Math.abs(stated - real) > 1)
      this.faults.add('GLYPH_WIDTH', '6.2.11.5', place, `${code}: ${stated} instead of ${Math.round(real)}`);
  }

  private open(font: PdfDict, where: string): CheckedFont | undefined {
    try {
      const type0 = this.pdf.name(font.get('Subtype')) === 'Type0';
      return type0 ? compositeFont(this.pdf, font, where, this.faults) : simpleFont(this.pdf, font, where, this.faults);
    } catch (error) {
      this.broken(error, where);
      return undefined;
    }
  }

  private broken(error: unknown, where: string): void {
    if (!(error instanceof FontProgramError) && !(error instanceof PdfSyntaxError) && !(error instanceof RangeError))
      throw error;
    this.faults.add('FONT_PROGRAM', '6.2.11', where, error.message);
  }
}
