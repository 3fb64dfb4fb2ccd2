import type { PdfFile } from '../reader/pdf-file.js';
import { isArray, PdfStream } from '../reader/pdf-value.js';
import type { Faults } from './faults.js';
import { jpeg2000Fault } from './jpeg2000.js';

/** An image by ISO 19005-3, 6.2.8. Alternative images, print servers' hints and smoothing are dropped on completion. */
export function checkImage(pdf: PdfFile, image: PdfStream, where: string, faults: Faults): void {
  const { dict } = image;
  for (const key of ['Alternates', 'OPI']) if (dict.has(key)) faults.add('IMAGE', '6.2.8', where, key, true);
  if (pdf.resolve(dict.get('Interpolate')) === true) faults.add('IMAGE', '6.2.8', where, 'Interpolate', true);
  const bits = pdf.resolve(dict.get('BitsPerComponent'));
  const mask = pdf.resolve(dict.get('ImageMask')) === true;
  if (bits !== undefined && !(mask ? [1] : [1, 2, 4, 8, 16]).includes(bits as number))
    faults.add('IMAGE', '6.2.8', where, `${typeof bits === 'number' ? bits : '?'} bits a channel`);
  const filter = pdf.resolve(dict.get('Filter'));
  const names = (isArray(filter) ? filter : [filter]).map((each) => pdf.name(each));
  if (!names.includes('JPXDecode')) return;
  const fault = names.length > 1 ? 'more than one filter' : jpeg2000Fault(image.raw, dict.has('ColorSpace'));
  if (fault !== undefined) faults.add('IMAGE', '6.2.8.3', where, `JPEG 2000: ${fault}`);
}
