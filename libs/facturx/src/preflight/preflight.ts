import type { PdfFile } from '../reader/pdf-file.js';
import { pagesOf } from '../reader/page-tree.js';
import { PdfSyntaxError } from '../reader/pdf-lexer.js';
import { isDict, PdfStream, type PdfDict } from '../reader/pdf-value.js';
import { readIccHeader } from './colours.js';
import { ContentWalk } from './content-walk.js';
import { Faults, type Fault } from './faults.js';
import { checkObjects } from './object-checks.js';

/** What completion does about the output intent. */
export type IntentPlan = 'keep' | 'sRGB';

export interface Preflight {
  readonly faults: readonly Fault[];
  readonly intent: IntentPlan;
  /** A kept intent is for CMYK, and RGB is used: default RGB spaces are added. */
  readonly defaultRgb: boolean;
  /** Places of RGB colours that the file as it is leaves to the device; an output intent settles them. */
  readonly unsettledRgb: readonly string[];
}

/**
 * Judges a PDF against PDF/A-3b (ISO 19005-3) as far as pages, fonts, colours, images, annotations and objects go; metadata and
 * file structure are written anew on completion. What it passes, veraPDF passes; where it cannot tell, it refuses.
 */
export function preflight(pdf: PdfFile): Preflight {
  const faults = new Faults();
  checkObjects(pdf, faults);
  if (pagesOf(pdf).every(({ page }) => page.size === 0)) faults.add('UNREADABLE_OBJECT', '6.1', 'document', 'no pages');
  const walk = new ContentWalk(pdf, faults);
  try {
    walk.run();
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    faults.add('UNREADABLE_OBJECT', '6.1', 'document', error.reason);
  }
  const { rgb, cmyk } = walk.colours.device;
  const own = ownIntent(pdf);
  if (cmyk.size > 0 && own !== 'CMYK')
    for (const where of cmyk) faults.add('CMYK_COLOUR', '6.2.4.3', where, 'DeviceCMYK');
  const keep = own !== undefined && (cmyk.size > 0 || rgb.size === 0 || own === 'RGB ');
  return {
    faults: faults.found,
    intent: keep ? 'keep' : 'sRGB',
    defaultRgb: keep && own === 'CMYK' && rgb.size > 0,
    unsettledRgb: own === 'RGB ' ? [] : [...rgb],
  };
}

/** The output intent that may stay, if there is one. */
export function pdfaIntent(pdf: PdfFile): PdfDict | undefined {
  return pdf
    .array(pdf.catalog.get('OutputIntents'))
    .map((each) => pdf.resolve(each))
    .filter((each) => isDict(each))
    .find(
      (each) =>
        pdf.name(each.get('S')) === 'GTS_PDFA1' && pdf.resolve(each.get('DestOutputProfile')) instanceof PdfStream,
    );
}

/** Colour space of the file's own output intent where its profile is sound (6.2.3). */
function ownIntent(pdf: PdfFile): string | undefined {
  const intent = pdfaIntent(pdf);
  const stream = intent && pdf.resolve(intent.get('DestOutputProfile'));
  if (!(stream instanceof PdfStream)) return undefined;
  try {
    const header = readIccHeader(pdf, stream);
    const sound = header && ['prtr', 'mntr'].includes(header.deviceClass) && header.version < 5;
    return sound && ['RGB ', 'CMYK', 'GRAY'].includes(header.space) ? header.space : undefined;
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    return undefined;
  }
}
