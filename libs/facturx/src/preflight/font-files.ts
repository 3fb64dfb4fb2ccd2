import type { PdfFile } from '../reader/pdf-file.js';
import { PdfStream, type PdfDict } from '../reader/pdf-value.js';
import type { Faults } from './faults.js';
import { readCff } from './programs/cff.js';
import { type FontProgram } from './programs/font-program.js';
import { readSfnt, type SfntProgram } from './programs/sfnt.js';
import { readType1 } from './programs/type1.js';

export interface EmbeddedProgram {
  readonly program: FontProgram;
  /** The same where it is TrueType or OpenType. */
  readonly sfnt?: SfntProgram;
}

/**
 * The program that a font descriptor embeds (ISO 32000-1, table 126), undefined where it embeds none.
 * @throws FontProgramError or PdfSyntaxError when it is damaged
 */
export function embeddedProgram(
  pdf: PdfFile,
  descriptor: PdfDict,
  where: string,
  faults: Faults,
): EmbeddedProgram | undefined {
  const stream = (key: string): PdfStream | undefined => {
    const value = pdf.resolve(descriptor.get(key));
    return value instanceof PdfStream ? value : undefined;
  };
  const type1 = stream('FontFile');
  if (type1) {
    const length = pdf.resolve(type1.dict.get('Length1'));
    return { program: readType1(pdf.data(type1), typeof length === 'number' ? length : 0) };
  }
  const trueType = stream('FontFile2');
  if (trueType) return sfnt(pdf.data(trueType));
  const other = stream('FontFile3');
  if (!other) return undefined;
  const kind = pdf.name(other.dict.get('Subtype')) ?? '';
  if (!['Type1C', 'CIDFontType0C', 'OpenType'].includes(kind))
    faults.add('FONT_STRUCTURE', '6.2.11.2', where, `font file ${kind}`);
  const data = pdf.data(other);
  return kind === 'OpenType' ? sfnt(data) : { program: readCff(data) };
}

function sfnt(data: Buffer): EmbeddedProgram {
  const program = readSfnt(data);
  return { program, sfnt: program };
}
