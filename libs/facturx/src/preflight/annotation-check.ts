import type { PdfFile } from '../reader/pdf-file.js';
import { isDict, PdfStream, type PdfDict } from '../reader/pdf-value.js';
import type { Faults } from './faults.js';

const ANNOTATIONS: ReadonlySet<string> = new Set(
  (
    'Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup ' +
    'FileAttachment Widget PrinterMark TrapNet Watermark Redact'
  ).split(' '),
);

/** Kind, flags and appearance of an annotation (6.3). What nobody sees anyway is taken out on completion. */
export function checkAnnotation(pdf: PdfFile, annotation: PdfDict, where: string, faults: Faults): void {
  const subtype = pdf.name(annotation.get('Subtype')) ?? '';
  const add = (clause: string, detail: string, mended = false): void =>
    faults.add('ANNOTATION', clause, where, detail, mended);
  const flags = pdf.resolve(annotation.get('F'));
  const value = typeof flags === 'number' ? flags : 0;
  const unseen = (value & 0b100011) !== 0;
  if (!ANNOTATIONS.has(subtype)) add('6.3.1', subtype, unseen);
  if (unseen) return add('6.3.2', `hidden ${subtype}`, subtype !== 'Widget');
  if (subtype !== 'Popup' && (value & 0b1_0000_0100) !== 4) add('6.3.2', `flags ${value} of ${subtype}`, true);
  const [left = 0, bottom = 0, right = 0, top = 0] = pdf
    .array(annotation.get('Rect'))
    .map((each) => pdf.resolve(each) as number);
  const appearance = pdf.dict(annotation.get('AP'));
  const flat = left === right && bottom === top;
  if (appearance.size === 0) {
    if (!flat && subtype !== 'Popup' && subtype !== 'Link') add('6.3.3', `${subtype} without appearance`);
  } else checkAppearance(pdf, annotation, appearance, subtype, add);
  if (subtype === 'Widget' && annotation.has('A'))
    faults.add('ACTIVE_CONTENT', '6.4.1', where, 'action of a form field');
}

function checkAppearance(
  pdf: PdfFile,
  annotation: PdfDict,
  appearance: PdfDict,
  subtype: string,
  add: (clause: string, detail: string, mended?: boolean) => void,
): void {
  const normal = pdf.resolve(appearance.get('N'));
  if ([...appearance.keys()].some((key) => key !== 'N'))
    add('6.3.3', 'appearance under the mouse', normal !== undefined);
  const button =
    subtype === 'Widget' &&
    (pdf.name(annotation.get('FT')) ?? pdf.name(pdf.dict(annotation.get('Parent')).get('FT'))) === 'Btn';
  const states = isDict(normal);
  if (button && (!states || normal.size === 0)) add('6.3.3', 'button without states');
  if (!button && !(normal instanceof PdfStream)) add('6.3.3', `${subtype} without appearance`);
}
