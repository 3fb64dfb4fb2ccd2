import {
  PDFArray,
  PDFBool,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFString,
  type PDFContext,
} from '@cantoo/pdf-lib';
import { dictOf, isText, name, visitReachable } from './pdf-objects.js';

const INTENTS: ReadonlySet<string> = new Set([
  'RelativeColorimetric',
  'AbsoluteColorimetric',
  'Perceptual',
  'Saturation',
]);
const MIME = /^[-\w+.]+\/[-\w+.]+$/;

/**
 * Repairs that nobody sees, object by object (clauses of ISO 19005-3): annotations print (6.3.2) and look the same under the
 * mouse (6.3.3), images are not smoothed and have no alternatives (6.2.8), CID TrueType fonts state their glyph map
 * (6.2.11.3.2), the optional lists of glyphs, often incomplete, go (6.2.11.4.2), hexadecimal strings have even length (6.1.6),
 * files have both names and a kind (6.8), metadata of parts goes (6.6.2.3). Objects that nothing refers to are dropped.
 */
export function mendObjects(context: PDFContext, catalog: PDFDict): void {
  visitReachable(context, (object, stream) => {
    mendStrings(object);
    if (object instanceof PDFArray) return;
    if (object !== catalog) object.delete(name('Metadata'));
    mendFonts(object);
    mendImages(object, stream);
    mendAnnotation(object);
    mendFile(object);
    if (object.has(name('NeedAppearances'))) object.set(name('NeedAppearances'), PDFBool.False);
    if (object.lookup(name('Type')) === name('Page')) object.delete(name('PresSteps'));
  });
}

function mendStrings(object: PDFDict | PDFArray): void {
  const clean = (value: unknown): PDFHexString | undefined => {
    if (!(value instanceof PDFHexString)) return undefined;
    const digits = value.asString();
    if (digits.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(digits)) return undefined;
    const kept = digits.replace(/[^0-9A-Fa-f]/g, '');
    return PDFHexString.of(kept.length % 2 === 1 ? `${kept}0` : kept);
  };
  if (object instanceof PDFArray) {
    for (let index = 0; index < object.size(); index += 1) {
      const better = clean(object.get(index));
      if (better) object.set(index, better);
    }
    return;
  }
  for (const [key, value] of object.entries()) {
    const better = clean(value);
    if (better) object.set(key, better);
  }
}

function mendFonts(dict: PDFDict): void {
  if (dict.lookup(name('Type')) === name('FontDescriptor'))
    for (const key of ['CIDSet', 'CharSet']) dict.delete(name(key));
  if (dict.lookup(name('Subtype')) === name('CIDFontType2') && !dict.has(name('CIDToGIDMap')))
    dict.set(name('CIDToGIDMap'), name('Identity'));
}

function mendImages(dict: PDFDict, stream: PDFRawStream | undefined): void {
  const subtype = dict.lookup(name('Subtype'));
  if (subtype === name('Image')) for (const key of ['Interpolate', 'Alternates', 'OPI']) dict.delete(name(key));
  if (subtype === name('Form') && stream) for (const key of ['OPI', 'PS', 'Subtype2']) dict.delete(name(key));
  const state = dict.lookup(name('Type')) === name('ExtGState');
  const key = name(state ? 'RI' : 'Intent');
  const intent = dict.lookup(key);
  // An unknown intent is read as this one (ISO 32000-1, 8.6.5.8).
  if ((state || subtype === name('Image')) && intent instanceof PDFName && !INTENTS.has(intent.decodeText()))
    dict.set(key, name('RelativeColorimetric'));
}

function mendAnnotation(dict: PDFDict): void {
  const subtype = dict.lookup(name('Subtype'));
  if (!dict.has(name('Rect')) || !(subtype instanceof PDFName) || subtype === name('Popup')) return;
  const flags = dict.lookup(name('F'));
  const value = flags instanceof PDFNumber ? flags.asNumber() : 0;
  dict.set(name('F'), PDFNumber.of((value | 4) & ~0b1_0000_0000));
  const appearance = dictOf(dict.lookup(name('AP')));
  if (appearance) for (const key of ['D', 'R']) appearance.delete(name(key));
}

function mendFile(dict: PDFDict): void {
  const files = dictOf(dict.lookup(name('EF')));
  if (!files) return;
  const [plain, unicode] = [dict.lookup(name('F')), dict.lookup(name('UF'))];
  if (!isText(plain) && isText(unicode)) dict.set(name('F'), unicode);
  if (!isText(unicode) && isText(plain))
    dict.set(name('UF'), PDFString.of(plain instanceof PDFString ? plain.asString() : plain.decodeText()));
  for (const [key] of files.entries()) {
    const content = dictOf(files.lookup(key));
    const kind = content?.lookup(name('Subtype'));
    if (content && !(kind instanceof PDFName && MIME.test(kind.decodeText())))
      content.set(name('Subtype'), name('application/octet-stream'));
  }
}
